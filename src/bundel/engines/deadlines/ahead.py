"""The way ahead: what each side can still do, may do later, or can do no longer, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bundel.engines.deadlines import authority, clock, rules, steps, terms
from bundel.engines.deadlines.days import DAY
from bundel.engines.deadlines.trail import RULES
from bundel.engines.deadlines.way import CHALLENGES, DECIDED, REMEDY, PathStep, Verdict, Way


def _walk(way: Way) -> None:
    """Every step of the procedure, in the order in which they come."""
    procedure = way.question.procedure
    steps.mine(way)
    if procedure in CHALLENGES or procedure == "interim_relief":
        steps.interim_relief(way)
    if procedure == "report":
        _walk_report(way)
        return
    steps.theirs(way)
    is_private = procedure == "gdpr_request" and bool(way.question.flags.get("private_body"))
    if procedure in DECIDED and not is_private:
        steps.notice(way)
        steps.penalty(way)
        steps.to_court(way)
    steps.added_by_law(way)
    if procedure == "care_complaint" and way.question.law in {None, "wkkgz"}:
        steps.dispute(way)
    if procedure in REMEDY and not is_private:
        steps.remedy(way, REMEDY[procedure], _remedy_start(way))
    if procedure in {"objection", "administrative_appeal"}:
        steps.remedy(way, "higher_appeal", way.dates.get("ruling_sent"))


def _remedy_start(way: Way) -> date | None:
    """The day from which a remedy counts; a complaint opens the next way also when the answer stays away."""
    if way.question.procedure == "appeal":
        return way.dates.get("ruling_sent")
    if way.question.procedure == "complaint" and way.decided is None:
        due = way.case.due.day
        return due if due is not None and way.seen is not None and way.seen > due else None
    return way.decided


def _walk_report(way: Way) -> None:
    """A report: investigation, application, decision, and what follows when it stays away."""
    last = _investigation(way)
    applied, rule = way.dates.get("received"), RULES["wmo-2.3.2-9"]
    if way.question.law in {None, "wmo"}:
        verdict = Verdict("closed", "path_done_plain") if applied else way.timing(last + DAY if last else None, None)
        way.add("application", "me", rule, verdict, last + DAY if last else None)
    if applied is not None:
        steps.theirs(way)
        steps.notice(way)
        steps.penalty(way)
        steps.to_court(way)
    steps.added_by_law(way)
    steps.remedy(way, "objection", way.decided)


def _investigation(way: Way) -> date | None:
    question = way.question
    choice = rules.choose("report", "them", question.law, question.flags, authority.in_force_on(question))
    rule, reported = choice.rule, way.dates.get("reported")
    if rule is None:
        return None
    last = terms.last_day(rule, reported) if reported else None
    if reported is None or last is None:
        way.add("report", "them", rule, Verdict("unknown", "path_unknown"))
        return None
    verdict = way.their_timing(reported + DAY, last)
    if "received" in way.dates:
        verdict = Verdict("closed", "path_done_plain")
    way.add("report", "them", rule, verdict, reported + DAY, last)
    return last


def path(request: Mapping[str, Any]) -> list[PathStep]:
    """Every step of both sides from the events known so far; the request is that of `compute`.

    Without `today` a step is only called closed when a known event lies after its last day. Raises
    ValueError with one clear sentence when the request cannot be read.
    """
    way = Way(clock.reckon(request))
    try:
        _walk(way)
    except OverflowError:
        raise ValueError(clock.BEYOND_THE_CALENDAR) from None
    return way.steps
