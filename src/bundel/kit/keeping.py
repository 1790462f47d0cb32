"""How the last backup, rehearsal and key copy went: a small file in the instance's folder."""

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bundel.kit.instance import Instance


@dataclass(frozen=True)
class Outcome:
    """One attempt: when, the sentence of what failed (empty when all went well), and when it last went well."""

    at: datetime
    problem: str
    last_good_at: datetime | None


@dataclass(frozen=True)
class KeyCopy:
    """That somebody showed to have a copy of the keys, by their fingerprint."""

    at: datetime
    fingerprint: str


@dataclass(frozen=True)
class Keeping:
    """What is known; None for what never happened."""

    backup: Outcome | None = None
    rehearsal: Outcome | None = None
    key_copy: KeyCopy | None = None


def read(instance: Instance) -> Keeping:
    """What the file says; nothing when it is not there or damaged, for then nothing is certain."""
    try:
        told = json.loads(_file(instance).read_text())
        return Keeping(
            backup=_outcome(told.get("backup")),
            rehearsal=_outcome(told.get("rehearsal")),
            key_copy=_key_copy(told.get("key_copy")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Keeping()


def record(instance: Instance, name: str, *, now: datetime, problem: str = "") -> None:
    """Note how a `backup` or `rehearsal` went. Raises OSError."""
    before: Outcome | None = getattr(read(instance), name)
    last_good = (before.last_good_at if before else None) if problem else now
    _write(instance, name, asdict(Outcome(now, problem, last_good)))


def record_key_copy(instance: Instance, fingerprint: str, *, now: datetime) -> None:
    """Note that a copy of these keys was shown. Raises OSError."""
    _write(instance, "key_copy", asdict(KeyCopy(now, fingerprint)))


def fingerprint(master_keys: tuple[tuple[str, bytes], ...], pepper: bytes) -> str:
    """Sixteen characters in fours that belong to these keys and this pepper; they tell nothing of either."""
    mark = hashlib.sha256(b"bundel/key-copy")
    for part in (*sorted(key for _, key in master_keys), pepper):
        mark.update(part)
    text = mark.hexdigest()[:16].upper()
    return " ".join(text[i : i + 4] for i in range(0, 16, 4))


def _write(instance: Instance, name: str, told: dict[str, object]) -> None:
    file = _file(instance)
    file.parent.mkdir(parents=True, exist_ok=True)
    known = asdict(read(instance))
    aside = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    aside.write_text(json.dumps(known | {name: told}, default=str, indent=1))
    if os.geteuid() == 0 and file.exists():
        # Root may have been asked to look; who runs Bundel must be able to write it again.
        os.chown(aside, file.stat().st_uid, file.stat().st_gid)
    aside.replace(file)


def _file(instance: Instance) -> Path:
    return instance.folder / "keeping.json"


def _outcome(told: dict[str, str] | None) -> Outcome | None:
    if told is None:
        return None
    good = told["last_good_at"]
    return Outcome(_moment(told["at"]), told["problem"], _moment(good) if good else None)


def _key_copy(told: dict[str, str] | None) -> KeyCopy | None:
    return KeyCopy(_moment(told["at"]), told["fingerprint"]) if told else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
