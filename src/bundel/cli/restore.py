"""The command `restore`: puts a backup back, with the newest keys, and erases again what was erased since."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bundel.cli.backup import alone, noted
from bundel.cli.backup_files import put_back_files, verify_stored
from bundel.cli.backup_store import Manifest, find_backup, read_erased, read_manifest, verify_files
from bundel.cli.database import check_database, explained
from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit, Failure
from bundel.cli.programs import programs_for
from bundel.cli.restore_check import Proof, child_environment, prove, rehearse
from bundel.cli.restore_pour import pour
from bundel.cli.roles import ensure_roles_and_database
from bundel.kit.environment import Environment, current

OWNER = "BUNDEL_OWNER_DATABASE_URL"


def run(arguments: list[str]) -> int:
    """Put a backup back, or with `--check` only prove that it can be."""
    asked = _parser().parse_args(arguments)
    environment = current()
    data = _read((asked.source or environment.backups).absolute())
    keys = _read((asked.keys or environment.key_backups).absolute())
    if asked.check:
        with noted(environment, "rehearsal"), alone(environment):
            print(f"The backup is of {_moment(data[1])}, its keys of {_moment(keys[1])}.", flush=True)
            _check_pair(data, keys)
            rehearse(environment, data, keys, read_erased(keys[0].parent, environment.key_backups))
        print("This backup can be put back.")
        return Exit.DONE
    with alone(environment):
        _check_pair(data, keys, older_keys=asked.older_keys)
        _restore(environment, data, keys, replace=asked.replace)
    return Exit.DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bundel restore", description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="one backup, or a folder of them")
    parser.add_argument("--keys-from", dest="keys", type=Path, metavar="FOLDER", help="the same for the keys")
    parser.add_argument("--check", action="store_true", help="restore beside the real database, look, clear away")
    parser.add_argument("--replace", action="store_true", help="also when the database holds data, which are lost")
    parser.add_argument("--older-keys", action="store_true", help="also when stories of after the keys cannot open")
    return parser


def _read(given: Path) -> tuple[Path, Manifest]:
    folder = find_backup(given)
    return folder, read_manifest(folder)


def _check_pair(data: tuple[Path, Manifest], keys: tuple[Path, Manifest], *, older_keys: bool = False) -> None:
    for folder, manifest in (data, keys):
        verify_files(folder, manifest)
    if keys[1].made_at < data[1].made_at and not older_keys:
        raise Failure(
            Exit.REFUSED,
            f"The keys in {keys[0]} are older than the data, so the newest stories would not open: find newer keys, "
            "or say --older-keys.",
        )


def _restore(
    environment: Environment, data: tuple[Path, Manifest], keys: tuple[Path, Manifest], *, replace: bool
) -> None:
    verify_stored(data[0])
    with _server(environment):
        with explained(OWNER), psycopg.connect(environment.owner_database_url, connect_timeout=10) as connection:
            _check_target(connection, replace=replace)
            programs = programs_for(max(connection.info.server_version // 10000, data[1].postgresql))
        _say(f"Pouring in {sum(data[1].rows.values())} rows and {sum(keys[1].rows.values())} keys…")
        erased = read_erased(keys[0].parent, environment.key_backups)
        pour(environment.owner_database_url, programs, data, keys, erased)
        _say("What was erased since is erased again.")
        _report(prove(environment, child_environment(environment)), data[1])
        _say(f"{put_back_files(data[0], environment)} attachments are put back.")


@contextmanager
def _server(environment: Environment) -> Iterator[None]:
    """The database with nobody else in it. Raises Failure when Bundel runs."""
    if not environment.is_embedded:
        check_database(environment.owner_database_url, OWNER)
        yield
        return
    with EmbeddedServer(environment.instance) as server:
        ensure_roles_and_database(server.instance)
        yield


def _check_target(connection: "psycopg.Connection[tuple[object, ...]]", *, replace: bool) -> None:
    others = "select count(*) from pg_stat_activity where datname = current_database() and usename = 'bundel_app'"
    if (connection.execute(others).fetchone() or (0,))[0]:
        raise Failure(Exit.RUNNING, "Bundel runs on this database: stop it first.")
    if replace or (connection.execute("select to_regclass('public.workspace')").fetchone() or (None,))[0] is None:
        return
    filled = "select exists (select from public.workspace) or exists (select from public.account)"
    if (connection.execute(filled).fetchone() or (False,))[0]:
        raise Failure(
            Exit.REFUSED, "The database holds data, which a restore throws away: make a backup, then say --replace."
        )


def _report(proof: Proof, manifest: Manifest) -> None:
    _say(f"The data of {_moment(manifest)} are back. Everybody has to sign in again.")
    if proof.broken:
        _say(f"The audit of {', '.join(proof.broken)} does not fit: it did not when the backup was made.")
    if proof.opened < proof.tried:
        _warn(
            f"Only {proof.opened} of the {proof.tried} sealed texts that were tried open: put back the master keys "
            "that were there when the backup was made (secrets.json, or BUNDEL_MASTER_KEYS)."
        )
    else:
        _say(f"{proof.opened} sealed texts were tried, and all open.")


def _moment(manifest: Manifest) -> str:
    return f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _warn(sentence: str) -> None:
    print(f"bundel: {sentence}", file=sys.stderr)
