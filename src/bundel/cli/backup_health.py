"""What `doctor` says of backups: made, rehearsed, apart, and the keys copied."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bundel.cli.backup_store import KEY_DAYS, backups_in, moment_of
from bundel.kit import keeping
from bundel.kit.environment import Environment

# A night may be missed: the computer was off, or the disk was full for a while.
LONGEST_WITHOUT = timedelta(days=2)
LONGEST_UNREHEARSED = timedelta(days=35)


def find_problems(environment: Environment) -> Iterator[str]:
    """The sentences that mend what is wrong, for an instance that keeps real people's stories."""
    if environment.mode != "production":
        return
    if not environment.backup_database_url:
        yield "No backups are made: set BUNDEL_BACKUP_DATABASE_URL."
        return
    now = datetime.now(UTC)
    known = keeping.read(environment.instance)
    yield from _backup(known.backup, now)
    yield from _rehearsal(known.rehearsal, now)
    yield from _key_copy(environment, known.key_copy)
    yield from _places(environment)
    yield from _old_keys(environment.key_backups, now)


def _backup(last: keeping.Outcome | None, now: datetime) -> Iterator[str]:
    if last is None or last.last_good_at is None:
        yield "There is no backup yet: run `bundel backup`."
    elif now - last.last_good_at > LONGEST_WITHOUT:
        yield f"The last good backup is {(now - last.last_good_at).days} days old: run `bundel backup`."
    if last is not None and last.problem:
        yield f"The backup of {last.at:%Y-%m-%d %H:%M} UTC failed: {last.problem}"


def _rehearsal(last: keeping.Outcome | None, now: datetime) -> Iterator[str]:
    if last is not None and last.problem:
        yield f"The rehearsal of {last.at:%Y-%m-%d %H:%M} UTC failed: {last.problem}"
    elif last is None or last.last_good_at is None:
        yield "No backup was ever restored to see that it is whole: run `bundel restore --check`."
    elif now - last.last_good_at > LONGEST_UNREHEARSED:
        yield f"The last rehearsal is {(now - last.last_good_at).days} days ago: run `bundel restore --check`."


def _key_copy(environment: Environment, known: keeping.KeyCopy | None) -> Iterator[str]:
    if known is None:
        yield "Nobody has shown a copy of the master keys, without which no story opens: run `bundel confirm-key-copy`."
    elif known.fingerprint != keeping.fingerprint(environment.master_keys, environment.pepper):
        yield "The keys are others than those of the copy: copy them anew and run `bundel confirm-key-copy`."


def _places(environment: Environment) -> Iterator[str]:
    database, data, keys = (
        _disk(f) for f in (environment.instance.folder, environment.backups, environment.key_backups)
    )
    if environment.is_embedded and database == data:
        yield "The backups stand on the disk of the database, and are lost with it: set BUNDEL_BACKUPS to another."
    if data == keys:
        yield (
            "Backups of data and keys stand on one disk, so one thief has both: set BUNDEL_KEY_BACKUPS to another, "
            "or move them apart after each backup."
        )


def _old_keys(store: Path, now: datetime) -> Iterator[str]:
    if any(now - moment_of(folder) > timedelta(days=KEY_DAYS + 1) for folder in backups_in(store)):
        yield f"There are keys older than 30 days in {store}, which could bring back what was erased: remove them."


def _disk(folder: Path) -> int:
    return next(f for f in (folder, *folder.parents) if f.exists()).stat().st_dev
