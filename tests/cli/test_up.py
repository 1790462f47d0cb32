"""A whole Bundel, started as an operator does, with its parts killed one after another."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from bundel.cli.failures import Exit
from bundel.kit.instance import Instance

BUNDEL = [sys.executable, "-m", "bundel"]


def free_port() -> int:
    with socket.socket() as test:
        test.bind(("127.0.0.1", 0))
        port: int = test.getsockname()[1]
        return port


def environment(folder: Path, **more: str) -> dict[str, str]:
    inherited = {n: v for n, v in os.environ.items() if not n.startswith(("BUNDEL_", "DATABASE_", "DJANGO_"))}
    own = {"BUNDEL_VAR": str(folder), "BUNDEL_MODE": "test", "BUNDEL_WEB_PROCESSES": "1"}
    return inherited | own | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | more


def run(*arguments: str, environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*BUNDEL, *arguments], env=environ, capture_output=True, text=True, timeout=60, check=False)


def wait_until(is_so: Callable[[], bool], seconds: float = 15.0) -> float:
    """How long it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


def children(pid: int) -> dict[str, int]:
    """The parts of a running `up`, by what they are."""
    found = {}
    for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        for part in (b"gunicorn", b"worker", b"postgres"):
            if any(word == part or word.endswith(b"/bin/" + part) for word in words):
                found[part.decode()] = int(number)
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Up:
    """A running `bundel up`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environ = environment(folder, BUNDEL_LISTEN=f"127.0.0.1:{self.port}")
        self.out = folder.parent / "out"
        self.start()

    def start(self) -> None:
        self.out.unlink(missing_ok=True)
        with self.out.open("ab") as out:
            self.process = subprocess.Popen([*BUNDEL, "up"], env=self.environ, stdout=out, stderr=subprocess.STDOUT)

    def answers(self, path: str = "/") -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return bool(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def works(self) -> bool:
        """Whether the web server answers and the database behind it takes connections."""
        try:
            psycopg.connect(Instance(self.folder).database_url("bundel_app")).close()
        except psycopg.OperationalError:
            return False
        return self.answers()

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.out.read_text()
        return "Bundel is at" in self.out.read_text()

    def is_replaced(self, part: str, pid: int) -> bool:
        assert self.process.poll() is None, self.out.read_text()
        return children(self.process.pid).get(part, pid) != pid

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    found = Up(tmp_path_factory.mktemp("up") / "live")
    try:
        wait_until(found.is_ready, 60)
        yield found
    finally:
        found.close()


@pytest.mark.parametrize("part", ["gunicorn", "worker", "postgres"])
def test_killed_part_comes_back_within_seconds(up: Up, part: str) -> None:
    pid = children(up.process.pid)[part]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: up.is_replaced(part, pid))
    wait_until(up.works)


def test_second_up_in_the_same_folder_is_refused(up: Up) -> None:
    ended = run("up", environ=up.environ | {"BUNDEL_LISTEN": f"127.0.0.1:{free_port()}"})
    assert ended.returncode == Exit.RUNNING
    assert ended.stderr.startswith(f"bundel: Another Bundel runs in {up.folder}")
    assert ended.stderr.count("\n") == 1
    assert up.answers()


def test_taken_port_is_refused_before_anything_starts(up: Up, tmp_path: Path) -> None:
    ended = run("up", environ=up.environ | {"BUNDEL_VAR": str(tmp_path)})
    assert ended.returncode == Exit.PORT
    assert ended.stderr == (
        f"bundel: 127.0.0.1:{up.port} is taken by another program: stop that, or set BUNDEL_LISTEN.\n"
    )
    assert not (tmp_path / "pg").exists()


def test_web_and_worker_are_the_application_role(up: Up) -> None:
    wait_until(up.works)

    def users() -> list[tuple[str]]:
        up.answers("/volg/mijn/")
        with psycopg.connect(Instance(up.folder).database_url("bundel_root")) as connection:
            asked = (
                "select distinct usename from pg_stat_activity where datname = 'bundel' and usename <> 'bundel_root'"
            )
            return [(str(name),) for (name,) in connection.execute(asked).fetchall()]

    wait_until(lambda: users() != [])
    assert users() == [("bundel_app",)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_up_ends_with_all_its_parts(up: Up, number: signal.Signals) -> None:
    if up.process.poll() is not None:
        up.start()
        wait_until(up.is_ready, 60)
    parts = children(up.process.pid)
    assert set(parts) == {"gunicorn", "worker", "postgres"}
    up.process.send_signal(number)
    status = up.process.wait(30)
    wait_until(lambda: not any(is_alive(pid) for pid in parts.values()), 30)
    assert not up.answers()
    if number != signal.SIGKILL:
        assert status == Exit.DONE
        assert "Bundel ends." in up.out.read_text()
