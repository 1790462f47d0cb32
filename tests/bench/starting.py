"""From a web server's start to its first byte: ours, a new Django project's, and an empty view's."""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from tests.running import Running, free_port

from bundel.kit.instance import Instance

ROOT = Path(__file__).resolve().parents[2]
STARTS = 5


@dataclass(frozen=True)
class Start:
    """Seconds until the first byte, and what the processes had spent by then, in seconds of CPU."""

    seconds: float
    cpu: float

    @classmethod
    def of(cls, master: psutil.Process) -> "Start":
        """Of a server whose first byte came this moment."""
        tree = [master.pid, *(child.pid for child in master.children())]
        return cls(time.time() - master.create_time(), cpu_of(tree))

    @classmethod
    def middle(cls, starts: list["Start"]) -> "Start":
        """The medians of several."""
        return cls(statistics.median(s.seconds for s in starts), statistics.median(s.cpu for s in starts))


def cpu_of(pids: Iterable[int]) -> float:
    """Seconds of CPU that these processes spent so far; one that is gone counts for nothing."""
    total = 0.0
    for pid in pids:
        try:
            times = psutil.Process(pid).cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system
    return total


def compiled(folder: Path) -> dict[str, str]:
    """Settings with which Python keeps what it compiled, as pip does for an installed program: a start reads that."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def new_project(folder: Path, instance: Instance) -> tuple[Path, str]:
    """What `django-admin startproject` makes, with its own apps, middleware and first page, on Bundel's PostgreSQL.

    Where it stands, and the name of its program.
    """
    place = folder / "project"
    place.mkdir()
    subprocess.run([sys.executable, "-m", "django", "startproject", "fresh", str(place)], check=True)
    with (place / "fresh" / "settings.py").open("a") as settings:
        settings.write(
            f"DATABASES = {{'default': {{'ENGINE': 'django.db.backends.postgresql', 'NAME': 'bundel', "
            f"'USER': 'bundel_app', 'HOST': {str(instance.folder / 'run')!r}}}}}\n"
        )
    return place, "fresh.wsgi:application"


@contextmanager
def served(place: Path, program: str, environment: dict[str, str]) -> Iterator[tuple[psutil.Process, int]]:
    """A program under the same server as ours, with two processes, from the moment that it answers; and its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", program]
    process = subprocess.Popen(
        command, cwd=place, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        await_answer(port)
        yield psutil.Process(process.pid), port
    finally:
        process.terminate()
        process.wait()


def await_answer(port: int) -> None:
    """Until somebody answers there."""
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.02)
        else:
            return


def start_of(place: Path, program: str, environment: dict[str, str]) -> Start:
    """The median of several starts; one before them compiles."""
    starts = []
    for _ in range(STARTS + 1):
        with served(place, program, environment) as (master, _port):
            starts.append(Start.of(master))
    return Start.middle(starts[1:])


def start_of_ours(bundel: Running) -> Start:
    """The web server alone, started anew: the first start also made a database, and compiled."""
    starts = []
    for _ in range(STARTS):
        web = bundel.parts("gunicorn")[0]
        web.kill()
        web.wait(30)
        await_answer(int(bundel.address.rpartition(":")[2]))
        starts.append(Start.of(bundel.parts("gunicorn")[0]))
    return Start.middle(starts)
