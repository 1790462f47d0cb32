"""Working together: agreements with other organisations, the cards they share, and the person's say in it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bundel.accounts.access import Actor, allows
from bundel.accounts.permissions import Permission
from bundel.concerns import labels as concern_labels
from bundel.concerns.actions import sharing
from bundel.concerns.labels import CONSEQUENCES, THEMES
from bundel.concerns.queries import get_concern
from bundel.concerns.rules.words import Consequence, Theme
from bundel.concerns.sharing import ways_to_share
from bundel.gate import actions, queries
from bundel.gate import labels as gate_labels
from bundel.gate.labels import KIND_HINTS, KINDS, LEAVING_HINTS, LEAVINGS, NEWS_KINDS, STATES
from bundel.gate.queries import AgreementRow, ReceivedRow, SharingRow
from bundel.gate.rules import OPEN_STATES, AgreementKind, AgreementState, Answer
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import member, receipt_holder
from bundel.web.forms.sharing import AgreementForm, AgreementPick, NewsForm, YesNoForm
from bundel.web.lines import place_name
from bundel.web.pages import PageRequest, page

REFUSALS = gate_labels.REFUSALS | concern_labels.REFUSALS
BADGES = {AgreementState.PROPOSED: "active", AgreementState.AGREED: "success"}


@page(Permission.CONCERNS_SEE, entrance=member)
def agreements(request: PageRequest, slug: str) -> HttpResponse:
    """Every agreement of this workspace, what waits for a yes first."""
    rows = [_shown(a) for a in queries.list_agreements(request.actor, today=request.today)]
    rows.sort(key=lambda row: not row["is_asked"])
    context = {
        "open": [row for row in rows if row["agreement"].state in OPEN_STATES],
        "over": [row for row in rows if row["agreement"].state not in OPEN_STATES],
        "manages": allows(request.actor, Permission.AGREEMENT_MANAGE),
    }
    return render(request, "agreements.html", context)


def _shown(agreement: AgreementRow) -> dict[str, Any]:
    """An agreement in words."""
    terms = agreement.terms
    is_asked = agreement.state is AgreementState.PROPOSED and not agreement.is_own_proposal
    return {
        "agreement": agreement,
        "partner": agreement.partner,
        "kind": KINDS[terms.kind],
        "kind_hint": KIND_HINTS[terms.kind],
        "leaving": LEAVINGS[terms.leaving],
        "leaving_hint": LEAVING_HINTS[terms.leaving],
        "themes": [THEMES[Theme(theme)] for theme in terms.themes],
        "state": _("Wacht op jullie ja") if is_asked else STATES[agreement.state],
        "badge": "valid" if is_asked else BADGES.get(agreement.state, "neutral"),
        "is_asked": is_asked,
        "is_open": agreement.state in OPEN_STATES,
    }


@page(Permission.AGREEMENT_MANAGE, entrance=member, methods=("GET", "POST"))
def agreement_new(request: PageRequest, slug: str) -> HttpResponse:
    """Propose a text, or another text for an agreement that is there."""
    old = _replaced(request)
    form = AgreementForm(request.POST or None, initial=AgreementForm.told_by(old) if old else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.propose_agreement(
                request.actor,
                form.terms(),
                partner_id=told["partner"],
                gives=told["direction"] == "give",
                replaces_id=old.id if old else None,
                now=request.now,
            )
        except RuleBroken as broken:
            form.refuse(broken.code, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Het voorstel ligt klaar. De ander zegt ja of nee."))
            return redirect("agreement", slug=slug, agreement_id=made.id)
    return render(request, "agreement_new.html", {"form": form, "old": old})


def _replaced(request: PageRequest) -> AgreementRow | None:
    asked = request.GET.get("vervangt")
    if asked is None:
        return None
    try:
        return queries.get_agreement(request.actor, UUID(asked), today=request.today)
    except ValueError as error:
        raise Http404 from error


@page(Permission.CONCERNS_SEE, entrance=member)
def agreement(request: PageRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    """One agreement, beside the text it replaces, and what one may do with it."""
    found = queries.get_agreement(request.actor, agreement_id, today=request.today)
    texts = [_shown(found)]
    if found.replaces_id is not None:
        texts.append(_shown(queries.get_agreement(request.actor, found.replaces_id, today=request.today)))
    context = {
        **texts[0],
        "texts": texts,
        "manages": allows(request.actor, Permission.AGREEMENT_MANAGE),
    }
    return render(request, "agreement.html", context)


DECISIONS: dict[str, Callable[..., UUID]] = {
    "accept": actions.accept_agreement,
    "refuse": actions.refuse_agreement,
    "end": actions.end_agreement,
}


@page(Permission.AGREEMENT_MANAGE, entrance=member, methods=("POST",))
def agreement_decide(request: PageRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    """Say yes or no to a text, or stop."""
    queries.get_agreement(request.actor, agreement_id, today=request.today)
    decide = DECISIONS.get(request.POST.get("decision", ""))
    if decide is None:
        return redirect("agreement", slug=slug, agreement_id=agreement_id)
    try:
        decide(request.actor, agreement_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("Jullie besluit is bewaard. De ander ziet het ook."))
    return redirect("agreement", slug=slug, agreement_id=agreement_id)


@page(Permission.CONCERNS_SEE, entrance=member)
def received_cards(request: PageRequest, slug: str) -> HttpResponse:
    """The cards that others shared with this workspace, newest first."""
    number = _page_number(request)
    rows, has_older = queries.list_received(request.actor, page=number)
    context = {
        "cards": [_received(row) for row in rows],
        "newer": f"?bladzijde={number - 1}" if number > 1 else "",
        "older": f"?bladzijde={number + 1}" if has_older else "",
    }
    return render(request, "received_cards.html", context)


def _page_number(request: PageRequest) -> int:
    typed = request.GET.get("bladzijde", "")
    return int(typed) if typed.isdecimal() and 0 < len(typed) < 6 and int(typed) else 1


def _received(row: ReceivedRow) -> dict[str, Any]:
    return {
        "row": row,
        "title": row.title or _("Een kaart zonder tekst"),
        "text": row.text,
        "theme": THEMES[Theme(row.theme)] if row.theme else "",
        "place": place_name(row.municipality_code) if row.municipality_code else "",
        "consequences": [CONSEQUENCES[Consequence(c)] for c in row.consequences],
    }


@page(Permission.CARD_SHARE, entrance=member, methods=("GET", "POST"))
def received_card_news(request: PageRequest, slug: str, card_id: UUID) -> HttpResponse:
    """Tell where a card came from what became of it."""
    row = queries.get_received(request.actor, card_id)
    form = NewsForm(request.POST or None)
    if form.is_valid():
        try:
            actions.send_news(request.actor, card_id, now=request.now, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Het nieuws gaat naar %(name)s.") % {"name": row.origin_name})
            return redirect("received_cards", slug=slug)
    return render(request, "received_card_news.html", {"form": form, "card": _received(row)})


@page(Permission.CARD_SHARE, entrance=member, methods=("GET", "POST"))
def share_card(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """With whom this card is shared, and whom the person may be asked about."""
    form = AgreementPick(request.POST or None)
    if form.is_valid():
        try:
            sharing.ask_to_share(request.actor, concern_id, now=request.now, **form.cleaned_data)
        except RuleBroken as broken:
            messages.error(request, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("De persoon krijgt de vraag. Er gaat niets weg voordat die ja zegt."))
        return redirect("share_card", slug=slug, concern_id=concern_id)
    concern = get_concern(request.actor, concern_id)
    ways = ways_to_share(request.actor, concern_id, today=request.today)
    context = {
        "concern": concern,
        "card": {"title": concern.card.title, "text": concern.card.text},
        "ways": [_way(way.agreement, way.sharing, REFUSALS.get(way.refusal, "")) for way in ways],
    }
    return render(request, "share_card.html", context)


def _way(agreement: AgreementRow, asked: SharingRow | None, refusal: str | Promise) -> dict[str, Any]:
    return {
        **_shown(agreement),
        "sharing": asked,
        "refusal": refusal,
        "waits": asked is not None and asked.answer is Answer.NONE,
        "said_no": asked is not None and asked.answer is Answer.NO,
        "is_out": asked is not None and asked.is_out,
        "news": [(NEWS_KINDS[n.kind], n.text, n.received_at) for n in asked.news] if asked else [],
    }


@page(Permission.CARD_SHARE, entrance=member, methods=("POST",))
def share_take_back(request: PageRequest, slug: str, concern_id: UUID, sharing_id: UUID) -> HttpResponse:
    """Take back a question that the person did not answer yet."""
    try:
        sharing.take_back_question(request.actor, concern_id, sharing_id=sharing_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("De vraag is teruggehaald."))
    return redirect("share_card", slug=slug, concern_id=concern_id)


def sharings_for_person(actor: Actor, concern_id: UUID, *, today: date) -> dict[str, list[dict[str, Any]]]:
    """What the person is asked about sharing; and with whom their card is shared, and what those did with it."""
    ways = [
        _way(s.agreement, s, "") | {"takes_over": s.agreement.terms.kind is AgreementKind.HAND_OVER}
        for s in queries.sharings_of(actor, concern_id, today=today)
    ]
    return {
        "shares_asked": [w for w in ways if w["waits"] and w["agreement"].state is AgreementState.AGREED],
        "shares": [w for w in ways if not w["waits"]],
    }


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("POST",))
def follow_share(request: PageRequest, sharing_id: UUID) -> HttpResponse:
    """The person says yes or no to one organisation, or changes their mind."""
    form = YesNoForm(request.POST)
    assert request.actor.id is not None
    if form.is_valid():
        yes = form.cleaned_data["answer"] == "yes"
        try:
            sharing.answer_question(
                request.actor, request.actor.id, sharing_id=sharing_id, says_yes=yes, now=request.now
            )
        except RuleBroken as broken:
            messages.info(request, str(REFUSALS[broken.code]))
        else:
            messages.success(
                request,
                _("Je kaart gaat over een minuut weg. Tot dan kun je nog stoppen.")
                if yes
                else _("Je kaart gaat er niet heen. Stond hij er al? Dan halen we hem terug."),
            )
    return redirect("follow")
