"""Following: the receipt, and everything the person can do afterwards with its code."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.concerns import labels
from bundel.concerns.actions import following
from bundel.concerns.attachments import visible_files
from bundel.concerns.queries import (
    find_receipt,
    get_concern,
    open_own_story,
    state_for_person,
)
from bundel.concerns.rules.states import WAITING_FOR_US, State
from bundel.concerns.rules.terms import sum_of_last_day
from bundel.concerns.rules.words import Consent, Decider, LetterBy, Side
from bundel.engines.deadlines.days import after_working_days
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.sealing.codes import slow_hash
from bundel.web.entrances import receipt_holder
from bundel.web.forms.follow import ConsentForm, MessageForm
from bundel.web.forms.tell import CodeForm
from bundel.web.pages import PageRequest, page
from bundel.web.take_along import as_data, card_of, everything, openings
from bundel.web.upstream import upstream_page
from bundel.web.views.follow_card import look_for_person
from bundel.web.views.sharing import sharings_for_person
from bundel.web.visitors import Code, code_status, forget_receipt, handed_code, keep_receipt, sent_in, try_code

if TYPE_CHECKING:
    from bundel.concerns.models import Concern


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder)
def receipt(request: PageRequest) -> HttpResponse:
    """The useful part at once: the last day, the next step, the code to keep, and what we do now."""
    concern = get_concern(request.actor, _own(request))
    context = {
        "concern": concern,
        "receiver": request.workspace,
        "code": handed_code(request, Code.RECEIPT),
        "follow_address": settings.ENVIRONMENT.address + reverse("follow_start"),
        "last_day": _last_day(concern, request.today),
        "no_objection": labels.NO_OBJECTION.get(Decider(concern.decides)) if concern.letter_dated_on else None,
        "talk_first": labels.TALK_FIRST[Decider(concern.decides)],
        "timeline": _what_we_do(concern, request),
    }
    return render(request, "receipt.html", context)


def _own(request: PageRequest) -> UUID:
    assert request.actor.id is not None
    return request.actor.id


@dataclass(frozen=True)
class LastDay:
    """The last day to object as the person sees it: what is left of it, its sum, and its place in the drawing."""

    sent_on: date
    day: date
    today: date
    steps: list[dict[str, str]]

    @property
    def days_left(self) -> int:
        return (self.day - self.today).days

    @property
    def is_past(self) -> bool:
        return self.days_left < 0

    @property
    def passed(self) -> float:
        """The share of the term that is over."""
        return min(max((self.today - self.sent_on) / (self.day - self.sent_on), 0), 1)

    @property
    def wide_x(self) -> int:
        return round(8 + 682 * self.passed)

    @property
    def anchor(self) -> str:
        return "start" if self.passed < 0.5 else "end"

    @property
    def tall_y(self) -> int:
        return round(25 + 240 * self.passed)

    @property
    def label_y(self) -> int:
        """Beside the dot, but clear of the labels above and below."""
        return min(max(self.tall_y + 6, 78), 232)


def _last_day(concern: "Concern", today: date) -> LastDay | None:
    """None when it is not known, and where no objection is possible at all."""
    if concern.last_day is None or concern.letter_dated_on is None:
        return None
    is_english = get_language() == "en"
    steps = [
        {"text": step["en"] if is_english else step["nl"], "article": step["article"]}
        for step in sum_of_last_day(concern.letter_dated_on, LetterBy(concern.letter_by or LetterBy.POST))
    ]
    return LastDay(concern.letter_dated_on, concern.last_day, today, steps)


def _what_we_do(concern: "Concern", request: PageRequest) -> list[dict[str, Any]]:
    received = day_of(concern.received_at)
    by = after_working_days(received, request.workspace.answer_days)
    timeline: list[dict[str, Any]] = [
        {"what": _("Je verhaal is binnen en op slot"), "when": received, "state": "done"},
        {
            "what": _("Op zijn laatst heb je dan antwoord"),
            "when": by,
            "text": _("Iemand van %s leest je verhaal en schrijft je.") % request.workspace.name,
        },
    ]
    last = _last_day(concern, request.today)
    if last and not last.is_past:
        timeline.append({"what": _("Je laatste dag om bezwaar te maken"), "when": last.day, "state": "clock"})
    return sorted(timeline, key=lambda step: step["when"])


def _concern_by_code(request: PageRequest, **kwargs: Any) -> tuple[CodeForm, tuple[UUID, UUID] | None]:
    form = CodeForm(sent_in(request))
    return form, try_code(request, form, lambda code: find_receipt(slow_hash(code, Code.RECEIPT)))


@page(Permission.PUBLIC_READ, prepare=_concern_by_code, methods=("GET", "POST"))
def follow_start(request: PageRequest) -> HttpResponse:
    """Type the code, and see how it stands."""
    form, told = request.prepared
    if told is None:
        return render(request, "follow_start.html", {"form": form}, status=code_status(form))
    return keep_receipt(redirect("follow"), *told)


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("GET", "POST"))
def follow(request: PageRequest) -> HttpResponse:
    """How it stands, everything that happened, and a message back."""
    form = MessageForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            following.write_as_person(request.actor, _own(request), text=form.cleaned_data["text"], now=request.now)
        except RuleBroken as broken:
            form.add_error("text", str(labels.REFUSALS[broken.code]))
        else:
            messages.success(request, _("Je bericht is verstuurd."))
            return redirect("follow")
    return render(request, "follow.html", _follow_page(request, form))


def _follow_page(request: PageRequest, form: MessageForm) -> dict[str, Any]:
    concern = get_concern(request.actor, _own(request))
    story = open_own_story(request.actor, concern.id, now=request.now)
    if any(m.side is Side.WORKSPACE and m.read_at is None for m in story.messages):
        following.mark_read(request.actor, concern.id, now=request.now)
    state = state_for_person(concern, now=request.now)
    return {
        "form": form,
        "concern": concern,
        "receiver": request.workspace,
        "state": labels.STATES_FOR_PERSON[state],
        "state_hint": labels.STATE_HINTS_FOR_PERSON[state],
        "is_withdrawn": state is State.WITHDRAWN,
        "waits_for_us": state in WAITING_FOR_US,
        "answer_by": after_working_days(day_of(concern.waiting_since), request.workspace.answer_days),
        "messages_sent": story.messages,
        "openings": openings(request.actor, concern.id, receiver=request.workspace.name),
        "card": card_of(concern),
        **look_for_person(concern, request),
        **upstream_page(
            request, counts=reverse("follow_counts"), after=reverse("follow_after"), wish=reverse("follow_wish")
        ),
        **sharings_for_person(request.actor, concern.id, today=request.today),
        "consent": labels.CONSENTS[Consent(concern.consent)],
        "last_day": _last_day(concern, request.today),
    }


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("GET", "POST"))
def follow_consent(request: PageRequest) -> HttpResponse:
    """Decide anew what may happen with the card."""
    concern = get_concern(request.actor, _own(request))
    form = ConsentForm(sent_in(request), initial={"consent": concern.consent})
    if request.method == "POST" and form.is_valid():
        following.change_consent(request.actor, concern.id, now=request.now, **form.cleaned_data)
        messages.success(request, _("Je keuze is bewaard."))
        return redirect("follow")
    context = {"form": form, "card": card_of(concern), "receiver": request.workspace}
    return render(request, "follow_consent.html", context)


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("POST",))
def follow_withdraw(request: PageRequest) -> HttpResponse:
    """Stop; the page it leads to has the way back."""
    try:
        following.withdraw_concern(request.actor, _own(request), now=request.now)
    except RuleBroken as broken:
        messages.info(request, str(labels.REFUSALS[broken.code]))
    return redirect("follow")


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("POST",))
def follow_bring_back(request: PageRequest) -> HttpResponse:
    """Undo the withdrawal."""
    try:
        following.bring_back_concern(request.actor, _own(request), now=request.now)
    except RuleBroken as broken:
        messages.info(request, str(labels.REFUSALS[broken.code]))
    else:
        messages.success(request, _("Je verhaal loopt weer."))
    return redirect("follow")


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder)
def follow_take_along(request: PageRequest) -> HttpResponse:
    """Everything we have of this person, to read and to print."""
    has_files = bool(visible_files(request.actor, _own(request), now=request.now))
    context = {**_everything(request), "receiver": request.workspace, "has_files": has_files}
    return render(request, "follow_take_along.html", context)


def _everything(request: PageRequest) -> dict[str, Any]:
    return everything(request.actor, _own(request), receiver=request.workspace.name, now=request.now)


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder)
def follow_file(request: PageRequest) -> HttpResponse:
    """The same as a file that other programs read."""
    found = _everything(request)
    headers = {"Content-Disposition": f'attachment; filename="bundel-{found["concern"].handle}.json"'}
    return JsonResponse(as_data(found), headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2})


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("GET", "POST"))
def follow_erase(request: PageRequest) -> HttpResponse:
    """A second look before everything is gone; then it is gone at once."""
    if request.method == "POST":
        following.erase_concern(request.actor, _own(request), now=request.now)
        return forget_receipt(redirect("follow_goodbye"))
    concern = get_concern(request.actor, _own(request))
    return render(request, "follow_erase.html", {"card": card_of(concern), "receiver": request.workspace})


@page(Permission.PUBLIC_READ)
def follow_goodbye(request: PageRequest) -> HttpResponse:
    """After erasing: what is gone, and what that means."""
    return render(request, "follow_goodbye.html")


@page(Permission.PUBLIC_READ, methods=("POST",))
def follow_leave(request: PageRequest) -> HttpResponse:
    """Away from here: this browser forgets the receipt."""
    messages.success(request, _("Deze computer weet niet meer welk verhaal van jou is. Met je code kom je terug."))
    return forget_receipt(redirect("follow_start"))
