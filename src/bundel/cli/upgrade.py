"""The command `upgrade-database`: the embedded database goes over to the PostgreSQL that this Bundel brings."""

import argparse
import fcntl
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bundel.cli.binaries import MAJOR, find_programs, program
from bundel.cli.cluster import SERVER_USER, Cluster, Run
from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import DISK_FULL, Exit, Failure
from bundel.cli.roles import ensure_roles_and_database
from bundel.kit.environment import current
from bundel.kit.instance import Instance, sync_folder

# pg_upgrade writes its scripts where it stands; only the server's own user may write in its own folder.
STAND_IN = 'cd "$0" && exec "$@"'


def run(arguments: list[str]) -> int:
    """Upgrade; what was there before is kept beside it until `--remove-old` says that it may go."""
    parser = argparse.ArgumentParser(prog="bundel upgrade-database", description=__doc__)
    parser.add_argument("--remove-old", action="store_true", help="remove what an earlier upgrade kept")
    asked = parser.parse_args(arguments)
    environment = current()
    if not environment.is_embedded:
        raise Failure(Exit.REFUSED, "DATABASE_URL names a server of your own: upgrade that with its own tools.")
    instance = environment.instance
    with _alone(instance):
        if asked.remove_old:
            _remove_old(instance)
            return Exit.DONE
        old = _Upgrade(instance).run()
    if old is None:
        print(f"There is nothing to upgrade: the database is of PostgreSQL {MAJOR} already.")
        return Exit.DONE
    with EmbeddedServer(instance) as server:
        ensure_roles_and_database(server.instance)
    print(f"The database is of PostgreSQL {MAJOR} now. The old one is kept in {old}: when all is well,")
    print("`bundel upgrade-database --remove-old` removes it. Until then it holds what is erased meanwhile.")
    return Exit.DONE


