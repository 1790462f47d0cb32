"""A letter as a stream of plain words: scanning faults gone, days and terms recognised, every place kept.

The stream is one string: lower-case words without accents, one space between them, " . " where a sentence ends,
"<date>" for a day and "<term>" for a length of time. Rules match the stream; `span` leads back to the letter.
White space never matters, so a letter reads alike however it was folded.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, pairwise

from bundel.engines.letters.days import (
    LENGTH,
    WRITTEN_DAY,
    Length,
    read_length,
    read_numeric_day,
    read_written_day,
)
from bundel.engines.letters.tables import read_table

Spot = tuple[str, int, int]
# Marks that carry no meaning: soft hyphens, zero-width signs, loose accents.
_NOISE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300-\u036f"
_PIECES = re.compile(
    rf"""
    (?P<page>(?<!\w)(?i:pagina|blz\.?|bladzijde|page)\s{{1,3}}\d{{1,3}}\s{{1,3}}(?:van|/|of)\s{{1,3}}\d{{1,3}}(?!\w))
  | (?P<web>@[\w.-]++|(?:https?://|www\.)\S++)
  | (?P<day>(?<![\w./-])(?:\d{{4}}\s?[-/.]\s?\d\d?\s?[-/.]\s?\d\d?
        |\d\d?\s?[-/.]\s?\d\d?\s?[-/.]\s?(?:\d{{4}}|['’]?\d\d))
        (?![\d/]|[-.]\d))
  | (?P<spaced>(?<!\w)(?:[^\W\d_]\s{{1,3}}){{4,40}}[^\W\d_](?!\w))
  | (?P<number>\d{{1,3}}(?:\.\d{{3}})+(?:,\d\d)?(?!\d)|\d++(?:[.,:]\d++)*+)
  | (?P<word>[^\W\d_](?:[^\W\d_]|[{_NOISE}])*+(?:(?:-\s++|¬\s*+)(?!(?:en|of|als)\b)(?:[^\W\d_]|[{_NOISE}])++)*+)
  | (?P<stop>[.!?…]++(?=\s|["'”’)]|[A-ZÀ-Þ]|\Z))
    """,
    re.VERBOSE,
)
_JOINTS = re.compile(rf"[-¬\s{_NOISE}]+")
_SPACE = re.compile(r"[\s'’]")
# The number of an item in a list: "1. de voorziening".
_ITEM = re.compile(r"\d{1,2}")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ][a-zà-ÿ])")
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ĳ": "ij", "Ĳ": "ij", "ß": "ss"})
_SHORT = frozenset(read_table("words")["short"].split())


def plain(word: str) -> str:
    """The word in lower case, without accents, ligatures or the marks a line break leaves."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.translate(_LIGATURES).lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@dataclass(slots=True)
class Stream:
    """The words of one letter as one string, with what stands where."""

    spots: list[Spot]
    days: dict[int, date | None]  # by the place in the letter where the day starts
    lengths: dict[int, Length]
    impossible: frozenset[int]  # days that no calendar has
    at: list[int] = field(init=False)
    begins: list[int] = field(init=False)
    line: str = field(init=False)
    places: dict[str, list[int]] = field(init=False)
    vocabulary: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.line = " ".join(word for word, _, _ in self.spots) + " "
        sizes = (len(word) + 1 for word, _, _ in self.spots)
        self.begins = [start for _, start, _ in self.spots]
        self.at = list(accumulate(sizes, initial=0))
        places: defaultdict[str, list[int]] = defaultdict(list)
        for index, (word, _, _) in enumerate(self.spots):
            places[word].append(self.at[index])
        self.places = dict(places)
        self.vocabulary = sorted(places)

    def index(self, position: int) -> int:
        """The number of the word at this place of the stream."""
        return bisect_right(self.at, position) - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `line[start:end]` stands in the letter."""
        return self.spots[self.index(start)][1], self.spots[self.index(max(start, end - 1))][2]

    def word_at(self, offset: int) -> int:
        """The number of the word at this place of the letter."""
        return bisect_right(self.begins, offset) - 1

    def has(self, *words: str) -> int:
        """How often the letter has one of these words."""
        return sum(len(self.starts(word)) for word in words)

    def knows(self, word: str) -> bool:
        """Whether the letter has this word, or with a trailing `*` one that begins so."""
        if not word.endswith("*"):
            return word in self.places
        at = bisect_left(self.vocabulary, word[:-1])
        return at < len(self.vocabulary) and self.vocabulary[at].startswith(word[:-1])

    def starts(self, word: str) -> list[int]:
        """Every place where this word starts; with a trailing `*` every word that begins so."""
        if not word.endswith("*"):
            return self.places.get(word, [])
        head, found = word[:-1], list[int]()
        for known in self.vocabulary[bisect_left(self.vocabulary, head) :]:
            if not known.startswith(head):
                break
            found += self.places[known]
        return found


def _split(word: str, start: int) -> Iterator[Spot]:
    """Words that lost the line break between them, as in "besluitDatum"."""
    cuts = [0, *(found.start() for found in _CAMEL.finditer(word)), len(word)]
    for a, b in pairwise(cuts):
        yield plain(word[a:b]), start + a, start + b


def _clean(kind: str | None, word: str, start: int, end: int) -> Iterable[Spot]:
    if kind == "word" and word.isalpha():
        easy = word.isascii() and word[1:].islower()
        return [(word.lower(), start, end)] if easy else _split(word, start)
    if kind in {"word", "spaced"}:
        return [(plain(_JOINTS.sub("", word)), start, end)]
    if kind == "day":
        return [(_SPACE.sub("", word), start, end)]
    return [("<web>" if kind == "web" else word, start, end)]


def _pieces(text: str) -> Iterator[Spot]:
    before = "."
    for piece in _PIECES.finditer(text):
        kind, word, start, end = piece.lastgroup, piece[0], piece.start(), piece.end()
        if kind == "stop":
            if before != "." and not (word == "." and (before in _SHORT or _ITEM.fullmatch(before))):
                before = "."
                yield ".", start, end
        elif kind != "page":
            for spot in _clean(kind, word, start, end):
                before = spot[0]
                yield spot


class _Merger:
    """Puts one sign in the place of several words: "12", "maart", "2026" become "<date>"."""

    def __init__(self, text: str, spots: list[Spot]) -> None:
        self.text, self.spots = text, spots
        self.days: dict[int, date | None] = {}
        self.lengths: dict[int, Length] = {}
        self.impossible: set[int] = set()

    def merge(self) -> Stream:
        for index, (word, start, end) in enumerate(self.spots):
            is_day, day = read_numeric_day(word) if "0" <= word[0] <= "9" else (False, None)
            if is_day:
                self.spots[index], self.days[start] = ("<date>", start, end), day
                if day is None:
                    self.impossible.add(start)
        self._replace(WRITTEN_DAY, "<date>")
        self._replace(LENGTH, "<term>")
        return Stream(self.spots, self.days, self.lengths, frozenset(self.impossible))

    def _replace(self, shape: re.Pattern[str], sign: str) -> None:
        at = list(accumulate((len(word) + 1 for word, _, _ in self.spots), initial=0))
        line = " ".join(word for word, _, _ in self.spots)
        kept: list[Spot] = []
        done = 0
        for found in shape.finditer(line):
            first, last = bisect_right(at, found.start()) - 1, bisect_right(at, found.end() - 1) - 1
            start, end = self.spots[first][1], self.spots[last][2]
            if not self._note(found, sign, start, end):
                continue
            kept += self.spots[done:first]
            kept.append((sign, start, end))
            done = last + 1
        self.spots = kept + self.spots[done:]

    def _note(self, found: re.Match[str], sign: str, start: int, end: int) -> bool:
        if sign == "<term>":
            self.lengths[start] = read_length(found)
            return True
        is_day, day = read_written_day(found)
        if day and len(found["year"] or "year") == 2 and self.text[end - 3] not in "'’‘`-./":
            day = None  # "12 maart 10 uur"
        if is_day:
            self.days[start] = day
            if day is None and len(found["year"] or "") > 2:
                self.impossible.add(start)
        return is_day


def read_stream(text: str) -> Stream:
    """The letter as a stream of words."""
    return _Merger(text, list(_pieces(text))).merge()
