"""One group's cards on disk: a segment that does not change and a journal that grows, watched by every process."""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import randbits

from bundel.engines.similarity.building import Builder, no_cards
from bundel.engines.similarity.cards import Cards
from bundel.engines.similarity.files import Damaged, map_arrays, write_arrays
from bundel.engines.similarity.journal import Entry, read_from, written
from bundel.engines.similarity.segment import Arrays, Segment

_GROUP = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def shelf_folder(folder: Path, group: str) -> Path:
    """Where a group's files are. Raises `ValueError` for a name that could lead elsewhere."""
    if not _GROUP.fullmatch(group):
        raise ValueError(f"a group is named with small letters, digits and dashes, not {group!r}")
    return folder / group


class Shelf:
    """One group's cards as this process sees them; nothing of another group is within its reach."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder, self._mark = folder, mark
        self._cards = Cards(no_cards())
        self._generation = 0
        self._read_to = 0

    def cards(self) -> Cards:
        """The cards as they are now, whoever put them here."""
        self._refresh()
        return self._cards

    def put(self, entry: Entry) -> None:
        """Write down that a card came or went; the next query of any process knows."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._locked(fcntl.LOCK_EX):
            if not self._current():
                self._put_in_use(Builder().arrays(), b"")
            with self._journal(self._current()).open("ab") as out:
                out.write(written(entry))

    def mark_place(self) -> tuple[int, int]:
        """How far the journal has come; what is put after it is kept by `replace`."""
        with self._locked(fcntl.LOCK_SH):
            current = self._current()
            return current, _size(self._journal(current))

    def replace(self, arrays: Arrays, since: tuple[int, int]) -> None:
        """Put a new segment in place of all that was here at `since`; later entries stay."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._locked(fcntl.LOCK_EX):
            current = self._current()
            old = self._journal(current)
            start = since[1] if since[0] == current else 0
            later = old.read_bytes()[start:] if old.exists() else b""
            self._put_in_use(arrays, later)
            self._file(current).unlink(missing_ok=True)
            old.unlink(missing_ok=True)

    def empty(self) -> None:
        """Take all of it away."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _put_in_use(self, arrays: Arrays, later: bytes) -> None:
        # By chance, not by counting: a process must never take a group that was forgotten and begun anew for the old.
        generation = randbits(62) + 1
        write_arrays(self._file(generation), arrays, self._mark)
        self._journal(generation).write_bytes(later)
        draft = self._folder / "current.draft"
        draft.write_text(f"{generation}\n")
        draft.rename(self._folder / "current")

    def _refresh(self) -> None:
        if not self._folder.exists():
            self._generation, self._cards, self._read_to = 0, Cards(no_cards()), 0
            return
        generation = self._current()
        if generation == self._generation and _size(self._journal(generation)) == self._read_to:
            return
        with self._locked(fcntl.LOCK_SH):
            self._open(self._current())

    def _open(self, generation: int) -> None:
        journal = self._journal(generation)
        if not journal.exists():
            raise Damaged(f"{journal} is gone")
        if generation != self._generation:
            segment = Segment(map_arrays(self._file(generation), self._mark))
            self._cards, self._read_to, self._generation = Cards(segment), 0, generation
        if _size(journal) < self._read_to:
            raise Damaged(f"{journal} has become shorter")
        if _size(journal) > self._read_to:
            entries, self._read_to = read_from(journal, self._read_to)
            for entry in entries:
                self._cards.take(entry.id, entry.found)

    def _current(self) -> int:
        """The number of the segment in use; 0 when there is none yet."""
        try:
            return int((self._folder / "current").read_text())
        except FileNotFoundError:
            return 0
        except ValueError as error:
            raise Damaged(f"{self._folder} does not say which segment is in use") from error

    def _file(self, generation: int) -> Path:
        return self._folder / f"{generation}.cards"

    def _journal(self, generation: int) -> Path:
        return self._folder / f"{generation}.added"

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        with (self._folder / "lock").open("a") as lock:
            fcntl.flock(lock, how)
            yield


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
