"""Days for anybody's own calendar: an iCalendar file (RFC 5545) with reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

if TYPE_CHECKING:
    from icalendar import Component

CONTENT_TYPE = "text/calendar; charset=utf-8"
REMIND_AT = timedelta(hours=9)  # a day begins at midnight, and nobody wants to be woken by it


@dataclass(frozen=True)
class Event:
    """A whole day in a calendar.

    `key` names the event for good: the same key in a later file changes the event instead of adding one. It is
    hashed, and must not hold anything about a person all the same, as little as `title` and `text`.
    """

    key: str
    on: date
    title: str
    text: str
    remind_days: tuple[int, ...] = (7, 1)


def calendar_file(events: Iterable[Event], *, now: datetime) -> bytes:
    """The file; a reminder comes at nine in the morning, and not for a day that was over before `now`."""
    # loaded with the first file: few visitors ask for one, and every web process would carry it
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", "-//Bundel//Bundel//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(_entry(event, now))
    return bytes(calendar.to_ical())


def _entry(event: Event, now: datetime) -> "Component":
    from icalendar import Alarm  # noqa: PLC0415 - see calendar_file
    from icalendar import Event as Entry  # noqa: PLC0415 - see calendar_file

    entry = Entry()
    entry.add("uid", f"{uuid5(NAMESPACE_OID, f'bundel {event.key}')}@bundel")
    entry.add("dtstamp", now)
    entry.add("dtstart", event.on)
    entry.add("dtend", event.on + timedelta(days=1))
    entry.add("summary", event.title)
    entry.add("description", event.text)
    entry.add("transp", "TRANSPARENT")
    for days in event.remind_days:
        if event.on - timedelta(days=days) >= now.date():
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event.title)
            alarm.add("trigger", REMIND_AT - timedelta(days=days))
            entry.add_component(alarm)
    return entry
