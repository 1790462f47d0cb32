"""The trail of an answer: each step in words, the facts still missing, and the rules that are not certain."""

import re
import tomllib
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TypedDict

from bundel.engines.deadlines.days import Words, in_words
from bundel.engines.deadlines.facts import fact_words
from bundel.engines.deadlines.rules import Rule, rules_by_code

Step = TypedDict("Step", {"code": str, "article": str, "nl": str, "en": str, "from": str | None, "to": str | None})


class Note(TypedDict):
    """Something the person should know about how the request was read."""

    code: str
    nl: str
    en: str


class Doubt(TypedDict):
    """A rule that was used and is not certain, with the day that is safe where it matters."""

    code: str
    article: str
    nl: str
    en: str
    safe_day: str | None


class Missing(TypedDict):
    """A fact that is needed, under its name and in words."""

    fact: str
    nl: str
    en: str


Value = date | int | str | Words
EXPLANATIONS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "explanations.toml").read_text("utf-8")
)


@cache
def sentence(code: str, rule: str = "") -> Words:
    """The sentence of a code with a rule's wording in it, ready to be filled by position (`%s`).

    Filling by position is twice as fast as by name; both languages name their values in the same order.
    """
    entry = EXPLANATIONS[code]
    nl, en = RULES[rule].words if rule else ("", "")
    return Words(
        *(
            re.sub(r"\{\w+\}", "%s", text.replace("{rule}", wording).replace("%", "%%"))
            for text, wording in ((entry["nl"], nl), (entry["en"], en))
        )
    )


def fill(found: Words, values: tuple[Value, ...]) -> Words:
    """The sentence with its values in place; days are written out."""
    dutch, english = [], []
    for value in values:
        if isinstance(value, Words):
            nl, en = value
        elif isinstance(value, date):
            nl, en = in_words(value)
        else:
            nl = en = str(value)
        dutch.append(nl)
        english.append(en)
    return Words(found.nl % tuple(dutch), found.en % tuple(english))


@lru_cache(maxsize=4096)
def _said(code: str, rule: str, values: tuple[Value, ...]) -> Words:
    return fill(sentence(code, rule), values)


@lru_cache(maxsize=16384)
def _step(code: str, rule: str, article: str, start: date | None, end: date | None, values: tuple[Value, ...]) -> Step:
    nl, en = fill(sentence(code, rule), values)
    return {
        "code": code,
        "article": article,
        "nl": nl,
        "en": en,
        "from": start.isoformat() if start else None,
        "to": end.isoformat() if end else None,
    }


class Trail:
    """Collects what an answer rests on, in the order a person would follow it."""

    __slots__ = ("doubts", "missing", "notes", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.notes: dict[str, Note] = {}
        self.missing: dict[str, Missing] = {}
        self.doubts: dict[str, Doubt] = {}

    def step(
        self,
        code: str,
        rule: Rule | str,
        start: date | None = None,
        end: date | None = None,
        *values: Value,
        article: str = "",
    ) -> None:
        """Add a step that rests on a rule (or its code); a rule that is not certain is named as well."""
        if isinstance(rule, str):
            rule = RULES[rule]
        if not rule.is_certain:
            self.doubt(rule)
        self.steps.append(_step(code, rule.code, article or rule.article, start, end, values).copy())

    def take(self, told: "Trail") -> None:
        """Add the steps and doubts of a term that was worked out before."""
        self.steps += [step.copy() for step in told.steps]
        for code, doubt in told.doubts.items():
            if code not in self.doubts or doubt["safe_day"]:
                self.doubts[code] = doubt.copy()

    def need(self, fact: str) -> None:
        """Say that a fact is missing."""
        if fact not in self.missing:
            nl, en = fact_words(fact)
            self.missing[fact] = {"fact": fact, "nl": nl, "en": en}

    def doubt(self, rule: Rule | str, safe_day: date | None = None) -> None:
        """Name a rule that is not certain, and the day a careful person keeps to."""
        if isinstance(rule, str):
            rule = RULES[rule]
        safe = safe_day.isoformat() if safe_day else None
        if safe or rule.code not in self.doubts:
            self.doubts[rule.code] = {
                "code": rule.code,
                "article": rule.article,
                "nl": rule.nl,
                "en": rule.en,
                "safe_day": safe,
            }

    def note(self, code: str, *values: Value, rule: str = "") -> None:
        """Tell how the request was read, or which rule might hold as well."""
        nl, en = _said(code, rule, values)
        self.notes[nl] = {"code": code, "nl": nl, "en": en}


class SilentTrail(Trail):
    """A trail for trying another rule: nothing of it is told."""

    __slots__ = ()

    def step(self, *_: object, **__: object) -> None:
        pass

    def take(self, told: Trail) -> None:
        pass

    def need(self, fact: str) -> None:
        pass

    def doubt(self, rule: Rule | str, safe_day: date | None = None) -> None:
        pass


GIVEN = Rule(
    code="given",
    article="",
    nl="Je gaf de termijn zelf op.",
    en="You stated the term.",
    status="certain",
    source="",
    filing="custom",
)
# What stands in for a rule where the person names the term, or where no rule of ours holds yet.
BEFORE_THE_ACT = Rule(
    code="before",
    article="",
    nl="Voor deze dag kennen we geen regel met een termijn.",
    en="For this day we know no rule with a term.",
    status="certain",
    source="",
    start=("made_known",),
    filing="post",
    length_in_regulation=True,
)
RULES = rules_by_code() | {rule.code: rule for rule in (GIVEN, BEFORE_THE_ACT)}
