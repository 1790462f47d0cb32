"""What is kept of backups, rehearsals and key copies."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bundel.kit import keeping
from bundel.kit.instance import Instance
from bundel.kit.keeping import Keeping, KeyCopy, Outcome

NOW = datetime(2026, 11, 24, 2, 40, tzinfo=UTC)
KEYS = (("k2", b"b" * 32), ("k1", b"a" * 32))


def test_nothing_is_known_of_a_new_instance(tmp_path: Path) -> None:
    assert keeping.read(Instance(tmp_path)) == Keeping()


def test_last_good_moment_survives_a_failure(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "new")
    later = NOW + timedelta(days=1)
    keeping.record(instance, "backup", now=NOW)
    keeping.record(instance, "backup", now=later, problem="The disk is full.")
    keeping.record(instance, "rehearsal", now=later, problem="It is cut off.")
    keeping.record_key_copy(instance, "AAAA", now=NOW)
    assert keeping.read(instance) == Keeping(
        backup=Outcome(later, "The disk is full.", NOW),
        rehearsal=Outcome(later, "It is cut off.", None),
        key_copy=KeyCopy(NOW, "AAAA"),
    )
    assert [f.name for f in instance.folder.iterdir()] == ["keeping.json"]


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"backup": 3}', '{"backup": {"at": "then"}}'])
def test_damaged_file_tells_nothing_and_is_written_anew(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "keeping.json").write_text(damaged)
    instance = Instance(tmp_path)
    assert keeping.read(instance) == Keeping()
    keeping.record(instance, "backup", now=NOW)
    assert keeping.read(instance).backup == Outcome(NOW, "", NOW)


def test_fingerprint_is_of_all_keys_and_the_pepper_in_any_order() -> None:
    mark = keeping.fingerprint(KEYS, b"p" * 32)
    assert len(mark) == 19
    assert mark == keeping.fingerprint(KEYS[::-1], b"p" * 32)
    assert mark != keeping.fingerprint(KEYS[:1], b"p" * 32)
    assert mark != keeping.fingerprint(KEYS, b"q" * 32)
