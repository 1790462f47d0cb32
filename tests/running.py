"""A real Bundel in a folder and on a port of its own: for journeys in a browser, for kills, for measuring."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil
import psycopg

from bundel.kit.instance import Instance

START_SECONDS = 240.0
READY = "Bundel is at"


@dataclass
class Running:
    """A Bundel that runs: its address, its folder, and what it wrote."""

    address: str
    instance: Instance
    process: subprocess.Popen[bytes]
    log: Path

    def parts(self, words: str) -> list[psutil.Process]:
        """Its processes whose command line has these words, oldest first."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [c for c in children if words in " ".join(_command_line(c))]

    @contextmanager
    def database(self, role: str = "bundel_owner") -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
        """A connection to its database, as soon as that answers."""
        with self._connect(role) as connection:
            yield connection

    def _connect(self, role: str) -> "psycopg.Connection[tuple[Any, ...]]":
        until = time.monotonic() + 60
        while True:
            try:
                return psycopg.connect(self.instance.database_url(role))
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def wait_until_ready(self, since: int = 0) -> None:
        """Until it has said that it answers, after byte `since` of its log."""
        until = time.monotonic() + START_SECONDS
        while READY not in self.log.read_text()[since:]:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"Bundel did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running_bundel(folder: Path, command: Literal["up", "demo"] = "demo", **settings: str) -> Iterator[Running]:
    """Start `bundel up` or `bundel demo` in this folder, and end it as Ctrl-C would."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    address = f"http://localhost:{port}"
    log = folder / "log.txt"
    own = {"BUNDEL_VAR": str(folder / "var"), "BUNDEL_LISTEN": f"127.0.0.1:{port}", "BUNDEL_ADDRESS": address}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BUNDEL_")}
    kept.pop("DATABASE_URL", None)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bundel", command],
            env=kept | own | settings,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    running = Running(address, Instance(folder / "var"), process, log)
    try:
        running.wait_until_ready()
        yield running
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