class _Upgrade:
    """From the old cluster to a new one beside it; the old one stays whole until the new one is."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._cluster = Cluster(instance)
        self._work = instance.folder / "pg.upgrading"
        self._new = self._work / "pg"
        self._done = instance.folder / "pg.upgraded"
        # pg_upgrade and initdb want a user that has a name; the finished cluster is the server's own again.
        self._user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None

    def run(self) -> Path | None:
        """Where the old cluster is kept; None when there was nothing to do. Raises Failure or OSError."""
        kept = self._cluster.before_upgrade()
        if not self._cluster.folder.exists():
            if kept is None or not self._done.exists():
                return None
            return self._put_in_place(kept)
        major = int((self._cluster.folder / "PG_VERSION").read_text())
        if major == MAJOR:
            return None
        programs = find_programs(major)
        if programs is None or major > MAJOR:
            raise Failure(
                Exit.OTHER_VERSION,
                f"This Bundel cannot read PostgreSQL {major}: run `bundel backup` with the Bundel that made the "
                "database, and `bundel restore` with this one in a new folder (docs/how-to/upgrade.md).",
            )
        keep = self._instance.folder / f"pg.{major}"
        if keep.exists():
            raise Failure(Exit.REFUSED, f"{keep} is in the way: run `bundel upgrade-database --remove-old`.")
        self._check_room()
        print(f"From PostgreSQL {major} to {MAJOR}: this takes about as long as copying the database.", flush=True)
        self._upgrade(programs)
        return self._put_in_place(keep)

    def _check_room(self) -> None:
        size = sum(f.stat().st_size for f in self._cluster.folder.rglob("*") if f.is_file())
        free = shutil.disk_usage(self._instance.folder).free
        if free < size * 1.1:
            raise Failure(
                Exit.DISK_FULL,
                f"The upgrade needs a copy of {size // 1_000_000} MB and {free // 1_000_000} MB are free: make room.",
            )

    def _upgrade(self, programs: Path) -> None:
        for left in (self._work, self._done):
            shutil.rmtree(left, ignore_errors=True)
        old, password = self._cluster.folder, self._work / "password"
        owner = old.stat().st_uid
        try:
            self._new.mkdir(mode=0o700, parents=True)
            self._work.chmod(0o700)
            password.touch(mode=0o600)
            password.write_text(self._instance.secrets()["password_bundel_root"])
            _give(self._work, self._user)
            _give(old, self._user)
            self._end_cleanly(programs)
            self._make_new(programs, password)
            command = [str(program("pg_upgrade")), "--username=bundel_root", f"--socketdir={self._socket_folder()}"]
            command += [f"--old-datadir={old}", f"--new-datadir={self._new}"]
            command += [f"--old-bindir={programs}", f"--new-bindir={program('postgres').parent}"]
            self._do(command)
            _give(self._new, None if self._user is None else SERVER_USER)
            self._new.rename(self._done)
            sync_folder(self._instance.folder)
        finally:
            _give(old, None if self._user is None else owner)
            shutil.rmtree(self._work, ignore_errors=True)

    def _put_in_place(self, keep: Path) -> Path:
        # Cut off between the two, `up` sees that an old cluster is kept and makes no empty one.
        if self._cluster.folder.exists():
            self._cluster.folder.rename(keep)
        self._done.rename(self._cluster.folder)
        sync_folder(self._instance.folder)
        return keep

    def _end_cleanly(self, programs: Path) -> None:
        """After a crash the old server has to recover first: pg_upgrade takes only a cluster that was shut down."""
        if "shut down" in _control(programs, self._cluster.folder, "Database cluster state"):
            return
        self._cluster.drop_stale_locks()
        folder, socket = str(self._cluster.folder), self._socket_folder()
        options = f"-c listen_addresses= -c unix_socket_directories={socket}"
        log = str(self._work / "recovery.log")
        self._do([str(programs / "pg_ctl"), "-D", folder, "-w", "-t", "600", "-l", log, "-o", options, "start"])
        self._do([str(programs / "pg_ctl"), "-D", folder, "-w", "-m", "fast", "stop"])

    def _make_new(self, programs: Path, password: Path) -> None:
        sums = _control(programs, self._cluster.folder, "Data page checksum version")
        command = [str(program("initdb")), f"--pgdata={self._new}", "--username=bundel_root", f"--pwfile={password}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"]
        # Both clusters must agree; the locale of each database comes along by itself.
        self._do([*command, "--no-data-checksums" if sums == "0" else "--data-checksums"])

    def _socket_folder(self) -> Path:
        """The work folder, or the instance's short one when its name is too long for a socket."""
        folder = self._instance.socket_folder
        if folder.parent == self._instance.folder:
            return self._work
        folder.mkdir(mode=0o700, exist_ok=True)
        _give(folder, self._user)
        return folder

    def _do(self, command: list[str]) -> None:
        words = ["/bin/sh", "-c", STAND_IN, str(self._work), *command]
        log = self._instance.folder / "upgrade.log"
        running = Run(words, self._user, log, {"PGPASSWORD": self._instance.secrets()["password_bundel_root"]})
        if running.process.wait() == 0:
            return
        said = running.said
        if "No space left on device" in said:
            raise Failure(Exit.DISK_FULL, DISK_FULL)
        lines = [line.strip() for line in said.splitlines() if line.strip()] or ["no reason given"]
        raise Failure(
            Exit.MIGRATION, f"The upgrade failed ({lines[-1]}), and the old database is as it was: see {log}."
        )


@contextmanager
def _alone(instance: Instance) -> Iterator[None]:
    instance.folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(instance.folder / "pg.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Failure(Exit.RUNNING, f"Bundel runs in {instance.folder}: stop it first.") from None
    finally:
        os.close(lock)


def _remove_old(instance: Instance) -> None:
    cluster = Cluster(instance)
    kept = cluster.before_upgrade()
    if kept is None or not cluster.folder.exists():
        raise Failure(Exit.REFUSED, "No database from before an upgrade is kept here.")
    shutil.rmtree(kept)
    print(f"{kept} is removed.")


def _control(programs: Path, folder: Path, name: str) -> str:
    told = subprocess.run(
        [programs / "pg_controldata", folder], env={"LC_ALL": "C"}, capture_output=True, text=True, check=False
    ).stdout
    found = re.search(rf"^{name}: +(.*)$", told, re.MULTILINE)
    return found[1] if found else ""


def _give(folder: Path, user: int | None) -> None:
    if user is not None:
        for path in (*folder.rglob("*"), folder):
            os.chown(path, user, user, follow_symlinks=False)
