"""Recognising: the public cards, three answers to one of them, and what becomes of one's own answers."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bundel.accounts.access import PUBLIC, Actor
from bundel.accounts.permissions import ActorKind, Permission
from bundel.concerns.actions import asking, publishing, recognising
from bundel.concerns.labels import REFUSALS
from bundel.concerns.public import PublicPage, find_public_card, list_public_cards
from bundel.concerns.public_labels import ANSWERS
from bundel.concerns.recognitions import OwnRecognition, find_own_recognitions, open_own
from bundel.concerns.rules.recognition import NETWORK_WITHIN, Answer
from bundel.concerns.rules.words import Theme
from bundel.kit.rules import RuleBroken
from bundel.places.rules import find
from bundel.sealing.codes import in_fours, slow_hash
from bundel.web import devices
from bundel.web.forms.recognise import AnswerCard, CardsForm, FlagForm, LineForm, ReachForm, ReplyForm
from bundel.web.forms.tell import CodeForm, chosen_place
from bundel.web.pages import Entrance, PageRequest, page
from bundel.web.public_cards import in_words
from bundel.web.upstream import upstream_page
from bundel.web.views.concerns import read_mark
from bundel.web.visitors import code_status, sent_in, try_code

MOST_A_DAY = 200  # answers and remarks from one network; a day centre stays far below it


@page(Permission.PUBLIC_READ)
def recognise(request: PageRequest) -> HttpResponse:
    """Cards of one's municipality or about a theme, newest first."""
    typed = request.GET.get("q", "").strip()
    place = chosen_place(request.GET.get("gemeente", ""), request.today)
    found = find(typed, request.today) if typed and place is None else []
    exact = [f for f in found if f.municipality.name.casefold() == typed.casefold()] or found
    if len(exact) == 1:
        place = exact[0].municipality
    theme = request.GET.get("onderwerp", "")
    theme = theme if theme in set(Theme) else ""
    cards = list_public_cards(
        theme=theme,
        municipality_code=place.code if place else "",
        older_than=read_mark(request.GET.get("ouder", "")),
        newer_than=read_mark(request.GET.get("nieuwer", "")),
    )
    kept = {"q": place.name if place else "", "gemeente": place.code if place else "", "onderwerp": theme}
    context = {
        "form": CardsForm(initial={"q": kept["q"] or typed, "onderwerp": theme}),
        "typed": typed,
        "place": place,
        "is_narrowed": bool(place or theme),
        "choices": [(f.municipality, _address(kept | {"q": typed, "gemeente": f.municipality.code})) for f in found],
        "asks_place": bool(typed and place is None),
        "cards": [in_words(row) for row in cards.rows],
        **_neighbours(kept, cards),
    }
    return render(request, "recognise.html", context)


def _address(parts: dict[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in parts.items() if value})


def _neighbours(kept: dict[str, str], cards: PublicPage) -> dict[str, str]:
    if not cards.rows:
        return {"newer": "", "older": ""}
    first, last = (f"{row.published_at.isoformat()}_{row.id}" for row in (cards.rows[0], cards.rows[-1]))
    return {
        "newer": _address(kept | {"nieuwer": first}) if cards.has_newer else "",
        "older": _address(kept | {"ouder": last}) if cards.has_older else "",
    }


@page(Permission.PUBLIC_READ)
def recognise_card(request: PageRequest, public_id: UUID) -> HttpResponse:
    """One card of somebody else, and the three answers."""
    row = find_public_card(public_id)
    if row is None:
        return render(request, "recognise_gone.html", status=410)
    place = chosen_place(request.GET.get("gemeente", ""), request.today)
    context = {
        "card": in_words(row),
        "place": place,
        "answers": [(answer.value, words) for answer, words in ANSWERS.items()],
        "stamp": devices.stamp(request.now),
        "trap": devices.TRAP,
    }
    return devices.keep_device(request, render(request, "recognise_card.html", context))


def at_public_card(request: PageRequest, *, public_id: UUID, **kwargs: Any) -> Entrance | HttpResponse:
    """Into the workspace of a public card. Who answers is the public, also when signed in."""
    row = find_public_card(public_id)
    if row is None:
        return render(request, "recognise_gone.html", status=410)
    return Entrance(row.workspace_id, lambda: PUBLIC)


