"""The folders that backups stand in: each whole or not there, with a manifest, and gone in time."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from bundel.cli.failures import Exit, Failure
from bundel.kit.instance import sync_folder

MANIFEST = "manifest.json"
ERASED = "erased.txt"
STAMP = "%Y-%m-%dT%H%M%SZ"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")

# One day less than the thirty of the promise: a copy is removed by the next night's run.
KEY_DAYS = 29
KEY_COPIES = 3
DATA_DAYS = 30
LEAST_DATA_COPIES = 3


@dataclass(frozen=True)
class Manifest:
    """What a backup must hold: rows per table, policies per fenced table, and the checksum of each file."""

    made_at: datetime
    bundel: str
    postgresql: int
    migrations: str
    rows: dict[str, int]
    checksums: dict[str, str]
    policies: dict[str, int] = field(default_factory=dict)
    masters: dict[str, int] = field(default_factory=dict)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """The manifest as the last file of a backup, on the disk."""
    told = asdict(manifest) | {"made_at": manifest.made_at.isoformat()}
    with (folder / MANIFEST).open("w") as file:
        json.dump(told, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. Raises Failure when it is absent or damaged."""
    try:
        told = json.loads((folder / MANIFEST).read_text())
        return Manifest(**told | {"made_at": datetime.fromisoformat(told["made_at"])})
    except FileNotFoundError:
        raise Failure(Exit.BACKUP, f"There is no backup in {folder}: it has no {MANIFEST}.") from None
    except (ValueError, TypeError, KeyError):
        raise Failure(Exit.BACKUP, f"{folder / MANIFEST} is damaged: use another backup.") from None


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Raises Failure when a file of the backup is absent, cut off or changed."""
    for name, wanted in manifest.checksums.items():
        file = folder / name
        if not file.exists():
            raise Failure(Exit.BACKUP, f"{file} is missing: use another backup.")
        if checksum(file) != wanted:
            raise Failure(Exit.BACKUP, f"{file} is not as it was made, or was cut off: use another backup.")


def checksum(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def making(store: Path, now: datetime) -> Iterator[Path]:
    """A folder to fill, which gets its name only when all went well; nobody else can read it."""
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in store.glob(".making-*"):
        shutil.rmtree(left)
    name = now.strftime(STAMP)
    if (store / name).exists():
        raise Failure(Exit.BACKUP, f"There is a backup of this very second in {store}: try again.")
    aside = store / f".making-{name}"
    aside.mkdir(mode=0o700)
    try:
        yield aside
        sync_folder(aside)
        aside.rename(store / name)
        sync_folder(store)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def backups_in(store: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    if not store.is_dir():
        return []
    return sorted(folder for folder in store.iterdir() if NAME.fullmatch(folder.name))


def find_backup(given: Path) -> Path:
    """The backup in this folder, or the newest of those below it. Raises Failure."""
    if (given / MANIFEST).exists():
        return given
    found = backups_in(given)
    if not found:
        raise Failure(Exit.BACKUP, f"There is no backup in {given}.")
    return found[-1]


def read_erased(*stores: Path) -> dict[UUID, str]:
    """Every erasure that any copy of the keys in these folders knows of: moments by key. Raises Failure."""
    erased: dict[UUID, str] = {}
    for file in (folder / ERASED for store in stores for folder in backups_in(store)):
        try:
            for line in file.read_text().splitlines():
                key, _, at = line.partition("\t")
                erased[UUID(key)] = datetime.fromisoformat(at).isoformat()
        except (ValueError, FileNotFoundError):
            raise Failure(Exit.BACKUP, f"{file} is damaged: remove that copy of the keys.") from None
    return erased


def forget_old_keys(store: Path, now: datetime) -> None:
    """Keep the newest copies of the keys, and none for longer than the promise allows, even if it is the last."""
    newest = backups_in(store)[-KEY_COPIES:]
    for folder in backups_in(store):
        if folder not in newest or now - moment_of(folder) > timedelta(days=KEY_DAYS):
            shutil.rmtree(folder)


def forget_old_data(store: Path, now: datetime) -> None:
    """Make room: remove old backups of the data, never the last few."""
    for folder in backups_in(store)[:-LEAST_DATA_COPIES]:
        if now - moment_of(folder) > timedelta(days=DATA_DAYS):
            shutil.rmtree(folder)


def moment_of(folder: Path) -> datetime:
    """When a backup was made, by its name."""
    return datetime.strptime(folder.name, STAMP).replace(tzinfo=UTC)
