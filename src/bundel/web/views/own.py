"""My signals: an account of one's own, all one's concerns under it, taking everything along, and erasing it."""

import json
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.account.internal.flows.logout import logout
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bundel.accounts import actions, links
from bundel.accounts.access import PUBLIC, allows
from bundel.accounts.labels import REFUSALS
from bundel.accounts.permissions import Permission
from bundel.accounts.rules import plain_address
from bundel.concerns.actions import gathering
from bundel.concerns.gathered import find_gathered, visible_gathered
from bundel.concerns.labels import STATES_FOR_PERSON
from bundel.concerns.queries import find_receipt
from bundel.kit.rules import RuleBroken
from bundel.notices.actions import write_to_newcomer
from bundel.sealing.codes import slow_hash
from bundel.tenancy.fence import INSTANCE
from bundel.tenancy.queries import workspaces_of
from bundel.web.entrances import own_receipts
from bundel.web.forms.account import AskAccountForm, NewAccountForm
from bundel.web.forms.tell import CodeForm
from bundel.web.pages import Entrance, PageRequest, page
from bundel.web.take_along import as_data, everything
from bundel.web.views.account import own_account
from bundel.web.views.people import hashed_password
from bundel.web.visitors import Code, code_status, keep_receipt, sent_in, try_code

# Making an account


def newcomer(request: PageRequest, **kwargs: Any) -> Entrance | HttpResponse:
    """Into the instance, where accounts are made; who has one already is there."""
    return Entrance(INSTANCE, lambda: PUBLIC) if request.actor is PUBLIC else redirect("own_concerns")


@page(Permission.ACCOUNT_MAKE, entrance=newcomer, methods=("GET", "POST"))
def ask_account(request: PageRequest) -> HttpResponse:
    """Ask for an account: the answer comes by mail, and the page tells nobody who has one."""
    form = AskAccountForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        email = plain_address(form.cleaned_data["email"])
        # Counted with the mails for a new password: both may not be used to fill somebody's postbox.
        if ratelimit.consume(request, app="allauth.account", action="reset_password", key=email) is None:
            enough: HttpResponse = ratelimit.handler429(request)
            return enough
        write_to_newcomer(request.actor, email=email, language=get_language() or "nl", now=request.now)
        return redirect("ask_account_sent")
    return render(request, "ask_account.html", {"form": form})


@page(Permission.PUBLIC_READ)
def ask_account_sent(request: PageRequest) -> HttpResponse:
    """Look in your mail."""
    return render(request, "ask_account_sent.html")


