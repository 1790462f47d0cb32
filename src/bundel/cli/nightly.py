"""The nightly backup of a running Bundel: a child of `bundel up`, started once a night."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from bundel.cli.processes import end, spawn
from bundel.kit import keeping
from bundel.kit.environment import Environment

COMMAND = (sys.executable, "-m", "bundel", "backup")
REHEARSED_EVERY = timedelta(days=7)
# Whoever starts Bundel wants to see it first.
QUIET_START = timedelta(minutes=5)


def previous_mark(now: datetime, at: time) -> datetime:
    """The last moment before `now` at which a backup was due."""
    today = datetime.combine(now.date(), at, tzinfo=UTC)
    return today if today <= now else today - timedelta(days=1)


class NightlyBackup:
    """Makes a backup at the hour of the settings, and rehearses the restore: weekly, in the demo every time."""

    def __init__(self, environment: Environment, *, now: datetime, command: Sequence[str] = COMMAND) -> None:
        self._environment = environment
        self._command = command
        self._not_before = now + QUIET_START
        self._last = self._last_before(now)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_at_work(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def look(self, now: datetime) -> None:
        """Start a backup when it is time; returns at once. A backup that is at work is left alone."""
        if self.is_at_work:
            return
        self._process = None
        at = self._environment.backup_time
        if at is None or not self._environment.backup_database_url or now < self._not_before:
            return
        if self._last >= previous_mark(now, at):
            return
        self._last = now
        self._process = spawn([*self._command, *(["--rehearse"] if self._is_rehearsal_due(now) else [])])

    def stop(self) -> None:
        """End a backup that is at work; what it made so far is cleared away."""
        if self._process is not None:
            end(self._process, (signal.SIGINT, 10))
            self._process = None

    def _last_before(self, now: datetime) -> datetime:
        """A computer that is off at night makes its backup in the morning; a new demo waits for its first night."""
        last = keeping.read(self._environment.instance).backup
        if last is not None:
            return last.at
        return now if self._environment.mode == "demo" else datetime.min.replace(tzinfo=UTC)

    def _is_rehearsal_due(self, now: datetime) -> bool:
        last = keeping.read(self._environment.instance).rehearsal
        return self._environment.mode == "demo" or last is None or now - last.at > REHEARSED_EVERY
