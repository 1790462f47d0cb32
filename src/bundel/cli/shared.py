"""One embedded server for several programs at once: the first starts it, the last one out ends it."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit, Failure
from bundel.cli.roles import ensure_roles_and_database
from bundel.kit.instance import Instance

START_SECONDS = 60.0
LOOK_SECONDS = 0.5


class SharedServer:
    """A server for tests that outlives whoever started it, for as long as anybody uses it.

    A process of its own keeps the server. Each user holds a shared lock on one file, which the system
    releases however the user ends; the keeper stops when it can have that lock alone. So test runs side by
    side share one server, none takes it from another, and `kill -9` of all of them leaves nothing behind.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when the server answers and has its roles. Raises Failure or OSError."""
        if self._lock is not None:
            return
        self._lock = _users(self.instance)
        try:
            # Waits for a keeper that is just ending; while we hold this, none ends.
            fcntl.flock(self._lock, fcntl.LOCK_SH)
            self._await_server()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Leave the server to its other users; without any it ends."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _await_server(self) -> None:
        log = self.instance.folder / "keeper.log"
        with log.open("w") as errors:
            started = subprocess.run(
                [sys.executable, "-m", "bundel.cli.shared", str(self.instance.folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                check=False,
            )
        if started.returncode != 0:
            reason = log.read_text().strip() or "it does not answer"
            raise Failure(Exit.UNREACHABLE, f"The test server does not start: {reason}")


def launch(folder: Path) -> int:
    """Leave a keeper behind, and return when the server answers."""
    instance = Instance(folder)
    keeper = os.fork()
    if keeper == 0:
        os.setsid()
        return keep(instance)
    until = time.monotonic() + START_SECONDS
    while not _answers(instance):
        ended, status = os.waitpid(keeper, os.WNOHANG) if keeper else (0, 0)
        if ended:
            # One that finds another keeper at work ends at once, and that is well.
            keeper = 0
        if status or time.monotonic() > until:
            return Exit.UNREACHABLE
        time.sleep(0.05)
    return Exit.DONE


def _answers(instance: Instance) -> bool:
    """Whether the last thing the keeper does before it waits, making the database, is done."""
    try:
        psycopg.connect(instance.database_url("bundel_owner")).close()
    except psycopg.OperationalError:
        return False
    return True


def keep(instance: Instance) -> int:
    """Run the server in this folder until nobody uses it; DONE at once when it has a keeper already."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    users = _users(instance)
    try:
        with EmbeddedServer(instance, durable=False):
            ensure_roles_and_database(instance)
            while not _is_alone(users):
                time.sleep(LOOK_SECONDS)
    except KeyboardInterrupt:
        return Exit.DONE
    except Failure as failure:
        if failure.status != Exit.RUNNING:
            print(failure.sentence, file=sys.stderr)
            return failure.status
    return Exit.DONE


def _is_alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    # Kept until this process ends: the server must be gone before the next user comes in.
    return True


def _users(instance: Instance) -> int:
    instance.folder.mkdir(parents=True, exist_ok=True)
    return os.open(instance.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)


if __name__ == "__main__":
    sys.exit(launch(Path(sys.argv[1])))
