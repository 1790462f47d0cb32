"""The database as the terminal sees it: reachable, new enough, and brought up to date by its owner."""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import DISK_FULL, Exit, Failure
from bundel.cli.roles import ensure_roles_and_database
from bundel.kit.environment import Environment, current

OLDEST = 16

# A migration steps back from a table that is in use, and tries again after these seconds.
LOCK_TIMEOUT = "3s"
LOCK_WAITS = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
IN_USE = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


@contextmanager
def database_at_hand(environment: Environment) -> Iterator[None]:
    """The database, running and checked: the embedded server is started unless a `bundel up` has it.

    Raises Failure with what the operator can mend.
    """
    server = EmbeddedServer(environment.instance) if environment.is_embedded else None
    try:
        if server is not None:
            _start_unless_running(server)
        check_database(environment.database_url, "DATABASE_URL")
        yield
    finally:
        if server is not None:
            server.stop()


def _start_unless_running(server: EmbeddedServer) -> None:
    try:
        server.start()
        ensure_roles_and_database(server.instance)
    except Failure as failure:
        if failure.status != Exit.RUNNING:
            raise


def check_database(url: str, setting: str) -> None:
    """Whether Bundel can use this database; `setting` is the variable to name when it cannot.

    Raises Failure when it is unreachable, too old, refuses the password, or when the role would see
    through the fence.
    """
    with explained(setting), psycopg.connect(url, connect_timeout=10) as connection:
        version = connection.info.server_version // 10000
        role, passes = connection.execute(
            "select rolname, rolsuper or rolbypassrls from pg_roles where rolname = current_user"
        ).fetchone() or ("", False)
    if version < OLDEST:
        raise Failure(Exit.TOO_OLD, f"The database is PostgreSQL {version}: Bundel needs {OLDEST} or newer.")
    if passes:
        raise Failure(
            Exit.SETTINGS,
            f"{setting} uses the role {role}, which no row policy binds, so workspaces would see each other: "
            "use bundel_app for the program and bundel_owner for migrations (deploy/roles.sql makes them).",
        )


@contextmanager
def explained(setting: str) -> Iterator[None]:
    """Turn errors of the database that an operator can mend into Failure; others pass."""
    try:
        yield
    except Exception as error:
        failure = _explain(error, setting)
        if failure is None:
            raise
        raise failure from error


def _explain(error: Exception, setting: str) -> Failure | None:
    # Django wraps the driver's error and keeps it as the cause.
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(cause, psycopg.Error):
        return None
    if isinstance(cause, psycopg.errors.DiskFull) or "No space left on device" in str(cause):
        return Failure(Exit.DISK_FULL, DISK_FULL)
    if not isinstance(cause, psycopg.OperationalError):
        return None
    # The first line says what the server or the network answered; hints and other addresses follow.
    first = (str(cause).strip().splitlines() or ["no reason given"])[0]
    reason = first.rpartition("FATAL:")[2].removeprefix("connection failed:").strip()
    if any(mark in reason for mark in ("password authentication failed", "no password supplied", 'role "')):
        return Failure(Exit.PASSWORD, f"The database refuses {setting} ({reason}).")
    return Failure(Exit.UNREACHABLE, f"The database of {setting} cannot be reached ({reason}).")


def start_django() -> None:
    """Make the subjects' actions and queries usable in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bundel.conf.settings")
    import django

    django.setup()


def run_migrate(arguments: list[str]) -> int:
    """The command `migrate`: tables, policies and grants as this version wants them; safe to repeat."""
    description = "Bring the tables, policies and rights in the database up to date; safe to repeat."
    argparse.ArgumentParser(prog="bundel migrate", description=description).parse_args(arguments)
    environment = current()
    with database_at_hand(environment):
        check_database(environment.owner_database_url, "BUNDEL_OWNER_DATABASE_URL")
        os.environ["BUNDEL_AS_OWNER"] = "1"
        start_django()
        with explained("BUNDEL_OWNER_DATABASE_URL"):
            _migrate()
    return Exit.DONE


def _bring_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connection

    from bundel.tenancy import fence, grants

    with connection.cursor() as cursor:
        # An index that was being built beside the work, and was broken off, stands in the way of the next try.
        cursor.execute(
            "select indexrelid::regclass::text from pg_index join pg_class on pg_class.oid = indexrelid "
            "where not indisvalid and relowner = current_user::regrole"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"drop index concurrently if exists {name}")
    call_command("migrate", interactive=False, verbosity=0)
    fence.sync()
    grants.sync()


def _migrate() -> None:
    from django.db import ProgrammingError, connection

    try:
        with connection.cursor() as cursor:
            # Two that start at once take turns; the lock ends with this connection.
            cursor.execute("select pg_advisory_lock(hashtext('bundel migrate'))")
            # Who waits for a table that is in use keeps everybody else from it as well: rather step back.
            cursor.execute("select set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        for wait in (*LOCK_WAITS, None):
            try:
                return _bring_up_to_date()
            except Exception as error:
                if wait is None or not isinstance(error.__cause__, IN_USE):
                    raise
                time.sleep(wait)
    except ProgrammingError as error:
        reason = str(error).strip().splitlines()[0]
        raise Failure(
            Exit.MIGRATION,
            f"A migration failed ({reason}), and nothing of it was kept: check that bundel_owner owns the "
            "database and its tables.",
        ) from error
    finally:
        connection.close()
