"""The legal clock itself: from a request to every date, with the sum and the article, and no guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict

from bundel.engines.deadlines import authority, damages, days, default, digital, filing, reading, rules, starts, terms
from bundel.engines.deadlines.authority import Due
from bundel.engines.deadlines.default import Default
from bundel.engines.deadlines.facts import Question, read
from bundel.engines.deadlines.rules import Choice, Length, Rule
from bundel.engines.deadlines.starts import Start
from bundel.engines.deadlines.terms import Term
from bundel.engines.deadlines.trail import BEFORE_THE_ACT, Doubt, Missing, Note, SilentTrail, Step, Trail

BEYOND_THE_CALENDAR = "A day in this request lies beyond what a calendar can hold."
NOTHING_DUE = Due()
FILED = frozenset({"received", "posted", "filed", "received_elsewhere", "wrong_way_received"})
ABOUT_THE_AUTHORITY = frozenset(
    {
        "received",
        "reported",
        "notice_of_default",
        "notice_received",
        "decision_sent",
        "decision_known",
        "still_undecided_on",
        "appeal",
    }
)


class Answer(TypedDict):
    """Everything the clock can say; a day is written YYYY-MM-DD, None means the facts do not settle it."""

    id: Any
    procedure: str
    law: str | None
    first_day: str | None
    nominal_last_day: str | None
    last_day: str | None
    post_receipt_limit: str | None
    timely: bool | None
    decision_due: str | None
    authority_late: bool | None
    notice_premature: bool | None
    appeal_premature: bool | None
    first_penalty_day: str | None
    penalty_days: int | None
    penalty_eur: int | None
    missing: list[Missing]
    confirm: list[Doubt]
    notes: list[Note]
    explanation: list[Step]
    rules_checked_on: str


@dataclass(slots=True)
class Reckoning:
    """What was worked out for one question, as days; `perhaps` is my last day should another rule turn out to hold."""

    question: Question
    trail: Trail
    rule: Rule | None = None
    term: Term | None = None
    perhaps: date | None = None
    post_limit: date | None = None
    timely: bool | None = None
    their_procedure: str | None = None
    due: Due = NOTHING_DUE
    late: bool | None = None
    default: Default = field(init=False)


def reckon(request: Mapping[str, Any]) -> Reckoning:
    """Work out a request; ValueError with one clear sentence when it cannot be read."""
    question, trail = read(request), Trail()
    reckoning = Reckoning(question, trail)
    try:
        reading.tell(question, trail)
        for rule in rules.told(question.procedure, question.law, question.flags):
            trail.note("principle", rule=rule.code)
        mine, theirs = reading.split_stated_term(question, trail)
        _my_term(reckoning, mine)
        _their_term(reckoning, theirs)
    except OverflowError:
        raise ValueError(BEYOND_THE_CALENDAR) from None
    return reckoning


def _my_term(reckoning: Reckoning, stated: Length | None) -> None:
    question, trail = reckoning.question, reckoning.trail
    rule, length = _my_rule(reckoning, stated)
    if rule is None:
        return
    reckoning.rule = rule
    is_needed = length is not None or rule.length_in_regulation
    start = starts.find(question, trail, rule, {}, is_stated=stated is not None) if is_needed else None
    if length is None:
        trail.step("no_term", rule)
        if rule.length_in_regulation or question.procedure == "repair" or rule.code == "given":
            trail.need("term_weeks")
        return
    if start is None:
        return
    term = _term(question, trail, rule, length, start)
    reckoning.post_limit = filing.post_limit(question, trail, rule, term)
    reckoning.term = digital.extended(question, trail, rule, term)
    damages.tell(question, trail, rule, reckoning.term)
    if rule.filing and question.dates.keys() & FILED and start.fact not in FILED:
        reckoning.timely = filing.timely(question, trail, rule, reckoning.term)


def _my_rule(reckoning: Reckoning, stated: Length | None) -> tuple[Rule | None, Length | None]:
    question = reckoning.question
    if question.procedure == "custom":
        rule = reading.custom_rule(question, reckoning.trail, authority.in_force_on(question))
    else:
        choice = rules.choose(question.procedure, "me", question.law, question.flags, authority.in_force_on(question))
        if choice.rule is None and question.procedure in reading.THEIR_PROCEDURES:
            return None, None
        rule = choice.rule or BEFORE_THE_ACT
        if stated is None:
            _tell_other_terms(reckoning, choice)
    if stated is not None and rule.start == ("hearing_on",):
        stated = reading.counted_back(stated)
    return rule, stated or rule.length


def _tell_other_terms(reckoning: Reckoning, choice: Choice) -> None:
    for rule in choice.others:
        start = starts.find(reckoning.question, SilentTrail(), rule, {})
        day = terms.last_day(rule, start.day) if start else None
        if day is not None:
            reckoning.trail.note("alternative", day, rule=rule.code)
            reckoning.perhaps = min(day, reckoning.perhaps or day)
            for name in rule.unmet(reckoning.question.flags):
                reckoning.trail.need(name)


def _term(question: Question, trail: Trail, rule: Rule, length: Length, start: Start) -> Term:
    if question.procedure == "custom" and "clause" not in question.words:
        term = _term_that_may_move(trail, rule, length, start.day)
    else:
        term = terms.reckon(trail, rule, length, start.day)
    return term if start.is_certain else term._replace(latest=None)


def _term_that_may_move(trail: Trail, rule: Rule, length: Length, after: date) -> Term:
    """A term of which nobody said where it stands: on a free day we cannot tell whether it moves."""
    nominal = terms.count(length, after)
    holiday = days.free_day(nominal)
    if holiday is None or not terms.moves(length):
        return terms.reckon(trail, rule, length, after)
    terms.explain_count(trail, rule, length, after, nominal)
    later = days.next_working_day(nominal)
    trail.step("may_move", "atw-1-letter", nominal, later, nominal, holiday.name, later)
    trail.need("clause")
    return Term(after + days.DAY, nominal, None, nominal, later)


def _their_term(reckoning: Reckoning, stated: Length | None) -> None:
    question, trail, term = reckoning.question, reckoning.trail, reckoning.term
    procedure = reckoning.their_procedure = _their_procedure(question, term, is_mine=_is_mine(reckoning.rule))
    if procedure is not None:
        term = term or _term_to_object(reckoning, procedure)
        derived = {"end_of_my_term": term.last} if term and term.last else {}
        due = authority.decision_due(question, trail, procedure, stated, derived)
        if term is not None and term.latest is None and procedure == question.procedure:
            due = Due(None, due.earliest, None)
        reckoning.due = due
        reckoning.late = authority.is_late(question, trail, due)
    reckoning.default = default.work_out(question, trail, procedure or question.procedure, reckoning.due)


def _term_to_object(reckoning: Reckoning, procedure: str) -> Term | None:
    """The term after which the authority's own begins, when the question itself is about the authority."""
    question, trail = reckoning.question, reckoning.trail
    if procedure == question.procedure or procedure != "objection":
        return None
    rule = rules.choose(procedure, "me", question.law, question.flags, authority.in_force_on(question)).rule
    start = starts.find(question, trail, rule, {}) if rule else None
    if rule is None or rule.length is None or start is None:
        return None
    return terms.reckon(trail, rule, rule.length, start.day)


