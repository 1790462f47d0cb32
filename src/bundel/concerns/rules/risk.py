"""Whether a card without one name still tells who it is about: rare things together in a small place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bundel.concerns.rules.card import Piece
from bundel.concerns.rules.groups import AGE_SHARES, inhabitants
from bundel.concerns.rules.publishing import PlaceLevel
from bundel.engines.deidentify import Kind

# A number of people below which somebody may be recognised; the same as for counts that leave the workspace.
FEWEST_ALIKE = 10
_COUNTED_IN = 100_000
_NEXT = {PlaceLevel.MUNICIPALITY: PlaceLevel.PROVINCE, PlaceLevel.PROVINCE: PlaceLevel.COUNTRY}

# A role counts only where somebody says it of themselves or of who is near: "de huisarts belde" says nothing of them.
_SAID_OF_ONE = (
    r"(?:ik (?:ben|was)|(?:man|vrouw|moeder|vader|zoon|dochter|partner|broer|zus) (?:is|was)|"
    r"(?:werk|werkte|werkt) (?:ik )?als|beroep is|als (?:voormalig|oud-?)) ?"
    r"(?:de |een |het |vroeger |zelf |voormalig |oud-?)*"
)


class Sort(StrEnum):
    """What may tell somebody apart."""

    CONDITION = "condition"
    ROLE = "role"
    AGE = "age"


@dataclass(frozen=True)
class Sign:
    """Words on the card that fit few people; `share` is which part of all people, `source` the words in the story."""

    sort: Sort
    words: str
    share: float
    source: str


@dataclass(frozen=True)
class Risk:
    """So few people in the place fit these signs together that somebody may be recognised."""

    signs: tuple[Sign, ...]
    level: PlaceLevel
    coarser: PlaceLevel | None


def find_risk(card: str, pieces: Iterable[Piece], level: PlaceLevel, code: str) -> Risk | None:
    """The risk in this text of a card, made of these pieces; `code` is the municipality. None when many people fit.

    An age alone is no risk: every place has people of every age.
    """
    signs = (*_listed(card), *_ages(card, pieces))
    people = float(inhabitants(code, level) or 0)
    for sign in signs:
        people *= sign.share
    if people >= FEWEST_ALIKE or all(sign.sort is Sort.AGE for sign in signs):
        return None
    return Risk(signs, level, _NEXT.get(level))


def _listed(card: str) -> Iterator[Sign]:
    seen: set[str] = set()
    for sort, pattern in _patterns().items():
        for found in pattern.finditer(card):
            words = found[1]
            share = _shares()[sort].get(words) or _shares()[sort][words.casefold()]
            if words.casefold() not in seen:
                seen.add(words.casefold())
                yield Sign(sort, words, share / _COUNTED_IN, words)


def _ages(card: str, pieces: Iterable[Piece]) -> Iterator[Sign]:
    """One sign for the first age group on the card: two ages are mostly of two people."""
    for piece in pieces:
        if piece.kind is Kind.AGE and piece.instead in AGE_SHARES and piece.instead in card:
            yield Sign(Sort.AGE, piece.instead.strip("[]"), AGE_SHARES[piece.instead], piece.text)
            return


@cache
def _shares() -> dict[Sort, dict[str, float]]:
    """People in 100,000 per form; a form in capitals as it stands, another one folded."""
    shares: dict[Sort, dict[str, float]] = {Sort.CONDITION: {}, Sort.ROLE: {}}
    sort = Sort.CONDITION
    lines = files("bundel.concerns").joinpath("data", "rare.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("["):
            sort = Sort(line.strip("[]").removesuffix("s"))
        elif not line.startswith("#"):
            forms, _, count = line.partition(" = ")
            shares[sort] |= {form if form.isupper() else form.casefold(): float(count) for form in forms.split(" | ")}
    return shares


@cache
def _patterns() -> dict[Sort, re.Pattern[str]]:
    shares = _shares()
    return {
        Sort.CONDITION: re.compile(rf"(?<!\w)({_any_of(shares[Sort.CONDITION])})(?!\w)"),
        Sort.ROLE: re.compile(rf"(?<!\w)(?i:{_SAID_OF_ONE})({_any_of(shares[Sort.ROLE])})(?!\w)"),
    }


def _any_of(forms: Iterable[str]) -> str:
    longest_first = sorted(forms, key=len, reverse=True)
    return "|".join(re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})" for form in longest_first)
