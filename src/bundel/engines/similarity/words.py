"""Dutch words as they are compared: found in a text, folded, and cut down to what their forms share."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_DOUBLE = re.compile(r"(.)\1+")
# Longest first, one of each row. What is left must be a word still, with a vowel.
_DIMINUTIVES = ("etjes", "tjes", "pjes", "jes", "etje", "tje", "pje", "je")
_INFLECTIONS = ("heden", "en", "es", "e", "s")
_VERB_ENDINGS = ("td", "d", "t")
_VOWEL = re.compile(r"[aeiouy]")
_LAST = str.maketrans({"v": "f", "z": "s"})
# Forms the rules would throw together with another word.
_AS_THEY_ARE = {"oudere": "oudere", "ouderen": "oudere", "leges": "leges", "lezen": "lezen", "lees": "lezen"}

# Words that say nothing of the problem: grammar, and the small change of telling.
EVERYDAY = frozenset((files(__package__) / "concepts" / "everyday.txt").read_text(encoding="utf-8").split())
# They stand between the words of a phrase and change nothing: "hulp in (de) huishouding".
FILLERS = frozenset({"de", "het", "een", "t", "n"})


class Word(NamedTuple):
    """A word where it stands: folded (small letters, no accents) and its stem; offsets in characters."""

    start: int
    end: int
    folded: str
    stem: str
    is_capitals: bool


def fold(text: str) -> str:
    """Small letters without accents or marks inside a word."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in plain if sign.isalnum())


def stem(folded: str) -> str:
    """What the forms of a word share; for comparing, not for reading (`weigert`, `geweigerd`: `weiger`)."""
    if folded in _AS_THEY_ARE:
        return _AS_THEY_ARE[folded]
    if len(folded) < 4 or folded.isdigit():
        return folded
    cut = _without(_DIMINUTIVES, _DOUBLE.sub(r"\1", folded), 3)
    cut = _without(_INFLECTIONS, cut, 3)
    verb = _without(_VERB_ENDINGS, cut, 4)
    if verb != cut and verb.startswith("ge") and _is_word(verb[2:], 4):
        verb = verb[2:]
    return verb[:-1] + verb[-1].translate(_LAST)


def _without(endings: tuple[str, ...], word: str, letters: int) -> str:
    for ending in endings:
        if word.endswith(ending) and _is_word(word[: -len(ending)], letters):
            return word[: -len(ending)] + ("heid" if ending == "heden" else "")
    return word


def _is_word(rest: str, letters: int) -> bool:
    return len(rest) >= letters and _VOWEL.search(rest) is not None


def words(text: str) -> Iterator[Word]:
    """The words of a text in order; never fails, whatever the characters."""
    for match in _WORD.finditer(text):
        folded, root, is_capitals = _taken(match.group())
        if folded:
            yield Word(match.start(), match.end(), folded, root, is_capitals)


@lru_cache(maxsize=65_536)
def _taken(raw: str) -> tuple[str, str, bool]:
    folded = fold(raw)
    return folded, stem(folded), raw.isupper() and len(raw) > 1
