"""The index of cards on this machine: derived data in a folder, one shelf a group, safe to throw away."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from bundel.engines.similarity.building import Builder
from bundel.engines.similarity.features import features
from bundel.engines.similarity.finder import Finder, finder
from bundel.engines.similarity.journal import Entry
from bundel.engines.similarity.shelf import Shelf, shelf_folder


class Card(NamedTuple):
    """What the index is built from. `group` is the fence: a workspace's id, or a word such as `public`."""

    id: str
    group: str
    text: str


class Similar(NamedTuple):
    """A card that resembles, with a score from 0 to 1."""

    id: str
    score: float


class Index:
    """The cards under a folder. Any number of processes and threads may read and add, and see each other's at once."""

    def __init__(self, folder: Path, known: Finder) -> None:
        self._folder, self._finder = folder, known
        self._mark = mark_of(known)
        self._shelves: dict[str, Shelf] = {}
        self._one_at_a_time = Lock()

    @classmethod
    def open(cls, folder: Path, known: Finder | None = None) -> "Index":
        """The index in this folder, empty when there is none. `known` is the vocabulary's finder, Bundel's if none."""
        return cls(folder, known or finder())

    def similar(self, text: str, top: int = 10, *, within: Iterable[str], but: str | None = None) -> list[Similar]:
        """The `top` nearest cards of these groups and of no other, best first; never the card `but`.

        Raises `Damaged` when a file is not what was written: `build` it again.
        """
        found = features(text, self._finder)
        with self._one_at_a_time:
            near = [pair for group in set(within) for pair in self._shelf(group).cards().nearest(found, top, but)]
        best = sorted(near, key=lambda pair: (-pair[0], pair[1]))
        highest = {name: score for score, name in reversed(best)}  # in two groups: once, by the better score
        return [Similar(name, round(score, 4)) for score, name in best if highest.pop(name, None) == score][:top]

    def add(self, name: str, group: str, text: str) -> None:
        """A card that came or changed; found from now on, by every process of this machine."""
        self._shelf(group).put(Entry(name, features(text, self._finder)))

    def remove(self, name: str, group: str) -> None:
        """A card that went; not found from now on. The next `build` leaves no trace of it."""
        self._shelf(group).put(Entry(name, None))

    def forget(self, group: str) -> None:
        """Take a whole group away, files and all."""
        self._shelf(group).empty()

    def count(self, group: str) -> int:
        """How many cards the group has here."""
        with self._one_at_a_time:
            return len(self._shelf(group).cards())

    def recent(self, group: str) -> int:
        """How many of them came since the last `build`; above some thousands it is time for the next."""
        with self._one_at_a_time:
            return self._shelf(group).cards().recent

    def build(
        self, cards: Iterable[Card], groups: Iterable[str] = (), progress: Callable[[int], None] | None = None
    ) -> None:
        """Make the groups that these cards name anew, and those in `groups` even if no card names them.

        What is added or removed meanwhile stays so. `progress` gets the number of cards done, every thousand.
        Raises `ValueError` when a group has an id twice.
        """
        begun = {path.name: self._shelf(path.name).mark_place() for path in self._folder.glob("*/")}
        builders = {group: Builder() for group in groups}
        for done, card in enumerate(cards, start=1):
            builders.setdefault(card.group, Builder()).add(card.id, features(card.text, self._finder))
            if progress and done % 1000 == 0:
                progress(done)
        for group in list(builders):
            self._shelf(group).replace(builders.pop(group).arrays(), begun.get(group, (0, 0)))

    def _shelf(self, group: str) -> Shelf:
        if group not in self._shelves:
            self._shelves[group] = Shelf(shelf_folder(self._folder, group), self._mark)
        return self._shelves[group]


def mark_of(known: Finder) -> str:
    """What an index was made with: another vocabulary makes other features, so it must be built again."""
    told = sha256(b"1")
    for concept in known.vocabulary.values():
        told.update(repr(concept).encode())
    return told.hexdigest()[:32]
