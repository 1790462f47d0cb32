"""The rules of law, read once from `laws/*.toml`: one readable file per law."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bundel.engines.deadlines.days import DAY, Words

UNITS = ("weeks", "months", "days", "workdays", "years", "days_before")
DAYS_PER_UNIT = {"weeks": 7, "months": 30, "days": 1, "workdays": 1, "years": 365, "days_before": 1}
UNIT_WORDS = {
    "weeks": (Words("week", "week"), Words("weken", "weeks")),
    "months": (Words("maand", "month"), Words("maanden", "months")),
    "days": (Words("dag", "day"), Words("dagen", "days")),
    "workdays": (Words("werkdag", "working day"), Words("werkdagen", "working days")),
    "years": (Words("jaar", "year"), Words("jaar", "years")),
}


class Length(NamedTuple):
    """A number of weeks, months, days, workdays or years; `days_before` counts back from a day."""

    unit: str
    number: int

    @property
    def about_days(self) -> int:
        """Rough number of days, only to tell a long term from a short one."""
        return self.number * DAYS_PER_UNIT[self.unit]

    @property
    def words(self) -> Words:
        """The length as one would say it: "6 weken", "6 weeks"."""
        return _length_words(self)


@lru_cache(maxsize=1024)
def _length_words(length: Length) -> Words:
    one, many = UNIT_WORDS[length.unit]
    unit = one if length.number == 1 else many
    return Words(f"{length.number} {unit.nl}", f"{length.number} {unit.en}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One rule of law; without `length` it is a principle, or a term that a letter or regulation sets."""

    code: str
    article: str
    nl: str
    en: str
    status: str
    source: str
    law: str = ""
    procedures: tuple[str, ...] = ()
    side: str = ""
    start: tuple[str, ...] = ()
    length: Length | None = None
    rolls: str = "atw"
    when: Mapping[str, bool] = field(default_factory=dict)
    adjourn_weeks: int | None = None
    adjourn_article: str = ""
    extend_months: int | None = None
    filing: str = ""
    step: str = ""
    penalty: str = ""
    euros_per_week: int = 0
    most_euros: int = 0
    euros_per_half_year: int = 0
    plus_days: int = 0
    repeats: bool = False
    starts_on_date_of_notice: bool = False
    length_in_regulation: bool = False
    valid_from: date = date.min
    valid_until: date = date.max

    @cached_property
    def is_certain(self) -> bool:
        return self.status == "certain"

    @cached_property
    def words(self) -> Words:
        return Words(self.nl, self.en)

    def unmet(self, flags: Mapping[str, bool]) -> list[str]:
        """The conditions nobody told us about; a condition known to be false is `refused` instead."""
        return [name for name in self.when if name not in flags]

    def refused(self, flags: Mapping[str, bool]) -> bool:
        return any(flags.get(name, wanted) != wanted for name, wanted in self.when.items())


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """One file of rules, with the words by which people name the law and what each word implies."""

    key: str
    short: str
    name: Words
    source: str
    checked_on: date
    rules: tuple[Rule, ...]
    words: Mapping[str, Mapping[str, bool]]
    implied_by: tuple[str, ...]
    amounts: tuple[Mapping[str, Any], ...]


class Choice(NamedTuple):
    """The rule that holds, rules that would hold if an unknown condition is met, and those conditions."""

    rule: Rule | None
    others: tuple[Rule, ...]
    unknown: tuple[str, ...]


def _rule(law: str, entry: dict[str, Any]) -> Rule:
    units = [unit for unit in UNITS if unit in entry]
    length = Length(units[0], entry.pop(units[0])) if units else None
    for name in ("procedures", "start"):
        entry[name] = tuple(entry.get(name, ()))
    return Rule(law=law, length=length, **entry)


def _law(path: Path) -> Law:
    data = tomllib.loads(path.read_text("utf-8"))
    return Law(
        key=data["key"],
        short=data["short"],
        name=Words(data["nl"], data["en"]),
        source=data["source"],
        checked_on=data["checked_on"],
        rules=tuple(_rule(data["key"], entry) for entry in data["rule"]),
        words=data.get("words", {}),
        implied_by=tuple(data.get("implied_by", ())),
        amounts=tuple(data.get("penalty_amounts", ())),
    )


@cache
def laws() -> dict[str, Law]:
    """Every law by its key, in the order of the file names."""
    found = [_law(path) for path in sorted((Path(__file__).parent / "laws").glob("*.toml"))]
    return {law.key: law for law in found}


@cache
def rules_by_code() -> dict[str, Rule]:
    return {rule.code: rule for law in laws().values() for rule in law.rules}


def _main_term_order(rule: Rule) -> tuple[int, int]:
    return (-len(rule.when), -(rule.length.about_days if rule.length else 0))


@cache
def _index() -> dict[tuple[str, str, str], tuple[Rule, ...]]:
    found: dict[tuple[str, str, str], list[Rule]] = {}
    for rule in rules_by_code().values():
        for procedure in rule.procedures:
            side = f"step:{rule.side}" if rule.step else rule.side
            found.setdefault((procedure, side, rule.law), []).append(rule)
    return {key: tuple(sorted(rules, key=_main_term_order)) for key, rules in found.items()}


