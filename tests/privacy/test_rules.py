"""Tables of terms, postponements and the clock after a leak."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bundel.kit.processing import TERMS, Keep, days_of
from bundel.kit.rules import RuleBroken
from bundel.privacy.rules import Broken, check_terms, hold_until, report_clock

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("today", "months", "until"),
    [
        (TODAY, 1, date(2026, 12, 24)),
        (TODAY, 2, date(2027, 1, 24)),
        (TODAY, 12, date(2027, 11, 24)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
    ],
)
def test_hold_until_is_the_same_day_of_a_later_month(today: date, months: int, until: date) -> None:
    assert hold_until(Keep.CONCERN, months, today=today) == until


@pytest.mark.parametrize(
    ("kind", "months", "code"),
    [
        (Keep.CONCERN, 0, Broken.TOO_LONG),
        (Keep.AUDIT, 13, Broken.TOO_LONG),
        (Keep.DRAFT, 1, Broken.CANNOT_WAIT),
        (Keep.NAME_MARK, 1, Broken.CANNOT_WAIT),
    ],
)
def test_hold_until_refuses(kind: Keep, months: int, code: Broken) -> None:
    with pytest.raises(RuleBroken, match=code):
        hold_until(kind, months, today=TODAY)


@pytest.mark.parametrize("kind", TERMS)
def test_every_default_lies_within_its_limits(kind: Keep) -> None:
    term = TERMS[kind]
    assert 1 <= term.shortest <= term.days <= term.longest
    assert term.law
    check_terms({kind: term.days})


@pytest.mark.parametrize(("chosen", "days"), [(None, 730), (5, 30), (365, 365), (99999, 3650)])
def test_days_of_keeps_a_choice_within_the_limits(chosen: int | None, days: int) -> None:
    assert days_of(Keep.CONCERN, chosen) == days


@pytest.mark.parametrize(
    ("hours", "left", "is_over"), [(0, 72, False), (1, 71, False), (72, 0, False), (72.5, -1, True)]
)
def test_report_clock_runs_for_seventy_two_hours(hours: float, left: int, is_over: bool) -> None:
    noticed = datetime(2026, 11, 24, 9, tzinfo=UTC)
    clock = report_clock(noticed, now=noticed + timedelta(hours=hours))
    assert (clock.hours_left, clock.is_over) == (left, is_over)
    assert clock.ends_at == noticed + timedelta(hours=72)