def _is_mine(rule: Rule | None) -> bool:
    return rule is not None and rule.side == "me"


def _their_procedure(question: Question, term: Term | None, *, is_mine: bool) -> str | None:
    """The procedure whose term the authority has to keep; None when it has none."""
    dates, procedure = question.dates, question.procedure
    if procedure == "no_timely_decision":
        return _late_procedure(question)
    if procedure == "report" and "received" in dates:
        return "application"
    if procedure == "custom" and not is_mine and term and term.last and dates.keys() & ABOUT_THE_AUTHORITY:
        dates.setdefault("original_due", term.last)
    if procedure in reading.BOTH_SIDES or procedure in reading.THEIR_PROCEDURES:
        return procedure
    return procedure if dates.keys() & {"decision_due", "original_due"} else None


def _late_procedure(question: Question) -> str:
    """Which decision stays away: the one a court ordered, the one on an objection, or on an application."""
    dates = question.dates
    if "made_known" not in dates:
        return "application"
    return "court_order" if question.given and not dates.keys() & {"filed", "received"} else "objection"


def _written(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def compute(request: Mapping[str, Any]) -> Answer:
    """Every date the facts settle, with the sum, the article and what is missing.

    `request` is {"id", "procedure", "law"?, "facts": {...}, "today"?}; days are written YYYY-MM-DD or `date`.
    Raises ValueError with one clear sentence when the request cannot be read.
    """
    reckoning = reckon(request)
    question, trail, term, found = reckoning.question, reckoning.trail, reckoning.term, reckoning.default
    first = term.first if term else None
    if question.procedure == "no_timely_decision":
        first = found.court_from
    is_back = reckoning.rule is not None and reckoning.rule.start == ("hearing_on",)
    return {
        "id": request.get("id"),
        "procedure": question.procedure,
        "law": question.law,
        "first_day": None if is_back else _written(first),
        "nominal_last_day": _written(term.nominal) if term else None,
        "last_day": _written(term.last) if term else None,
        "post_receipt_limit": _written(reckoning.post_limit),
        "timely": reckoning.timely,
        "decision_due": _written(reckoning.due.day),
        "authority_late": reckoning.late,
        "notice_premature": found.premature,
        "appeal_premature": found.appeal_premature,
        "first_penalty_day": _written(found.first_penalty_day),
        "penalty_days": found.penalty_days,
        "penalty_eur": found.penalty_eur,
        "missing": list(trail.missing.values()),
        "confirm": list(trail.doubts.values()),
        "notes": list(trail.notes.values()),
        "explanation": trail.steps,
        "rules_checked_on": rules.last_checked().isoformat(),
    }
