"""What can be learnt from a piece of text without keeping it: its shape, and what sort of word stood before it."""

import re
from enum import StrEnum

from bundel.engines.deidentify.slots import PEOPLE_WORDS, TITLES
from bundel.engines.deidentify.words import PARTICLES, cues, fold, is_word, lexicon

_LONGEST_RUN = 3
_MOST_WORDS = 6
_LAST_WORD = re.compile(r"([^\W_]+|[^\w\s])\s*$")
_BEFORE_PLACES = cues("before places")


class Before(StrEnum):
    """The sort of word before a piece."""

    START = "start"
    TITLE = "title"
    PERSON = "person"  # kin, a role, a word such as oom
    PLACE_WORD = "place_word"
    SMALL_WORD = "small_word"
    WORD = "word"
    UNKNOWN_WORD = "unknown_word"
    NUMBER = "number"
    MARK = "mark"


def shape_of(text: str) -> str:
    """`Mevrouw De Bruin` gives `Xxxx Xx Xxxx`: X, x and 9 for letters and digits, three alike at most.

    Longer words and more than six of them leave no longer shape, so that a shape fits many.
    """
    return " ".join(_shape_of_word(word) for word in text.split()[:_MOST_WORDS])


def _shape_of_word(word: str) -> str:
    signs = "".join("9" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in word)
    return re.sub(rf"(.)\1{{{_LONGEST_RUN},}}", lambda run: run[1] * _LONGEST_RUN, signs)[:24]


def is_everyday(word: str) -> bool:
    """Is this a word of everyday Dutch, and no name?"""
    return is_word(fold(word))


def left_of(text: str, start: int) -> Before:
    """What sort of word stands before this place of the text."""
    found = _LAST_WORD.search(text[max(0, start - 60) : start])
    if found is None:
        return Before.START
    word = fold(found[1])
    if not word[0].isalnum():
        return Before.MARK
    if word.isdigit():
        return Before.NUMBER
    sorts = (
        (Before.TITLE, TITLES),
        (Before.PERSON, PEOPLE_WORDS),
        (Before.PLACE_WORD, _BEFORE_PLACES),
        (Before.SMALL_WORD, PARTICLES | lexicon().function),
    )
    sort = next((sort for sort, words in sorts if word in words), None)
    return sort or (Before.WORD if is_word(word) else Before.UNKNOWN_WORD)
