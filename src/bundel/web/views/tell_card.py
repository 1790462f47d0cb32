"""The last page of telling: what others see, what was left out, how far the card may go; then the receipt."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.concerns import labels
from bundel.concerns.actions.telling import CardNotSeen, confirm_draft
from bundel.concerns.drafts import DraftGone, OpenDraft, save_answers
from bundel.concerns.queries import find_receipt
from bundel.concerns.rules.card import CardText, clean_card, decided
from bundel.concerns.rules.danger import dangers_in
from bundel.concerns.rules.told import STEPS, Step, Told, first_open_step
from bundel.concerns.rules.words import Theme
from bundel.engines.deadlines.days import after_working_days
from bundel.sealing.codes import code_from, slow_hash
from bundel.web.devices import TRAP
from bundel.web.ease import HINTS, asks_hints, ease_of
from bundel.web.entrances import draft_gone, draft_holder, to_receipt
from bundel.web.forms.tell import CardForm
from bundel.web.marking import after_press, card_of, is_pressed, marking, place_shown
from bundel.web.pages import PageRequest, page
from bundel.web.visitors import Code, draft_secret, sent_in


def _receipt_of_draft(request: PageRequest, **kwargs: Any) -> tuple[str, bytes] | None:
    """The receipt's code and its slow hash, for who sends."""
    if request.method != "POST" or is_pressed(request.POST) or asks_hints(request):
        return None
    code = code_from(draft_secret(request) or b"", Code.RECEIPT)
    return code, slow_hash(code, Code.RECEIPT)


@page(Permission.CONCERN_TELL, entrance=draft_holder, prepare=_receipt_of_draft, methods=("GET", "POST"))
def tell_card(request: PageRequest) -> HttpResponse:
    """What others will see, and the consent; the button sends it and makes the receipt."""
    draft = request.draft
    if (step := first_open_step(draft.told)) is not None:
        return redirect("tell_step", step=step)
    form = CardForm(sent_in(request), card=lambda: card_of(draft.told), receiver_id=request.workspace.id)
    try:
        if is_pressed(request.POST):
            return _press(request, draft, form)
        if asks_hints(request) or not form.is_valid():
            return render(request, _shown(request), _card_page(request, draft.told, form))
        return _send_or_look_again(request, draft.told, form)
    except DraftGone:
        return _sent_before(request)


def _shown(request: PageRequest) -> str:
    return HINTS if request.htmx and asks_hints(request) else "tell_card.html"


def _press(request: PageRequest, draft: OpenDraft, form: CardForm) -> HttpResponse:
    """One mark changed: kept at once, with what was typed and chosen meanwhile."""
    typed = CardText(request.POST.get("title", form.card.title), request.POST.get("text", form.card.text))
    told = after_press(draft.told, request.POST, typed.tidied())
    chosen = {name: getattr(told, name) for name in ("marks", "card_title", "card_text")}
    kept = save_answers(draft_secret(request) or b"", chosen, now=request.now)
    if not request.htmx:
        return redirect(f"{reverse('tell_card')}#marks")
    fresh = CardForm(None, card=lambda: card_of(kept.told), receiver_id=request.workspace.id)
    return render(request, "pieces/tell_marks.html", _card_page(request, kept.told, fresh))


def _send_or_look_again(request: PageRequest, told: Told, form: CardForm) -> HttpResponse:
    """Nothing leaves that the teller did not see: a card that had to be cleaned is shown once more first."""
    if not form.is_sending:
        card = clean_card(form.typed.title, form.typed.text, decided(told), told.municipality_code)
        return _look_again(request, form, card)
    secret, now = draft_secret(request) or b"", request.now
    code, receipt_hash = request.prepared
    last, trap = form.answers(form.typed), bool(request.POST.get(TRAP))
    try:
        concern_id = confirm_draft(
            request.actor, secret, receipt_hash=receipt_hash, now=now, last=last, fell_in_trap=trap
        )
    except CardNotSeen as cleaned:
        return _look_again(request, form, cleaned.card)
    return to_receipt(code, request.workspace.id, concern_id)


def _look_again(request: PageRequest, form: CardForm, card: CardText) -> HttpResponse:
    answers = form.answers(card if form.is_changed else None)
    save_answers(draft_secret(request) or b"", answers, now=request.now)
    if card != form.typed:
        messages.info(request, _("We lieten nog iets weg uit je kaart. Kijk of hij zo klopt."))
    return redirect("tell_card")


def _sent_before(request: PageRequest) -> HttpResponse:
    """The button was pressed twice: the second press finds the receipt of the first."""
    code, receipt_hash = request.prepared or ("", b"")
    told = find_receipt(receipt_hash)
    return to_receipt(code, *told) if told else draft_gone(request)


def _card_page(request: PageRequest, told: Told, form: CardForm) -> dict[str, Any]:
    return {
        "form": form,
        "card": {
            "title": form.card.title,
            "text": form.card.text,
            "tags": [_name(labels.THEMES, told.theme)],
            "meta": [place_shown(told)],
            "strength": "big",
        },
        **marking(told, form.card),
        "ease": ease_of(request, form["text"].value()) if asks_hints(request) else None,
        "trap": TRAP,
        "answers": _answers(told),
        "about_letter": told.theme is Theme.LETTER,
        "hard_sentences": len(told.hard_sentences),
        "receiver": request.workspace,
        "answer_by": after_working_days(request.today, request.workspace.answer_days),
        "dangers": dangers_in(told.story),
        "steps": len(STEPS),
        "back_url": reverse("tell_step", kwargs={"step": STEPS[-1]}),
        "later_url": reverse("tell_later"),
    }


def _answers(told: Told) -> list[tuple[Any, Any, Step]]:
    """What was told besides the story, each with the question where it can be changed."""
    letter = told.letter_dated_on or (_("Ja") if told.letter_got else _("Nee"))
    return [
        (_("Waar het over gaat"), _name(labels.THEMES, told.theme), Step.THEME),
        (_("Wie beslist"), _name(labels.DECIDERS, told.decides), Step.DECIDER),
        (_("Hoe lang al"), _name(labels.SINCES, told.since), Step.SINCE),
        (_("Brief"), letter, Step.SINCE),
        (_("Over wie"), _name(labels.FOR_WHOM, told.for_whom), Step.FOR_WHOM),
        (_("Wat zou helpen"), told.wish or _("Niet ingevuld"), Step.WISH),
        (_("Bereikbaar"), told.contact or _("Alleen met je code"), Step.REACH),
    ]


Word = TypeVar("Word")


def _name(names: Mapping[Word, Promise], word: Word | None) -> str:
    return str(names[word]) if word is not None else ""
