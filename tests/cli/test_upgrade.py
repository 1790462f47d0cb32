"""A database that an older PostgreSQL made, brought to today's, as root and as an ordinary user."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bundel.cli.binaries import MAJOR, find_programs
from bundel.cli.cluster import SERVER_USER
from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit
from bundel.cli.processes import end, spawn
from bundel.cli.roles import ensure_roles_and_database
from bundel.kit.instance import Instance

OLD = 16
PROGRAMS = find_programs(OLD)
IS_ROOT = os.geteuid() == 0
PLAIN = {"LC_ALL": "C", "PATH": os.defpath}

pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="the wheel no longer carries PostgreSQL 16")


@pytest.fixture(params=["as_root", "as_user"] if IS_ROOT else ["as_user"])
def user(request: pytest.FixtureRequest) -> int | None:
    """The uid that Bundel runs as; None for our own."""
    return pwd.getpwnam("nobody").pw_uid if IS_ROOT and request.param == "as_user" else None


@pytest.fixture
def folder(user: int | None) -> Iterator[Path]:
    # Not below pytest's own folder, into which no other user may look.
    made = Path(tempfile.mkdtemp(prefix="bundel-upgrade-"))
    if user is not None:
        os.chown(made, user, user)
    yield made
    shutil.rmtree(made)


def as_user(user: int | None) -> list[str]:
    """What to put before a command. It may look below closed folders, in which Python or pytest may stand."""
    if user is None:
        return []
    may_read = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *may_read, "--"]


def bundel(folder: Path, user: int | None, *arguments: str) -> "subprocess.CompletedProcess[str]":
    inherited = {n: v for n, v in os.environ.items() if not n.startswith(("BUNDEL_", "DATABASE_", "DJANGO_"))}
    own = {"BUNDEL_VAR": str(folder / "live"), "BUNDEL_MODE": "test", "HOME": str(folder)}
    own["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    return subprocess.run(
        [*as_user(user), sys.executable, "-m", "bundel", *arguments],
        env=inherited | own,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def make_old(folder: Path, user: int | None, *, ending: signal.Signals = signal.SIGINT) -> Instance:
    """An instance of PostgreSQL 16 with a table of two rows, and how its server ended."""
    assert PROGRAMS is not None
    assert bundel(folder, user, "confirm-key-copy", "--sheet").returncode == Exit.DONE
    instance = Instance(folder / "live")
    secret = folder / "secret"
    secret.write_text(instance.secrets()["password_bundel_root"])
    runs_as = SERVER_USER if IS_ROOT and user is None else user
    maker = pwd.getpwnam("nobody").pw_uid if IS_ROOT else None
    for made in (instance.cluster, instance.socket_folder):
        made.mkdir(mode=0o700)
    if maker is not None:
        for made in (secret, instance.cluster):
            os.chown(made, maker, maker)
    command = [str(PROGRAMS / "initdb"), "-D", str(instance.cluster), "--username=bundel_root", f"--pwfile={secret}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run([*as_user(maker), *command], env=PLAIN, check=True, capture_output=True)
    secret.unlink()
    if runs_as is not None:
        for path in (*instance.cluster.rglob("*"), instance.cluster, instance.socket_folder):
            os.chown(path, runs_as, runs_as)
    server = spawn(
        [str(PROGRAMS / "postgres"), "-D", str(instance.cluster), "-k", str(instance.socket_folder), "-h", ""],
        user=runs_as,
        environment=PLAIN,
        complaints=subprocess.DEVNULL,
    )
    try:
        fill(instance)
    finally:
        end(server, (ending, 30))
    return instance


def fill(instance: Instance) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            ensure_roles_and_database(instance)
            break
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    with psycopg.connect(instance.database_url("bundel_owner")) as connection:
        connection.execute(
            "create table kept (id int primary key, word text); insert into kept values (1,'a'), (2,'é')"
        )


def told(instance: Instance) -> list[tuple[int, str]]:
    with psycopg.connect(instance.database_url("bundel_owner")) as connection:
        return [(int(i), str(w)) for i, w in connection.execute("select id, word from kept order by id").fetchall()]


def test_upgrade_database_keeps_the_data_and_the_old_folder(folder: Path, user: int | None) -> None:
    instance = make_old(folder, user)
    refused = bundel(folder, user, "migrate")
    assert refused.returncode == Exit.OTHER_VERSION
    assert "run `bundel upgrade-database`" in refused.stderr
    upgraded = bundel(folder, user, "upgrade-database")
    assert (upgraded.returncode, upgraded.stderr) == (Exit.DONE, "")
    assert (instance.cluster / "PG_VERSION").read_text() == f"{MAJOR}\n"
    assert (instance.folder / "pg.16" / "PG_VERSION").read_text() == "16\n"
    assert not (instance.folder / "pg.upgrading").exists()
    if user is None:
        with EmbeddedServer(instance):
            assert told(instance) == [(1, "a"), (2, "é")]
    again = bundel(folder, user, "upgrade-database")
    assert (again.returncode, again.stderr) == (Exit.DONE, "")
    assert "nothing to upgrade" in again.stdout
    assert bundel(folder, user, "upgrade-database", "--remove-old").returncode == Exit.DONE
    assert not (instance.folder / "pg.16").exists()
    assert bundel(folder, user, "migrate").returncode == Exit.DONE
    assert bundel(folder, user, "upgrade-database", "--remove-old").returncode == Exit.REFUSED


def test_database_of_a_killed_server_recovers_first(tmp_path: Path) -> None:
    instance = make_old(tmp_path, None, ending=signal.SIGKILL)
    upgraded = bundel(tmp_path, None, "upgrade-database")
    assert (upgraded.returncode, upgraded.stderr) == (Exit.DONE, "")
    with EmbeddedServer(instance):
        assert told(instance) == [(1, "a"), (2, "é")]


def test_upgrade_that_was_cut_off_between_two_names_is_finished(tmp_path: Path) -> None:
    instance = make_old(tmp_path, None)
    assert bundel(tmp_path, None, "upgrade-database").returncode == Exit.DONE
    instance.cluster.rename(instance.folder / "pg.upgraded")
    refused = bundel(tmp_path, None, "migrate")
    assert refused.returncode == Exit.OTHER_VERSION
    assert "An upgrade was cut off" in refused.stderr
    finished = bundel(tmp_path, None, "upgrade-database")
    assert (finished.returncode, finished.stderr) == (Exit.DONE, "")
    with EmbeddedServer(instance):
        assert told(instance) == [(1, "a"), (2, "é")]


def test_nothing_is_upgraded_while_it_runs_or_when_it_is_a_server_of_ones_own(tmp_path: Path) -> None:
    with EmbeddedServer(Instance(tmp_path / "live"), durable=False):
        refused = bundel(tmp_path, None, "upgrade-database")
    assert refused.returncode == Exit.RUNNING


def test_version_that_nobody_brings_is_told_how_to_move(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "live")
    with EmbeddedServer(instance, durable=False):
        pass
    (instance.cluster / "PG_VERSION").write_text("15\n")
    refused = bundel(tmp_path, None, "upgrade-database")
    assert refused.returncode == Exit.OTHER_VERSION
    assert "bundel backup" in refused.stderr
    assert refused.stderr.count("\n") == 1
