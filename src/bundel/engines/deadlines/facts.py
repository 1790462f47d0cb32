"""What a person tells the clock: read, checked, and freed of what cannot be true (data: `facts.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bundel.engines.deadlines.days import Words
from bundel.engines.deadlines.rules import Length, recognise_law

DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "facts.toml").read_text("utf-8"))
FACTS: dict[str, dict[str, Any]] = DATA["fact"]
# A list of allowed words is a text that must be one of them.
KINDS = {name: spec["kind"] if isinstance(spec["kind"], str) else "text" for name, spec in FACTS.items()}
PROCEDURES = (
    "objection",
    "appeal",
    "higher_appeal",
    "incidental_appeal",
    "administrative_appeal",
    "opposition",
    "interim_relief",
    "no_timely_decision",
    "application",
    "report",
    "complaint",
    "care_complaint",
    "ombudsman",
    "woo_request",
    "gdpr_request",
    "repair",
    "court_fee",
    "hearing",
    "custom",
)
# A plain dict is recognised much faster than any other mapping.
OBJECT = (dict, Mapping)
CONTRADICTIONS = tuple(
    (entry["first"], entry["second"], frozenset(entry.get("procedures", PROCEDURES))) for entry in DATA["contradiction"]
)
GIVEN_UNITS = {
    "term_weeks": "weeks",
    "term_months": "months",
    "term_days": "days",
    "term_workdays": "workdays",
}


@dataclass(slots=True)
class Question:
    """One request, checked: each fact under its kind, and what was set aside or not understood."""

    procedure: str
    law: str | None = None
    today: date | None = None
    dates: dict[str, date] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    contradictions: list[tuple[str, date, str, date]] = field(default_factory=list)
    too_many_terms: list[str] = field(default_factory=list)
    unknown_law: str = ""
    law_from_report: bool = False
    given: Length | None = None
    unknown_facts: list[str] = field(default_factory=list)


def fact_words(name: str) -> Words:
    """The words with which Bundel asks for a fact."""
    return Words(FACTS[name]["nl"], FACTS[name]["en"])


def _day(name: str, value: object) -> date:
    if isinstance(value, str):
        if len(value) == 10 and value[4] == value[7] == "-":
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(f"{name} must be a day that exists, written as YYYY-MM-DD; got {value!r:.40}.")


def _number(name: str, value: object) -> int:
    least, most = FACTS[name]["least"], FACTS[name]["most"]
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise ValueError(f"{name} must be a whole number from {least} to {most}; got {value!r:.40}.")


def _flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"{name} must be true or false; got {value!r:.40}.")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text; got {value!r:.40}.")
    allowed = FACTS[name]["kind"]
    if isinstance(allowed, list) and value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r:.40}.")
    return value


def _read_fact(question: Question, name: str, value: object) -> None:
    if value is None:
        return
    kind = KINDS.get(name)
    if kind == "date":
        question.dates[name] = _day(name, value)
    elif kind == "number":
        question.numbers[name] = _number(name, value)
    elif kind == "flag":
        question.flags[name] = _flag(name, value)
    elif kind == "text":
        question.words[name] = _text(name, value)
    else:
        question.unknown_facts.append(name)


def _read_law(question: Question, law: object) -> None:
    if law is None or law == "":
        return
    if not isinstance(law, str):
        raise ValueError(f"law must be a text; got {law!r:.40}.")
    found = recognise_law(law)
    if found is None:
        question.unknown_law = law[:80]
        return
    question.law, implied = found
    for name, value in implied.items():
        question.flags.setdefault(name, value)


def _set_aside_contradictions(question: Question) -> None:
    dates = question.dates
    for first, second, procedures in CONTRADICTIONS:
        both = first in dates and second in dates and question.procedure in procedures
        if both and dates[first] > dates[second]:
            question.contradictions.append((first, dates[first], second, dates[second]))
    for first, _, second, _ in question.contradictions:
        dates.pop(first, None)
        dates.pop(second, None)


def _take_stated_term(question: Question) -> None:
    stated = [name for name in GIVEN_UNITS if name in question.numbers]
    if len(stated) == 1:
        question.given = Length(GIVEN_UNITS[stated[0]], question.numbers[stated[0]])
    else:
        question.too_many_terms = stated


def _imply_wmo(question: Question) -> None:
    """A report without a law is a Wmo report, and so is the application that follows it."""
    if question.law is not None:
        return
    if question.procedure == "report":
        question.law = "wmo"
    elif question.procedure == "application" and "reported" in question.dates:
        question.law, question.law_from_report = "wmo", True


def _procedure_and_facts(request: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    if not isinstance(request, OBJECT):
        raise ValueError("A request must be an object with a procedure and facts.")
    procedure, facts = request.get("procedure"), request.get("facts")
    if procedure not in PROCEDURES:
        raise ValueError(f"procedure must be one of {', '.join(PROCEDURES)}; got {procedure!r:.40}.")
    if facts is not None and not isinstance(facts, OBJECT):
        raise ValueError(f"facts must be an object; got {facts!r:.40}.")
    return str(procedure), facts or {}


def read(request: Mapping[str, Any]) -> Question:
    """The checked question; ValueError with one clear sentence for anything that cannot be read."""
    procedure, facts = _procedure_and_facts(request)
    question = Question(procedure)
    for name, value in facts.items():
        _read_fact(question, name, value)
    _read_law(question, request.get("law"))
    if request.get("today") is not None:
        question.today = _day("today", request["today"])
    if len(question.dates) > 1:
        _set_aside_contradictions(question)
    if question.numbers:
        _take_stated_term(question)
    _imply_wmo(question)
    return question
