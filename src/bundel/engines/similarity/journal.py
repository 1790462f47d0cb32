"""The cards that came or went since the segment was made: appended to by any process, read on by all."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bundel.engines.similarity.features import Features
from bundel.engines.similarity.files import Damaged

_HEAD = struct.Struct("<IIII")  # checksum of all that follows, bytes of the id, features, 1 when the card is gone
_FEATURE = struct.Struct("<Qf")


class Entry(NamedTuple):
    """One card that came (`found` are its features) or went (`None`)."""

    id: str
    found: Features | None


def written(entry: Entry) -> bytes:
    """The entry as it stands in the file."""
    name = entry.id.encode()
    found = entry.found or {}
    body = name + b"".join(_FEATURE.pack(number, strength) for number, strength in found.items())
    rest = _HEAD.pack(0, len(name), len(found), entry.found is None)[4:] + body
    return struct.pack("<I", zlib.crc32(rest)) + rest


def read_from(file: Path, start: int) -> tuple[list[Entry], int]:
    """The entries from this byte on, and the byte after the last."""
    with file.open("rb") as source:
        source.seek(start)
        data = source.read()
    return list(_entries(data, file)), start + len(data)


def _entries(data: bytes, file: Path) -> Iterator[Entry]:
    at = 0
    while at < len(data):
        if len(data) - at < _HEAD.size:
            raise Damaged(f"{file} ends in the middle of an entry")
        check, letters, count, is_gone = _HEAD.unpack_from(data, at)
        end = at + _HEAD.size + letters + count * _FEATURE.size
        if end > len(data) or zlib.crc32(data[at + 4 : end]) != check:
            raise Damaged(f"{file} holds an entry that is not what was written")
        middle = at + _HEAD.size + letters
        name = data[at + _HEAD.size : middle].decode()
        yield Entry(name, None if is_gone else dict(_FEATURE.iter_unpack(data[middle:end])))
        at = end
