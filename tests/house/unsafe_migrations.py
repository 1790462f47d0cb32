"""Migrations that would stop or break the code that still runs beside them, while they run or after."""

import re
from collections.abc import Iterator
from typing import Any

import sqlparse
from django.db import connection
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

# By `app.name`, each with why it does no harm. This list only shrinks.
ALLOWED: dict[str, str] = {}

# What the library does not know. On a table that the same migration makes, nobody waits.
READS_ALL = re.compile(r'ALTER TABLE ("?\w+"?).* ADD CONSTRAINT .*(?:FOREIGN KEY|CHECK)', re.IGNORECASE | re.DOTALL)
SETS_NOT_NULL = re.compile(r'ALTER TABLE ("?\w+"?).*SET NOT NULL', re.IGNORECASE | re.DOTALL)
MADE = re.compile(r'CREATE TABLE ("?\w+"?)', re.IGNORECASE)


def problems() -> list[str]:
    """One line for each migration of ours that is not safe beside the old code, with what to do instead."""
    found = {name: why for name, why in _judged() if why}
    unsafe = [f"migration {name}: {'; '.join(why)}" for name, why in found.items() if name not in ALLOWED]
    return unsafe + [
        f"migration {name} is allowed for nothing: take it off the list" for name in ALLOWED.keys() - found
    ]


def _judged() -> Iterator[tuple[str, list[str]]]:
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if migration.__module__.startswith("bundel."):
            yield f"{app}.{name}", judge(statements(loader, migration))


def statements(loader: MigrationLoader, migration: Migration) -> list[str]:
    """The SQL of a migration, without a database."""
    state = loader.project_state((migration.app_label, migration.name), at_end=False)
    with Collector(connection, collect_sql=True, atomic=False) as editor:
        migration.apply(state, editor, collect_sql=True)
    return [_plain(part) for sql in editor.collected_sql for part in sqlparse.split(sql) if _plain(part)]


class Collector(DatabaseSchemaEditor):
    """Keeps statements with their gaps open: to fill them in, the library would ask a database."""

    def execute(self, sql: Any, params: Any = ()) -> None:
        self.collected_sql.append(str(sql))


def _plain(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql).strip()


def judge(sql: list[str]) -> list[str]:
    """What is wrong with these statements of one migration; empty when old code and new can run beside them."""
    analyser = PostgresqlAnalyser([])
    analyser.analyse(sql)
    made = {table.strip('"') for statement in sql for table in MADE.findall(statement)}
    return [issue.message for issue in (*analyser.errors, *analyser.warnings)] + _ours(sql, made)


def _ours(sql: list[str], made: set[str]) -> list[str]:
    found = []
    for statement in sql:
        for pattern, mend in (
            (READS_ALL, "a constraint on a table in use reads all of it under a lock: NOT VALID, and validate later"),
            (SETS_NOT_NULL, "NOT NULL on a column in use: a database default first, NOT NULL when no old code runs"),
        ):
            on = pattern.match(statement)
            if on and on[1].strip('"') not in made and "NOT VALID" not in statement.upper():
                found.append(mend)
        if re.match(r"DROP (FUNCTION|VIEW|TRIGGER)", statement, re.IGNORECASE):
            found.append("what old code still calls is taken away: leave it for the next release")
    return found
