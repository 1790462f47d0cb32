"""A text as words, numbers and marks, each with its place and what its capitals say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bundel.engines.deidentify.words import PARTICLES, cues, fold

_TOKEN = re.compile(
    r"\[[^\[\]\n]{1,40}\]"
    r"|(?:['’`][tnTNsS]\b)"
    r"|(?:[^\W\d_]|[\u0300-\u036f])+(?:['’´`-](?:[^\W\d_]|[\u0300-\u036f])+)*"
    r"|\d+"
    r"|\n"
    r"|[^\s\w]|_"
)
_JOINED_CAPITAL = re.compile(r"(?:[ae]l|a[dnrst]|ul|d|l|o|t|s)['’-]", re.IGNORECASE)
"""`al-Khatib` and `d'Angelo` carry their capital behind a small word."""
_STOPS = frozenset('.!?:;\n"“”„‘•*-–|()>')
ABBREVIATIONS = cues("abbreviations")
LEADING = cues("leading particles")
_LONGEST_WORD = 60
_MOST_PARTICLES = 6


@dataclass(slots=True)
class Token:
    """One word, number, mark or `[placeholder]` of the text."""

    start: int
    end: int
    text: str
    low: str
    is_word: bool
    is_number: bool
    is_capital: bool
    is_acronym: bool
    opens: bool
    """Stands where a sentence or line may begin, so that its capital says nothing."""


def _raw(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        surface = found.group()
        first = surface[0]
        word = (first.isalpha() or (len(surface) > 1 and first in "'’`")) and len(surface) <= _LONGEST_WORD
        yield Token(
            start=found.start(),
            end=found.end(),
            text=surface,
            low=fold(surface) if word else surface,
            is_word=word,
            is_number=first.isdigit(),
            is_capital=word and _has_capital(surface),
            is_acronym=word and len(surface) > 1 and surface.isupper(),
            opens=False,
        )


def _has_capital(surface: str) -> bool:
    joined = _JOINED_CAPITAL.match(surface)
    return surface[0].isupper() or (joined is not None and surface[joined.end() :][:1].isupper())


def low_at(tokens: list[Token], place: int) -> str:
    """The folded token there, or nothing beyond the edges."""
    return tokens[place].low if 0 <= place < len(tokens) else ""


def past_particles(tokens: list[Token], place: int) -> int:
    """The place after the small words of a name that start here: `van der`, `v.d.`, `in 't`."""
    after = place
    while after < len(tokens) and after - place < _MOST_PARTICLES:
        low, following = tokens[after].low, low_at(tokens, after + 1)
        if low in LEADING and following not in ("de", "den", "der", "het", "'t", "t"):
            break
        if low in ("v", "d") and following in (".", "/"):
            after += 2
        elif low in PARTICLES or (low == "v" and following == "d"):
            after += 1
        else:
            break
    return after


def _capitals_mean_nothing(words: list[Token]) -> bool:
    """In a text of capitals only, or With Every Word In Capitals, they single nothing out."""
    long = [w for w in words if len(w.text) > 2]
    if not long:
        return False
    shouted = sum(w.is_acronym for w in long)
    if len(long) >= 3 and shouted > 0.7 * len(long):
        return True
    return len(long) >= 8 and sum(w.is_capital for w in long) > 0.75 * len(long)


def tokenize(text: str) -> list[Token]:
    """All tokens in order; linear in the length of the text."""
    tokens = list(_raw(text))
    words = [t for t in tokens if t.is_word]
    if _capitals_mean_nothing(words):
        for word in words:
            word.is_capital = word.is_acronym = False
    for place, token in enumerate(tokens):
        token.opens = place == 0 or _ends_sentence(tokens, place - 1)
    return tokens


def _ends_sentence(tokens: list[Token], place: int) -> bool:
    if tokens[place].text not in _STOPS:
        return False
    before = tokens[place - 1] if place else None
    is_abbreviation = (
        tokens[place].text == "."
        and before is not None
        and before.is_word
        and (len(before.text) == 1 or before.low in ABBREVIATIONS)
    )
    return not is_abbreviation
