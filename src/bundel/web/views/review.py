"""The second look at cards, how they are recognised, questions to the others, and closing somebody's messages."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_names
from bundel.concerns.actions import asking, pausing, publishing, recognising
from bundel.concerns.labels import REFUSALS, THEMES
from bundel.concerns.pauses import running_pause
from bundel.concerns.public_labels import BURSTS, COMPLAINTS, PAUSE_REASONS, REVIEW_CAUSES, REVIEW_STATES
from bundel.concerns.queries import get_concern
from bundel.concerns.recognitions import asked_of, card_numbers, open_lines
from bundel.concerns.reviews import ReviewRow, get_look, list_looked, list_waiting
from bundel.concerns.rules.publishing import (
    STOPS,
    Complaint,
    PauseReason,
    PlaceLevel,
    ReviewCause,
    ReviewState,
    edition_of,
    marked,
)
from bundel.concerns.rules.words import Theme
from bundel.engines import flags
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import INSTANCE
from bundel.web.entrances import member
from bundel.web.forms.recognise import HandsForm, PauseForm, QuestionForm, ReasonForm
from bundel.web.lines import ago, place_name
from bundel.web.pages import PageRequest, page

BADGES = {ReviewState.APPROVED: "success", ReviewState.SENT_BACK: "active", ReviewState.REFUSED: "danger"}


@page(Permission.CARD_REVIEW, entrance=member)
def reviews(request: PageRequest, slug: str) -> HttpResponse:
    """The cards that wait for a look, with words that ask for one first, then oldest first; and what was looked at."""
    waiting, looked = list_waiting(request.actor), list_looked(request.actor)
    names = visible_names(request.actor, {row.looked_by for row in looked if row.looked_by}) if looked else {}
    context = {
        "waiting": [_line(row, request) for row in waiting],
        "looked": [_line(row, request) | {"by": names.get(row.looked_by or INSTANCE, "")} for row in looked],
    }
    return render(request, "reviews.html", context)


def _line(row: ReviewRow, request: PageRequest) -> dict[str, Any]:
    return {
        "row": row,
        "where": _("%(theme)s in %(place)s.")
        % {"theme": THEMES[Theme(row.theme)], "place": place_name(row.municipality_code)},
        "asked": ago(row.asked_at, request.today),
        "cause": REVIEW_CAUSES[row.cause],
        "state": REVIEW_STATES[row.state],
        "badge": BADGES.get(row.state, "neutral"),
        "flags": [flag_words(code) for code in row.flags],
    }


def flag_words(code: str) -> str:
    """What a flag says, in the language of the page."""
    kind = flags.kinds()[code]
    return kind.en if get_language() == "en" else kind.nl


ACTS: dict[str, Callable[..., UUID]] = {
    "publish": publishing.publish_card,
    "withdraw": publishing.withdraw_card_publication,
    "again": publishing.look_again,
}


@page(Permission.CARD_REVIEW, entrance=member, methods=("GET", "POST"))
def review(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """One card with what was flagged marked, and the three decisions; each can be taken back."""
    if request.method != "POST":
        return render(request, "review.html", _look(request, concern_id, ReasonForm()))
    get_concern(request.actor, concern_id)
    act, form = request.POST.get("act", ""), ReasonForm(request.POST)
    if act in ("send_back", "refuse") and not form.is_valid():
        return render(request, "review.html", _look(request, concern_id, form))
    try:
        if act == "send_back":
            publishing.send_back_card(request.actor, concern_id, text=form.cleaned_data["text"], now=request.now)
        elif act == "refuse":
            publishing.refuse_card(request.actor, concern_id, reason=form.cleaned_data["text"], now=request.now)
        elif act in ACTS:
            ACTS[act](request.actor, concern_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    return redirect("review", slug=slug, concern_id=concern_id)


def _look(request: PageRequest, concern_id: UUID, form: ReasonForm) -> dict[str, Any]:
    look = get_look(request.actor, concern_id)
    concern, card, found = look.concern, look.concern.card, look.review
    title, text = marked(card.title), marked(card.text)
    codes = sorted({code for piece in (*title, *text) for code in piece.codes})
    edition = edition_of(Theme(concern.theme), concern.municipality_code, PlaceLevel(card.place_level))
    return {
        "form": form,
        "concern": concern,
        "title_pieces": title,
        "text_pieces": text,
        "flags": [(flag_words(code), code in STOPS) for code in codes],
        "may_publish": not STOPS & set(codes),
        "look": look,
        "is_waiting": found is not None and found.state == ReviewState.WAITING,
        "review": found,
        "state": REVIEW_STATES[ReviewState(found.state)] if found else "",
        "badge": BADGES.get(ReviewState(found.state), "neutral") if found else "neutral",
        "cause": REVIEW_CAUSES[ReviewCause(found.cause)] if found else "",
        "complaints": [COMPLAINTS[Complaint(c)] for c in found.complaints] if found else [],
        "theme": THEMES[Theme(concern.theme)],
        "place": edition.name or _("Nederland, zonder plaats"),
        "own_place": place_name(concern.municipality_code),
    }


@page(Permission.CONCERNS_SEE, entrance=member)
def recognitions(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """How a card is recognised, exactly; what waits for a look; and hands to count."""
    return render(request, "recognitions.html", _numbers(request, concern_id, HandsForm()))


def _numbers(request: PageRequest, concern_id: UUID, form: HandsForm) -> dict[str, Any]:
    numbers = card_numbers(request.actor, concern_id)
    return {
        "concern": get_concern(request.actor, concern_id),
        "numbers": numbers,
        "waiting": [(BURSTS[burst], number) for burst, number in numbers.waiting.items()],
        "form": form,
        "together": request.GET.get("samen", ""),
    }


@page(Permission.CONCERN_ENTER, entrance=member, methods=("POST",))
def recognitions_hands(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """Count hands, or take back what was just counted."""
    if together := request.POST.get("samen"):
        return _take_back(request, concern_id, together)
    form = HandsForm(request.POST)
    if not form.is_valid():
        return render(request, "recognitions.html", _numbers(request, concern_id, form))
    hands = form.cleaned_data["hands"]
    try:
        made = recognising.count_hands(request.actor, concern_id, hands=hands, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
        return redirect("recognitions", slug=slug, concern_id=concern_id)
    words = ngettext("%(n)d hand geteld.", "%(n)d handen geteld.", hands) % {"n": hands}
    messages.success(request, words)
    response = redirect("recognitions", slug=slug, concern_id=concern_id)
    response["Location"] += f"?samen={made}"
    return response


def _take_back(request: PageRequest, concern_id: UUID, together: str) -> HttpResponse:
    try:
        number = recognising.take_back_hands(request.actor, concern_id, together_id=UUID(together), now=request.now)
    except ValueError:
        number = 0
    if number:
        words = ngettext("%(n)d hand teruggehaald.", "%(n)d handen teruggehaald.", number) % {"n": number}
        messages.success(request, words)
    return redirect("recognitions", slug=request.workspace.slug, concern_id=concern_id)


@page(Permission.CARD_REVIEW, entrance=member, methods=("POST",))
def recognitions_judge(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """Say of answers that came in a burst whether they are real; or look again."""
    get_concern(request.actor, concern_id)
    act = request.POST.get("act", "")
    if act == "again":
        recognising.wait_again(request.actor, concern_id, now=request.now)
    elif act in ("real", "unreal"):
        number = recognising.judge_burst(request.actor, concern_id, is_real=act == "real", now=request.now)
        words = ngettext("%(n)d antwoord nagekeken.", "%(n)d antwoorden nagekeken.", number) % {"n": number}
        messages.success(request, words)
    return redirect("recognitions", slug=slug, concern_id=concern_id)


@page(Permission.STORY_OPEN, entrance=member, methods=("POST",))
def recognitions_lines(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """What others wrote, opened: only ever the answer to a button, and written down."""
    context = {
        "concern": get_concern(request.actor, concern_id),
        "lines": open_lines(request.actor, concern_id, now=request.now),
        "asked": asked_of(request.actor, concern_id, now=request.now),
    }
    return render(request, "recognitions_lines.html", context)


@page(Permission.CONCERN_ANSWER, entrance=member, methods=("GET", "POST"))
def recognitions_ask(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """Ask the others one question: written, looked at once more, sent after a minute."""
    form = QuestionForm(request.POST or None)
    concern = get_concern(request.actor, concern_id)
    context = {"form": form, "concern": concern, "numbers": card_numbers(request.actor, concern_id)}
    if not form.is_valid() or request.POST.get("act") != "send":
        is_preview = form.is_bound and form.is_valid() and request.POST.get("act") != "change"
        return render(request, "recognitions_ask.html", {**context, "is_preview": is_preview})
    try:
        made = asking.ask_others(request.actor, concern_id, now=request.now, **form.cleaned_data)
    except RuleBroken as broken:
        form.add_error("text", str(REFUSALS[broken.code]))
        return render(request, "recognitions_ask.html", context)
    return render(request, "recognitions_ask.html", {**context, "made": made})


@page(Permission.CONCERN_ANSWER, entrance=member, methods=("POST",))
def recognitions_ask_back(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """Take back a question before it leaves."""
    get_concern(request.actor, concern_id)
    try:
        asking.take_back_card_question(
            request.actor, concern_id, question_id=UUID(request.POST.get("question", "")), now=request.now
        )
    except ValueError:
        pass
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("De vraag is teruggehaald. Niemand ziet hem."))
    return redirect("recognitions", slug=slug, concern_id=concern_id)


@page(Permission.CARD_REVIEW, entrance=member, methods=("GET", "POST"))
def message_pause(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """Close the messages of one person for a while, or open them again."""
    concern = get_concern(request.actor, concern_id)
    form = PauseForm(request.POST if request.POST.get("act") == "close" else None)
    try:
        if request.POST.get("act") == "open":
            pausing.resume_messages(request.actor, concern_id, now=request.now)
            messages.success(request, _("De persoon kan weer schrijven."))
            return redirect("message_pause", slug=slug, concern_id=concern_id)
        if form.is_valid():
            pausing.pause_messages(request.actor, concern_id, now=request.now, **form.cleaned_data)
            messages.success(request, _("De persoon kan nu niet schrijven, en leest waarom."))
            return redirect("message_pause", slug=slug, concern_id=concern_id)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    pause = running_pause(concern_id, now=request.now)
    reason = PAUSE_REASONS[PauseReason(pause.reason)] if pause else ""
    return render(request, "message_pause.html", {"form": form, "concern": concern, "pause": pause, "reason": reason})
