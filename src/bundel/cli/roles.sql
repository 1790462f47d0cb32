-- Makes (or mends) the roles and the database of Bundel. Run by a superuser, with the passwords in the
-- environment, so that they show in no process list:
--
--   BUNDEL_OWNER_PASSWORD=… BUNDEL_APP_PASSWORD=… BUNDEL_BACKUP_PASSWORD=… psql -X -d postgres -f roles.sql
--
-- BUNDEL_DATABASE names the database; without it: bundel.
\set ON_ERROR_STOP on
\set QUIET on
\set database bundel
\getenv database BUNDEL_DATABASE
\getenv owner_password BUNDEL_OWNER_PASSWORD
\getenv app_password BUNDEL_APP_PASSWORD
\getenv backup_password BUNDEL_BACKUP_PASSWORD
set client_min_messages = warning;

\if :{?owner_password}
\else
do $$ begin raise exception 'BUNDEL_OWNER_PASSWORD is not set'; end $$;
\endif
\if :{?app_password}
\else
do $$ begin raise exception 'BUNDEL_APP_PASSWORD is not set'; end $$;
\endif
\if :{?backup_password}
\else
do $$ begin raise exception 'BUNDEL_BACKUP_PASSWORD is not set'; end $$;
\endif

-- Two programs that start at once on one server take turns.
select pg_advisory_lock(hashtext('bundel roles')) \g /dev/null

select format('create role %I', name)
from unnest(array['bundel_owner', 'bundel_app', 'bundel_backup']) as name
where not exists (select from pg_roles where rolname = name)
\gexec

-- Owns the tables and runs the migrations. Row policies bind it as well.
alter role bundel_owner with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
  password :'owner_password';
-- Web and worker. NOINHERIT: a role lent to it acts only where the program says `set local role`.
alter role bundel_app with login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls
  password :'app_password';
-- pg_dump and nothing else: under row policies the owner itself would dump empty tables.
alter role bundel_backup with login nosuperuser nocreatedb nocreaterole noreplication bypassrls
  password :'backup_password';
grant pg_read_all_data to bundel_backup;

-- Statements and values of errors can hold what people wrote; the server's log may not.
select format('alter role %I set %s', name, setting)
from unnest(array['bundel_owner', 'bundel_app', 'bundel_backup']) as name,
     unnest(array['log_min_messages = log', 'log_min_error_statement = panic', 'log_error_verbosity = terse',
                  'log_statement = none', 'log_parameter_max_length_on_error = 0']) as setting
\gexec

select format('create database %I owner bundel_owner template template0 encoding ''UTF8''', :'database')
where not exists (select from pg_database where datname = :'database')
\gexec

revoke all on database :"database" from public;
grant connect on database :"database" to bundel_app, bundel_backup;
