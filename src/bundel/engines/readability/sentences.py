"""Cutting a text into sentences and words, with their places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bundel.engines.readability.grammar import grammar

_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+(?:['’-](?:[^\W\d_]|[\u0300-\u036f])+)*|\d+(?:[.,:]\d+)*")
_BREAK = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)|\n(?=[A-ZÀ-Þ])")
_ABBREVIATIONS = grammar("abbreviations")
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_LONGEST_LOOKBACK = 16


@dataclass(frozen=True, slots=True)
class Word:
    """One word or number and its place in the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading or list item: its place without outer white space, and its words."""

    start: int
    end: int
    words: tuple[Word, ...]


def split_sentences(text: str) -> list[Sentence]:
    """Sentences that hold at least one word, in order."""
    sentences: list[Sentence] = []
    start = 0
    for end in _ends(text):
        piece = text[start:end]
        words = tuple(Word(start + m.start(), start + m.end(), m.group()) for m in _WORD.finditer(piece))
        if words:
            lead = len(piece) - len(piece.lstrip())
            sentences.append(Sentence(start + lead, start + len(piece.rstrip()), words))
        start = end
    return sentences


def _ends(text: str) -> Iterator[int]:
    for found in _BREAK.finditer(text):
        if found.group()[0] == "." and _is_inside(text, found.start(), found.end()):
            continue
        yield found.end()
    yield len(text)


def _is_inside(text: str, start: int, end: int) -> bool:
    """Does this full stop belong to an abbreviation, an initial or a numbered item?"""
    before = _LAST_WORD.search(text[max(0, start - _LONGEST_LOOKBACK) : start])
    word = before.group().lower() if before else ""
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return True
    return text[end : end + 2].strip()[:1].islower() and "." in word
