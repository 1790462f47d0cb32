"""The embedded server, started, stopped, killed and refused for real."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bundel.cli.binaries import program
from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit, Failure
from bundel.cli.roles import ROLES_FILE, ensure_roles_and_database
from bundel.kit.instance import Instance

OWNER = """
import sys, time
from pathlib import Path
from bundel.cli.embedded import EmbeddedServer
from bundel.kit.instance import Instance
server = EmbeddedServer(Instance(Path(sys.argv[1])), durable=False)
server.start()
print(server.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    with EmbeddedServer(Instance(tmp_path_factory.mktemp("pg")), durable=False) as running:
        ensure_roles_and_database(running.instance)
        yield running


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with EmbeddedServer(Instance(folder), durable=False) as running:
        ensure_roles_and_database(running.instance)
    return folder


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Instance:
    """An instance that was made before and is not running, to be broken."""
    subprocess.run(["cp", "-a", f"{made}/.", tmp_path], check=True)
    return Instance(tmp_path)


def ask(instance: Instance, role: str, question: str, database: str = "bundel") -> list[tuple[object, ...]]:
    with psycopg.connect(instance.database_url(role, database)) as connection:
        return connection.execute(question.encode()).fetchall()


def wait_until(is_so: Callable[[], bool], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def at_work_in(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                found.append(process.name)
        except OSError:
            continue
    return found


def refusal_of(server: EmbeddedServer) -> Failure:
    with pytest.raises(Failure) as refused:
        server.start()
    assert not server.is_running
    return refused.value


def test_roles_have_no_more_than_they_need(server: EmbeddedServer) -> None:
    ensure_roles_and_database(server.instance)  # a second time changes nothing
    found = ask(
        server.instance,
        "bundel_app",
        "select rolname, rolsuper, rolbypassrls, rolinherit, rolcreatedb or rolcreaterole or rolreplication"
        " from pg_roles where rolname like 'bundel\\_%' and not rolsuper order by 1",
    )
    assert found == [
        ("bundel_app", False, False, False, False),
        ("bundel_backup", False, True, True, False),
        ("bundel_owner", False, False, True, False),
    ]


def test_database_belongs_to_the_owner_and_the_app_makes_no_tables(server: EmbeddedServer) -> None:
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'bundel'"
    assert ask(server.instance, "bundel_app", owner) == [("bundel_owner",)]
    with psycopg.connect(server.instance.database_url("bundel_app")) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table own (id int)")
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create temporary table own (id int)")
    with psycopg.connect(server.instance.database_url("bundel_owner")) as connection:
        connection.execute("create table ours (id int)")
        connection.rollback()


def test_nobody_comes_in_without_the_password(server: EmbeddedServer) -> None:
    for role in ("bundel_root", "bundel_owner", "bundel_app", "bundel_backup"):
        url = f"postgresql://{role}:guess@/postgres?host={server.instance.socket_folder}"
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url)


def test_server_listens_on_its_socket_only(server: EmbeddedServer) -> None:
    assert ask(server.instance, "bundel_root", "show listen_addresses") == [("",)]
    assert server.instance.socket_folder.stat().st_mode & 0o777 == 0o700


def test_missing_password_for_a_role_is_said_in_words(server: EmbeddedServer) -> None:
    ended = subprocess.run(
        [program("psql"), "-X", "-d", server.instance.database_url("bundel_root"), "-f", ROLES_FILE],
        capture_output=True,
        text=True,
        env={"BUNDEL_OWNER_PASSWORD": "p"},
        check=False,
    )
    assert ended.returncode != 0
    assert "BUNDEL_APP_PASSWORD is not set" in ended.stderr


def test_second_server_in_the_same_folder_is_refused(server: EmbeddedServer) -> None:
    failure = refusal_of(EmbeddedServer(server.instance))
    assert failure.status == Exit.RUNNING
    assert str(server.instance.folder) in failure.sentence
    assert server.is_running


def test_two_folders_do_not_meet(server: EmbeddedServer, tmp_path: Path) -> None:
    with EmbeddedServer(Instance(tmp_path), durable=False) as other:
        ensure_roles_and_database(other.instance)
        mine, theirs = (ask(i, "bundel_root", "show data_directory") for i in (server.instance, other.instance))
        assert mine != theirs
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.instance.database_url("bundel_app"), host=str(other.instance.socket_folder))


def test_server_stops_and_starts_with_its_data(tmp_path: Path) -> None:
    folder = tmp_path / ("long-" * 20) / "closed"
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    instance = Instance(folder)
    assert len(str(instance.socket_folder)) < 100
    with EmbeddedServer(instance) as server:
        ensure_roles_and_database(instance)
        with psycopg.connect(instance.database_url("bundel_owner")) as connection:
            connection.execute("create table kept as select 1 as n")
    assert not server.is_running
    assert at_work_in(instance.cluster) == []
    with EmbeddedServer(instance):
        assert ask(instance, "bundel_owner", "select n from kept") == [(1,)]
    instance.socket_folder.rmdir()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_server_ends_when_its_owner_is_killed(copied: Instance) -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(copied.folder)], stdout=subprocess.PIPE)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    assert at_work_in(copied.cluster)
    owner.kill()
    owner.wait()
    owner.stdout.close()
    # At once, while the old one is still ending, as a restart by hand would.
    with EmbeddedServer(copied, durable=False) as server:
        assert server.pid != pid
        assert ask(copied, "bundel_root", "select 1") == [(1,)]
    wait_until(lambda: at_work_in(copied.cluster) == [])
    assert not (copied.cluster / "postmaster.pid").exists()


