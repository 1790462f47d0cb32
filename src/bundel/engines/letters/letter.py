"""What the reader finds in a letter; every offset counts characters of the text that went in."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Sure(StrEnum):
    """How sure a finding is: the letter says it outright, it points that way, or a person has to look."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNCLEAR = "unclear"


class Kind(StrEnum):
    """What sort of letter it is; one letter can be several."""

    RULING = "ruling"
    DECISION_ON_OBJECTION = "decision_on_objection"
    DECISION = "decision"
    INTENTION = "intention"
    REPAIR = "repair"
    ADJOURNMENT = "adjournment"
    EXTENSION = "extension"
    COMPLAINT_OUTCOME = "complaint_outcome"
    COURT_FEE = "court_fee"
    HEARING = "hearing"
    TALK_REPORT = "talk_report"
    RECEIPT = "receipt"
    REMINDER = "reminder"
    INFORMATION = "information"
    UNKNOWN = "unknown"


class ClauseState(StrEnum):
    """What the objection clause of a decision is worth; `not_needed` for a letter that needs none."""

    PRESENT = "present"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Match:
    """The words `text[start:end]` that a rule recognised; never a name."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KindFound:
    """A kind with everything that points to it."""

    kind: Kind
    sure: Sure
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day and what it is the day of; `day` is None where the letter leaves out the year or names no real day."""

    role: str
    day: date | None
    sure: Sure
    match: Match


@dataclass(frozen=True, slots=True)
class TermFound:
    """A term as the letter states it: a number of units or a last day, for what, and for whom (`me` or `them`)."""

    purpose: str
    who: str
    number: int | None
    unit: str | None
    until: date | None
    sure: Sure
    match: Match


@dataclass(frozen=True, slots=True)
class BodyFound:
    """The kind of body that wrote the letter."""

    body: str
    sure: Sure
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """What the letter says about objection or appeal, and by code what is wrong with it."""

    state: ClauseState
    means: str | None
    problems: tuple[str, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Adjournment:
    """Until when, or by how many weeks, the authority puts off its decision."""

    weeks: int | None
    until: date | None
    match: Match


@dataclass(frozen=True, slots=True)
class UnclearWord:
    """Officialese at `text[start:end]` and what it means in plain words."""

    start: int
    end: int
    word: str
    plain: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things in the letter that do not go together."""

    code: str
    words: Words
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact for the legal clock, only as the letter says it; the person confirms it first."""

    value: date | int | bool | str
    sure: Sure
    match: Match


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from the letter, with the article it rests on (empty where none is needed)."""

    code: str
    article: str
    words: Words


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything the reader found; `decision` is "yes", "no" or "unclear"."""

    language: str
    decision: str
    kinds: tuple[KindFound, ...]
    sender: BodyFound
    addressee: Match | None
    reference: Match | None
    days: tuple[DayFound, ...]
    terms: tuple[TermFound, ...]
    clause: Clause
    adjournment: Adjournment | None
    advice: Match | None
    law: str | None
    procedure: str | None
    facts: dict[str, Fact] = field(hash=False)
    contradictions: tuple[Contradiction, ...]
    unclear_words: tuple[UnclearWord, ...]
    what_follows: tuple[Consequence, ...]

    def day(self, role: str) -> date | None:
        """The day with this role (`letter`, `sent`, `hearing` …), or None when the letter names none or several."""
        days = {found.day for found in self.days if found.role == role}
        return days.pop() if len(days) == 1 else None
