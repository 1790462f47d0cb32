"""Guests: somebody outside reads one thing by a link and answers it; and the workspace that asks them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.links import guest_in
from bundel.accounts.permissions import Permission
from bundel.guests import actions, labels
from bundel.guests.queries import GuestRow, get_own_link, list_guests
from bundel.guests.rules import ANSWERS
from bundel.kit.processing import Keep
from bundel.kit.rules import RuleBroken
from bundel.privacy.queries import terms_here
from bundel.web.entrances import guest_holder, member
from bundel.web.forms.guest import GuestAnswerForm, GuestForm
from bundel.web.guests import READERS, Reader, in_words
from bundel.web.pages import PageRequest, page
from bundel.web.visitors import forget_guest, keep_guest, sent_in, try_link


@page(Permission.PUBLIC_READ)
def guest_link(request: PageRequest, token: str) -> HttpResponse:
    """Take the secret out of the address, once and for all, and go on without it."""
    held, too_many = try_link(request, lambda: guest_in(token))
    if held is None:
        status = 429 if too_many else 404
        return _unseen(render(request, "guest_gone.html", {"too_many": too_many}, status=status))
    return _unseen(keep_guest(redirect("guest"), *held))


def _unseen(response: HttpResponse) -> HttpResponse:
    """No page that is opened from here hears where it was."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@page(Permission.GUEST_READ, entrance=guest_holder, methods=("GET", "POST"))
def guest(request: PageRequest) -> HttpResponse:
    """What is asked, the thing it is about, and the answer."""
    link = get_own_link(request.actor, now=request.now)
    shown = _shown(request, link)
    kinds = ANSWERS[link.purpose] if shown else ()
    form = GuestAnswerForm(sent_in(request), kinds=kinds) if kinds else None
    if form is not None and form.is_valid():
        try:
            actions.answer_as_guest(request.actor, link.id, **form.answer(), now=request.now)
        except RuleBroken as broken:
            form.add_error("text", str(labels.REFUSALS[broken.code]))
        else:
            messages.success(request, _("Je antwoord is verstuurd. Dank je."))
            return redirect("guest")
    elif request.method == "GET":
        actions.read_as_guest(request.actor, link.subject_id, now=request.now)
    return render(request, "guest.html", _guest_page(request, link, shown, form))


def _shown(request: PageRequest, link: GuestRow) -> dict[str, Any] | None:
    """What the thing's own template needs; None when it was taken back or is gone."""
    try:
        return READERS[link.subject_kind].read(request.actor, link.subject_id)
    except (RuleBroken, ObjectDoesNotExist):
        return None


def _guest_page(
    request: PageRequest, link: GuestRow, shown: dict[str, Any] | None, form: GuestAnswerForm | None
) -> dict[str, Any]:
    return {
        "asks": request.workspace,
        "asked": labels.ASKED[link.purpose],
        **in_words(link),
        "is_shown": shown is not None,
        "template": READERS[link.subject_kind].template,
        "form": form,
        "days": terms_here()[Keep.GUEST],
        **(shown or {}),
    }


@page(Permission.GUEST_READ, entrance=guest_holder, methods=("POST",))
def guest_decline(request: PageRequest) -> HttpResponse:
    """Say that this is for somebody else."""
    link = get_own_link(request.actor, now=request.now)
    actions.decline_as_guest(request.actor, link.id, now=request.now)
    return forget_guest(redirect("guest_goodbye"))


@page(Permission.PUBLIC_READ, methods=("POST",))
def guest_leave(request: PageRequest) -> HttpResponse:
    """Leave nothing in this browser."""
    return forget_guest(redirect("guest_goodbye"))


@page(Permission.PUBLIC_READ)
def guest_goodbye(request: PageRequest) -> HttpResponse:
    """That nothing stays in this browser."""
    return render(request, "guest_goodbye.html")


@page(Permission.GUEST_INVITE, entrance=member)
def guests(request: PageRequest, slug: str, reader: Reader, subject_id: UUID) -> HttpResponse:
    """Who was asked about one thing, and what they answered."""
    refusal, shown = _look(request, reader, subject_id)
    rows = list_guests(request.actor, subject_id, now=request.now)
    if any(row.is_new for row in rows):
        actions.mark_guest_news_seen(request.actor, subject_id, now=request.now)
    context = {
        "reader": reader,
        "subject_id": subject_id,
        "home": reader.home(slug, subject_id),
        "refusal": refusal,
        "guests": [in_words(row) for row in rows],
        **shown,
    }
    return render(request, "guests.html", context)


def _look(request: PageRequest, reader: Reader, subject_id: UUID) -> tuple[str, dict[str, Any]]:
    """Why the thing may not be shown, and else what a guest would see of it."""
    try:
        return "", reader.read(request.actor, subject_id)
    except RuleBroken as broken:
        return str(reader.refusals[broken.code]), {}


@page(Permission.GUEST_INVITE, entrance=member, methods=("GET", "POST"))
def guest_invite(request: PageRequest, slug: str, reader: Reader, subject_id: UUID) -> HttpResponse:
    """Ask one more person; beside the form stands what they will see."""
    refusal, shown = _look(request, reader, subject_id)
    if refusal:
        return redirect("guests", slug=slug, reader=reader, subject_id=subject_id)
    form = GuestForm(sent_in(request), initial={"language": "nl"})
    if form.is_valid():
        try:
            reader.ask(request.actor, subject_id, invited=form.invited(), now=request.now)
        except RuleBroken as broken:
            form.add_error(None, _refusal(reader, broken))
        else:
            messages.success(request, _("De mail gaat over een minuut weg. Tot dan kun je hem terughalen."))
            return redirect("guests", slug=slug, reader=reader, subject_id=subject_id)
    return render(request, "guest_invite.html", {"reader": reader, "subject_id": subject_id, "form": form, **shown})


def _refusal(reader: Reader, broken: RuleBroken) -> str:
    return str((labels.REFUSALS | dict(reader.refusals))[broken.code])


@page(Permission.GUEST_INVITE, entrance=member, methods=("POST",))
def guest_take_back(request: PageRequest, slug: str, reader: Reader, subject_id: UUID, link_id: UUID) -> HttpResponse:
    """Take back a mail that lies in the outbox."""
    return _did(request, reader, subject_id, link_id, actions.take_back_guest_mail, _("De mail is teruggehaald."))


@page(Permission.GUEST_INVITE, entrance=member, methods=("POST",))
def guest_remind(request: PageRequest, slug: str, reader: Reader, subject_id: UUID, link_id: UUID) -> HttpResponse:
    """Send the same link once more."""
    said = _("De mail gaat over een minuut weg. Tot dan kun je hem terughalen.")
    return _did(request, reader, subject_id, link_id, actions.remind_guest, said)


@page(Permission.GUEST_INVITE, entrance=member, methods=("POST",))
def guest_revoke(request: PageRequest, slug: str, reader: Reader, subject_id: UUID, link_id: UUID) -> HttpResponse:
    """End a link."""
    said = _("De link werkt niet meer. Wat deze gast antwoordde, blijft staan.")
    return _did(request, reader, subject_id, link_id, actions.revoke_guest, said)


def _did(
    request: PageRequest, reader: Reader, subject_id: UUID, link_id: UUID, act: Callable[..., UUID], said: str
) -> HttpResponse:
    try:
        act(request.actor, link_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, _refusal(reader, broken))
    else:
        messages.success(request, said)
    return redirect("guests", slug=request.workspace.slug, reader=reader, subject_id=subject_id)