@cache
def _implied_law(procedure: str) -> tuple[str, ...]:
    return tuple(law.key for law in laws().values() if procedure in law.implied_by)


def law_order(procedure: str, law: str | None) -> tuple[str, ...]:
    """The laws to look in, the special one first."""
    return ((law,) if law else ()) + _implied_law(procedure) + ("awb",)


@cache
def _eras() -> list[date]:
    """Every day on which some rule begins to hold; between two of them the law is the same."""
    days = {rule.valid_from for rule in rules_by_code().values()}
    days |= {rule.valid_until + DAY for rule in rules_by_code().values() if rule.valid_until < date.max}
    return sorted(days)


def choose(procedure: str, side: str, law: str | None, flags: Mapping[str, bool], on: date) -> Choice:
    """The rule for one side of a procedure on a day, and what could still change that choice."""
    eras = _eras()
    begin = eras[bisect_right(eras, on) - 1]
    return _choose(procedure, side, law, frozenset(flags.items()) if flags else frozenset(), begin)


@lru_cache(maxsize=4096)
def _choose(procedure: str, side: str, law: str | None, known: frozenset[tuple[str, bool]], on: date) -> Choice:
    flags, maybe = dict(known), list[Rule]()
    for key in law_order(procedure, law):
        candidates = [
            rule
            for rule in _index().get((procedure, side, key), ())
            if rule.valid_from <= on <= rule.valid_until and not rule.refused(flags)
        ]
        for rule in candidates:
            if not rule.unmet(flags):
                return Choice(rule, tuple(maybe), _unknown(maybe, flags))
            maybe.append(rule)
        if any(not wanted for rule in candidates for wanted in rule.when.values()):
            break
    return Choice(None, tuple(maybe), _unknown(maybe, flags))


def _unknown(rules: Iterable[Rule], flags: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for rule in rules for name in rule.unmet(flags)))


def extra_steps(procedure: str, law: str | None, flags: Mapping[str, bool], on: date) -> Iterator[Rule]:
    """Rules that add a step to the way ahead, such as an advance or a personal plan."""
    for key in law_order(procedure, law):
        for side in ("me", "them"):
            for rule in _index().get((procedure, f"step:{side}", key), ()):
                if rule.valid_from <= on <= rule.valid_until and rule.when.items() <= flags.items():
                    yield rule


@lru_cache(maxsize=1024)
def _told(procedure: str, law: str | None, known: frozenset[tuple[str, bool]]) -> tuple[Rule, ...]:
    keys = law_order(procedure, law)
    return tuple(
        rule
        for key in keys
        for rule in _index().get((procedure, "note", key), ())
        if known.issuperset(rule.when.items())
    )


def told(procedure: str, law: str | None, flags: Mapping[str, bool]) -> tuple[Rule, ...]:
    """Rules without a term of their own that a person in this procedure should know."""
    return _told(procedure, law, frozenset(flags.items()) if flags else frozenset())


@cache
def _by_clause() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in rules_by_code().values():
        cited = replace(rule, start=tuple(dict.fromkeys((*rule.start, "event_on"))))
        for words in {rule.code.lower(), rule.article.lower()}:
            found[words] = (*found.get(words, ()), cited)
    return found


def cited(clause: str, flags: Mapping[str, bool], on: date) -> Rule | None:
    """The rule whose code or article this clause is, word for word; it may count from a day of its own, `event_on`.

    Of several under one article the one with a term, and with most of its conditions met.
    """
    words = " ".join(clause.lower().split())
    found = [
        rule
        for rule in _by_clause().get(words, ())
        if rule.code == words or (not rule.refused(flags) and not rule.unmet(flags))
    ]
    in_force = [rule for rule in found if rule.valid_from <= on <= rule.valid_until] or found
    return max(in_force, key=lambda rule: (rule.length is not None, len(rule.when)), default=None)


@cache
def _law_words() -> dict[str, tuple[str, Mapping[str, bool]]]:
    words: dict[str, tuple[str, Mapping[str, bool]]] = {}
    for law in laws().values():
        if law.key != "atw":
            words[law.short.lower()] = (law.key, {})
            words |= {word: (law.key, implied) for word, implied in law.words.items()}
    return words


@cache
def last_checked() -> date:
    """The day on which the least recently checked law was read against its source."""
    return min(law.checked_on for law in laws().values())


@lru_cache(maxsize=1024)
def recognise_law(text: str) -> tuple[str, Mapping[str, bool]] | None:
    """The law a person means by "Wmo 2015", "zw-medical" or "Wlz (CIZ)", and what that word implies."""
    words, lowered = _law_words(), text.strip().lower()
    # Of several words the last one says most: "kinderopvangtoeslag herbeoordeling" is a reassessment.
    for word in (lowered, *reversed(re.findall(r"[\w-]+", lowered))):
        if word in words and (word == lowered or words[word][0] != "awb"):
            return words[word]
    return None
