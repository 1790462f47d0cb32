"""What happened with a concern, as steps of a timeline, without what was told or written."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bundel.accounts.access import OpenReason
from bundel.audit.queries import Trace
from bundel.concerns.labels import CHANNELS, OPEN_REASONS_HERE
from bundel.concerns.queries import MessageMoment
from bundel.concerns.rules.words import Channel, Side
from bundel.kit.days import day_of
from bundel.web.lines import ago

Step = dict[str, Any]


def timeline(
    *,
    told_at: datetime,
    channel: Channel,
    entered_by: str,
    closed_at: datetime | None,
    last_day: date | None,
    moments: Sequence[MessageMoment],
    today: date,
    now: datetime,
) -> list[Step]:
    """Newest first; a last day that is still to come stands on top."""
    steps = [_message(moment, now) for moment in moments]
    if closed_at:
        steps.insert(0, {"what": _("Op klaar gezet"), "when": closed_at, "state": "done"})
    steps.append({"what": _told(channel, entered_by), "when": told_at, "state": "done"})
    steps.sort(key=lambda step: step["when"], reverse=True)
    if last_day:
        words = (
            _("De laatste dag om bezwaar te maken") if last_day >= today else _("Dit was de laatste dag voor bezwaar")
        )
        term = {"what": words, "when": last_day, "state": "clock"}
        place = next((n for n, step in enumerate(steps) if day_of(step["when"]) <= last_day), len(steps))
        steps.insert(place, term)
    return steps


def _message(moment: MessageMoment, now: datetime) -> Step:
    if moment.side is Side.PERSON:
        return {"what": _("De persoon schreef"), "when": moment.written_at, "state": "done"}
    if moment.sends_at > now:
        text = _("Dit gaat binnen een minuut weg.")
    elif moment.read_at:
        text = _("De persoon heeft het gelezen.")
    else:
        text = _("Nog niet gelezen.")
    what = _("%(name)s schreef een antwoord") % {"name": moment.author_name}
    return {"what": what, "when": moment.written_at, "text": text, "state": "done" if moment.sends_at <= now else ""}


def _told(channel: Channel, entered_by: str) -> str:
    way = _("Verteld: %(way)s") % {"way": str(CHANNELS[channel]).lower()}
    return _("%(way)s. %(name)s voerde het in") % {"way": way, "name": entered_by} if entered_by else way


def openings(traces: Sequence[Trace], names: dict[UUID, str], today: date) -> list[tuple[str, str, str]]:
    """Who opened the story, why, and how long ago; more than once on a day for one reason counts as once."""
    told = (
        (_name(trace, names), str(OPEN_REASONS_HERE[OpenReason(trace.reason)]), ago(trace.at, today))
        for trace in traces
    )
    return list(dict.fromkeys(told))


def _name(trace: Trace, names: dict[UUID, str]) -> str:
    return names.get(trace.actor_id, _("Iemand die niet meer meedoet")) if trace.actor_id else _("Bundel zelf")
