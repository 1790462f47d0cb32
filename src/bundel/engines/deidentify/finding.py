"""Finding personal data in a text, and putting something else in its place."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bundel.engines.deidentify.days import find_ages, find_dates
from bundel.engines.deidentify.kinds import REPLACE_ALL, Found, Kind, Policy, Span, settle
from bundel.engines.deidentify.names import find_names
from bundel.engines.deidentify.numbers import find_numbers
from bundel.engines.deidentify.places import find_places
from bundel.engines.deidentify.tokens import tokenize

_MOST_ROUNDS = 10
_YEAR_AFTER = re.compile(r"\s?\(((?:19|20)\d\d)\)")


@dataclass(frozen=True, slots=True)
class Replaced:
    """The new text, with the way back to the text as it was typed."""

    text: str
    _edges: tuple[tuple[int, int, int, int], ...]
    """Per replaced piece: start and end in the new text, start and end in the old one."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the old text this stretch of the new text came from; a replaced piece counts whole."""
        return self._back(start, at_end=False), self._back(end, at_end=True)

    def _back(self, offset: int, *, at_end: bool) -> int:
        edge = bisect_right(self._edges, offset, key=lambda e: e[0]) - 1
        if edge < 0:
            return offset
        new_start, new_end, old_start, old_end = self._edges[edge]
        if offset >= new_end:
            return offset - new_end + old_end
        if offset == new_start:
            return old_start
        return old_end if at_end else old_start


def replace(text: str, spans: Iterable[Span], policy: Policy | None = None) -> str:
    """The text with each span replaced; with a policy, by what the policy says for its type."""
    return replaced(text, spans, policy).text


def replaced(text: str, spans: Iterable[Span], policy: Policy | None = None) -> Replaced:
    """As `replace`, with the offsets back. Spans must be sorted and apart, as `find` gives them."""
    pieces: list[str] = []
    edges: list[tuple[int, int, int, int]] = []
    done = length = 0
    for span in spans:
        if not done <= span.start <= span.end <= len(text):
            raise ValueError(f"span {span.start}-{span.end} lies outside the text or overlaps another")
        new = span.replacement if policy is None else policy.get(span.type)
        if new is None:
            new = text[span.start : span.end]
        pieces += (text[done : span.start], new)
        length += span.start - done
        edges.append((length, length + len(new), span.start, span.end))
        length += len(new)
        done = span.end
    pieces.append(text[done:])
    return Replaced("".join(pieces), tuple(edges))


def find(text: str, policy: Policy = REPLACE_ALL) -> list[Span]:
    """All personal data, sorted and apart; what the policy keeps has itself as replacement.

    Replaced by these spans, the text holds nothing more for this policy to replace: what only shows
    once the rest is gone is found too, in at most ten rounds. Linear in the length of the text.
    """
    found = _scan(text)
    rounds = 0
    while found and rounds < _MOST_ROUNDS and (grown := _with_what_shows_now(text, found, policy)) != found:
        found, rounds = grown, rounds + 1
    return [_span(text, one, policy) for one in found]


def _with_what_shows_now(text: str, found: list[Found], policy: Policy) -> list[Found]:
    """The findings and those that only the replaced text shows, in places of the old text."""
    now = replaced(text, [_span(text, one, policy) for one in found])
    more = [one for one in _scan(now.text) if policy.get(one.kind) not in (None, now.text[one.start : one.end])]
    return settle([*found, *(Found(*now.original(one.start, one.end), one.kind) for one in more)])


def _span(text: str, one: Found, policy: Policy) -> Span:
    new = policy.get(one.kind)
    return Span(one.start, one.end, one.kind, text[one.start : one.end] if new is None else new)


def _years_of(text: str, names: Iterable[Found]) -> Iterator[Found]:
    """`Mies Vermaat (1958)`: the year in brackets after a name is the year of birth."""
    for name in names:
        year = _YEAR_AFTER.match(text, name.end)
        if year:
            yield Found(*year.span(1), Kind.DOB)


def _scan(text: str) -> list[Found]:
    tokens = tokenize(text)
    names = find_names(tokens)
    found: Sequence[Found] = [
        *find_numbers(text),
        *find_dates(text),
        *find_ages(text),
        *find_places(text, tokens),
        *names,
        *_years_of(text, names),
    ]
    return settle(found)
