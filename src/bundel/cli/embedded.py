"""The embedded PostgreSQL: a server of our own in the instance's folder, as a child of this process."""

import fcntl
import os
import signal
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from bundel.cli.binaries import program
from bundel.cli.cluster import Cluster, Run
from bundel.cli.failures import Exit, Failure
from bundel.cli.processes import end
from bundel.kit.instance import Instance

# Crash recovery of a large database takes minutes, and a server that is still at it is not broken.
START_SECONDS = 600.0
LEFTOVER_SECONDS = 30.0

# How the server says that a predecessor is still ending, or was killed and not yet cleared away.
LEFTOVER = ('lock file "', "is still in use")

OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "lc_messages": "C",
    "log_checkpoints": "off",
    # Statements and details of errors can hold what people wrote; the log may not.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedServer:
    """PostgreSQL in `instance.folder`, which ends with this process, also when that is killed.

    Start it from the main thread. One process holds a folder's server at a time: a second one gets Failure
    (`bundel.cli.shared` is for several). `durable=False` is for tests: fast, and a power cut loses all.
    """

    def __init__(self, instance: Instance, *, durable: bool = True) -> None:
        self.instance = instance
        self._durable = durable
        self._cluster = Cluster(instance)
        self._run: Run | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        return self._run is not None and self._run.process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._run.process.pid if self._run is not None else None

    def start(self) -> None:
        """Returns when the server answers; makes the cluster the first time. Raises Failure or OSError."""
        try:
            self._take_lock()
            self._cluster.prepare(durable=self._durable)
            self._launch()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server, with open transactions rolled back, and leave the folder to others."""
        if self._run is not None:
            end(self._run.process, (signal.SIGINT, 30), (signal.SIGQUIT, 5))
            self._run = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        self.instance.folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.instance.folder / "pg.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(
                Exit.RUNNING,
                f"Another Bundel runs in {self.instance.folder}: stop it first, or set BUNDEL_VAR.",
            ) from None

    def _launch(self) -> None:
        until = time.monotonic() + LEFTOVER_SECONDS
        while not self._is_started():
            assert self._run is not None
            if not any(mark in self._run.said for mark in LEFTOVER) or time.monotonic() > until:
                raise self._run.failure()
            self._end_leftover()
            time.sleep(0.2)

    def _is_started(self) -> bool:
        """Whether a new server answers; False when it ended instead."""
        self._cluster.drop_stale_locks()
        options = OPTIONS if self._durable else OPTIONS | FORGETFUL
        command = [str(program("postgres")), "-D", str(self._cluster.folder)]
        command += ["-k", str(self.instance.socket_folder)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._run = self._cluster.run(command)
        until = time.monotonic() + START_SECONDS
        while self.is_running:
            if self._answers():
                return True
            if time.monotonic() > until:
                raise self._run.failure()
            time.sleep(0.03)
        return False

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError as error:
            if "password authentication failed" not in str(error):
                return False
            raise Failure(
                Exit.PASSWORD,
                f"The secrets in {self.instance.secrets_file} do not fit the database beside them: "
                "put the file back that was made with it.",
            ) from None
        return True

    def _connect(self) -> "psycopg.Connection[tuple[str, ...]]":
        return psycopg.connect(self.instance.database_url("bundel_root", "postgres"), connect_timeout=5)

    def _end_leftover(self) -> None:
        """End a server of this cluster whose owner is gone and could not take it along (not on Linux)."""
        try:
            with self._connect() as connection:
                asked = "select current_setting('data_directory'), pg_read_file('postmaster.pid')"
                folder, lock = connection.execute(asked).fetchone() or ("", "")
        except psycopg.Error:
            return
        if Path(folder) == self._cluster.folder:
            os.kill(int(lock.split()[0]), signal.SIGINT)
