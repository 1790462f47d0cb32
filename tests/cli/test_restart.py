"""A running Bundel goes over to new code while people are at work, and nobody notices."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.running import Running, running_bundel

from bundel.cli.failures import Exit
from bundel.cli.restart import find_running
from bundel.kit.instance import Instance

pytestmark = pytest.mark.xdist_group("processes")

CLIENTS = 8
PATHS = ("/", "/ready", "/vertel/", "/mijn-laatste-dag/")


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_bundel(tmp_path_factory.mktemp("up"), "up") as running:
        yield running


class Crowd:
    """Visitors who ask for a page each time they have got one; `failed` is what each failure was."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.answers = 0
        self.failed: list[str] = []
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._visit, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, number: int) -> None:
        # Half of them keep their line open between two pages, as a browser does.
        keeps, connection = number % 2 == 0, http.client.HTTPConnection(self.host, timeout=60)
        while not self._is_over.is_set():
            path = PATHS[(number + self.answers) % len(PATHS)]
            try:
                connection.request("GET", path, headers={} if keeps else {"Connection": "close"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    self.failed.append(f"{path} {answer.status}")
                self.answers += 1
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{path} {error!r}")
                connection.close()
        connection.close()


def restart(up: Running) -> "subprocess.CompletedProcess[str]":
    own = {"BUNDEL_VAR": str(up.instance.folder), "BUNDEL_LISTEN": urlsplit(up.address).netloc}
    return subprocess.run(
        [sys.executable, "-m", "bundel", "restart"],
        env=os.environ | own | {"BUNDEL_MODE": "production"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_restart_loses_no_request(up: Running) -> None:
    before = {part: up.parts(part)[0].pid for part in ("gunicorn", "bundel worker", "postgres -D")}
    with Crowd(up.address) as crowd:
        time.sleep(1)
        first = restart(up)
        second = restart(up)
        time.sleep(1)
    assert (first.returncode, first.stderr) == (Exit.DONE, "")
    assert (second.returncode, second.stderr) == (Exit.DONE, "")
    assert crowd.failed == []
    assert crowd.answers > 50
    after = {part: up.parts(part)[0].pid for part in before}
    assert after["postgres -D"] == before["postgres -D"]
    assert after["gunicorn"] != before["gunicorn"]
    assert after["bundel worker"] != before["bundel worker"]


def test_killed_web_server_keeps_nobody_out(up: Running) -> None:
    """Who knocks while no web server runs waits until there is one."""
    up.parts("gunicorn")[0].kill()
    for _ in range(20):
        with socket.create_connection((urlsplit(up.address).hostname or "", urlsplit(up.address).port or 0), 5):
            time.sleep(0.05)


def test_old_web_server_stays_when_the_new_one_cannot_start(up: Running, tmp_path: Path) -> None:
    web = up.parts("gunicorn")[0].pid
    with up.database("bundel_root") as root:
        root.execute("alter table django_migrations rename to kept_aside")
    try:
        failed = restart(up)
    finally:
        with up.database("bundel_root") as root:
            root.execute("drop table if exists django_migrations")
            root.execute("alter table kept_aside rename to django_migrations")
    assert failed.returncode == Exit.MIGRATION
    assert "the old code goes on" in failed.stderr
    assert up.parts("gunicorn")[0].pid == web


def test_restart_without_a_running_bundel_is_refused(tmp_path: Path) -> None:
    assert find_running(Instance(tmp_path)) is None
    ended = subprocess.run(
        [sys.executable, "-m", "bundel", "restart"],
        env=os.environ | {"BUNDEL_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == Exit.REFUSED
    assert ended.stderr == f"bundel: No Bundel runs in {tmp_path}: start it with `bundel up`.\n"
