"""Writes and maps the file of a segment; a file that is not what was written raises `Damaged`."""

import json
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bundel.engines.similarity.segment import Arrays

_MAGIC = b"bundel cards 1\n"
_HEAD = 4096
_ALIGNED = 64
_CHUNK = 1 << 22


class Damaged(Exception):
    """An index file is not what was written, or an older Bundel wrote it: build it again, it is derived data."""


def write_arrays(file: Path, arrays: Arrays, mark: str) -> None:
    """Write the arrays so that a reader sees all or nothing; `mark` is asked back when they are read."""
    layout: dict[str, dict[str, Any]] = {}
    at = _HEAD
    for name, values in arrays.items():
        layout[name] = {"at": at, "type": values.dtype.str, "count": len(values), "sum": zlib.crc32(values.tobytes())}
        at += -(-values.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({"mark": mark, "size": at, "arrays": layout}).encode()
    draft = file.with_suffix(".draft")
    with draft.open("wb") as out:
        out.write((_MAGIC + b"%08x %08x\n" % (len(head), zlib.crc32(head)) + head).ljust(_HEAD, b"\0"))
        for name, values in arrays.items():
            out.seek(layout[name]["at"])
            out.write(values.tobytes())
        out.truncate(at)
        out.flush()
        os.fsync(out.fileno())
    draft.rename(file)


def map_arrays(file: Path, mark: str) -> Arrays:
    """The arrays of a file, mapped read-only and checked: every process on the machine shares their memory."""
    try:
        size = file.stat().st_size
        with file.open("rb") as source:
            head = _head(source.read(_HEAD))
        if head["mark"] != mark or head["size"] != size:
            raise Damaged(f"{file} was made otherwise, or is not whole")
        whole = np.asarray(np.memmap(file, dtype=np.uint8, mode="r"))
        arrays = {}
        for name, place in head["arrays"].items():
            kind = np.dtype(place["type"])
            part = whole[place["at"] : place["at"] + place["count"] * kind.itemsize]
            if _sum(part) != place["sum"]:
                raise Damaged(f"{file}: {name} is not what was written")
            arrays[name] = part.view(kind)
    except (FileNotFoundError, KeyError, TypeError, ValueError) as error:
        raise Damaged(f"{file} cannot be read: {error}") from error
    return arrays


def _head(start: bytes) -> dict[str, Any]:
    if not start.startswith(_MAGIC):
        raise ValueError("no index of cards")
    sizes, _, rest = start[len(_MAGIC) :].partition(b"\n")
    length, check = (int(part, 16) for part in sizes.split())
    if zlib.crc32(rest[:length]) != check:
        raise ValueError("its head is not what was written")
    head: dict[str, Any] = json.loads(rest[:length])
    return head


def _sum(part: NDArray[np.uint8]) -> int:
    check = 0
    for start in range(0, len(part), _CHUNK):
        check = zlib.crc32(part[start : start + _CHUNK].tobytes(), check)
    return check
