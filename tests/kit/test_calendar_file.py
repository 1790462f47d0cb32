"""A calendar file that calendars understand, with reminders and nothing about a person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Component

from bundel.kit.calendar_file import Event, calendar_file

NOW = datetime(2025, 12, 2, 14, 30, tzinfo=UTC)
LAST_DAY = Event(key="objection-2026-01-05", on=date(2026, 1, 5), title="Laatste dag; bezwaar", text="Regel 1\nRegel 2")


def entries(*events: Event, now: datetime = NOW) -> list[Component]:
    read = Calendar.from_ical(calendar_file(events, now=now))
    assert (read["version"], read["prodid"]) == ("2.0", "-//Bundel//Bundel//NL")
    return list(read.walk("VEVENT"))


def test_an_event_is_a_whole_day() -> None:
    (entry,) = entries(LAST_DAY)
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2026, 1, 5), date(2026, 1, 6))
    assert entry.decoded("dtstamp") == NOW
    assert str(entry["summary"]) == LAST_DAY.title
    assert str(entry["description"]) == LAST_DAY.text
    assert str(entry["transp"]) == "TRANSPARENT"


def test_reminders_come_at_nine_in_the_morning() -> None:
    (entry,) = entries(LAST_DAY)
    told = [alarm.decoded("trigger") for alarm in entry.walk("VALARM")]
    assert told == [timedelta(hours=9) - timedelta(days=7), timedelta(hours=9) - timedelta(days=1)]


@pytest.mark.parametrize(("today", "left"), [(date(2025, 12, 29), 2), (date(2025, 12, 30), 1), (date(2026, 1, 5), 0)])
def test_a_reminder_of_a_day_that_is_over_is_left_out(today: date, left: int) -> None:
    (entry,) = entries(LAST_DAY, now=datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    assert len(entry.walk("VALARM")) == left


def test_the_same_key_names_the_same_event() -> None:
    first, moved, other = entries(
        LAST_DAY,
        Event(key=LAST_DAY.key, on=date(2026, 2, 2), title="x", text=""),
        Event(key="something else", on=LAST_DAY.on, title=LAST_DAY.title, text=LAST_DAY.text),
    )
    assert first["uid"] == moved["uid"] != other["uid"]
    assert "objection" not in str(first["uid"])


def test_no_events_make_an_empty_calendar() -> None:
    assert entries() == []


def test_long_lines_are_folded() -> None:
    file = calendar_file([Event(key="k", on=date(2026, 1, 5), title="é" * 200, text="x" * 500)], now=NOW)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
