"""In danger: asking to open one story, saying yes or no to it, and opening it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_names
from bundel.concerns import glass as queries
from bundel.concerns.actions.glass import answer_request, ask_to_open, use_glass
from bundel.concerns.keeping import find_by_handle
from bundel.concerns.labels import EMERGENCIES, GLASS_STATES, REFUSALS
from bundel.concerns.rules.glass import GlassState
from bundel.concerns.rules.words import Side
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import member
from bundel.web.forms.privacy import GlassForm
from bundel.web.pages import PageRequest, page

BADGES = {GlassState.ASKED: "active", GlassState.OPEN: "valid", GlassState.REFUSED: "danger"}


@page(Permission.BREAK_GLASS_ASK, entrance=member, methods=("GET", "POST"))
def break_glass(request: PageRequest, slug: str) -> HttpResponse:
    """Ask to open one story, and see what was answered."""
    form = GlassForm(request.POST or None, initial={"handle": request.GET.get("signaal", "")})
    if form.is_valid():
        try:
            concern_id = find_by_handle(form.cleaned_data["handle"])
            if concern_id is None:
                raise RuleBroken("glass_no_concern")
            ask_to_open(request.actor, concern_id, reason=form.cleaned_data["reason"], now=request.now)
        except RuleBroken as broken:
            form.add_error("handle", str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Je vraag is weg. Wie ja mag zeggen, krijgt nu een mail."))
            return redirect("break_glass", slug=slug)
    own = _rows(request, queries.own_requests(request.actor, now=request.now))
    return render(request, "break_glass.html", {"form": form, "own": own, "open": GlassState.OPEN})


@page(Permission.BREAK_GLASS_ASK, entrance=member, methods=("POST",))
def break_glass_story(request: PageRequest, slug: str) -> HttpResponse:
    """The story, for as long as the permission runs. Only ever the answer to a button."""
    try:
        opened = use_glass(request.actor, _posted_id(request), now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
        return redirect("break_glass", slug=slug)
    written = [(message, message.side is Side.PERSON) for message in opened.story.messages]
    return render(request, "break_glass_story.html", {"opened": opened, "story": opened.story, "written": written})


@page(Permission.BREAK_GLASS_APPROVE, entrance=member, methods=("GET", "POST"))
def break_glass_requests(request: PageRequest, slug: str) -> HttpResponse:
    """Who asks to open a story in danger; the second person says yes or no."""
    if request.method == "POST":
        approves = request.POST.get("act") == "allow"
        try:
            answer_request(request.actor, _posted_id(request), approves=approves, now=request.now)
        except RuleBroken as broken:
            messages.error(request, str(REFUSALS[broken.code]))
        else:
            said = _("Toegestaan. Het verhaal kan een uur open.") if approves else _("Niet toegestaan.")
            messages.success(request, said)
        return redirect("break_glass_requests", slug=slug)
    rows = _rows(request, queries.visible_requests(request.actor, now=request.now))
    return render(request, "break_glass_requests.html", {"rows": rows, "asked": GlassState.ASKED})


def _posted_id(request: PageRequest) -> UUID:
    try:
        return UUID(request.POST.get("glass", ""))
    except ValueError:
        raise RuleBroken("glass_over") from None


def _rows(request: PageRequest, rows: list[queries.GlassRow]) -> list[dict[str, object]]:
    people = {person for row in rows for person in (row.asked_by, row.answered_by) if person}
    names = visible_names(request.actor, people)
    return [
        {
            "glass": row,
            "danger": EMERGENCIES[row.danger],
            "state": GLASS_STATES[row.state],
            "badge": BADGES.get(row.state, "neutral"),
            "asked_by": names.get(row.asked_by, ""),
            "answered_by": names.get(row.answered_by, "") if row.answered_by else "",
            "is_own": row.asked_by == request.actor.id,
        }
        for row in rows
    ]
