"""The files of the embedded PostgreSQL: made, checked, and rid of locks that are nobody's."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from bundel.cli.binaries import MAJOR, program
from bundel.cli.failures import DISK_FULL, Exit, Failure
from bundel.cli.processes import spawn
from bundel.kit.instance import Instance, sync_folder

# PostgreSQL refuses to run as root. `nobody` is shared with other daemons, which could then read the files;
# this number is one that Debian reserves and systemd leaves unused, so that nothing else runs under it.
SERVER_USER = 65521

LARGEST_LOG = 1_000_000


class Cluster:
    """The data folder, socket folder and log of one instance; whoever calls this holds the folder's lock."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.folder = instance.cluster
        self.log = instance.folder / "postgres.log"

    @property
    def user(self) -> int | None:
        """The uid to run as when we are root: who owns the cluster, or the one for new clusters."""
        if os.geteuid() != 0:
            return None
        owner = self.folder.stat().st_uid if self.folder.exists() else 0
        return owner or SERVER_USER

    def prepare(self, *, durable: bool) -> None:
        """Make the cluster the first time, else check that it can be used. Raises Failure or OSError."""
        if self.folder.exists():
            self._check()
        elif before := self.before_upgrade():
            raise Failure(
                Exit.OTHER_VERSION,
                f"An upgrade was cut off, and the database stands in {before}: run `bundel upgrade-database` again.",
            )
        else:
            self._make(durable)
        self._make_socket_folder()

    def before_upgrade(self) -> Path | None:
        """The cluster as it was before `upgrade-database`, kept until somebody says it may go."""
        kept = [f for f in self.instance.folder.glob("pg.*") if f.suffix[1:].isdigit() and f.is_dir()]
        return max(kept, default=None)

    def run(self, command: list[str]) -> "Run":
        """Start a program of PostgreSQL as the right user, its words going to the log."""
        return Run(command, self.user, self.log)

    def drop_stale_locks(self) -> None:
        """After a crash of the computer the number in a lock may be another program's, and blocks for ever.

        We hold the folder, so when no process works in the cluster the locks are nobody's.
        """
        if sys.platform != "linux":
            return
        folder, owner = self.folder.resolve(), self.folder.stat().st_uid
        if any(_works_in(folder, owner, process) for process in Path("/proc").glob("[0-9]*")):
            return
        (folder / "postmaster.pid").unlink(missing_ok=True)
        for left in self.instance.socket_folder.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)

    def _check(self) -> None:
        if os.geteuid() not in (0, self.folder.stat().st_uid):
            raise Failure(
                Exit.RIGHTS,
                f"The database in {self.folder} belongs to another user: start Bundel as that user.",
            )
        try:
            made_by = (self.folder / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            made_by = "(unknown)"
        if made_by != str(MAJOR):
            raise Failure(
                Exit.OTHER_VERSION,
                f"The database in {self.folder} was made by PostgreSQL {made_by} and this Bundel brings "
                f"PostgreSQL {MAJOR}: run `bundel upgrade-database`, or put a backup back in a new folder.",
            )

    def _make(self, durable: bool) -> None:
        """Made aside and renamed, so that a half-made cluster is never taken for a whole one."""
        aside = self.instance.folder / "pg.new"
        password = self.instance.folder / "pg.password"
        _clear(aside, password)
        user = self.user
        # initdb wants a user that has a name; the finished cluster is then given to the server's own.
        maker = None if user is None else pwd.getpwnam("nobody").pw_uid
        try:
            aside.mkdir(mode=0o700)
            with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(self.instance.secrets()["password_bundel_root"])
            _give([aside, password], maker)
            self._initdb(aside, password, maker, durable)
            _give([aside, *aside.rglob("*")], user)
            aside.rename(self.folder)
            sync_folder(self.instance.folder)
        finally:
            _clear(aside, password)

    def _initdb(self, aside: Path, password: Path, user: int | None, durable: bool) -> None:
        command = [str(program("initdb")), f"--pgdata={aside}", "--username=bundel_root"]
        command += [f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        if not durable:
            command.append("--no-sync")
        run = Run(command, user, self.log)
        if run.process.wait() != 0:
            raise run.failure()

    def _make_socket_folder(self) -> None:
        folder = self.instance.socket_folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        # In the shared temporary folder somebody else could have made it before us.
        if stat.S_ISLNK(found.st_mode) or found.st_uid not in (os.geteuid(), self.user):
            raise Failure(Exit.RIGHTS, f"{folder} belongs to another user: remove it, or set BUNDEL_VAR.")
        folder.chmod(0o700)
        _give([folder], self.user)


class Run:
    """One run of a PostgreSQL program and what it said."""

    def __init__(self, command: list[str], user: int | None, log: Path, more: Mapping[str, str] | None = None) -> None:
        self.log = log
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        with _open_private(log) as output:
            self._start = output.seek(0, os.SEEK_END)
            self.process = spawn(
                command,
                # "Fast shutdown": sessions are ended, and the next start has nothing to recover.
                on_parents_death=signal.SIGINT,
                user=user,
                environment={"PATH": os.defpath, "LC_ALL": "C", **(more or {})},
                output=output,
                complaints=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        with self.log.open(encoding="utf-8", errors="replace") as file:
            file.seek(self._start)
            return file.read()

    def failure(self) -> Failure:
        """Why it ended, from its own words."""
        said = self.said.strip()
        if "No space left on device" in said:
            return Failure(Exit.DISK_FULL, DISK_FULL)
        marks = ("FATAL:", "PANIC:", "error:", "setpriv:")
        lines = said.splitlines() or ["it gives no reason"]
        reason = ([line for line in lines if any(mark in line for mark in marks)] or lines)[-1].strip()
        status = Exit.RIGHTS if "ermission denied" in reason else Exit.UNREACHABLE
        return Failure(status, f"The embedded database does not start ({reason}): see {self.log}.")


def _works_in(folder: Path, owner: int, process: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except PermissionError:
        # Not ours to look into; but only the owner of the cluster could be at work in it.
        return process.exists() and process.stat().st_uid == owner
    except OSError:
        return False


def _give(paths: Iterable[Path], user: int | None) -> None:
    if user is not None:
        for path in paths:
            os.chown(path, user, user, follow_symlinks=False)


def _clear(folder: Path, file: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    file.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Write the names in a folder to the disk: without its name a synced file is lost all the same."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _open_private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
