"""The command `doctor`: looks at everything a running Bundel needs, and says how to mend what is wrong."""

import argparse
import shutil
import subprocess
from collections.abc import Callable, Iterator

import psycopg

from bundel.cli.backup_health import find_problems
from bundel.cli.binaries import program
from bundel.cli.database import check_database, database_at_hand, explained, start_django
from bundel.cli.failures import Exit, Failure
from bundel.kit.environment import BadEnvironment, Environment, current

# Enough for the database to grow while somebody makes room.
LEAST_FREE_BYTES = 1_000_000_000
LONGEST_WAIT_SECONDS = 900

# A check answers with the sentences that mend what it found; none when all is well.
Check = Callable[[Environment], Iterator[str]]


def run(arguments: list[str]) -> int:
    """Print a line for each check; UNFINISHED when there is something to mend."""
    argparse.ArgumentParser(prog="bundel doctor", description=__doc__).parse_args(arguments)
    try:
        environment = current()
    except BadEnvironment as error:
        _tell("settings", error.problems)
        return Exit.SETTINGS
    found = [_tell("settings", [])]
    found += [_look(name, check, environment) for name, check in AROUND.items()]
    try:
        with database_at_hand(environment):
            found.append(_tell("database", []))
            start_django()
            found += [_look(name, check, environment) for name, check in INSIDE.items()]
    except Failure as failure:
        _tell("database", [failure.sentence])
        return failure.status
    return Exit.DONE if all(found) else Exit.UNFINISHED


def _look(name: str, check: Check, environment: Environment) -> bool:
    try:
        with explained("DATABASE_URL"):
            problems = list(check(environment))
    except Failure as failure:
        problems = [failure.sentence]
    except OSError as error:
        problems = [f"{error.filename or 'A file'} cannot be used ({error.strerror})."]
    return _tell(name, problems)


def _tell(name: str, problems: list[str]) -> bool:
    for problem in problems:
        print(f"mend  {name}: {problem}", flush=True)
    if not problems:
        print(f"ok    {name}", flush=True)
    return not problems


def _embedded(environment: Environment) -> Iterator[str]:
    if not environment.is_embedded:
        return
    ended = subprocess.run([program("postgres"), "--version"], capture_output=True, check=False)
    if ended.returncode != 0:
        yield "The PostgreSQL that comes with Bundel does not run here: set DATABASE_URL to a server of your own."


def _secrets(environment: Environment) -> Iterator[str]:
    if not environment.is_embedded:
        return
    file = environment.instance.secrets_file
    if file.stat().st_mode & 0o077:
        yield f"Others on this computer can read {file}: chmod 600 {file}."


def _disk(environment: Environment) -> Iterator[str]:
    # The folder may not exist yet with a server of one's own.
    folder = next(f for f in (environment.instance.folder, *environment.instance.folder.parents) if f.exists())
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        yield f"Only {free // 1_000_000} MB are free in {folder}: make room before the disk is full."


def _files(environment: Environment) -> Iterator[str]:
    from bundel.files.stores import Folder, StoreFailed, probe, store_of

    store = store_of(environment)
    try:
        probe(store)
    except StoreFailed as failure:
        yield f"Files that people send cannot be kept ({failure}): see BUNDEL_FILES."
        return
    if isinstance(store, Folder) and (free := shutil.disk_usage(store.root).free) < LEAST_FREE_BYTES:
        yield f"Only {free // 1_000_000} MB are free in {store.root} for files that people send: make room."


def _mail(environment: Environment) -> Iterator[str]:
    if environment.mode == "production" and not environment.smtp_url:
        yield "No mail leaves: set BUNDEL_SMTP_URL."


def _owner(environment: Environment) -> Iterator[str]:
    check_database(environment.owner_database_url, "BUNDEL_OWNER_DATABASE_URL")
    yield from ()


def _roles(environment: Environment) -> Iterator[str]:
    with psycopg.connect(environment.database_url) as connection:
        role, inherits, makes, owns = connection.execute(
            """
            select rolname, rolinherit, rolcreaterole or rolcreatedb,
                   exists (select from pg_class where relowner = pg_roles.oid)
            from pg_roles where rolname = current_user
            """
        ).fetchone() or ("", False, False, False)
    mend = "run deploy/roles.sql again, as a superuser"
    if inherits:
        yield f"{role} has by itself the rights of roles that are only lent to it: {mend}."
    if makes:
        yield f"{role} may make roles or databases: {mend}."
    if owns:
        yield f"{role} owns tables, and so may change their policies: give them to bundel_owner."


def _migrations(_environment: Environment) -> Iterator[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"{len(plan)} migrations are not applied: run `bundel migrate`."


def _queue(_environment: Environment) -> Iterator[str]:
    from bundel.tenancy.queue import status

    found = status()
    if found.oldest_seconds > LONGEST_WAIT_SECONDS:
        yield f"The oldest job has waited {found.oldest_seconds // 60} minutes: see whether the worker runs."
    if found.failed:
        yield f"{found.failed} jobs failed for good: the log of the worker says why."


def _outbox(_environment: Environment) -> Iterator[str]:
    from bundel.notices.queries import mail_status

    found = mail_status()
    if found.failed:
        yield f"{found.failed} mails could not be sent ({', '.join(found.problems)}): see BUNDEL_SMTP_URL."


def _audit(_environment: Environment) -> Iterator[str]:
    from bundel.audit.queries import check_chains

    for report in check_chains():
        if report.broken_at is not None:
            yield (
                f"The audit of {report.slug} does not fit from number {report.broken_at} on: somebody changed it, "
                "or a backup was restored in part. Keep a copy before anything else."
            )


def _security(environment: Environment) -> Iterator[str]:
    if environment.mode == "production" and not environment.security_contact:
        yield (
            "BUNDEL_SECURITY_CONTACT is not set: nobody can read where to report a security problem. "
            "Set it to a mailto: or https: address."
        )


AROUND: dict[str, Check] = {
    "embedded database": _embedded,
    "secrets": _secrets,
    "disk": _disk,
    "files": _files,
    "mail": _mail,
    "security contact": _security,
    "backups": find_problems,
}
INSIDE: dict[str, Check] = {
    "owner": _owner,
    "roles": _roles,
    "migrations": _migrations,
    "queue": _queue,
    "outbox": _outbox,
    "audit": _audit,
}
