"""What doctor says of backups."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bundel.cli.backup_health import find_problems
from bundel.cli.failures import Exit, Failure
from bundel.cli.programs import program_failed, programs_for
from bundel.kit import keeping
from bundel.kit.environment import Environment, read
from bundel.kit.instance import Instance

NOW = datetime.now(UTC)
BEGINNINGS = [
    "There is no backup yet",
    "No backup was ever restored",
    "Nobody has shown a copy",
    "The backups stand on the disk of the database",
    "Backups of data and keys stand on one disk",
]


def environment(folder: Path, **settings: str) -> Environment:
    return read({"BUNDEL_VAR": str(folder), "BUNDEL_MODE": "production"} | settings)


def test_new_instance_hears_what_is_to_be_arranged(tmp_path: Path) -> None:
    found = list(find_problems(environment(tmp_path)))
    assert [f for f, known in zip(found, BEGINNINGS, strict=True) if not f.startswith(known)] == []
    assert list(find_problems(environment(tmp_path, BUNDEL_MODE="demo"))) == []


def test_instance_that_is_kept_well_hears_of_its_disks_only(tmp_path: Path) -> None:
    instance, kept = Instance(tmp_path), environment(tmp_path)
    for name in ("backup", "rehearsal"):
        keeping.record(instance, name, now=NOW)
    keeping.record_key_copy(instance, keeping.fingerprint(kept.master_keys, kept.pepper), now=NOW)
    assert [f.split(",")[0] for f in find_problems(kept)] == [
        "The backups stand on the disk of the database",
        "Backups of data and keys stand on one disk",
    ]


def test_what_is_old_or_failed_is_told(tmp_path: Path) -> None:
    instance, kept = Instance(tmp_path), environment(tmp_path)
    keeping.record(instance, "backup", now=NOW - timedelta(days=4))
    keeping.record(instance, "backup", now=NOW, problem="The disk is full.")
    keeping.record(instance, "rehearsal", now=NOW - timedelta(days=40))
    keeping.record_key_copy(instance, "another", now=NOW)
    old = kept.key_backups / (NOW - timedelta(days=31)).strftime("%Y-%m-%dT%H%M%SZ")
    old.mkdir(parents=True)
    found = " ".join(find_problems(kept))
    for told in (
        "The last good backup is 4 days old",
        "UTC failed: The disk is full.",
        "The last rehearsal is 40 days ago",
        "others than those of the copy",
        "keys older than 30 days",
    ):
        assert told in found
    keeping.record(instance, "rehearsal", now=NOW, problem="A file is cut off.")
    assert "The rehearsal of" in " ".join(find_problems(kept))


def test_server_of_ones_own_without_the_role_makes_none(tmp_path: Path) -> None:
    own = {"DATABASE_URL": "postgresql://a@b/c", "BUNDEL_OWNER_DATABASE_URL": "postgresql://a@b/c"}
    own |= {
        "BUNDEL_SECRET_KEY": "x" * 32,
        "BUNDEL_PEPPER": "A" * 43 + "=",
        "BUNDEL_MASTER_KEYS": "k1:" + "A" * 43 + "=",
    }
    assert list(find_problems(environment(tmp_path, **own))) == ["No backups are made: set BUNDEL_BACKUP_DATABASE_URL."]


def test_server_that_is_newer_than_every_program_here_is_told() -> None:
    with pytest.raises(Failure) as failed:
        programs_for(99)
    assert failed.value.status == Exit.UNSUPPORTED
    assert "postgresql-client-99" in failed.value.sentence


@pytest.mark.parametrize(
    ("complaints", "status", "reason"),
    [
        (b"pg_dump: error: connection failed\nmore\n", Exit.BACKUP, "(connection failed)"),
        (b"psql:<stdin>:7: ERROR:  concern has 3 rows\n", Exit.BACKUP, "(concern has 3 rows)"),
        (b"pg_dump: error: could not write: No space left on device\n", Exit.DISK_FULL, "disk is full"),
        (b"Traceback (most recent call last):\n  File\nValueError: odd\n", Exit.BACKUP, "(ValueError: odd)"),
        (b"bundel: It is closed.\n", Exit.BACKUP, "(It is closed)"),
        (b"", Exit.BACKUP, "(no reason given)"),
    ],
)
def test_complaint_of_a_program_becomes_one_sentence(complaints: bytes, status: Exit, reason: str) -> None:
    failure = program_failed("The backup failed", complaints)
    assert failure.status == status
    assert reason in failure.sentence
    assert "\n" not in failure.sentence
