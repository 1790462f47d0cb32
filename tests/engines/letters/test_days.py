"""Days and terms in every spelling."""

from datetime import date

import pytest

from bundel.engines.letters.stream import Stream, read_stream

DAY = date(2026, 3, 12)


def only_day(stream: Stream) -> date | None:
    assert len(stream.days) == 1, stream.line
    return next(iter(stream.days.values()))


@pytest.mark.parametrize(
    "written",
    [
        "12 maart 2026",
        "12 MAART 2026",
        "12 mrt. 2026",
        "12 mrt '26",
        "12-mrt-2026",
        "12maart2026",
        "donderdag 12 maart 2026",
        "do. 12 maart 2026",
        "de 12e maart 2026",
        "12de maart 2026",
        "twaalf maart 2026",
        "twaalfde maart tweeduizendzesentwintig",
        "twaalf maart tweeduizend en zesentwintig",
        "12-03-2026",
        "12/3/26",
        "12.03.2026",
        "12.03.26",
        "12 - 03 - 2026",
        "12-03-'26",
        "2026-03-12",
        "12 03 2026",
        "12\n maart\n2026",
        "12 maart 2026Onderwerp",
        "12-03-2026Onderwerp",
    ],
)
def test_day_is_read_in_any_spelling(written: str) -> None:
    assert only_day(read_stream(f"Datum: {written}. Geachte")) == DAY


@pytest.mark.parametrize("written", ["30 februari 2026", "31-04-2026", "29-02-2027"])
def test_day_that_does_not_exist_is_no_day_but_is_told(written: str) -> None:
    stream = read_stream(f"Voor {written} hoort u van ons.")
    assert only_day(stream) is None
    assert stream.impossible


@pytest.mark.parametrize("written", ["12 maart", "12 maart 10 uur", "12 april a.s."])
def test_day_without_a_year_is_not_guessed(written: str) -> None:
    stream = read_stream(f"Op {written} belt u ons.")
    assert only_day(stream) is None
    assert not stream.impossible


@pytest.mark.parametrize(
    "written",
    [
        "artikel 2.3.10",
        "12-34-2026",
        "99 maart 2026",
        "12 45 2026",
        "06-1234-5678",
        "123-45-67",
        "31 02 2026",
        "1-2-123",
    ],
)
def test_numbers_that_look_like_days_are_none(written: str) -> None:
    assert read_stream(f"Zie {written} hierbij.").days == {}


@pytest.mark.parametrize(
    ("written", "number", "unit"),
    [
        ("zes weken", 6, "weeks"),
        ("6 weken", 6, "weeks"),
        ("zes (6) weken", 6, "weeks"),
        ("6 (zes) weken", 6, "weeks"),
        ("zesweken", 6, "weeks"),
        ("zeswekentermijn", 6, "weeks"),
        ("ZES WEKEN", 6, "weeks"),
        ("zes we-\nken", 6, "weeks"),
        ("veertien dagen", 14, "days"),
        ("tien werkdagen", 10, "workdays"),
        ("één maand", 1, "months"),
        ("tweemaandentermijn", 2, "months"),
        ("een jaar", 1, "years"),
        ("48 uur", 48, "hours"),
        ("tweeënveertig dagen", 42, "days"),
        ("zes volle weken", 6, "weeks"),
        ("zes tot acht weken", None, "weeks"),
        ("zes (8) weken", None, "weeks"),
    ],
)
def test_length_is_read_in_any_spelling(written: str, number: int | None, unit: str) -> None:
    (length,) = read_stream(f"Binnen {written} hoort u meer.").lengths.values()
    assert (length.number, length.unit) == (number, unit)
