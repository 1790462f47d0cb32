"""Finds the words in a text that ask for a second look."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LONGEST = 20_000  # characters that are looked at; what stands behind them is for the person who looks
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?\n]|\Z)")
# Full stops that end no sentence, kept as long as they are so that places stay the same.
_SHORT = re.compile(r"\b(?:[Mm]evr|[Mm]w|[Dd]hr|[Dd]r|[Mm]rs?|[Mm]s|[Dd]rs|[Ii]r)\.")


@dataclass(frozen=True)
class Kind:
    """One kind of flag, in words, with its patterns; `near` names a kind that must stand in the same sentence."""

    code: str
    nl: str
    en: str
    near: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Flag:
    """A place in the text, from `start` up to `end` in characters, and the kind it may be."""

    code: str
    start: int
    end: int


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of flag by its code."""
    data = tomllib.loads(files("bundel.engines.flags").joinpath("flags.toml").read_text("utf-8"))
    return {item["code"]: _kind(item) for item in data["flags"]}


def find(text: str) -> list[Flag]:
    """The flags in a text, in the order of their places; a text without any gives an empty list."""
    text = text[:LONGEST]
    found = {flag for kind in kinds().values() for flag in _flags(kind, text)}
    return sorted(found, key=lambda flag: (flag.start, flag.end, flag.code))


def _flags(kind: Kind, text: str) -> Iterator[Flag]:
    if not kind.near:
        yield from _matches(kind, text, 0)
        return
    other = kinds()[kind.near]
    for start, sentence in _sentences(text):
        if any(pattern.search(sentence) for pattern in other.patterns):
            yield from _matches(kind, sentence, start)


def _matches(kind: Kind, text: str, offset: int) -> Iterator[Flag]:
    for pattern in kind.patterns:
        for match in pattern.finditer(text):
            yield Flag(kind.code, offset + match.start(), offset + match.end())


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    plain = _SHORT.sub(lambda short: short[0][:-1] + " ", text)
    for match in _SENTENCE.finditer(plain):
        yield match.start(), text[match.start() : match.end()]


def _kind(item: dict[str, object]) -> Kind:
    words = item["words"]
    assert isinstance(words, list)
    capitals = 0 if item.get("exact") else re.IGNORECASE
    return Kind(
        str(item["code"]),
        str(item["nl"]),
        str(item["en"]),
        str(item.get("near", "")),
        tuple(re.compile(word, capitals) for word in words),
    )
