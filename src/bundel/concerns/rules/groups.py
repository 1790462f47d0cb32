"""Saying less exactly what a card may keep: an age as a group of ages, a place as a larger place."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from bundel.concerns.rules.publishing import PlaceLevel
from bundel.places.rules import Why, load, other_names, successors

SOME_PLACE = "[plaats]"

# Share of the people in the country, rounded (Statistics Netherlands, population by age).
AGE_SHARES = {
    "[kind]": 0.12,
    "[tiener]": 0.07,
    "[net volwassen]": 0.025,
    "[in de twintig]": 0.13,
    "[in de dertig]": 0.13,
    "[in de veertig]": 0.12,
    "[in de vijftig]": 0.14,
    "[in de zestig]": 0.13,
    "[70-plus]": 0.15,
}
_TEENS = 12
_GROWN = 18
_OLD = 70
_DECADES = {2: "twintig", 3: "dertig", 4: "veertig", 5: "vijftig", 6: "zestig"}

_ONES = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
         "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien")  # fmt: skip
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_DIGITS = re.compile(r"\d{1,3}")
_LETTERS = re.compile(r"[a-zë]+")


def age_group(text: str) -> str | None:
    """The group this age falls in, between brackets; None when no age can be read."""
    years = _years(text)
    if years is None:
        return None
    if years < _TEENS:
        return "[kind]"
    if years < _GROWN:
        return "[tiener]"
    if years >= _OLD:
        return "[70-plus]"
    return f"[in de {_DECADES[years // 10]}]" if years // 10 in _DECADES else "[net volwassen]"


def _years(text: str) -> int | None:
    digits = _DIGITS.search(text)
    if digits:
        return int(digits.group())
    word = _LETTERS.search(text.lower().replace("ën", "en"))
    return _written().get(word.group()) if word else None


@cache
def _written() -> dict[str, int]:
    """Every number below a hundred as it is written in Dutch."""
    written = {word: number for number, word in enumerate(_ONES)}
    for place, tens in enumerate(_TENS, start=2):
        written[tens] = 10 * place
        written |= {f"{ones}en{tens}": 10 * place + number for number, ones in enumerate(_ONES[:10]) if number}
    return written


@cache
def _meant() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Per name the municipalities of today it may mean, by code, and whether it names the whole of it."""
    meant: dict[str, list[tuple[str, bool]]] = {}
    for code, municipality in load().items():
        meant.setdefault(municipality.name.casefold(), []).extend(_living(code, is_whole=True))
    for name in other_names():
        meant.setdefault(name.text.casefold(), []).extend(_living(name.code, is_whole=name.why is Why.ALSO_CALLED))
    return {name: tuple(found) for name, found in meant.items()}


def _living(code: str, *, is_whole: bool) -> Iterator[tuple[str, bool]]:
    for heir in successors(code, date.max):
        yield heir.code, is_whole and heir.code == code


def place_words(text: str, level: PlaceLevel, own_code: str) -> str | None:
    """What a card says for a place at this level; None when the name may stay as it is.

    A village or a former municipality is said as the municipality it lies in, a quarter as no place at all.
    A name of two places is the one of `own_code`.
    """
    meant = _meant().get(text.casefold())
    if level is PlaceLevel.COUNTRY or not meant:
        return SOME_PLACE
    code, is_whole = next((one for one in meant if one[0] == own_code), meant[0])
    municipality = load()[code]
    if level is PlaceLevel.PROVINCE:
        return f"[provincie {municipality.province}]"
    return None if is_whole else f"[gemeente {municipality.name}]"


@cache
def _inhabitants_by_province() -> dict[str, int]:
    totals: dict[str, int] = {}
    for municipality in load().values():
        totals[municipality.province] = totals.get(municipality.province, 0) + (municipality.inhabitants or 0)
    return totals


def inhabitants(code: str, level: PlaceLevel) -> int | None:
    """How many people live in the place as the card says it; None when that is not known."""
    municipality = load().get(code)
    if level is PlaceLevel.COUNTRY or municipality is None:
        return sum(_inhabitants_by_province().values())
    if level is PlaceLevel.PROVINCE:
        return _inhabitants_by_province()[municipality.province]
    return municipality.inhabitants
