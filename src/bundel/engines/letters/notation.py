"""The notation of the rules: plain words that match the stream of a letter.

`wij|we hebben .. besloten` reads: "wij" or "we", "hebben", at most six words of the same sentence, "besloten".

| sign | means |
|---|---|
| `a\\|b` | one of these words; `_` joins words that belong together (`het_college\\|wij`) |
| `besluit*` | every word that begins so; `*brief` every word that ends so |
| `nog?` | may be left out |
| `..`, `...` | at most six, at most sixteen words of the same sentence |
| `<date>`, `<term>`, `<number>`, `<web>` | a day, a length of time, a number, an address on the web |

What may not stand before or after the words of a rule stands right there, or at most six words away with `..`.

Every pattern is tried only where its first word stands, and no gap is longer than sixteen words: the time a letter
takes grows with its length and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bundel.engines.letters.stream import Stream

_GAPS = {"..": 6, "...": 16}
_SIGNS = {"<number>": r"\d[\d.,:]*+"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: the words it can start with, the shape from there, and what the letter must hold for it.

    Each of `needs` is a choice: without any of its words in the letter the pattern need not be tried.
    """

    words: str
    heads: tuple[str, ...]
    shape: re.Pattern[str]
    needs: tuple[tuple[str, ...], ...]

    def find(self, stream: Stream) -> Iterator[tuple[int, int]]:
        """Every place in the stream, as (start, end) positions of `stream.line`."""
        if not all(any(map(stream.knows, choice)) for choice in self.needs):
            return
        for head in self.heads:
            for start in stream.starts(head):
                if found := self.shape.match(stream.line, start):
                    yield start, found.end() - 1


def _word(word: str) -> str:
    if word in _SIGNS:
        return _SIGNS[word]
    body = re.escape(word.strip("*")).replace("_", " ")
    before = "[^ .<]*?" if word.startswith("*") else ""
    after = "[^ .<]*+" if word.endswith("*") else ""
    return before + body + after


def _element(element: str) -> str:
    if element in _GAPS:
        return rf"(?:(?!\. )[^ ]++ ){{0,{_GAPS[element]}}}?"
    choice = "|".join(_word(word) for word in element.removesuffix("?").split("|"))
    return f"(?:(?:{choice}) )" + ("?" if element.endswith("?") else "")


def _heads(element: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.split("_")[0] for word in element.split("|")))


def _is_open(word: str) -> bool:
    """Whether no list of words can tell where this one stands."""
    return word.startswith("*") or word in _SIGNS


def compile_pattern(words: str) -> Pattern:
    """The pattern in `words`; ValueError when its first word could be any word or may be left out."""
    elements = words.split()
    first = elements[0] if elements else ".."
    heads = _heads(first)
    if first in _GAPS or first.endswith("?") or any(map(_is_open, heads)):
        raise ValueError(f"A pattern starts with a word it must find: {words!r}.")
    needs = [_heads(each) for each in elements[1:] if each not in _GAPS and not each.endswith("?")]
    searchable = tuple(choice for choice in needs if not any(map(_is_open, choice)))
    return Pattern(words, heads, re.compile("".join(map(_element, elements))), searchable)


def compile_before(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """A search for any of the patterns right before the end of a stretch of the stream; None without patterns."""
    return re.compile(rf"(?<![^ ])(?:{_shapes(words)})\Z") if words else None


def compile_after(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """A match of any of the patterns right at the start of a stretch of the stream; None without patterns."""
    return re.compile(_shapes(words)) if words else None


def _shapes(words: tuple[str, ...]) -> str:
    return "|".join("".join(map(_element, pattern.split())) for pattern in words)
