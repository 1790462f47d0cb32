"""The command `backup`: the data without keys, and the keys apart from them, each with what it must hold."""

import argparse
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bundel.cli.backup_files import copy_files, forget_unlisted
from bundel.cli.backup_store import ERASED, Manifest, checksum, forget_old_data, forget_old_keys, making, write_manifest
from bundel.cli.database import database_at_hand, explained
from bundel.cli.failures import Exit, Failure, explain
from bundel.cli.programs import Find, connection_of, programs_for, run_program
from bundel.kit import keeping
from bundel.kit.environment import Environment, current

DATA, KEYS = "data.dump", "keys.dump"
KEY_TABLE = "seal_key"
# What ends within a day by itself, and would let somebody in who has left: nobody's session comes back.
PASSING = ("django_session", "usersessions_usersession", "bundel_cache")

Connection = psycopg.Connection[tuple[Any, ...]]


def run(arguments: list[str]) -> int:
    """Make a backup; with `--rehearse` restore it as well, in a server of its own, to see that it is whole."""
    parser = argparse.ArgumentParser(prog="bundel backup", description=__doc__)
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="in place of BUNDEL_BACKUPS")
    parser.add_argument("--keys-to", type=Path, metavar="FOLDER", help="in place of BUNDEL_KEY_BACKUPS")
    parser.add_argument("--rehearse", action="store_true", help="then restore it beside, as `restore --check` does")
    asked = parser.parse_args(arguments)
    environment = current()
    data, keys = asked.to or environment.backups, asked.keys_to or environment.key_backups
    with noted(environment, "backup"), alone(environment):
        forget_old_keys(keys, datetime.now(UTC))
        _make(environment, data.absolute(), keys.absolute())
    print(f"The data stand in {data}, the keys in {keys}: bring them to two places.")
    if not asked.rehearse:
        return Exit.DONE
    from bundel.cli.restore import run as restore

    return restore(["--check", f"--from={data}", f"--keys-from={keys}"])


@contextmanager
def noted(environment: Environment, name: str) -> Iterator[None]:
    """Keep how it went, for `doctor` and the operator's page."""
    problem = ""
    try:
        yield
    except Failure as failure:
        problem = failure.sentence
        raise
    except OSError as error:
        explained_error = explain(error)
        problem = explained_error.sentence if explained_error else str(error)
        raise
    except BaseException:
        problem = "It was interrupted."
        raise
    finally:
        keeping.record(environment.instance, name, now=datetime.now(UTC), problem=problem)


@contextmanager
def alone(environment: Environment) -> Iterator[None]:
    """One backup or restore at a time; what they write nobody else can read. Raises Failure."""
    environment.instance.folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(environment.instance.folder / "backup.lock", os.O_RDWR | os.O_CREAT, 0o600)
    before = os.umask(0o077)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Failure(Exit.RUNNING, "Another backup or restore is at work here: wait for it.") from None
    finally:
        os.umask(before)
        os.close(lock)


def _make(environment: Environment, data: Path, keys: Path) -> None:
    url = environment.backup_database_url
    if not url:
        raise Failure(Exit.SETTINGS, "BUNDEL_BACKUP_DATABASE_URL is missing: no other role may read everything.")
    with database_at_hand(environment), explained("BUNDEL_BACKUP_DATABASE_URL"):
        with psycopg.connect(url, connect_timeout=10) as connection:
            programs = programs_for(connection.info.server_version // 10000)
        with making(data, datetime.now(UTC)) as folder:
            manifest = _dump_data(url, programs, folder)
            copy_files(environment, data, folder)
            _close(folder, manifest)
        # After the data, so that every story in them has its key.
        with making(keys, datetime.now(UTC)) as folder:
            _close(folder, _dump_keys(url, programs, folder))
    forget_old_data(data, datetime.now(UTC))
    forget_unlisted(data)
    forget_old_keys(keys, datetime.now(UTC))


def _close(folder: Path, manifest: Manifest) -> None:
    sums = {file.name: checksum(file) for file in sorted(folder.iterdir())}
    write_manifest(folder, replace(manifest, checksums=sums))


def _dump_data(url: str, programs: Find, folder: Path) -> Manifest:
    left_out = [f"--exclude-table-data=public.{table}" for table in (KEY_TABLE, *PASSING)]
    with _snapshot(url) as (connection, snapshot):
        manifest = _describe(connection, [t for t in _tables(connection) if t not in (KEY_TABLE, *PASSING)])
        _dump(url, programs, folder / DATA, snapshot, left_out)
    return manifest


def _dump_keys(url: str, programs: Find, folder: Path) -> Manifest:
    with _snapshot(url) as (connection, snapshot):
        manifest = _describe(connection, [KEY_TABLE])
        erased = connection.execute(
            "select key_id, erased_at from public.erasure order by erased_at, key_id"
        ).fetchall()
        masters = dict(connection.execute("select master, count(*) from public.seal_key group by master").fetchall())
        (folder / ERASED).write_text("".join(f"{key_id}\t{at.isoformat()}\n" for key_id, at in erased))
        _dump(url, programs, folder / KEYS, snapshot, ["--data-only", f"--table=public.{KEY_TABLE}"])
    return replace(manifest, masters=masters)


def _dump(url: str, programs: Find, file: Path, snapshot: str, options: list[str]) -> None:
    target, environment = connection_of(url)
    command = [str(programs("pg_dump")), *target, "--format=custom", f"--snapshot={snapshot}", f"--file={file}"]
    run_program([*command, *options], environment, "The backup failed")


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[Connection, str]]:
    """A moment of the database that several connections share. Raises Failure when row policies hide rows."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        role, sees_all = connection.execute(
            "select rolname, rolbypassrls or rolsuper from pg_roles where rolname = current_user"
        ).fetchone() or ("", False)
        if not sees_all:
            raise Failure(
                Exit.SETTINGS,
                f"BUNDEL_BACKUP_DATABASE_URL uses the role {role}, from which row policies hide rows: use "
                "bundel_backup (`bundel roles` makes it).",
            )
        yield connection, (connection.execute("select pg_export_snapshot()").fetchone() or ("",))[0]


def _tables(connection: Connection) -> list[str]:
    found = connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1"
    ).fetchall()
    names = [str(name) for (name,) in found]
    if KEY_TABLE not in names or "erasure" not in names:
        raise Failure(Exit.MIGRATION, "The database has not the tables of this Bundel: run `bundel migrate` first.")
    return names


def _describe(connection: Connection, tables: list[str]) -> Manifest:
    migrations = connection.execute("select app || '.' || name from public.django_migrations order by 1").fetchall()
    return Manifest(
        made_at=datetime.now(UTC),
        bundel=version("bundel"),
        postgresql=connection.info.server_version // 10000,
        migrations=hashlib.sha256(json.dumps(migrations).encode()).hexdigest(),
        rows={table: _count(connection, table) for table in tables},
        checksums={},
        policies=policies_of(connection),
    )


def _count(connection: Connection, table: str) -> int:
    counted = connection.execute(sql.SQL("select count(*) from public.{}").format(sql.Identifier(table))).fetchone()
    assert counted is not None
    return int(counted[0])


def policies_of(connection: Connection) -> dict[str, int]:
    """How many row policies each table has on which row-level security is forced."""
    found = connection.execute(
        """
        select c.relname, (select count(*) from pg_policy p where p.polrelid = c.oid)
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and c.relforcerowsecurity
        order by 1
        """
    ).fetchall()
    return {str(table): int(number) for table, number in found}
