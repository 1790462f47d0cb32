"""Finds the vocabulary's concepts in a text: phrases, verbs that split, compounds and typing errors."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from bundel.engines.similarity.vocabulary import Vocabulary, vocabulary
from bundel.engines.similarity.words import EVERYDAY, FILLERS, Word, stem, words

_GAP = "…"
_GAP_WORDS = 6  # between the halves of a verb that splits
_EDGE_LETTERS = 5  # a shorter word at the edge of a compound is chance: "huis" in "ziekenhuis"
_REST_LETTERS = 3
_NO_WORDS = frozenset({"heid", "heden", "ing", "ingen", "ige", "kig", "lijk", "lijke", "baar", "bare", "loos", "sel"})
_TYPO_LETTERS = 7  # a shorter word has too many neighbours one letter away
_NO_TYPOS = frozenset({"aangeboden", "afgeweken", "opgelegd", "verhuurd", "uitgelegd", "betaling", "bestelling"})
_CACHED = 100_000


class Found(NamedTuple):
    """A concept and where it was said; offsets in characters of the text."""

    concept: str
    start: int
    end: int


class _Phrase(NamedTuple):
    stems: tuple[str, ...]
    concept: str
    is_capitals: bool


class Reading(NamedTuple):
    """What one spelling stands for: its stem (a typing error mended) and the words at its edges if it is a compound."""

    stem: str
    edges: tuple[str, ...]


class Finder:
    """The concepts of one vocabulary in any text. Making one takes a fraction of a second; keep it."""

    def __init__(self, concepts: Vocabulary) -> None:
        self.vocabulary = concepts
        # By their first two stems; those of one word, or with a gap after the first, by that and nothing.
        self._phrases: dict[tuple[str, str], list[_Phrase]] = {}
        self._single: dict[str, list[str]] = {}
        for concept in concepts.values():
            for label in concept.labels:
                self._learn(label, concept.id)
        self._known = {part for phrases in self._phrases.values() for phrase in phrases for part in phrase.stems}
        self._near = _neighbours(self._known)
        self._read: dict[str, Reading] = {}

    def find(self, text: str) -> list[Found]:
        """Every concept said in the text, in order; the same one as often as it is said."""
        return self.find_in(list(words(text)))

    def find_in(self, said: Sequence[Word]) -> list[Found]:
        """The same for words that were already found."""
        said = [word for word in said if word.folded not in FILLERS]
        readings = [self.read(word) for word in said]
        stems = [reading.stem for reading in readings]
        found: dict[Found, None] = {}
        for place, (word, reading) in enumerate(zip(said, readings, strict=True)):
            following = stems[place + 1] if place + 1 < len(stems) else ""
            for phrase in chain(
                self._phrases.get((reading.stem, ""), ()), self._phrases.get((reading.stem, following), ())
            ):
                end = place if len(phrase.stems) == 1 else _end(phrase.stems, stems, place)
                if end is not None and (word.is_capitals or not phrase.is_capitals):
                    found[Found(phrase.concept, word.start, said[end].end)] = None
            for edge in reading.edges:
                for concept in self._single[edge]:
                    found[Found(concept, word.start, word.end)] = None
        return list(found)

    def read(self, word: Word) -> Reading:
        """The word as the vocabulary takes it."""
        known = self._read.get(word.folded)
        if known is None:
            if len(self._read) >= _CACHED:
                self._read.clear()
            known = self._read[word.folded] = self._read_new(word)
        return known

    def _read_new(self, word: Word) -> Reading:
        if word.stem in self._single or word.folded in EVERYDAY:
            return Reading(word.stem, ())
        edges = (self._edge(word.folded, at_start=True), self._edge(word.folded, at_start=False))
        real = tuple(dict.fromkeys(edge for edge in edges if edge))
        return Reading(word.stem if real else self._mended(word), real)

    def _mended(self, word: Word) -> str:
        if word.stem in self._known or len(word.stem) < _TYPO_LETTERS or word.folded in _NO_TYPOS:
            return word.stem
        near = {one for key in _shorter(word.stem) for one in self._near.get(key, ())}
        return near.pop() if len(near) == 1 else word.stem

    def _edge(self, folded: str, *, at_start: bool) -> str | None:
        for size in range(len(folded) - _REST_LETTERS, _EDGE_LETTERS - 1, -1):
            edge, rest = (folded[:size], folded[size:]) if at_start else (folded[-size:], folded[:-size])
            part = stem(edge)
            if len(part) >= _EDGE_LETTERS and part in self._single and rest not in _NO_WORDS:
                return part
        return None

    def _learn(self, label: str, concept: str) -> None:
        stems: list[str] = []
        for part in label.split():
            said = [word.stem for word in words(part) if word.folded not in FILLERS]
            stems += [_GAP] if part == _GAP else said
        if not stems:
            raise ValueError(f"the label {label!r} of {concept} has no word to find it by")
        is_capitals = len(stems) == 1 and label.isupper() and label.lower() in EVERYDAY
        second = stems[1] if len(stems) > 1 and stems[1] != _GAP else ""
        self._phrases.setdefault((stems[0], second), []).append(_Phrase(tuple(stems), concept, is_capitals))
        if len(stems) == 1 and not is_capitals:
            self._single.setdefault(stems[0], []).append(concept)


def _end(phrase: tuple[str, ...], stems: Sequence[str], place: int) -> int | None:
    """Where the phrase that starts at this place ends; `None` when the text goes on otherwise."""
    at, gap = place, 0
    for part in phrase[1:]:
        if part == _GAP:
            gap = _GAP_WORDS
            continue
        step = next((n for n in range(at + 1, min(len(stems), at + 2 + gap)) if stems[n] == part), None)
        if step is None:
            return None
        at, gap = step, 0
    return at


def _shorter(word: str) -> set[str]:
    """The word and all that is left of it with one letter out: two words a typing error apart share one."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def _neighbours(known: Iterable[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for word in known:
        if len(word) >= _TYPO_LETTERS:
            for key in _shorter(word):
                near.setdefault(key, []).append(word)
    return near


@cache
def finder() -> Finder:
    """The finder of the vocabulary that comes with Bundel."""
    return Finder(vocabulary())
