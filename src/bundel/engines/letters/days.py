"""Days and lengths of time in Dutch, in every way letters write them."""

import re
from dataclasses import dataclass
from datetime import date

from bundel.engines.letters.tables import read_table

_WORDS = read_table("words")
_TENS = {word: number for word, number in _WORDS["numbers"].items() if number >= 20}
_ONES = {word: number for word, number in _WORDS["numbers"].items() if number < 10}
NUMBERS: dict[str, int] = _WORDS["numbers"] | {
    f"{one}en{ten}": low + high for ten, high in _TENS.items() for one, low in _ONES.items()
}
_ORDINALS: dict[str, int] = _WORDS["ordinals"]
_MONTHS = {
    name: number for number, (month, short) in enumerate(_WORDS["months"].items(), start=1) for name in (month, *short)
}
_UNITS: dict[str, str] = _WORDS["units"]
_WEEKDAY = f"(?:{_WORDS['weekdays'].replace(' ', '|')})"


def _either(words: dict[str, int] | dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NUMBER = rf"(?:\d{{1,3}}|{_either(NUMBERS)})"
_THOUSAND = rf"tweeduizend ?(?:en ?)?(?:{_either(NUMBERS)})"
WRITTEN_DAY = re.compile(
    rf"(?<!\S)(?:{_WEEKDAY} )?(?:"
    rf"(?P<day>\d\d?|{_either(NUMBERS)}|{_either(_ORDINALS)})(?: (?:e|de|ste))? (?P<month>{_either(_MONTHS)})"
    rf"(?: (?P<year>\d{{4}}|\d\d|{_THOUSAND}))?"
    r"|(?P<day2>[0-3]\d) (?P<month2>[01]\d) (?P<year2>(?:19|20)\d\d))(?!\S)"
)
LENGTH = re.compile(
    # "De laatste drie maanden" says which papers, not how long somebody has.
    rf"(?<!\S)(?<!laatste )(?<!afgelopen )(?P<first>{_NUMBER})(?: (?:a|tot|of|tot en met))?(?: (?P<second>{_NUMBER}))?"
    rf"(?: (?:hele|volle|aaneengesloten))? (?P<unit>{_either(_UNITS)})(?!\S)"
    rf"|(?<!\S)(?P<joined>{_either(NUMBERS)})(?P<unit2>weken|weekse|maanden)(?:termijn)?(?!\S)"
)
_NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d\d?)\2(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; `number` is None where the letter gives a range or two numbers that differ."""

    number: int | None
    unit: str


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else (NUMBERS | _ORDINALS)[word]


def _year(word: str) -> int:
    if word.isdigit():
        return int(word) if len(word) == 4 else 2000 + int(word)
    rest = word.removeprefix("tweeduizend").strip().removeprefix("en ")
    return 2000 + NUMBERS[rest if rest in NUMBERS else rest.removeprefix("en")]


def read_numeric_day(word: str) -> tuple[bool, date | None]:
    """Whether "12-03-2026" is written as a day, and which; a day that does not exist is (True, None)."""
    found = _NUMERIC.fullmatch(word)
    if not found:
        return False, None
    first, sign, middle, last = found.groups()
    if len(first) == 4:
        first, last = last, first
    # "2.3.10" is an article; with points a short year needs two figures everywhere.
    if sign == "." and len(last) == 2 and len(word) != len("12.03.26"):
        return False, None
    day, month = int(first), int(middle)
    if len(last) not in {2, 4} or not (1 <= day <= 31 and 1 <= month <= 12):
        return False, None
    return True, _real_day(_year(last), month, day)


def read_written_day(found: re.Match[str]) -> tuple[bool, date | None]:
    """The day of a match of `WRITTEN_DAY`; without a year there is a day but not which (True, None)."""
    if found["day2"]:
        day = _real_day(int(found["year2"]), int(found["month2"]), int(found["day2"]))
        return day is not None, day
    number = _number(found["day"])
    if not 1 <= number <= 31:
        return False, None
    if not found["year"]:
        return True, None
    return True, _real_day(_year(found["year"]), _MONTHS[found["month"]], number)


def read_length(found: re.Match[str]) -> Length:
    """The length of a match of `LENGTH`."""
    if found["joined"]:
        return Length(NUMBERS[found["joined"]], "months" if found["unit2"] == "maanden" else "weeks")
    first = _number(found["first"])
    same = not found["second"] or _number(found["second"]) == first
    return Length(first if same else None, _UNITS[found["unit"]])
