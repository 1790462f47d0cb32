"""From a starting day and a length to the last day, step by step as on a calendar."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bundel.engines.deadlines import days
from bundel.engines.deadlines.days import DAY
from bundel.engines.deadlines.rules import Length, Rule
from bundel.engines.deadlines.trail import Trail

# Atw 4: beyond these lengths, and for terms in years, the act does not apply.
LONGEST_THAT_MOVES = {"weeks": 12, "months": 3, "days": 90, "workdays": 90}

# By which rule a day is free; the other recognised days stand in the act itself.
FREE_BY = {"Atw 1 lid 1": "atw-1-1", "Atw 3 lid 3": "atw-3-3"}


class Term(NamedTuple):
    """A counted term; `last` is None when it is only known to lie from `earliest` to `latest`.

    `latest` None means that nobody can say: the term may have begun later than we know.
    """

    first: date
    nominal: date
    last: date | None
    earliest: date
    latest: date | None


def count(length: Length, after: date) -> date:
    """The last day of a term that begins the day after `after`, before weekends and holidays are looked at."""
    unit, number = length
    if unit == "weeks":
        return after + timedelta(days=7 * number)
    if unit == "months":
        return days.add_months(after, number)
    if unit == "years":
        return days.add_months(after, 12 * number)
    if unit == "workdays":
        return days.after_working_days(after, number)
    return after + timedelta(days=-number if unit == "days_before" else number)


def moves(length: Length) -> bool:
    """Whether the Algemene termijnenwet covers a statutory term of this length (Atw 4)."""
    return length.number <= LONGEST_THAT_MOVES.get(length.unit, 0)


def _hold_two_working_days(trail: Trail, length: Length, after: date, last: date) -> date:
    if length.unit not in {"days", "weeks"} or not 3 <= length.about_days <= 10:
        return last
    while days.working_days_between(after, last) < 2:
        trail.step("two_working_days", "atw-2", last, last + DAY, last)
        last += DAY
    return last


def roll(trail: Trail, day: date, *, european: bool = False) -> date:
    """The day on which a term that would end on `day` really ends (Atw 1), with a step for each free day."""
    last = day
    while (holiday := days.free_day(last, european=european)) is not None:
        rule = "reg-1182-71" if european else FREE_BY.get(holiday.article, "atw-3-1")
        trail.step("free_day", rule, last, last + DAY, last, holiday.name)
        last += DAY
    return last


def _unmoved(trail: Trail, code: str, rule: str, day: date) -> date:
    holiday = days.free_day(day)
    if holiday is not None:
        trail.step(code, rule, day, day, day, holiday.name)
    return day


def check_bridge_day(trail: Trail, last: date) -> None:
    """Warn when a decree nobody has read in full may have freed the last day."""
    if days.is_unsure_bridge_day(last):
        trail.step("bridge_day", "atw-3-3-complete", last, last, last)
        trail.doubt("atw-3-3-complete", safe_day=last)


def close(trail: Trail, rule: Rule, length: Length, after: date, nominal: date) -> date:
    """The real last day: moved by a weekend or holiday where the law says so."""
    if rule.rolls == "eu":
        return roll(trail, nominal, european=True)
    if rule.rolls == "none":
        code = "atw-1-2" if length.unit == "days_before" else "atw-1-letter"
        return _unmoved(trail, "does_not_move", code, nominal)
    if not moves(length):
        return _unmoved(trail, "too_long_to_move", "atw-4", nominal)
    last = roll(trail, _hold_two_working_days(trail, length, after, nominal))
    check_bridge_day(trail, last)
    return last


def explain_count(trail: Trail, rule: Rule, length: Length, after: date, nominal: date) -> None:
    """Tell the counting itself: from the day after, through the day before weekends are looked at."""
    if length.unit == "days_before":
        trail.step("count_back", rule, after, nominal, after, nominal)
    elif length == rule.length:
        trail.step("count", rule, after + DAY, nominal, length.words, after + DAY, nominal)
    else:
        trail.step("count_given", rule, after + DAY, nominal, length.words, after + DAY, nominal)


@lru_cache(maxsize=8192)
def _reckoned(rule: Rule, length: Length, after: date, closing: str) -> tuple[Term, Trail]:
    trail = Trail()
    nominal = count(length, after)
    explain_count(trail, rule, length, after, nominal)
    if rule.plus_days and length == rule.length:
        counted, nominal = nominal, nominal + timedelta(days=rule.plus_days)
        trail.step("plus_days", rule, counted, nominal, rule.plus_days, nominal)
    last = close(trail, rule, length, after, nominal)
    trail.step(closing, rule, last, last, last)
    return Term(after + DAY, nominal, last, last, last), trail


def reckon(trail: Trail, rule: Rule, length: Length, after: date, closing: str = "last_day") -> Term:
    """A whole term: the count, the free days at its end, the last day, told by the sentence `closing`.

    The same term is counted once: many people get a decision on the same day.
    """
    term, told = _reckoned(rule, length, after, closing)
    trail.take(told)
    return term


def last_day(rule: Rule, after: date) -> date | None:
    """The last day of the rule's own term, without a word of explanation; None when it has no length."""
    return _reckoned(rule, rule.length, after, "last_day")[0].last if rule.length else None
