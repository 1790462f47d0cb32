"""Entering a signal for somebody on the telephone, on paper or at a visit, and the receipt to hand over."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bundel.accounts.permissions import Permission
from bundel.concerns.actions.telling import enter_concern as enter
from bundel.concerns.labels import REFUSALS
from bundel.concerns.queries import find_receipt, get_concern
from bundel.concerns.rules.card import card_from, reading
from bundel.concerns.rules.danger import dangers_in
from bundel.kit.rules import RuleBroken
from bundel.sealing.cipher import from_text, to_text
from bundel.sealing.codes import code_from, slow_hash
from bundel.web.entrances import member
from bundel.web.forms.entry import EntryCardForm, EntryForm
from bundel.web.pages import PageRequest, page
from bundel.web.visitors import Code, hand_code, handed_code

TOKEN_BYTES = 16


@dataclass(frozen=True)
class ReceiptCode:
    """A code, and the slow hash it is stored as."""

    code: str
    hash: bytes


def code_of_entry(request: PageRequest, **kwargs: Any) -> ReceiptCode | None:
    """The code that belongs to this form: a form that is sent twice has the same one."""
    token = from_text(request.POST.get("token", ""))
    if request.POST.get("step") != "confirm" or len(token) != TOKEN_BYTES:
        return None
    return _with_hash(code_from(token, "receipt"))


def handed(request: PageRequest, **kwargs: Any) -> ReceiptCode | None:
    """The code that the form just gave along."""
    code = handed_code(request, Code.RECEIPT)
    return _with_hash(code) if code else None


def _with_hash(code: str) -> ReceiptCode:
    return ReceiptCode(code, slow_hash(code, "receipt"))


@page(Permission.CONCERN_ENTER, entrance=member, prepare=code_of_entry, methods=("GET", "POST"))
def enter_concern(request: PageRequest, slug: str) -> HttpResponse:
    """First what the person tells, then the card and their consent; going back loses nothing."""
    form = EntryForm(request.POST or None, today=request.today)
    if request.POST.get("step") == "back" or not form.is_valid():
        return render(request, "enter_concern.html", {"form": form})
    told = form.told()
    is_confirmed = request.prepared is not None
    card = EntryCardForm(request.POST) if is_confirmed else EntryCardForm(initial=_first_card(told.story))
    if not is_confirmed or not card.is_valid():
        return _card_page(request, form, card, told.story)
    try:
        told = told.with_answers(card.cleaned_data)
        concern_id = enter(request.actor, told, receipt_hash=request.prepared.hash, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
        return _card_page(request, form, card, told.story)
    response = redirect("concern_receipt", slug=slug, concern_id=concern_id)
    return hand_code(response, Code.RECEIPT, request.prepared.code)


def _first_card(story: str) -> dict[str, str]:
    card = card_from(story)
    return {"card_title": card.title, "card_text": card.text}


def _card_page(request: PageRequest, form: EntryForm, card: EntryCardForm, story: str) -> HttpResponse:
    context = {
        "told": form,
        "form": card,
        "pieces": reading(story),
        "may_be_danger": bool(dangers_in(story)),
        "token": request.POST.get("token") or to_text(secrets.token_bytes(TOKEN_BYTES)),
    }
    return render(request, "enter_card.html", context)


@page(Permission.CONCERN_ENTER, entrance=member, prepare=handed)
def concern_receipt(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """The receipt to read aloud or print, for half an hour and only to who entered the concern."""
    found = get_concern(request.actor, concern_id)
    known = find_receipt(request.prepared.hash) if request.prepared else None
    is_here = known == (request.workspace.id, concern_id)
    context = {
        "concern": found,
        "code": request.prepared.code if is_here else "",
        "follow_url": request.build_absolute_uri(reverse("follow_start")),
        "answer_days": request.workspace.answer_days,
    }
    return render(request, "concern_receipt.html", context)
