"""Damages for a procedure that took too long: so much for each half year that has begun (ECHR 6)."""

from datetime import date

from bundel.engines.deadlines.facts import Question
from bundel.engines.deadlines.rules import Rule
from bundel.engines.deadlines.terms import Term
from bundel.engines.deadlines.trail import Trail

HALF_YEAR = 6


def half_years_begun(after: date, through: date) -> int:
    """Half years later than `after` of which at least one day has passed on `through`."""
    months = 12 * (through.year - after.year) + through.month - after.month + (through.day > after.day)
    return max(-(-months // HALF_YEAR), 0)


def tell(question: Question, trail: Trail, rule: Rule, term: Term) -> None:
    """Say what can be asked, up to the ruling or else up to today."""
    end = question.dates.get("ruling_sent") or question.today
    if not rule.euros_per_half_year or term.last is None or end is None or end <= term.last:
        return
    number = half_years_begun(term.last, end)
    trail.step("damages", rule, term.last, end, end, number, number * rule.euros_per_half_year)
