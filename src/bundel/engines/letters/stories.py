"""The sentences the reader speaks (data: `patterns/follows.toml` and `patterns/contradictions.toml`)."""

from datetime import date

from bundel.engines.letters.letter import Consequence, Contradiction, Match, Words
from bundel.engines.letters.tables import read_table

_MONTHS_NL = tuple(read_table("words")["months"])
_MONTHS_EN = read_table("words")["months_en"].split()
_UNITS = {
    "hours": ("uur", "uur", "hour", "hours"),
    "days": ("dag", "dagen", "day", "days"),
    "workdays": ("werkdag", "werkdagen", "working day", "working days"),
    "weeks": ("week", "weken", "week", "weeks"),
    "months": ("maand", "maanden", "month", "months"),
    "years": ("jaar", "jaar", "year", "years"),
}


def day_words(day: date) -> Words:
    """A day as people write it."""
    return Words(
        f"{day.day} {_MONTHS_NL[day.month - 1]} {day.year}", f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    )


def length_words(number: int, unit: str) -> Words:
    """A length of time as people write it."""
    nl_one, nl_more, en_one, en_more = _UNITS[unit]
    return Words(f"{number} {nl_one if number == 1 else nl_more}", f"{number} {en_one if number == 1 else en_more}")


def consequence(code: str, stated: Words | None = None) -> Consequence:
    """What follows under this code; `stated` is the term or day that the letter itself names."""
    entry = read_table("follows")[code]
    said = stated or Words("", "")
    words = Words(
        entry["nl"].format(term=said.nl, until=said.nl),
        entry["en"].format(term=said.en, until=said.en),
    )
    return Consequence(code, entry["article"], words)


def contradiction(code: str, matches: tuple[Match, ...]) -> Contradiction:
    """A contradiction in words, with the places that contradict each other."""
    entry = read_table("contradictions")[code]
    return Contradiction(code, Words(entry["nl"], entry["en"]), matches)
