"""When the nightly backup is made."""

import os
import time as clock
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bundel.cli.nightly import NightlyBackup, previous_mark
from bundel.kit import keeping
from bundel.kit.environment import BadEnvironment, Environment, read
from bundel.kit.instance import Instance

EVENING = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
MORNING = EVENING + timedelta(hours=10)


@pytest.mark.parametrize(
    ("now", "mark"),
    [
        (datetime(2026, 11, 24, 2, 40, tzinfo=UTC), datetime(2026, 11, 24, 2, 40, tzinfo=UTC)),
        (datetime(2026, 11, 24, 2, 39, tzinfo=UTC), datetime(2026, 11, 23, 2, 40, tzinfo=UTC)),
        (datetime(2026, 3, 1, 0, 0, tzinfo=UTC), datetime(2026, 2, 28, 2, 40, tzinfo=UTC)),
    ],
)
def test_previous_mark_is_the_last_time_it_was_due(now: datetime, mark: datetime) -> None:
    assert previous_mark(now, time(2, 40)) == mark


NOTE = 'echo "backup $*" >> "$0"'


def nightly_backup(folder: Path, now: datetime, **settings: str) -> NightlyBackup:
    """One that only notes with what it was called."""
    command = ("/bin/sh", "-c", NOTE, str(folder / "started"))
    return NightlyBackup(environment(folder, **settings), now=now, command=command)


def started(folder: Path) -> list[str]:
    file = folder / "started"
    return [line.strip() for line in file.read_text().splitlines()] if file.exists() else []


def environment(folder: Path, **settings: str) -> Environment:
    return read({"BUNDEL_VAR": str(folder), "BUNDEL_MODE": "production"} | settings)


def look_all_night(nightly: NightlyBackup, start: datetime = EVENING) -> None:
    for minutes in range(0, 600, 5):
        nightly.look(start + timedelta(minutes=minutes))
        while nightly.is_at_work:
            clock.sleep(0.01)


def test_one_backup_a_night_with_a_rehearsal_when_none_was(tmp_path: Path) -> None:
    keeping.record(Instance(tmp_path), "backup", now=EVENING - timedelta(hours=2))
    look_all_night(nightly_backup(tmp_path, EVENING))
    assert started(tmp_path) == ["backup --rehearse"]


def test_rehearsal_comes_back_every_week(tmp_path: Path) -> None:
    keeping.record(Instance(tmp_path), "backup", now=EVENING - timedelta(hours=2))
    keeping.record(Instance(tmp_path), "rehearsal", now=EVENING - timedelta(days=3))
    nightly = nightly_backup(tmp_path, EVENING)
    look_all_night(nightly)
    look_all_night(nightly, MORNING + timedelta(days=4))
    assert started(tmp_path) == ["backup", "backup --rehearse"]


def test_computer_that_was_off_at_night_makes_it_after_its_start(tmp_path: Path) -> None:
    keeping.record(Instance(tmp_path), "backup", now=EVENING - timedelta(days=1))
    nightly = nightly_backup(tmp_path, MORNING)
    nightly.look(MORNING + timedelta(minutes=1))
    assert not nightly.is_at_work
    look_all_night(nightly, MORNING)
    assert started(tmp_path) == ["backup --rehearse"]


@pytest.mark.parametrize(
    "settings",
    [
        {"BUNDEL_BACKUP_TIME": "never"},
        {
            "DATABASE_URL": "postgresql://bundel_app@db.example/bundel",
            "BUNDEL_OWNER_DATABASE_URL": "postgresql://bundel_owner@db.example/bundel",
            "BUNDEL_SECRET_KEY": "x" * 32,
            "BUNDEL_PEPPER": "A" * 43 + "=",
            "BUNDEL_MASTER_KEYS": "k1:" + "A" * 43 + "=",
        },
    ],
)
def test_no_backup_without_a_time_or_a_role_that_may(tmp_path: Path, settings: dict[str, str]) -> None:
    look_all_night(nightly_backup(tmp_path, EVENING, **settings))
    assert started(tmp_path) == []


@pytest.mark.parametrize("wrong", ["night", "25:00", "2"])
def test_time_that_is_none_is_refused_with_its_sentence(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(BadEnvironment) as refused:
        environment(tmp_path, BUNDEL_BACKUP_TIME=wrong)
    assert refused.value.problems == ["BUNDEL_BACKUP_TIME must be a time such as 02:40, or never."]


def test_backup_at_work_is_left_alone_and_ended_with_the_rest(tmp_path: Path) -> None:
    note = 'echo "$$" >> "$0"; exec sleep 60'
    command = ("/bin/sh", "-c", note, str(tmp_path / "started"))
    nightly = NightlyBackup(environment(tmp_path), now=EVENING, command=command)
    for hours in (1, 26, 50):
        nightly.look(EVENING + timedelta(hours=hours))
    until = clock.monotonic() + 10
    while not started(tmp_path) and clock.monotonic() < until:
        clock.sleep(0.01)
    (pid,) = started(tmp_path)
    nightly.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)
