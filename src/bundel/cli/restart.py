"""The command `restart`: a running Bundel goes over to the code on the disk, and no request is lost."""

import argparse
import fcntl
import json
import os
import signal
import time
from typing import NamedTuple

from bundel.cli.failures import Exit, Failure
from bundel.kit.environment import current
from bundel.kit.instance import Instance

# A hang-up (SIGHUP) ends `up`, because that is what a terminal sends that is closed.
ASK = signal.SIGUSR1
# Migrations, a worker that finishes its job, a new web server and an old one that finishes its requests.
LONGEST_SECONDS = 600.0


class State(NamedTuple):
    """What a running `up` tells of itself: its number, how often it went over to new code, and how that went."""

    pid: int
    rounds: int
    trouble: str


class RunNote:
    """The file by which a running `up` is found; it holds a lock on it for as long as it lives."""

    def __init__(self, instance: Instance) -> None:
        """Raises Failure when another `up` runs in the folder, OSError when it cannot be written."""
        instance.folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(_path(instance), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise Failure(
                Exit.RUNNING, f"Another Bundel runs in {instance.folder}: stop it first, or set BUNDEL_VAR."
            ) from None
        self._rounds = 0
        self._write("")

    def went_round(self, trouble: str) -> None:
        """Tell who waits that the change to new code is over; `trouble` is empty when it went well."""
        self._rounds += 1
        self._write(trouble)

    def close(self) -> None:
        """Nobody runs here any more."""
        os.close(self._file)

    def _write(self, trouble: str) -> None:
        told = json.dumps(State(os.getpid(), self._rounds, trouble)).encode()
        os.pwrite(self._file, told.ljust(2000), 0)


def _path(instance: Instance) -> str:
    return str(instance.folder / "up.json")


def find_running(instance: Instance) -> State | None:
    """What the `up` in this folder tells of itself; None when none runs."""
    try:
        file = os.open(_path(instance), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return State(*json.loads(os.pread(file, 2000, 0)))
    finally:
        os.close(file)
    return None


def run(arguments: list[str]) -> int:
    """Ask the running `up` to go over to the code on the disk, and wait until it has."""
    argparse.ArgumentParser(prog="bundel restart", description=__doc__).parse_args(arguments)
    instance = current().instance
    before = find_running(instance)
    if before is None:
        raise Failure(Exit.REFUSED, f"No Bundel runs in {instance.folder}: start it with `bundel up`.")
    os.kill(before.pid, ASK)
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        time.sleep(0.2)
        now = find_running(instance)
        if now is None or now.pid != before.pid:
            raise Failure(Exit.KEEPS_DYING, "Bundel ended meanwhile: what it said says why.")
        if now.rounds > before.rounds:
            return _tell(now)
    raise Failure(Exit.KEEPS_DYING, "It takes longer than ten minutes: see what `bundel up` says.")


def _tell(state: State) -> int:
    if state.trouble:
        raise Failure(Exit.MIGRATION, state.trouble)
    print("Bundel runs the code on the disk.")
    return Exit.DONE
