"""Signals: the list, what is done with many at once, and taking that back."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bundel.accounts.access import Actor, allows
from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_helpers
from bundel.concerns.actions.helping import (
    Before,
    assign_concerns,
    move_concerns,
    restore_concerns,
    take_up_concerns,
)
from bundel.concerns.labels import REFUSALS, STATES_SHORT
from bundel.concerns.queries import COUNTS_UP_TO, ConcernPage, Mark, list_concerns
from bundel.concerns.rules.states import State
from bundel.kit.rules import RuleBroken
from bundel.web.desk import counts
from bundel.web.entrances import member
from bundel.web.forms.concerns import ActForm, AssignForm, FilterForm, GiveForm
from bundel.web.lines import lines_of
from bundel.web.pages import PageRequest, page
from bundel.web.undo import Act, done_before, with_undo, without_undo

MOVES = {
    Act.WAIT: State.WAITING_FOR_PERSON,
    Act.CLOSE: State.CLOSED,
    Act.REOPEN: State.IN_PROGRESS,
    Act.SPAM: State.SUSPECT,
    Act.NO_SPAM: State.RECEIVED,
}


@page(Permission.CONCERNS_SEE, entrance=member)
def concerns(request: PageRequest, slug: str) -> HttpResponse:
    """A page of the list, newest first; what it is narrowed to stands in the address."""
    form = FilterForm(request.GET, today=request.today)
    found = list_concerns(
        request.actor,
        form.filters(),
        older_than=read_mark(request.GET.get("older", "")),
        newer_than=read_mark(request.GET.get("newer", "")),
    )
    context = {
        "form": form,
        "is_narrowed": any(request.GET.get(name) for name in ("state", "theme", "place", "assigned")),
        "tabs": _tabs(request),
        "lines": lines_of(request, found.rows),
        "assign": assign_form(request.actor),
        "can_pick": bool(request.actor.permissions & {Permission.CONCERN_MOVE, Permission.CONCERN_ASSIGN}),
        **_neighbours(request, found),
    }
    return render(request, "concerns.html", context)


def assign_form(actor: Actor) -> AssignForm | None:
    """To whom this actor may give a concern; None for who may not."""
    if not allows(actor, Permission.CONCERN_ASSIGN):
        return None
    return AssignForm(visible_helpers(actor))


def _tabs(request: PageRequest) -> list[tuple[str, str, str, bool]]:
    """For all and each state: words, count, address, and whether it is chosen."""
    waiting = counts(request)
    chosen = request.GET.get("state", "")
    tabs = [(_("Alles"), "", _address(request, state=""), chosen == "")]
    for state, words in STATES_SHORT.items():
        number = waiting[state]
        count = _("%(number)d of meer") % {"number": COUNTS_UP_TO} if number >= COUNTS_UP_TO else str(number)
        tabs.append((str(words), count, _address(request, state=state), chosen == state))
    return tabs


def _address(request: PageRequest, **changes: str) -> str:
    """This list with something else in its address; pages begin anew."""
    kept = {name: request.GET.get(name, "") for name in ("state", "theme", "place", "assigned")}
    return "?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def _neighbours(request: PageRequest, found: ConcernPage) -> dict[str, Any]:
    if not found.rows:
        return {"newer": "", "older": ""}
    first, last = found.rows[0], found.rows[-1]
    return {
        "newer": _address(request, newer=f"{first.received_at.isoformat()}_{first.id}") if found.has_newer else "",
        "older": _address(request, older=f"{last.received_at.isoformat()}_{last.id}") if found.has_older else "",
    }


def read_mark(text: str) -> Mark | None:
    """A place in a list, as it stands in an address; None for what is no place."""
    moment, _sign, row_id = text.partition("_")
    try:
        received_at = parse_datetime(moment)
        return Mark(received_at, UUID(row_id)) if received_at and received_at.tzinfo else None
    except ValueError:
        return None


@page(Permission.CONCERN_MOVE, entrance=member, methods=("POST",))
def concerns_act(request: PageRequest, slug: str) -> HttpResponse:
    """Say of one or many concerns how far they are, and offer to take it back."""
    return _do(request, ActForm(request.POST))


@page(Permission.CONCERN_ASSIGN, entrance=member, methods=("POST",))
def concerns_assign(request: PageRequest, slug: str) -> HttpResponse:
    """Give one or many concerns to somebody, and offer to take it back."""
    return _do(request, GiveForm(request.POST))


def _do(request: PageRequest, form: ActForm | GiveForm) -> HttpResponse:
    back = where_from(request)
    if not form.is_valid():
        messages.error(request, form.problem())
        return redirect(back)
    try:
        before = _act(request.actor, form, request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
        return redirect(back)
    return redirect(with_undo(back, request, form.act, before))


def _act(actor: Actor, form: ActForm | GiveForm, now: datetime) -> list[Before]:
    ids = form.cleaned_data["concern"]
    if isinstance(form, GiveForm):
        return assign_concerns(actor, ids, user_id=form.cleaned_data["user_id"], now=now)
    if form.act is Act.TAKE_UP:
        return take_up_concerns(actor, ids, now=now)
    return move_concerns(actor, ids, state=MOVES[form.act], now=now)


@page(Permission.CONCERN_MOVE, entrance=member, methods=("POST",))
def concerns_undo(request: PageRequest, slug: str) -> HttpResponse:
    """Take back what was done, where nothing changed since."""
    back = where_from(request)
    done = done_before(request, request.POST.get("token", ""))
    if done is None:
        messages.error(request, _("Dit kan niet meer ongedaan. Dat kan een uur lang."))
        return redirect(back)
    restored = restore_concerns(request.actor, done.before, now=request.now)
    if restored:
        number = len(restored)
        words = ngettext("%(n)d signaal staat weer zoals het was.", "%(n)d signalen staan weer zoals ze waren.", number)
        messages.success(request, words % {"n": number})
    if kept := len(done.before) - len(restored):
        words = ngettext(
            "%(n)d signaal is intussen veranderd. Dat blijft zo.",
            "%(n)d signalen zijn intussen veranderd. Die blijven zo.",
            kept,
        )
        messages.warning(request, words % {"n": kept})
    return redirect(back)


def where_from(request: PageRequest) -> str:
    """The page of this workspace somebody acted on, offering nothing to take back."""
    home = reverse("concerns", args=[request.workspace.slug])
    back = request.POST.get("back", "")
    inside = back.startswith(f"/w/{request.workspace.slug}/") and url_has_allowed_host_and_scheme(back, None)
    return without_undo(back) if inside else home
