-- The roles and the database of Bundel on a PostgreSQL server of your own; how to run it stands in that file.
\ir ../src/bundel/cli/roles.sql
