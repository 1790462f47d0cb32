"""The facts for the legal clock that the letter itself states; the person confirms them before they count."""

from dataclasses import dataclass

from bundel.engines.letters.frame import only_day
from bundel.engines.letters.kinds import DECISIONS
from bundel.engines.letters.letter import Adjournment, DayFound, Fact, Kind, KindFound, Match, Sure, TermFound
from bundel.engines.letters.rules import Rule

Frame = dict[str, list[tuple[Rule, Match]]]
_PROCEDURES = {
    Kind.RULING: "higher_appeal",
    Kind.DECISION_ON_OBJECTION: "appeal",
    Kind.DECISION: "objection",
    Kind.REPAIR: "repair",
    Kind.COURT_FEE: "court_fee",
    Kind.ADJOURNMENT: "objection",
    Kind.COMPLAINT_OUTCOME: "ombudsman",
    Kind.HEARING: "hearing",
}
# What a receipt or a delay is about, by the words of the letter; the subject named most.
SUBJECT_WORDS = {
    "objection": ("bezwaar*",),
    "complaint": ("klacht*",),
    "report": ("melding*",),
    "application": ("aanvra*",),
    "woo_request": ("woo", "wob", "woo-verzoek", "wob-verzoek"),
}
_WAYS = ("post", "portal")
_FLAGS = ("advice_asked", "external_expert", "medical")
_DELAYS = (Kind.ADJOURNMENT, Kind.EXTENSION, Kind.RECEIPT)
_PUT_OFF = (Kind.ADJOURNMENT, Kind.EXTENSION)
# Fact, the day it takes, the kinds of letter that hold it, how sure at most; a later row goes before an earlier one.
_DAY_FACTS = (
    ("dated", "letter", DECISIONS, Sure.CERTAIN),
    ("made_known", "sent", DECISIONS, Sure.CERTAIN),
    ("ruling_sent", "sent", (Kind.RULING,), Sure.CERTAIN),
    ("asked_on", "letter", (Kind.REPAIR,), Sure.CERTAIN),
    ("suspended_from", "letter", (Kind.REPAIR,), Sure.LIKELY),
    ("adjourned_on", "letter", _PUT_OFF, Sure.CERTAIN),
    ("decision_sent", "letter", (Kind.COMPLAINT_OUTCOME,), Sure.LIKELY),
    ("decision_sent", "sent", (Kind.COMPLAINT_OUTCOME,), Sure.CERTAIN),
    ("invoice_sent", "letter", (Kind.COURT_FEE,), Sure.LIKELY),
    ("invoice_sent", "sent", (Kind.COURT_FEE,), Sure.CERTAIN),
    ("hearing_on", "hearing", (Kind.HEARING,), Sure.CERTAIN),
    ("decision_due", "due", _DELAYS, Sure.CERTAIN),
    ("original_due", "original_due", _DELAYS, Sure.CERTAIN),
    ("received", "received", tuple(Kind), Sure.CERTAIN),
    ("filed", "filed", tuple(Kind), Sure.CERTAIN),
    ("reported", "reported", tuple(Kind), Sure.CERTAIN),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What has been read so far and the facts rest on."""

    kinds: frozenset[Kind]
    days: tuple[DayFound, ...]
    terms: tuple[TermFound, ...]
    adjournment: Adjournment | None
    frame: Frame

    def is_any(self, *kinds: Kind) -> bool:
        return bool(self.kinds & set(kinds))


def subject(counts: dict[str, int]) -> str | None:
    """The procedure a receipt or delay belongs to, from how often each subject is named; None when undecided."""
    best = max(counts.values(), default=0)
    winners = [name for name, count in counts.items() if count == best]
    return winners[0] if best and len(winners) == 1 else None


def find_procedure(kinds: tuple[KindFound, ...], body: str, counts: dict[str, int]) -> str | None:
    """The procedure of the clock that goes with the letter, or None."""
    present = {each.kind for each in kinds}
    for kind, procedure in _PROCEDURES.items():
        if kind in present:
            private = body in {"insurer", "care_provider", "collector"}
            return None if private and kind in {Kind.DECISION, Kind.COMPLAINT_OUTCOME} else procedure
    if not present & {Kind.RECEIPT, Kind.EXTENSION}:
        return None
    found = subject(counts)
    return "care_complaint" if found == "complaint" and body == "care_provider" else found


def _day_facts(reading: Reading) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for name, role, kinds, sure in _DAY_FACTS:
        day = only_day(reading.days, role)
        if day is not None and day.day is not None and reading.is_any(*kinds):
            facts[name] = Fact(day.day, max(day.sure, sure, key=list(Sure).index), day.match)
    return facts


def _term_facts(reading: Reading) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    repairs = [term for term in reading.terms if term.purpose == "repair" and term.number]
    if reading.is_any(Kind.REPAIR) and len({(term.number, term.unit) for term in repairs}) == 1:
        term = repairs[0]
        if term.number and term.unit not in {"hours", "years"}:
            facts[f"term_{term.unit}"] = Fact(term.number, term.sure, term.match)
    delay = reading.adjournment
    if delay and delay.weeks and reading.is_any(*_PUT_OFF):
        facts["adjourn_weeks"] = Fact(delay.weeks, Sure.CERTAIN, delay.match)
    return facts


def find_facts(reading: Reading) -> dict[str, Fact]:
    """Every fact under the name the clock knows it by; a fact the letter states twice differently is left out."""
    facts = _day_facts(reading) | _term_facts(reading)
    frame = reading.frame
    if "committee" in frame and reading.is_any(Kind.ADJOURNMENT, Kind.RECEIPT, Kind.HEARING, Kind.REPAIR):
        facts["committee"] = Fact(True, Sure.LIKELY, frame["committee"][0][1])
    for name in _FLAGS:
        if name in frame:
            facts[name] = Fact(True, Sure.LIKELY, frame[name][0][1])
    if reading.is_any(Kind.COURT_FEE) and "interim_relief" in frame:
        facts["interim_relief"] = Fact(True, Sure.LIKELY, frame["interim_relief"][0][1])
    ways = [way for way in _WAYS if way in frame]
    if reading.is_any(*DECISIONS) and len(ways) == 1:
        facts["made_known_by"] = Fact(ways[0], Sure.LIKELY, frame[ways[0]][0][1])
    return facts
