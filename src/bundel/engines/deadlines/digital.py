"""When the digital post goes wrong: a portal that was down, a way that was not the right one (Awb 2:13-2:25)."""

from datetime import date, timedelta

from bundel.engines.deadlines import days
from bundel.engines.deadlines.facts import Question
from bundel.engines.deadlines.rules import Rule
from bundel.engines.deadlines.terms import Term
from bundel.engines.deadlines.trail import RULES, Trail

IN_FORCE = RULES["awb-2:21"].valid_from
CHANNELS = frozenset({"digital", "mail", "portal"})
# What may not be put aside for coming by the wrong digital way (2:16); for all else the term grows (2:23).
NOT_PUT_ASIDE = frozenset({"objection", "administrative_appeal"})
FACTS = frozenset({"portal_down_from", "wrong_way_received"})


def extended(question: Question, trail: Trail, rule: Rule, term: Term) -> Term:
    """My own term with what a failure or a wrong way adds to it; the careful day stays the one before."""
    if FACTS.isdisjoint(question.dates) or not rule.filing or term.last is None:
        return term
    later = max(_after_failure(question, trail, term.last), _after_wrong_way(question, trail, term.last))
    if later == term.last:
        return term
    return term._replace(last=later, earliest=later, latest=later if term.latest else None)


def _after_failure(question: Question, trail: Trail, last: date) -> date:
    begin = question.dates.get("portal_down_from")
    if begin is None or begin < IN_FORCE:
        return last
    if begin > last:
        trail.step("portal_down_after", "awb-2:21", begin, None, begin)
        return last
    end = question.dates.get("portal_down_until")
    if end is None:
        trail.need("portal_down_until")
    length = ((end or begin) - begin).days + 1
    later = last + timedelta(days=length)
    trail.step("portal_down", "awb-2:21", last, later, length, later, last)
    return later


def _after_wrong_way(question: Question, trail: Trail, last: date) -> date:
    begin, end = question.dates.get("wrong_way_received"), question.dates.get("wrong_way_answered")
    if begin is None or question.procedure in NOT_PUT_ASIDE or not IN_FORCE <= begin <= last:
        return last
    if end is None:
        trail.need("wrong_way_answered")
    later = max(last + ((end or begin) - begin), days.after_working_days(last, 1))
    trail.step("wrong_way_time", "awb-2:23", last, later, later, last)
    return later


def counts_as_filed(question: Question, trail: Trail, term: Term) -> bool:
    """Whether a letter to a wrong body, or by a wrong digital way, was in time all the same."""
    elsewhere, wrong_way = question.dates.get("received_elsewhere"), question.dates.get("wrong_way_received")
    if elsewhere is not None and elsewhere <= term.earliest:
        trail.step("wrong_body", "awb-6:15", elsewhere, elsewhere, elsewhere)
        return True
    if question.procedure in NOT_PUT_ASIDE and wrong_way is not None and IN_FORCE <= wrong_way <= term.earliest:
        trail.step("wrong_way", "awb-2:16", wrong_way, wrong_way, wrong_way)
        return True
    return False


def tell_arrival(question: Question, trail: Trail, received: date) -> None:
    """Say when a digital message has arrived."""
    if received >= IN_FORCE and question.words.get("channel") in CHANNELS:
        trail.step("digital_arrival", "awb-2:20", received, received)
