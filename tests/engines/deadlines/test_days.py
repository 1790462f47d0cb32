"""The calendar of the Algemene termijnenwet."""

from datetime import date, timedelta

import pytest

from bundel.engines.deadlines import days

DECREE_DAYS = [
    ("1991-05-10", "Atw 3 lid 3"),
    ("2007-12-28", "Atw 3 lid 3"),
    ("2008-05-02", "Atw 3 lid 3"),
    ("2012-12-24", "Atw 3 lid 3"),
    ("2014-05-30", "Atw 3 lid 3"),
    ("2018-12-31", "Atw 3 lid 3"),
    ("2020-05-22", "Atw 3 lid 3"),
    ("2024-12-27", "Atw 3 lid 3"),
    ("2026-01-02", "Atw 3 lid 3"),
    ("2028-05-26", "Atw 3 lid 3"),
]
HOLIDAYS = [
    ("2024-03-29", "Atw 3 lid 2"),
    ("2024-04-01", "Atw 3 lid 1"),
    ("2021-05-05", "Atw 3 lid 1"),
    ("2025-04-26", "Atw 3 lid 1"),
    ("2014-04-26", "Atw 3 lid 1"),
    ("2013-04-30", "Atw 3 lid 1"),
    ("2006-04-29", "Atw 3 lid 1"),
    ("2024-05-09", "Atw 3 lid 1"),
    ("2024-05-20", "Atw 3 lid 1"),
    ("2024-12-25", "Atw 3 lid 1"),
    ("2024-12-26", "Atw 3 lid 1"),
    ("2025-01-01", "Atw 3 lid 1"),
    ("2024-05-11", "Atw 1 lid 1"),
    ("2024-05-12", "Atw 1 lid 1"),
]
WORKING_DAYS = ["2025-04-28", "2014-04-30", "2015-04-29", "2024-12-24", "2024-12-31", "2023-05-04"]


@pytest.mark.parametrize(("day", "article"), DECREE_DAYS + HOLIDAYS)
def test_free_day_is_named_with_its_article(day: str, article: str) -> None:
    found = days.free_day(date.fromisoformat(day))
    assert found is not None
    assert found.article == article
    assert found.name.nl
    assert found.name.en
    assert days.is_free(date.fromisoformat(day))


@pytest.mark.parametrize("day", WORKING_DAYS)
def test_working_day_is_free_for_nobody(day: str) -> None:
    assert days.free_day(date.fromisoformat(day)) is None
    assert not days.is_free(date.fromisoformat(day))


def test_good_friday_and_decree_days_are_no_european_holidays() -> None:
    assert days.free_day(date(2024, 3, 29), european=True) is None
    assert days.free_day(date(2024, 5, 10), european=True) is None
    assert days.free_day(date(2024, 5, 9), european=True) is not None


@pytest.mark.parametrize(
    ("year", "day"),
    [(1994, "1994-04-03"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2024, "2024-03-31"), (2038, "2038-04-25")],
)
def test_easter_falls_where_the_church_says(year: int, day: str) -> None:
    assert days.easter(year) == date.fromisoformat(day)


@pytest.mark.parametrize("year", [1, 1582, 9999])
def test_holidays_exist_in_every_year_a_calendar_holds(year: int) -> None:
    assert date(year, 12, 25) in days.holidays(year)
    assert days.is_unsure_bridge_day(date(year, 7, 1)) is False


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-10-31", 4, "2025-02-28"),
        ("2024-12-15", 12, "2025-12-15"),
    ],
)
def test_months_keep_the_number_of_the_day(day: str, months: int, end: str) -> None:
    assert days.add_months(date.fromisoformat(day), months) == date.fromisoformat(end)


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(OverflowError):
        days.add_months(date(9999, 6, 1), 12)


def test_bridge_day_is_unsure_only_where_the_decree_is_not_known_whole() -> None:
    assert days.is_unsure_bridge_day(date(2029, 5, 11))
    assert not days.is_unsure_bridge_day(date(2015, 4, 28))
    assert not days.is_unsure_bridge_day(date(2024, 5, 10))


def test_working_days_are_counted_over_a_holiday() -> None:
    assert days.after_working_days(date(2025, 6, 5), 3) == date(2025, 6, 11)
    assert days.working_days_between(date(2025, 6, 5), date(2025, 6, 11)) == 3


def test_day_is_written_out_in_both_languages() -> None:
    assert days.in_words(date(2024, 5, 20)) == ("maandag 20 mei 2024", "Monday 20 May 2024")


def _independent_easter(year: int) -> date:
    """Easter by the full moon tables of Gauss, written apart from the engine."""
    golden, century = year % 19, year // 100
    moon = (15 + century - century // 4 - (8 * century + 13) // 25) % 30
    epoch = (4 + century - century // 4) % 7
    full = (19 * golden + moon) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * full + epoch) % 7
    if full == 29 and sunday == 6:
        return date(year, 4, 19)
    if full == 28 and sunday == 6 and golden > 10:
        return date(year, 4, 18)
    return date(year, 3, 22) + timedelta(days=full + sunday)


def test_easter_agrees_with_a_second_count() -> None:
    assert [days.easter(year) for year in range(1900, 2200)] == [
        _independent_easter(year) for year in range(1900, 2200)
    ]
