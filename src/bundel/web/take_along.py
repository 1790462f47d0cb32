"""Everything of one person's concern, as they read it and as they take it along."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bundel.accounts.access import Actor, OpenReason
from bundel.accounts.labels import ROLES
from bundel.audit.queries import Trace
from bundel.concerns import labels
from bundel.concerns.glass import roles_in_danger
from bundel.concerns.queries import Story, get_concern, open_own_story, opened_by, opener_names
from bundel.concerns.rules.words import Channel, Consent, Decider, ForWhom, LetterBy, Since, Theme
from bundel.gate.queries import sharings_of
from bundel.kit.days import day_of
from bundel.places.rules import load

if TYPE_CHECKING:
    from bundel.concerns.models import Concern

ALLOWED = "allowed_by"  # who said yes to an opening in danger, in the audit
TOLD_FIELDS = (
    "handle", "state", "theme", "municipality_code", "decides", "since", "for_whom", "consent", "channel", "language",
    "letter_dated_on", "letter_received_on", "letter_by", "last_day", "received_at",
)  # fmt: skip


def everything(actor: Actor, concern_id: UUID, *, receiver: str, now: datetime) -> dict[str, Any]:
    """What the page with everything shows, for who holds the receipt; `receiver` is the workspace's name."""
    concern = get_concern(actor, concern_id)
    return {
        "concern": concern,
        "story": open_own_story(actor, concern_id, now=now),
        "card": card_of(concern),
        "receiver": receiver,
        "answers": _answers(concern),
        "openings": openings(actor, concern_id, receiver=receiver),
        "sharings": sharings_of(actor, concern_id, today=day_of(now)),
    }


def as_data(found: dict[str, Any]) -> dict[str, Any]:
    """The same for other programs: plain values and moments, codes instead of words."""
    concern, story = found["concern"], found["story"]
    assert isinstance(story, Story)
    return {
        "received_by": found["receiver"],
        **{name: getattr(concern, name) for name in TOLD_FIELDS},
        "story": story.story,
        "wish": story.wish,
        "contact_name": story.contact_name,
        "contact": story.contact,
        "card": {"title": concern.card.title, "text": concern.card.text},
        "messages": [
            {"from": m.side, "written_at": m.written_at, "read_at": m.read_at, "text": m.text} for m in story.messages
        ],
        "opened": [
            {"at": o["when"], "who": o["who"], "what": o["what"], "why": str(o["why"])} for o in found["openings"]
        ],
        "shared": [
            {
                "with": s.agreement.target_name,
                "asked_at": s.asked_at,
                "answer": s.answer,
                "answered_at": s.answered_at,
                "withdrawn_at": s.withdrawn_at,
                "news": [{"at": n.received_at, "kind": n.kind, "text": n.text} for n in s.news],
            }
            for s in found["sharings"]
        ],
    }


def openings(actor: Actor, concern_id: UUID, *, receiver: str) -> list[dict[str, Any]]:
    """Who opened the story, when and why: every time it happened."""
    traces = opened_by(actor, concern_id)
    names = opener_names(actor, concern_id) if traces else {}
    unknown = _("Iemand van %s") % receiver
    roles = _roles(actor, concern_id, traces)
    return [
        {
            "when": trace.at,
            "who": names.get(trace.actor_id, unknown) if trace.actor_id else unknown,
            "what": _("Een brief of foto") if trace.act == "concerns.open_file" else _by_two(trace, roles),
            "why": labels.OPEN_REASONS.get(OpenReason(trace.reason)),
        }
        for trace in traces
    ]


def _roles(actor: Actor, concern_id: UUID, traces: Sequence[Trace]) -> dict[str, Promise]:
    """The roles in words, by account, of both people behind each opening in danger."""
    in_danger = [t for t in traces if t.reason == OpenReason.DANGER]
    people = {str(t.actor_id) for t in in_danger} | {t.also[ALLOWED] for t in in_danger if ALLOWED in t.also}
    found = roles_in_danger(actor, concern_id, [UUID(p) for p in people]) if people else {}
    return {str(account): ROLES[role] for account, role in found.items()}


def _by_two(trace: Trace, roles: Mapping[str, Promise]) -> str:
    if trace.reason != OpenReason.DANGER:
        return ""
    gone = _("Iemand die niet meer meedoet")
    first, second = roles.get(str(trace.actor_id), gone), roles.get(trace.also.get(ALLOWED, ""), gone)
    return _("Dit deed: %(first)s. Dit stond toe: %(second)s.") % {"first": first, "second": second}


def card_of(concern: "Concern") -> dict[str, Any]:
    """The card of a concern, as the component shows it."""
    place = load().get(concern.municipality_code)
    return {
        "title": concern.card.title,
        "text": concern.card.text,
        "tags": [labels.THEMES[Theme(concern.theme)]],
        "meta": [place.name] if place else [],
    }


def _answers(concern: "Concern") -> list[tuple[str, Any]]:
    letter_by = labels.LETTER_WAYS[LetterBy(concern.letter_by)] if concern.letter_by else None
    answers: list[tuple[str, Any]] = [
        (_("Waar het over gaat"), labels.THEMES[Theme(concern.theme)]),
        (_("Wie beslist"), labels.DECIDERS[Decider(concern.decides)]),
        (_("Hoe lang al"), labels.SINCES[Since(concern.since)]),
        (_("Over wie"), labels.FOR_WHOM[ForWhom(concern.for_whom)]),
        (_("Dag op de brief"), concern.letter_dated_on),
        (_("Dag dat de brief kwam"), concern.letter_received_on),
        (_("Hoe de brief kwam"), letter_by),
        (_("Laatste dag om bezwaar te maken"), concern.last_day),
        (_("Hoe het binnenkwam"), labels.CHANNELS[Channel(concern.channel)]),
        (_("Wat er met de kaart mag"), labels.CONSENTS[Consent(concern.consent)]),
    ]
    return [(name, value if isinstance(value, date) else str(value)) for name, value in answers if value]
