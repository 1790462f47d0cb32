"""Pours a backup into a database in one transaction: all of it, as its manifest says, or nothing."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import UUID

from psycopg import sql

from bundel.cli.backup import DATA, KEY_TABLE, KEYS
from bundel.cli.backup_store import Manifest
from bundel.cli.failures import Failure
from bundel.cli.processes import end, spawn
from bundel.cli.programs import Find, connection_of, program_failed

ERASE_AGAIN = Path(__file__).with_name("erase_again.sql")

# What was erased in the database that is replaced stays erased. The schema then is as PostgreSQL makes it; the
# owner of the database may all this, and needs no other right for what follows.
EMPTY = """
begin;
create temporary table kept_erasure (key_id uuid, erased_at timestamptz) on commit drop;
do $$ begin
  if to_regclass('public.erasure') is not null then
    insert into kept_erasure select key_id, erased_at from public.erasure;
  end if;
end $$;
drop schema public cascade;
create schema public authorization pg_database_owner;
grant usage on schema public to public;
"""


def pour(
    owner_url: str, programs: Find, data: tuple[Path, Manifest], keys: tuple[Path, Manifest], erased: dict[UUID, str]
) -> None:
    """Replace what is in the database, as its owner. Raises Failure, and then nothing was changed.

    Texts under a key of `erased` (moments by key) do not come back, whichever keys they are poured with.
    Row policies come last, after data and keys: `COPY` is refused on a table that has them.
    """
    pouring = _Pouring(owner_url, programs)
    try:
        pouring.say(EMPTY)
        pouring.section(data[0] / DATA, "pre-data")
        pouring.section(data[0] / DATA, "data")
        pouring.section(keys[0] / KEYS, "data")
        pouring.say("".join(_counts(data[1].rows | {KEY_TABLE: keys[1].rows[KEY_TABLE]})))
        pouring.section(data[0] / DATA, "post-data")
        pouring.say("".join(_erased(erased)) + ERASE_AGAIN.read_text())
        pouring.say("commit;\nanalyze;\n")
        pouring.finish()
    finally:
        pouring.stop()


class _Pouring:
    """One `psql` that is fed until the commit; without that, the server takes everything back."""

    def __init__(self, owner_url: str, programs: Find) -> None:
        self._programs = programs
        target, self._environment = connection_of(owner_url)
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop
        self._psql = subprocess.Popen(
            [programs("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *target],
            env=self._environment | {"PGOPTIONS": "-c client_min_messages=error"},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._complaints,
            start_new_session=True,
        )

    def say(self, text: str) -> None:
        assert self._psql.stdin is not None
        try:
            self._psql.stdin.write(text.encode())
            self._psql.stdin.flush()
        except BrokenPipeError:
            raise self._failure() from None

    def section(self, dump: Path, section: str) -> None:
        assert self._psql.stdin is not None
        restoring = spawn(
            [str(self._programs("pg_restore")), f"--section={section}", "--file=-", str(dump)],
            environment=self._environment,
            output=self._psql.stdin.fileno(),
            complaints=subprocess.PIPE,
        )
        try:
            _, complaints = restoring.communicate()
        except BaseException:
            end(restoring)
            raise
        if restoring.returncode != 0:
            # When psql stopped first, its word is the reason; a cut-off dump has only pg_restore's.
            raise self._failure() if self._psql.poll() else program_failed("The restore failed", complaints)

    def finish(self) -> None:
        assert self._psql.stdin is not None
        self._psql.stdin.close()
        if self._psql.wait() != 0:
            raise self._failure()

    def stop(self) -> None:
        if self._psql.poll() is None:
            self._psql.kill()
            self._psql.wait()
        if self._psql.stdin is not None:
            self._psql.stdin.close()
        self._complaints.close()

    def _failure(self) -> Failure:
        self._psql.wait()
        self._complaints.seek(0)
        return program_failed("The restore failed", self._complaints.read())


def _counts(rows: dict[str, int]) -> Iterator[str]:
    """SQL that fails when a table has not the rows of the manifest; before the policies, which would hide some."""
    check = (
        "do $$ declare found bigint; begin select count(*) into found from public.{table}; if found <> {wanted} then "
        "raise exception '% has % rows where the manifest says %', {name}, found, {wanted}; end if; end $$;\n"
    )
    for table, wanted in sorted(rows.items()):
        parts = {"table": sql.Identifier(table), "wanted": sql.Literal(wanted), "name": sql.Literal(table)}
        yield sql.SQL(check).format(**parts).as_string()


def _erased(erased: dict[UUID, str]) -> Iterator[str]:
    """SQL that brings the erasure list up to date."""
    yield "set row_security = on;\n"
    note = "insert into public.erasure (key_id, erased_at) values ({key}, {at}) on conflict do nothing;\n"
    for key, at in erased.items():
        yield sql.SQL(note).format(key=sql.Literal(str(key)), at=sql.Literal(at)).as_string()
    yield "insert into public.erasure (key_id, erased_at) select key_id, erased_at from pg_temp.kept_erasure "
    yield "on conflict do nothing;\n"