def _own_code(request: PageRequest, public_id: UUID) -> tuple[bytes, bytes, int] | HttpResponse:
    """The device, the slow hash of its code, and how many answers to this card came from this network today."""
    secret = devices.device_secret(request)
    if secret is None:
        messages.info(request, _("Je browser bewaart geen cookies. Zet ze aan voor deze website, en kies dan opnieuw."))
        return redirect("recognise_card", public_id=public_id)
    if _is_crowd(request):
        return render(request, "429.html", status=429)
    number = devices.count_from_network(request, f"card/{public_id}", NETWORK_WITHIN, today=request.today)
    return secret, devices.own_code(secret)[1], number


def _is_crowd(request: PageRequest) -> bool:
    return devices.count_from_network(request, "answers", NETWORK_WITHIN, today=request.today) > MOST_A_DAY


@page(Permission.CARD_RECOGNISE, entrance=at_public_card, prepare=_own_code, methods=("POST",))
def recognise_answer(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Keep the answer; the page it leads to has the code, and the way back."""
    form = AnswerCard(request.POST)
    if not form.is_valid():
        return redirect("recognise_card", public_id=public_id)
    secret, code_hash, from_network = request.prepared
    place = chosen_place(form.cleaned_data["gemeente"], request.today)
    made = recognising.recognise(
        request.actor,
        public_id,
        answer=form.cleaned_data["answer"],
        device=devices.device_mark(secret, public_id),
        receipt_hash=code_hash,
        municipality_code=place.code if place else "",
        language=(get_language() or "nl")[:2],
        from_network=from_network,
        is_machine=devices.is_machine(request.POST, request.now),
        now=request.now,
    )
    return devices.keep_own(redirect("own_recognition", recognition_id=made), code_hash)


def _counted(request: PageRequest, public_id: UUID) -> bool | HttpResponse:
    return render(request, "429.html", status=429) if request.method == "POST" and _is_crowd(request) else True


@page(Permission.CARD_RECOGNISE, entrance=at_public_card, prepare=_counted, methods=("GET", "POST"))
def recognise_flag(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Say that something is wrong with a card."""
    form = FlagForm(sent_in(request))
    if form.is_valid():
        if not devices.is_machine(request.POST, request.now):
            publishing.flag_card(request.actor, public_id, now=request.now, **form.cleaned_data)
        messages.success(request, _("Dank je. Iemand kijkt deze kaart opnieuw na."))
        return redirect("recognise_card", public_id=public_id)
    row = find_public_card(public_id)
    assert row is not None
    context = {"form": form, "card": in_words(row), "stamp": devices.stamp(request.now), "trap": devices.TRAP}
    return render(request, "recognise_flag.html", context)


def _by_code(request: PageRequest, **kwargs: Any) -> tuple[CodeForm, bytes | None]:
    form = CodeForm(sent_in(request))
    return form, try_code(request, form, _hash_of)


def _hash_of(code: str) -> bytes | None:
    """The slow hash under which something was recognised with this code; a receipt of one's own story opens it too."""
    hashes = (slow_hash(code, purpose) for purpose in (devices.PURPOSE, "receipt"))
    return next((code_hash for code_hash in hashes if find_own_recognitions(code_hash)), None)


@page(Permission.PUBLIC_READ, prepare=_by_code, methods=("GET", "POST"))
def own_recognitions(request: PageRequest) -> HttpResponse:
    """Everything recognised with one code; without it, where the code is asked."""
    form, code_hash = request.prepared
    if code_hash is not None:
        return devices.keep_own(redirect("own_recognitions"), code_hash)
    held = devices.held_own(request)
    rows = find_own_recognitions(held) if held else []
    context = {"form": form, "rows": [(row, ANSWERS[row.answer]) for row in rows]}
    return render(request, "own_recognitions.html", context, status=code_status(form))


@page(Permission.PUBLIC_READ, methods=("POST",))
def own_recognitions_leave(request: PageRequest) -> HttpResponse:
    """Away from here: this browser forgets what it recognised."""
    messages.success(request, _("Deze computer weet niet meer wat je herkende. Met je code kom je terug."))
    return devices.forget_own(redirect("own_recognitions"))


def recogniser(request: PageRequest, *, recognition_id: UUID, **kwargs: Any) -> Entrance | HttpResponse:
    """Into the workspace of one of the recognitions that this visitor's code opens."""
    own = _own(request, recognition_id)
    if own is None:
        return redirect("own_recognitions")
    return Entrance(own.workspace_id, lambda: Actor(ActorKind.RECOGNISER, own.id))


def _own(request: PageRequest, recognition_id: UUID) -> OwnRecognition | None:
    held = devices.held_own(request)
    return next((row for row in find_own_recognitions(held) if row.id == recognition_id), None) if held else None


def _code_to_show(request: PageRequest, recognition_id: UUID) -> tuple[str, OwnRecognition | None]:
    """The code in fours, when it is this browser's own."""
    secret, own = devices.device_secret(request), _own(request, recognition_id)
    if secret is None or request.method != "GET":
        return "", own
    code, code_hash = devices.own_code(secret)
    return (in_fours(code) if code_hash == devices.held_own(request) else ""), own


@page(Permission.RECOGNITION_FOLLOW, entrance=recogniser, prepare=_code_to_show)
def own_recognition(request: PageRequest, recognition_id: UUID) -> HttpResponse:
    """One's own answer: the code to keep, what came of it, and everything that can be changed."""
    return _shown(request, recognition_id)


def _shown(request: PageRequest, recognition_id: UUID, **forms: Any) -> HttpResponse:
    details = open_own(request.actor, recognition_id, now=request.now)
    code, own = request.prepared or ("", None)
    found = details.recognition
    reach = {"contact": details.contact, "news": found.news, "may_be_asked": found.may_be_asked}
    context = {
        "recognition": found,
        "own": own or _own(request, recognition_id),
        "code": code,
        "answer": ANSWERS[Answer(found.answer)],
        "line_form": LineForm(initial={"line": details.line}),
        "reach_form": ReachForm(initial=reach),
        "questions": [(q, ReplyForm(initial={"question_id": q.id, "text": text})) for q, text in details.questions],
        **_upstream(request, recognition_id),
        **forms,
    }
    return render(request, "own_recognition.html", context)


def _upstream(request: PageRequest, recognition_id: UUID) -> dict[str, Any]:
    where = {name: reverse(f"own_recognition_{name}", args=[recognition_id]) for name in ("counts", "after", "wish")}
    return upstream_page(request, **where)


@page(Permission.RECOGNITION_FOLLOW, entrance=recogniser, methods=("POST",))
def own_recognition_line(request: PageRequest, recognition_id: UUID) -> HttpResponse:
    """Say what is different."""
    form = LineForm(request.POST)
    request.prepared = None
    if not form.is_valid():
        return _shown(request, recognition_id, line_form=form)
    recognising.write_line(request.actor, recognition_id, now=request.now, **form.cleaned_data)
    messages.success(request, _("Wat je schreef, is bewaard."))
    return redirect("own_recognition", recognition_id=recognition_id)


@page(Permission.RECOGNITION_FOLLOW, entrance=recogniser, methods=("POST",))
def own_recognition_reach(request: PageRequest, recognition_id: UUID) -> HttpResponse:
    """Choose whether and how to hear what comes of it."""
    form = ReachForm(request.POST)
    request.prepared = None
    if not form.is_valid():
        return _shown(request, recognition_id, reach_form=form)
    recognising.change_reach(request.actor, recognition_id, now=request.now, **form.cleaned_data)
    messages.success(request, _("Je keuze is bewaard."))
    return redirect("own_recognition", recognition_id=recognition_id)


@page(Permission.RECOGNITION_FOLLOW, entrance=recogniser, methods=("POST",))
def own_recognition_reply(request: PageRequest, recognition_id: UUID) -> HttpResponse:
    """Answer a question about the card."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(REFUSALS["message_empty"]))
        return redirect("own_recognition", recognition_id=recognition_id)
    try:
        asking.reply_to_question(request.actor, recognition_id, now=request.now, **form.cleaned_data)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("Je antwoord is verstuurd."))
    return redirect("own_recognition", recognition_id=recognition_id)


@page(Permission.RECOGNITION_FOLLOW, entrance=recogniser, methods=("POST",))
def own_recognition_withdraw(request: PageRequest, recognition_id: UUID) -> HttpResponse:
    """Count no longer."""
    recognising.withdraw_recognition(request.actor, recognition_id, now=request.now)
    messages.success(request, _("Je telt niet meer mee. Wat je schreef en je adres zijn weg."))
    return redirect("own_recognition", recognition_id=recognition_id)
