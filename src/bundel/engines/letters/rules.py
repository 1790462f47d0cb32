"""The rules as data: one readable file per subject in `patterns/`, read and compiled once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from bundel.engines.letters.letter import Match
from bundel.engines.letters.notation import Pattern, compile_after, compile_before, compile_pattern
from bundel.engines.letters.stream import Stream
from bundel.engines.letters.tables import read_table

# How far around its words a rule looks for what would take its meaning away, in signs of the stream.
_NEAR = 90
# More places than this add nothing to what a rule shows.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `key` is what it shows (a kind, a body, a law …), `strong` whether its words alone settle that."""

    id: str
    key: str
    subject: str
    strong: bool
    nl: str
    en: str
    article: str
    words: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    unless_before: tuple[str, ...]
    unless_after: tuple[str, ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    extra: dict[str, Any]

    def find(self, stream: Stream) -> list[Match]:
        """Where the letter says this, in order, without overlap; at most a dozen places."""
        spans = sorted(spot for pattern in self.patterns for spot in pattern.find(stream))
        found: list[Match] = []
        done = -1
        for start, end in spans:
            if start >= done and not self._taken_back(stream.line, start, end):
                found.append(Match(self.id, *stream.span(start, end)))
                done = end
                if len(found) == _MOST:
                    break
        return found

    def _taken_back(self, line: str, start: int, end: int) -> bool:
        if self.before is not None:
            left = line[max(0, start - _NEAR) : start].rsplit(" . ", 1)[-1].removeprefix(". ")
            if self.before.search(left[left.find(" ") + 1 :] if len(left) == _NEAR else left):
                return True
        if self.after is not None:
            right = line[end + 1 : end + _NEAR].split(". ", 1)[0]
            return self.after.match(right) is not None
        return False


_KNOWN = {"id", "key", "strong", "nl", "en", "article", "words", "unless_before", "unless_after"}


def _rule(subject: str, data: dict[str, Any], shared: dict[str, Any]) -> Rule:
    data = shared | data
    before, after = data.get("unless_before", []), data.get("unless_after", [])
    return Rule(
        id=data["id"],
        key=data["key"],
        subject=subject,
        strong=data.get("strong", False),
        nl=data["nl"],
        en=data["en"],
        article=data.get("article", ""),
        words=tuple(data["words"]),
        patterns=tuple(compile_pattern(words) for words in data["words"]),
        unless_before=tuple(before),
        unless_after=tuple(after),
        before=compile_before(tuple(before)),
        after=compile_after(tuple(after)),
        extra={name: value for name, value in data.items() if name not in _KNOWN},
    )


def read_rules(name: str) -> Iterator[Rule]:
    """The rules of one file; what stands in its `[all]` table holds for each of them."""
    table = read_table(name)
    for data in table["rule"]:
        yield _rule(name, data, table.get("all", {}))


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rules of one file, compiled once."""
    return tuple(read_rules(name))


def find_all(name: str, stream: Stream) -> dict[str, list[tuple[Rule, Match]]]:
    """Everything the rules of one file find, by what it shows, in the order of the rules."""
    found: dict[str, list[tuple[Rule, Match]]] = {}
    for rule in rules(name):
        for match in rule.find(stream):
            found.setdefault(rule.key, []).append((rule, match))
    return found