def test_killed_server_recovers_what_was_confirmed(copied: Instance) -> None:
    with EmbeddedServer(copied) as server:
        with psycopg.connect(copied.database_url("bundel_owner")) as connection:
            connection.execute("create table kept as select 1 as n")
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        wait_until(lambda: not server.is_running)
        server.start()
        assert ask(copied, "bundel_owner", "select n from kept") == [(1,)]


def test_lock_with_the_number_of_another_program_does_not_block(copied: Instance) -> None:
    with EmbeddedServer(copied, durable=False) as server:
        lock = (copied.cluster / "postmaster.pid").read_text()
        assert lock.startswith(f"{server.pid}\n")
    stranger = subprocess.Popen(["sleep", "60"], user=copied.cluster.stat().st_uid)
    try:
        stale = "\n".join([str(stranger.pid), *lock.split("\n")[1:]])
        (copied.cluster / "postmaster.pid").write_text(stale)
        (copied.socket_folder / ".s.PGSQL.5432.lock").write_text(stale)
        started = time.monotonic()
        with EmbeddedServer(copied, durable=False):
            assert time.monotonic() - started < 5
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("made_by", ["16\n", None])
def test_cluster_of_another_version_is_refused(tmp_path: Path, made_by: str | None) -> None:
    instance = Instance(tmp_path)
    instance.cluster.mkdir()
    if made_by:
        (instance.cluster / "PG_VERSION").write_text(made_by)
    failure = refusal_of(EmbeddedServer(instance))
    assert failure.status == Exit.OTHER_VERSION
    assert "backup" in failure.sentence


def test_secrets_of_another_database_are_refused(copied: Instance) -> None:
    copied.secrets_file.unlink()
    failure = refusal_of(EmbeddedServer(copied, durable=False))
    assert failure.status == Exit.PASSWORD
    assert str(copied.secrets_file) in failure.sentence


def test_damaged_cluster_gives_the_servers_own_reason(copied: Instance) -> None:
    (copied.cluster / "global" / "pg_control").unlink()
    failure = refusal_of(EmbeddedServer(copied, durable=False))
    assert failure.status == Exit.UNREACHABLE
    assert "pg_control" in failure.sentence


def test_socket_folder_of_somebody_else_is_refused(copied: Instance) -> None:
    elsewhere = copied.folder / "elsewhere"
    copied.socket_folder.rename(elsewhere)
    copied.socket_folder.symlink_to(elsewhere)
    failure = refusal_of(EmbeddedServer(copied, durable=False))
    assert failure.status == Exit.RIGHTS


def test_log_keeps_what_people_wrote_out(server: EmbeddedServer) -> None:
    with psycopg.connect(server.instance.database_url("bundel_owner")) as connection:
        connection.execute("create temporary table t (story text primary key)")
        connection.execute("insert into t values (%s)", ["my knee hurts"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into t values ('my knee hurts')")
    log = (server.instance.folder / "postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "knee" not in log
