"""Where sealed contents are kept: a folder of this machine, or elsewhere by a setting."""

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from bundel.kit.environment import Environment
from bundel.kit.instance import sync_folder

# No room on the disk, no room left for this user, larger than this disk takes.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
PROBE = "probe/doctor"


class StoreFailed(Exception):
    """The store does not take or give; `is_full` when there is no room, otherwise it cannot be reached."""

    def __init__(self, reason: str, *, is_full: bool = False) -> None:
        super().__init__(reason)
        self.is_full = is_full


class BlobGone(Exception):
    """There is nothing at this address."""


@dataclass(frozen=True)
class Blob:
    """One sealed content as the store lists it."""

    address: str
    written_at: datetime


class Store(Protocol):
    """Keeps bytes under an address such as `<workspace>/<id>`; all but `BlobGone` is told as StoreFailed."""

    def put(self, address: str, sealed: Iterable[bytes]) -> None:
        """Keep a content whole, or not at all."""

    def read(self, address: str) -> Iterator[bytes]:
        """The content in parts. Raises BlobGone."""

    def delete(self, address: str) -> None:
        """Take a content away; fine when it is not there."""

    def under(self, prefix: str) -> Iterator[Blob]:
        """Everything whose address begins with `<prefix>/`."""


@dataclass(frozen=True)
class Folder:
    """A store in a folder, readable by its owner only."""

    root: Path

    def put(self, address: str, sealed: Iterable[bytes]) -> None:
        place = self.root / address
        aside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.writelines(sealed)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(place)
            sync_folder(place.parent)
        except OSError as error:
            with suppress(OSError):
                aside.unlink()
            raise _failed(error) from error

    def read(self, address: str) -> Iterator[bytes]:
        try:
            with (self.root / address).open("rb") as file:
                while part := file.read(1024 * 1024):
                    yield part
        except FileNotFoundError as error:
            raise BlobGone(address) from error
        except OSError as error:
            raise _failed(error) from error

    def delete(self, address: str) -> None:
        try:
            (self.root / address).unlink(missing_ok=True)
        except OSError as error:
            raise _failed(error) from error

    def under(self, prefix: str) -> Iterator[Blob]:
        folder = self.root / prefix
        for file in folder.rglob("*") if folder.exists() else ():
            if file.is_file():
                address = file.relative_to(self.root).as_posix()
                yield Blob(address, datetime.fromtimestamp(file.stat().st_mtime, UTC))


def _failed(error: OSError) -> StoreFailed:
    return StoreFailed(f"{error.filename or 'the folder of files'}: {error.strerror}", is_full=error.errno in _FULL)


def _sync_folder(folder: Path) -> None:
    """Without this a power cut can lose the name of a file that is on the disk itself."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def store_of(environment: Environment) -> Store:
    """The store that the settings name; one for a whole process."""
    if environment.files_at.startswith("s3://"):
        e = environment
        return _bucket(e.files_at, e.files_endpoint, e.files_region, e.files_keys)
    return Folder(folder_of(environment))


def folder_of(environment: Environment) -> Path:
    """The folder in which files are kept when they are kept on this machine."""
    return Path(environment.files_at) if environment.files_at else environment.instance.folder / "files"


@cache
def _bucket(at: str, endpoint: str, region: str, keys: tuple[str, str] | None) -> Store:
    from bundel.files.clients.s3 import Bucket  # noqa: PLC0415 - only who keeps files elsewhere loads the client

    return Bucket.open(at, endpoint=endpoint, region=region, keys=keys)


def probe(store: Store) -> None:
    """Write, read and delete a few bytes. Raises StoreFailed when one of them does not go."""
    store.put(PROBE, [b"bundel"])
    if b"".join(store.read(PROBE)) != b"bundel":
        raise StoreFailed("what was written reads differently")
    store.delete(PROBE)
