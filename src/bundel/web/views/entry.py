"""Entering a signal for somebody on the telephone, on paper or at a visit, and the receipt to hand over."""

import json
import secrets
from dataclasses import asdict, dataclass
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
from bundel.concerns.rules.card import CardText
from bundel.concerns.rules.danger import dangers_in
from bundel.concerns.rules.marks import Marks
from bundel.concerns.rules.told import Told
from bundel.kit.rules import RuleBroken
from bundel.sealing.cipher import from_text, to_text
from bundel.sealing.codes import code_from, slow_hash
from bundel.web.ease import HINTS, asks_hints, ease_of
from bundel.web.entrances import member
from bundel.web.forms.entry import EntryCardForm, EntryForm
from bundel.web.marking import after_press, card_of, is_pressed, marking
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
    told = form.told().with_answers({"marks": _marks_sent(request)})
    if is_pressed(request.POST):
        return _press(request, form, told)
    is_confirmed = request.prepared is not None
    card = EntryCardForm(request.POST) if is_confirmed or asks_hints(request) else EntryCardForm(initial=_first(told))
    if not is_confirmed or not card.is_valid():
        return _card_page(request, form, card, told)
    try:
        told = told.with_answers(card.cleaned_data)
        concern_id = enter(request.actor, told, receipt_hash=request.prepared.hash, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
        return _card_page(request, form, card, told)
    response = redirect("concern_receipt", slug=slug, concern_id=concern_id)
    return hand_code(response, Code.RECEIPT, request.prepared.code)


def _marks_sent(request: PageRequest) -> Marks:
    """What was decided about the marks so far; it travels along in the form, as the answers do."""
    try:
        return Marks.from_json(json.loads(request.POST.get("marks") or "{}"))
    except (ValueError, TypeError, AttributeError):
        return Marks()


def _press(request: PageRequest, form: EntryForm, told: Told) -> HttpResponse:
    """One mark changed; the card is made anew by it, and the consent that was chosen stays chosen."""
    first = card_of(told)
    typed = CardText(request.POST.get("card_title", first.title), request.POST.get("card_text", first.text))
    changed = after_press(told, request.POST, typed.tidied())
    card = EntryCardForm(initial={**_first(changed), "consent": request.POST.get("consent")})
    return _card_page(request, form, card, changed)


def _first(told: Told) -> dict[str, str]:
    card = card_of(told)
    return {"card_title": card.title, "card_text": card.text}


def _card_page(request: PageRequest, form: EntryForm, card: EntryCardForm, told: Told) -> HttpResponse:
    shown = CardText(card["card_title"].value() or "", card["card_text"].value() or "")
    context = {
        "told": form,
        "form": card,
        **marking(told, shown),
        "marks": json.dumps(asdict(told.marks)),
        "ease": ease_of(request, shown.text) if asks_hints(request) else None,
        "may_be_danger": bool(dangers_in(told.story)),
        "token": request.POST.get("token") or to_text(secrets.token_bytes(TOKEN_BYTES)),
    }
    return render(request, _template(request), context)


def _template(request: PageRequest) -> str:
    if not request.htmx:
        return "enter_card.html"
    return HINTS if asks_hints(request) else "pieces/enter_marks.html"


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
