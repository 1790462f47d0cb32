"""The command line: its help, its filters, and one sentence for each foreseeable failure."""

import base64
import errno
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundel.cli import database
from bundel.cli.cluster import Run
from bundel.cli.database import check_database
from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit, Failure, explain
from bundel.cli.filters import FILTERS
from bundel.cli.main import COMMANDS, FILTER_HELP, PARTS, load, run
from bundel.cli.roles import ROLES_FILE, ensure_roles_and_database
from bundel.kit.instance import Instance

LOADED = "import sys; from bundel.cli.main import run; run(sys.argv[1:]); print('django' in sys.modules)"

KEY = base64.b64encode(bytes(32)).decode()


def bundel(*arguments: str, typed: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
    # What a test forgot to refuse must not land in the folder of a real one.
    settings = {"BUNDEL_VAR": "/dev/null/live"} | settings
    inherited = {n: v for n, v in os.environ.items() if not n.startswith(("BUNDEL_", "DATABASE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "bundel", *arguments],
        input=typed,
        env=inherited | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def own_server(**urls: str) -> dict[str, str]:
    url = "postgresql://bundel_app:a@127.0.0.1:1/bundel"
    return {
        "DATABASE_URL": url,
        "BUNDEL_OWNER_DATABASE_URL": url,
        "BUNDEL_SECRET_KEY": "s" * 32,
        "BUNDEL_MASTER_KEYS": f"k:{KEY}",
        "BUNDEL_PEPPER": KEY,
        "BUNDEL_LISTEN": "127.0.0.1:0",
    } | urls


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with EmbeddedServer(Instance(tmp_path_factory.mktemp("pg")), durable=False) as server:
        ensure_roles_and_database(server.instance)
        yield server.instance


def test_help_names_every_command_filter_and_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help"]) == Exit.DONE
    first = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  ")}
    assert first == {*COMMANDS, *FILTERS, *(str(status.value) for status in Exit)}
    assert set(FILTER_HELP) == set(FILTERS)


@pytest.mark.parametrize("name", sorted({**COMMANDS, **PARTS}))
def test_every_command_is_there(name: str) -> None:
    assert load((COMMANDS | PARTS)[name].function).__doc__


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_its_own_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run([name, "--help"])
    assert ended.value.code == Exit.DONE
    assert capsys.readouterr().out.startswith(f"usage: bundel {name}")


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == Exit.DONE
    assert re.fullmatch(r"bundel \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize("arguments", [[], ["nonsense"]])
def test_unknown_command_is_a_matter_of_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == Exit.USAGE
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [["up", "--nonsense"], ["invite"], ["audit", "nonsense"]])
def test_bad_arguments_are_a_matter_of_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    assert ended.value.code == Exit.USAGE


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_filter_answers_a_bad_line_in_its_place(name: str) -> None:
    answered = bundel(name, typed="nonsense\n[]\n")
    assert answered.returncode == Exit.UNFINISHED
    assert [json.loads(line)["line"] for line in answered.stdout.splitlines()] == [1, 2]


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_filter_starts_without_django(name: str) -> None:
    looked = subprocess.run([sys.executable, "-c", LOADED, name], input="", capture_output=True, text=True, check=True)
    assert looked.stdout == "False\n"


def test_reader_who_goes_away_is_no_error() -> None:
    piped = f"{sys.executable} -m bundel roles | head -1; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", piped], capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr


def test_roles_are_printed_for_a_server_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["roles"]) == Exit.DONE
    assert capsys.readouterr().out == ROLES_FILE.read_text()


def test_missing_settings_are_told_one_a_line() -> None:
    refused = bundel("up", DATABASE_URL="postgresql://db.example.org/bundel")
    assert refused.returncode == Exit.SETTINGS
    named = [line.split()[1] for line in refused.stderr.splitlines()]
    assert named == ["BUNDEL_OWNER_DATABASE_URL", "BUNDEL_SECRET_KEY", "BUNDEL_MASTER_KEYS", "BUNDEL_PEPPER"]


def test_file_in_the_way_of_the_folder_is_a_matter_of_rights(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    refused = bundel("up", BUNDEL_VAR=str(tmp_path / "var" / "live"))
    assert refused.returncode == Exit.RIGHTS
    assert refused.stderr.count("\n") == 1
    assert str(tmp_path / "var") in refused.stderr


def test_demo_does_not_fill_a_server_of_ones_own() -> None:
    refused = bundel("demo", **own_server())
    assert refused.returncode == Exit.SETTINGS
    assert "unset DATABASE_URL" in refused.stderr


@pytest.mark.parametrize("command", ["up", "migrate", "doctor"])
def test_database_that_is_not_there_is_told(command: str, tmp_path: Path) -> None:
    refused = bundel(command, **own_server(BUNDEL_VAR=str(tmp_path)))
    assert refused.returncode == Exit.UNREACHABLE
    assert "Traceback" not in refused.stderr
    told = refused.stdout if command == "doctor" else refused.stderr
    assert "DATABASE_URL cannot be reached" in told


def test_listening_where_one_may_not_is_told() -> None:
    refused = bundel("up", **own_server(BUNDEL_LISTEN="203.0.113.7:8000"))
    assert refused.returncode == Exit.PORT
    assert refused.stderr.startswith("bundel: Bundel cannot listen on 203.0.113.7:8000")


def test_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        refused = bundel("up", **own_server(BUNDEL_LISTEN=where))
    assert refused.returncode == Exit.PORT
    assert refused.stderr == f"bundel: {where} is taken by another program: stop that, or set BUNDEL_LISTEN.\n"


def check(url: str) -> Failure:
    with pytest.raises(Failure) as refused:
        check_database(url, "DATABASE_URL")
    return refused.value


def test_wrong_password_is_told(instance: Instance) -> None:
    url = f"postgresql://bundel_app:guess@/bundel?host={instance.socket_folder}"
    failure = check(url)
    assert failure.status == Exit.PASSWORD
    assert "guess" not in failure.sentence


def test_missing_database_is_told(instance: Instance) -> None:
    failure = check(instance.database_url("bundel_app", "elsewhere"))
    assert failure.status == Exit.UNREACHABLE
    assert 'database "elsewhere" does not exist' in failure.sentence


@pytest.mark.parametrize("role", ["bundel_root", "bundel_backup"])
def test_role_that_no_policy_binds_is_refused(instance: Instance, role: str) -> None:
    failure = check(instance.database_url(role))
    assert failure.status == Exit.SETTINGS
    assert role in failure.sentence


def test_database_that_is_too_old_is_refused(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST", 99)
    failure = check(instance.database_url("bundel_app"))
    assert failure.status == Exit.TOO_OLD
    assert failure.sentence == "The database is PostgreSQL 18: Bundel needs 99 or newer."


@pytest.mark.parametrize(
    ("number", "status"),
    [(errno.ENOSPC, Exit.DISK_FULL), (errno.EACCES, Exit.RIGHTS), (errno.EROFS, Exit.RIGHTS)],
)
def test_errors_of_the_system_are_explained(number: int, status: Exit) -> None:
    failure = explain(OSError(number, os.strerror(number), "/srv/bundel"))
    assert failure is not None
    assert failure.status == status


def test_unforeseen_error_of_the_system_is_not_explained_away() -> None:
    assert explain(OSError(errno.EIO, "Input/output error")) is None


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("PANIC:  could not write to file: No space left on device", Exit.DISK_FULL),
        ("FATAL:  could not open directory: Permission denied", Exit.RIGHTS),
        ("FATAL:  something else", Exit.UNREACHABLE),
    ],
)
def test_what_the_server_says_becomes_a_failure(tmp_path: Path, said: str, status: Exit) -> None:
    log = tmp_path / "log"
    log.write_text("FATAL:  of an earlier run\n")
    run = Run(["/bin/sh", "-c", f"echo '{said}'; echo done"], None, log)
    run.process.wait()
    failure = run.failure()
    assert failure.status == status
    assert "earlier" not in failure.sentence
