"""Days of the calendar as the Algemene termijnenwet sees them (data: `holidays.toml`)."""

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

DAY = timedelta(days=1)
DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "holidays.toml").read_text("utf-8"))
MONTHS_NL = tuple(DATA["words"]["months_nl"])
MONTHS_EN = tuple(DATA["words"]["months_en"])
WEEKDAYS_NL = tuple(DATA["words"]["weekdays_nl"])
WEEKDAYS_EN = tuple(DATA["words"]["weekdays_en"])


class Words(NamedTuple):
    """The same words in Dutch and in English."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which a statutory term does not end; `european` leaves out days only Dutch terms know."""

    name: Words
    article: str
    european: bool


WEEKEND = Holiday(Words("weekend", "a weekend"), "Atw 1 lid 1", european=True)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876)."""
    century, of_century = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _day_of(entry: dict[str, Any], year: int) -> date | None:
    if "easter" in entry:
        return easter(year) + timedelta(days=entry["easter"])
    day = date(year, entry["month"], entry["day"])
    if not entry.get("valid_from", date.min) <= day <= entry.get("valid_until", date.max):
        return None
    return day + timedelta(days=entry.get("on_sunday", 0)) if day.weekday() == calendar.SUNDAY else day


DECREE_DAYS: dict[date, Holiday] = {
    day: Holiday(
        Words(f"een dag die telt als feestdag ({entry['nl']})", f"a day that counts as a holiday ({entry['en']})"),
        "Atw 3 lid 3",
        european=False,
    )
    for entry in DATA["decree"]
    for day in entry["days"]
}
COMPLETE_YEARS = frozenset(
    year for entry in DATA["decree"] if entry["complete"] for year in range(entry["from_year"], entry["until_year"] + 1)
)


@cache
def holidays(year: int) -> dict[date, Holiday]:
    """Every recognised day of the year: the act's own days and those a royal decree added."""
    found = {day: holiday for day, holiday in DECREE_DAYS.items() if day.year == year}
    for entry in DATA["holiday"]:
        day = _day_of(entry, year)
        if day is not None:
            found[day] = Holiday(Words(entry["nl"], entry["en"]), entry["article"], entry["european"])
    return found


def free_day(day: date, *, european: bool = False) -> Holiday | None:
    """Why no term ends on `day`, or None; a holiday on a Saturday or Sunday is named as the holiday."""
    holiday = holidays(day.year).get(day)
    if holiday is not None and (holiday.european or not european):
        return holiday
    return WEEKEND if day.weekday() >= calendar.SATURDAY else None


def is_free(day: date) -> bool:
    """Whether `day` is a Saturday, a Sunday or a recognised day."""
    return day.weekday() >= calendar.SATURDAY or day in holidays(day.year)


def next_working_day(day: date) -> date:
    """`day` itself when a term can end on it, otherwise the first later day on which it can."""
    while is_free(day):
        day += DAY
    return day


def after_working_days(day: date, number: int) -> date:
    """The `number`-th working day after `day`."""
    for _ in range(number):
        day = next_working_day(day + DAY)
    return day


def working_days_between(after: date, through: date) -> int:
    """Working days later than `after`, up to and including `through`."""
    return sum(not is_free(after + n * DAY) for n in range(1, (through - after).days + 1))


def add_months(day: date, number: int) -> date:
    """The same day of the month, `number` months later; the month's last day when it has no such day."""
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _unsure_bridge_days(year: int) -> frozenset[date]:
    if year in COMPLETE_YEARS:
        return frozenset()
    around = {holiday + step for holiday in holidays(year) for step in (-DAY, DAY) if date.min < holiday < date.max}
    inside = {day for day in around if date.min < day < date.max and not is_free(day)}
    return frozenset(day for day in inside if is_free(day - DAY) and is_free(day + DAY))


def is_unsure_bridge_day(day: date) -> bool:
    """A working day between two free days, in a year for which the decree days are not all known."""
    return day in _unsure_bridge_days(day.year)


@lru_cache(maxsize=16384)
def in_words(day: date) -> Words:
    """The day with its weekday, as one would say it."""
    return Words(
        f"{WEEKDAYS_NL[day.weekday()]} {day.day} {MONTHS_NL[day.month - 1]} {day.year}",
        f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]} {day.year}",
    )