@page(Permission.ACCOUNT_MAKE, entrance=newcomer, prepare=hashed_password, methods=("GET", "POST"))
def make_account(request: PageRequest, token: str) -> HttpResponse:
    """Make the account, with the link from the mail."""
    email = links.address_in(token, now=request.now)
    if email is None:
        return render(request, "make_account.html", {"form": None}, status=410)
    form = NewAccountForm(sent_in(request), email=email)
    if request.method == "POST" and form.is_valid():
        name, language = form.cleaned_data["name"], get_language() or "nl"
        made = {"email": email, "name": name, "password_hash": request.prepared, "language": language}
        try:
            actions.make_account(request.actor, now=request.now, **made)
        except RuleBroken as broken:
            messages.info(request, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Je account is klaar. Log nu in."))
        return redirect(f"{reverse('account_login')}?next={reverse('own_concerns')}")
    return render(request, "make_account.html", {"form": form, "email": email})


# My signals


def own(request: PageRequest, **kwargs: Any) -> Entrance | HttpResponse | None:
    """Into the instance, for who has signals of their own; an operator has none."""
    if request.actor is not PUBLIC and not allows(request.actor, Permission.OWN_CONCERNS):
        return None
    return own_account(request)


def _by_code(request: PageRequest, **kwargs: Any) -> tuple[CodeForm, tuple[UUID, UUID] | None]:
    form = CodeForm(sent_in(request))
    return form, try_code(request, form, lambda code: find_receipt(slow_hash(code, Code.RECEIPT)))


@page(Permission.OWN_CONCERNS, entrance=own, prepare=_by_code, methods=("GET", "POST"))
def own_concerns(request: PageRequest) -> HttpResponse:
    """All one's own concerns, wherever they were told, and one more by its code."""
    form, told = request.prepared
    if told is not None:
        workspace_id, concern_id = told
        gathering.gather_concern(request.actor, workspace_id=workspace_id, concern_id=concern_id, now=request.now)
        messages.success(request, _("Dit signaal staat er nu bij."))
        return redirect("own_concerns")
    rows = [(o, STATES_FOR_PERSON[o.state]) for o in visible_gathered(request.actor)]
    context = {"form": form, "rows": rows, "page": "own_concerns"}
    return render(request, "own_concerns.html", context, status=code_status(form))


@page(Permission.OWN_CONCERNS, entrance=own, methods=("POST",))
def own_open(request: PageRequest, own_id: UUID) -> HttpResponse:
    """Follow one of them, as with its code."""
    found = find_gathered(request.actor, own_id)
    if found is None:
        raise Http404
    return keep_receipt(redirect("follow"), found.workspace_id, found.concern_id, account_id=request.user.id)


@page(Permission.OWN_CONCERNS, entrance=own, methods=("POST",))
def own_let_go(request: PageRequest, own_id: UUID) -> HttpResponse:
    """Take one off the list; with its code it can be put back."""
    gathering.let_go_concern(request.actor, own_id, now=request.now)
    messages.success(request, _("Dit signaal staat niet meer bij je account. Met je code volg je het nog."))
    return redirect("own_concerns")


# Everything at once


def _everything(request: PageRequest, **kwargs: Any) -> list[dict[str, Any]]:
    """Opened one workspace after the other, before this page goes in anywhere."""
    return [
        everything(actor, gathered.concern_id, receiver=gathered.receiver, now=request.now)
        for gathered, actor in own_receipts(request)
    ]


@page(Permission.OWN_CONCERNS, entrance=own, prepare=_everything)
def own_take_along(request: PageRequest) -> HttpResponse:
    """Everything one told anywhere, as a file to read and a file for other programs."""
    told: list[dict[str, Any]] = request.prepared
    as_json = json.dumps([as_data(found) for found in told], cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("alles.html", render_to_string("own_take_along.html", {"told": told, "now": request.now}))
        archive.writestr("alles.json", as_json)
    headers = {"Content-Disposition": 'attachment; filename="mijn-signalen.zip"'}
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers=headers)


@page(Permission.OWN_CONCERNS, entrance=own, methods=("GET", "POST"))
def own_erase(request: PageRequest) -> HttpResponse:
    """A second look before everything one told is gone everywhere; then it goes."""
    if request.method == "POST":
        number = gathering.erase_gathered(request.actor, now=request.now)
        return redirect(f"{reverse('own_erasing')}?van={number}")
    rows = visible_gathered(request.actor)
    return render(request, "own_erase.html", {"rows": rows, "page": "own_concerns"})


@page(Permission.OWN_CONCERNS, entrance=own)
def own_erasing(request: PageRequest) -> HttpResponse:
    """How far the erasing is; the work goes on without this page."""
    left = sum(1 for o in visible_gathered(request.actor) if o.erasing_since)
    asked = request.GET.get("van", "")
    total = max(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0, left)
    context = {"left": left, "done": total - left, "total": total, "page": "own_concerns"}
    return render(request, "own_erasing.html", context)


# The end of an account


@page(Permission.OWN_ACCOUNT, entrance=own_account, methods=("GET", "POST"))
def erase_account(request: PageRequest) -> HttpResponse:
    """A second look, and then the account is gone; what one told stays, with its codes."""
    if request.method == "POST":
        try:
            actions.erase_account(request.actor, request.user.id, now=request.now)
        except RuleBroken as broken:
            messages.error(request, str(REFUSALS[broken.code]))
            return redirect("erase_account")
        logout(request)
        messages.success(request, _("Je account is gewist."))
        return redirect("start")
    context = {"member_of": workspaces_of(request.user.id), "page": "profile"}
    return render(request, "erase_account.html", context)
