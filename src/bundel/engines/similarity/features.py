"""What a text is compared by: its words, the edges of its long words, and above all the field's concepts."""

import math
from collections import Counter
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b

from bundel.engines.similarity.finder import Finder
from bundel.engines.similarity.words import EVERYDAY, Word, words


class Channel(IntEnum):
    """A kind of feature; each is normalised by itself and weighs `MIX` in the score."""

    WORD = 0
    EDGE = 1
    CONCEPT = 2


MIX = {Channel.WORD: 0.3, Channel.EDGE: 0.2, Channel.CONCEPT: 0.5}

_PART = 0.5  # a word inside a compound, beside the compound itself
_WIDER = 0.5  # a scootmobiel is also a device
_RELATED = 0.4
_EDGE_LETTERS = 5
# What is asked for tells one problem from another; the illness should not: its consequences are shared.
_SCHEME = {
    "provisions": 1.3,
    "events": 1.0,
    "bodies": 1.0,
    "people": 1.0,
    "consequences": 1.0,
    "conditions": 0.6,
    "settings": 0.6,
}

# The number of a feature, with its channel in the two lowest bits, and how strongly the text says it.
Features = dict[int, float]


def features(text: str, finder: Finder) -> Features:
    """The features of a text. The numbers are hashes: a text cannot be read back from them."""
    said = list(words(text))
    found: Features = {}
    for name, count in _words(said, finder).items():
        found[_number(Channel.WORD, name)] = _damped(count)
        if len(name) > _EDGE_LETTERS + 1:
            for edge in (f"{name[:_EDGE_LETTERS]}-", f"-{name[-_EDGE_LETTERS:]}"):
                number = _number(Channel.EDGE, edge)
                found[number] = found.get(number, 0.0) + _damped(count)
    for name, strength in _concepts(said, finder).items():
        found[_number(Channel.CONCEPT, name)] = strength
    return found


def channel(number: int) -> Channel:
    """The channel of a feature's number."""
    return Channel(number & 3)


def _words(said: list[Word], finder: Finder) -> dict[str, float]:
    counts: dict[str, float] = {}
    for word in said:
        reading = finder.read(word)
        if word.folded not in EVERYDAY and not word.folded.isdigit():
            counts[reading.stem] = counts.get(reading.stem, 0.0) + 1.0
        for edge in reading.edges:
            counts[edge] = counts.get(edge, 0.0) + _PART
    return counts


def _concepts(said: list[Word], finder: Finder) -> dict[str, float]:
    counts = Counter(name for name, _ in {(found.concept, found.start) for found in finder.find_in(said)})
    strengths: dict[str, float] = {}
    for name, count in counts.items():
        base = _damped(count)
        near = [(name, base)]
        near += [(wide, base * _WIDER) for wide in finder.vocabulary.wider(name)]
        near += [(other, base * _RELATED) for other in finder.vocabulary[name].related]
        for other, strength in near:
            strengths[other] = max(strengths.get(other, 0.0), strength)
    return {name: value * _SCHEME.get(finder.vocabulary[name].scheme, 1.0) for name, value in strengths.items()}


def _damped(count: float) -> float:
    return 1.0 + math.log(count) if count > 1.0 else count


@lru_cache(maxsize=262_144)
def _number(kind: Channel, name: str) -> int:
    digest = blake2b(name.encode(), digest_size=8, person=kind.name.encode()).digest()
    return int.from_bytes(digest, "big") & ~3 | kind
