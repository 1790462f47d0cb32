"""One signal: what everybody here may know, and behind a reason the story, the messages and the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.access import OpenReason, allows
from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_names
from bundel.concerns.actions.helping import answer_person, take_back_message
from bundel.concerns.attachments import visible_files
from bundel.concerns.bundle_labels import FORMS
from bundel.concerns.bundles import bundle_of_concern, way_in
from bundel.concerns.labels import CONSENTS_HERE, DECIDERS, FOR_WHOM_HERE, REFUSALS, SINCES, THEMES
from bundel.concerns.queries import Stale, get_concern, message_moments, open_story, opened_by
from bundel.concerns.rules.states import OPEN_STATES, State
from bundel.concerns.rules.words import Channel, Consent, Decider, ForWhom, Side, Since, Theme
from bundel.guests.rules import SubjectKind
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import member
from bundel.web.forms.concerns import AnswerForm, OpenForm
from bundel.web.guests import guests_of
from bundel.web.history import openings, timeline
from bundel.web.lines import BADGES, day_short, left_until, place_name, standing
from bundel.web.pages import PageRequest, page
from bundel.web.views.concerns import assign_form


@page(Permission.CONCERNS_SEE, entrance=member)
def concern(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """The card, the facts, who waits and what happened; the story stays under lock."""
    return render(request, "concern.html", _context(request, concern_id) | {"form": OpenForm()})


@page(Permission.STORY_OPEN, entrance=member, methods=("POST",))
def concern_story(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """The story, opened with a reason that the person sees. Only ever the answer to a button."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return render(request, "concern.html", _context(request, concern_id) | {"form": form})
    return _opened(request, concern_id, form.cleaned_data["reason"], AnswerForm())


@page(Permission.CONCERN_ANSWER, entrance=member, methods=("POST",))
def concern_answer(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """Write to the person; when somebody else was first, both texts stand on the page."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _opened(request, concern_id, OpenReason.ANSWER, form)
    try:
        answer_person(request.actor, concern_id, **form.cleaned_data, now=request.now)
    except Stale:
        return _opened(request, concern_id, OpenReason.ANSWER, form, is_stale=True)
    except RuleBroken as broken:
        form.add_error("text", str(REFUSALS[broken.code]))
        return _opened(request, concern_id, OpenReason.ANSWER, form)
    return redirect("concern", slug=slug, concern_id=concern_id)


@page(Permission.CONCERN_ANSWER, entrance=member, methods=("POST",))
def concern_take_back(request: PageRequest, slug: str, message_id: UUID) -> HttpResponse:
    """Take back one's own message in the minute before it is sent."""
    try:
        concern_id = take_back_message(request.actor, message_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
        return redirect("concerns", slug=slug)
    messages.success(request, _("Je antwoord is teruggehaald. De persoon ziet het niet."))
    return redirect("concern", slug=slug, concern_id=concern_id)


def _opened(
    request: PageRequest, concern_id: UUID, reason: OpenReason, form: AnswerForm, *, is_stale: bool = False
) -> HttpResponse:
    story = open_story(request.actor, concern_id, reason=reason, now=request.now)
    found = get_concern(request.actor, concern_id)
    context = _known(request, found) | {
        "story": story,
        "written": [(m, m.side is Side.PERSON, m.sends_at > request.now) for m in story.messages],
        "form": form,
        "is_stale": is_stale,
        "version": found.version,
    }
    return render(request, "concern_story.html", context)


def _context(request: PageRequest, concern_id: UUID) -> dict[str, Any]:
    found = get_concern(request.actor, concern_id)
    traces = opened_by(request.actor, found)
    moments = message_moments(request.actor, concern_id)
    people = [*(t.actor_id for t in traces), found.assigned_to, found.entered_by]
    names = visible_names(request.actor, {person for person in people if person})
    return _known(request, found) | {
        "helper": names.get(found.assigned_to, "") if found.assigned_to else "",
        "opened": openings(traces, names, request.today),
        "files_count": sum(f.removed_at is None for f in visible_files(request.actor, concern_id, now=request.now)),
        "pending": [m for m in moments if m.author_id == request.actor.id and m.sends_at > request.now],
        "steps": timeline(
            told_at=found.received_at,
            channel=Channel(found.channel),
            entered_by=names.get(found.entered_by, "") if found.entered_by else "",
            closed_at=found.closed_at,
            last_day=found.last_day,
            moments=moments,
            today=request.today,
            now=request.now,
        ),
        "assign": assign_form(request.actor),
        "in_bundle": bundle_of_concern(request.actor, concern_id),
        "way": _way(request, found.municipality_code),
        **guests_of(request, SubjectKind.CARD, concern_id),
    }


def _way(request: PageRequest, municipality_code: str) -> str:
    """How this municipality is worked in; empty when it has no form of its own."""
    way = way_in(request.actor, municipality_code)
    return f"{FORMS[way.form]}. {way.line}".strip() if way else ""


def _known(request: PageRequest, found: Any) -> dict[str, Any]:
    """What stands in the open about a concern, in words."""
    state = State(found.state)
    runs = found.last_day is not None and found.last_day >= request.today and state in OPEN_STATES
    return {
        "concern": found,
        "is_mine": found.assigned_to == request.actor.id,
        "is_withdrawn": state is State.WITHDRAWN,
        "is_closed": state is State.CLOSED,
        "can_open": allows(request.actor, Permission.STORY_OPEN) and state is not State.WITHDRAWN,
        "can_move": allows(request.actor, Permission.CONCERN_MOVE) and state is not State.WITHDRAWN,
        "state": standing(state, found.waiting_since, found.received_at, request.today),
        "badge": BADGES.get(state, "neutral"),
        "theme": THEMES[Theme(found.theme)],
        "place": place_name(found.municipality_code),
        "term": (day_short(found.last_day, request.today), left_until(found.last_day, request.today)) if runs else None,
        "card": {
            "title": found.card.title,
            "text": found.card.text,
            "consent": CONSENTS_HERE[Consent(found.consent)],
        },
        "facts": [
            (_("Wie beslist"), DECIDERS[Decider(found.decides)]),
            (_("Hoe lang al"), SINCES[Since(found.since)]),
            (_("Over wie"), FOR_WHOM_HERE[ForWhom(found.for_whom)]),
        ],
    }
