"""Attachments in a backup: sealed files that never change, copied once by name."""

import shutil
from pathlib import Path

from bundel.cli.backup_store import backups_in
from bundel.cli.failures import Exit, Failure
from bundel.files.stores import folder_of
from bundel.kit.environment import Environment

LIST = "files.txt"
# Beside the dated folders: a file stands here once, however many backups name it.
STORE = "files"


def copy_files(environment: Environment, store: Path, backup: Path) -> None:
    """Copy what is not there yet, and list in this backup what it needs; nothing of what is kept in S3."""
    source = folder_of(environment)
    found = source.rglob("*") if source.is_dir() and not is_elsewhere(environment) else ()
    # A name with a dot in front is of a file that is just being written.
    names = sorted(str(f.relative_to(source)) for f in found if f.is_file() and f.name[0] != ".")
    copied = [f"{size}\t{name}" for name in names if (size := _copy(source / name, store / STORE / name)) is not None]
    (backup / LIST).write_text("".join(f"{line}\n" for line in copied))


def put_back_files(backup: Path, environment: Environment) -> int:
    """Give the instance the files it lacks; how many."""
    folder = folder_of(environment)
    missing = [name for _, name in _listed(backup) if not (folder / name).exists()]
    if missing and is_elsewhere(environment):
        raise Failure(
            Exit.REFUSED,
            f"The data are back, but {len(missing)} attachments of this backup are not: copy {backup.parent / STORE} "
            "to the bucket of BUNDEL_FILES yourself.",
        )
    for name in missing:
        _copy(backup.parent / STORE / name, folder / name)
    return len(missing)


def verify_stored(backup: Path) -> int:
    """How many files the backup lists. Raises Failure when one is absent or cut off."""
    listed = _listed(backup)
    for size, name in listed:
        file = backup.parent / STORE / name
        if not file.exists() or file.stat().st_size != size:
            raise Failure(Exit.BACKUP, f"{file} is missing or cut off: put it back from another copy of the backups.")
    return len(listed)


def forget_unlisted(store: Path) -> None:
    """Remove the files that no backup needs any more."""
    needed = {name for backup in backups_in(store) for _, name in _listed(backup)}
    for file in (store / STORE).rglob("*"):
        if file.is_file() and str(file.relative_to(store / STORE)) not in needed:
            file.unlink()


def is_elsewhere(environment: Environment) -> bool:
    """Whether attachments are kept in a bucket, whose own copies are the operator's."""
    return environment.files_at.startswith("s3://")


def _listed(backup: Path) -> list[tuple[int, str]]:
    lines = (backup / LIST).read_text().splitlines()
    return [(int(size), name) for size, _, name in (line.partition("\t") for line in lines)]


def _copy(source: Path, target: Path) -> int | None:
    """The size; None when it was erased meanwhile."""
    try:
        if not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            aside = target.with_name(f".{target.name}.part")
            shutil.copyfile(source, aside)
            aside.chmod(0o600)
            aside.replace(target)
        return target.stat().st_size
    except FileNotFoundError:
        if source.exists():
            raise
        return None
