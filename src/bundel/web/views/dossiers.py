"""Dossiers in the workspace: the list, one dossier with its timeline, and the acts where the eye is."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_names
from bundel.concerns.actions.telling_back import take_back_change
from bundel.concerns.bundles import open_bundles
from bundel.concerns.upstream import after_numbers, changes_of
from bundel.dossiers.actions import making, predicting, working
from bundel.dossiers.documents import documents_of
from bundel.dossiers.labels import ANSWERS, CHANGES, PROMISES, REFUSALS, STATES, STEPS
from bundel.dossiers.predictions import predictions_of
from bundel.dossiers.queries import DemandRow, DossierPage, DossierRow, Stale, get_dossier, list_dossiers
from bundel.dossiers.rules.states import State
from bundel.dossiers.rules.words import AnswerKind, EvidenceKind, PromiseState
from bundel.dossiers.showing import public_slug, versions_of
from bundel.dossiers.upstream import numbers_of, quoted_cards, titles_of
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import member
from bundel.web.forms.dossiers import ChangeDossierForm, NewDossierForm
from bundel.web.pages import PageRequest, page
from bundel.web.views.dossiers_parts import PARTS, beginning_of, choices_for, choose_empty, known_id, next_part

BADGES = {
    State.OPEN: "neutral",
    State.SENT: "active",
    State.ANSWERED: "valid",
    State.EFFECT: "success",
    State.REOPENED: "active",
}
ANSWER_BADGES = {AnswerKind.ADOPTED: "success", AnswerKind.PARTLY: "active", AnswerKind.REFUSED: "danger"}
PROMISE_BADGES = {PromiseState.KEPT: "success", PromiseState.BROKEN: "danger"}

Step = dict[str, Any]
# What, when, in which words, and how it looks.
Moment = tuple[str, date | datetime, str, str]


@page(Permission.DOSSIER_SEE, entrance=member)
def dossiers(request: PageRequest, slug: str) -> HttpResponse:
    """Every dossier of this workspace, those that run first."""
    rows = [_line(row) for row in list_dossiers(request.actor, today=request.today)]
    return render(request, "dossiers.html", {"rows": rows})


def _line(row: DossierRow) -> dict[str, Any]:
    asked = ngettext("%(n)d vraag", "%(n)d vragen", row.demands) % {"n": row.demands}
    answered = _("%(asked)s, %(n)d beantwoord") % {"asked": asked, "n": row.answered}
    return {
        "row": row,
        "state": STATES[row.state],
        "badge": BADGES.get(row.state, "neutral"),
        "why": answered if row.demands else _("Nog geen vragen"),
        "waits": waiting_words(row.days_waiting),
    }


def waiting_words(days: int | None) -> str:
    """How long an answer has been waited for; empty when nothing is waited for."""
    if days is None:
        return ""
    return ngettext("%(days)d dag wachten op antwoord", "%(days)d dagen wachten op antwoord", days) % {"days": days}


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("GET", "POST"))
def dossier_new(request: PageRequest, slug: str) -> HttpResponse:
    """Start a dossier, on a bundle or on none yet."""
    bundles = [(str(pk), title) for pk, title in open_bundles(request.actor)]
    begins = {"bundle_id": request.GET.get("bundel", "")}
    form = NewDossierForm(request.POST or None, bundles=bundles, initial=begins)
    if form.is_valid():
        told = dict(form.cleaned_data)
        bundle_id = told.pop("bundle_id")
        made = making.start_dossier(request.actor, bundle_ids=[bundle_id] if bundle_id else [], now=request.now, **told)
        return redirect("dossier", slug=slug, dossier_id=made.id)
    return render(request, "dossier_new.html", {"form": form})


@page(Permission.DOSSIER_SEE, entrance=member)
def dossier(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """One dossier: what is asked, what it rests on, what happened, and what comes next."""
    found = get_dossier(request.actor, dossier_id, today=request.today)
    part, label = next_part(found)
    owners = visible_names(request.actor, {found.row.owner_id}) if found.row.owner_id else {}
    versions = versions_of(request.actor, dossier_id)
    context = {
        **_line(found.row),
        "dossier": found,
        "owner": owners.get(found.row.owner_id, "") if found.row.owner_id else "",
        "next": part,
        "next_label": label,
        "demands": [_demand(demand) for demand in found.demands],
        "promises": [(p, PROMISES[p.state], PROMISE_BADGES.get(p.state, "neutral")) for p in found.promises],
        "numbers": numbers_of(found.bundle_ids),
        "bundles": titles_of(found.bundle_ids),
        "quotes": _quotes(found),
        "research": [e for e in found.evidence if e.kind is EvidenceKind.RESEARCH],
        "files": documents_of(request.actor, dossier_id),
        "predictions": predictions_of(request.actor, dossier_id),
        "after": after_numbers(dossier_id),
        "news": [
            (change, CHANGES[change.kind], change.sends_at > request.now and change.taken_back_at is None)
            for change in changes_of(request.actor, dossier_id)
        ],
        "steps": timeline(found, versions=[(v.number, v.published_at) for v in versions]),
        "shown_as": public_slug(dossier_id),
        "pending": bool(versions) and versions[0].shows_at > request.now,
        "versions": versions,
    }
    return render(request, "dossier.html", context)


def _demand(demand: DemandRow) -> dict[str, Any]:
    kind = demand.answer.kind if demand.answer else AnswerKind.NONE
    return {"demand": demand, "state": ANSWERS[kind], "badge": ANSWER_BADGES.get(kind, "neutral")}


def _quotes(found: DossierPage) -> list[tuple[UUID, str, str]]:
    """The evidence that is a card, by its own id, as far as the card is public today."""
    by_card = {e.card_id: e.id for e in found.evidence if e.card_id}
    return [(by_card[card.id], card.title, card.text) for card in quoted_cards(list(by_card))]


def timeline(found: DossierPage, *, versions: list[tuple[int, datetime]]) -> list[Step]:
    """What happened, newest first; what is still to come stands on top."""
    published = [(_("Openbaar gemaakt, versie %(n)d") % {"n": number}, at, "", "done") for number, at in versions]
    steps = [*_done(found), *_answered(found), *published, *_to_come(found)]
    steps.sort(key=lambda step: step[1].isoformat(), reverse=True)
    return [{"what": what, "when": when, "text": text, "state": state} for what, when, text, state in steps]


def _done(found: DossierPage) -> Iterator[Moment]:
    yield _("Dossier gestart"), found.row.started_at, "", "done"
    for step in found.steps:
        yield (
            _("%(kind)s: %(who)s") % {"kind": STEPS[step.kind], "who": step.function},
            step.done_on,
            step.result,
            "done",
        )
    for effect in found.effects:
        yield _("Dit veranderde"), effect.since_on, effect.text, "done"
    if found.closed_at:
        yield _("Afgesloten"), found.closed_at, "", "done"


def _answered(found: DossierPage) -> Iterator[Moment]:
    for demand in found.demands:
        for answer in demand.answers:
            what = _("Antwoord op vraag %(n)d: %(answer)s") % {"n": demand.number, "answer": ANSWERS[answer.kind]}
            yield what, answer.answered_on, answer.words, "done"


def _to_come(found: DossierPage) -> Iterator[Moment]:
    for promise in found.promises:
        what = _("Toegezegd: %(what)s") % {"what": promise.text}
        yield what, promise.due_on, promise.by_whom, "clock" if promise.state is PromiseState.OPEN else "done"
    if found.row.due_on and found.row.days_waiting is not None:
        yield _("Dan wil je antwoord"), found.row.due_on, "", "theirs"


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("GET", "POST"))
def dossier_change(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """Change the texts. When somebody else was earlier, theirs stand beside one's own."""
    found = get_dossier(request.actor, dossier_id, today=request.today)
    now_is = {"title": found.row.title, "problem": found.problem, "gain": found.gain, "version": found.version}
    form = ChangeDossierForm(request.POST or None, initial=now_is)
    theirs = None
    if form.is_valid():
        try:
            making.change_dossier(request.actor, dossier_id, now=request.now, **form.cleaned_data)
        except Stale as stale:
            theirs = stale.record
            form = ChangeDossierForm({**form.cleaned_data, "version": theirs.version})
        except RuleBroken as broken:
            form.add_error("gain" if broken.code.startswith("gain") else None, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("De tekst is bewaard."))
            return redirect("dossier", slug=slug, dossier_id=dossier_id)
    return render(request, "dossier_change.html", {"form": form, "dossier": found, "theirs": theirs})


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("GET", "POST"))
def dossier_add(request: PageRequest, slug: str, dossier_id: UUID, part: str) -> HttpResponse:
    """Add one thing to a dossier."""
    found = get_dossier(request.actor, dossier_id, today=request.today)
    adds, choices = PARTS[part], choices_for(request, part, found)
    form = adds.form(request.POST or None, choices=choices, initial=beginning_of(request, part))
    if form.is_valid():
        try:
            adds.act(request.actor, dossier_id, now=request.now, **form.told())
        except RuleBroken as broken:
            form.refuse(broken.code, str(REFUSALS[broken.code]))
        else:
            messages.success(request, str(adds.done))
            return redirect("dossier", slug=slug, dossier_id=dossier_id)
    context = {"form": form, "part": adds, "dossier": found, "empty": choose_empty(part, choices)}
    return render(request, "dossier_add.html", context)


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("POST",))
def dossier_promise(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """Say whether a promise was kept, or that it is open after all."""
    promise_id, state = known_id(request.POST.get("promise_id", "")), request.POST.get("state", "")
    get_dossier(request.actor, dossier_id, today=request.today)
    if promise_id is not None and state in set(PromiseState):
        working.settle_promise(
            request.actor, dossier_id, promise_id=promise_id, state=PromiseState(state), now=request.now
        )
        messages.success(request, _("Dat is bewaard bij de toezegging."))
    return redirect("dossier", slug=slug, dossier_id=dossier_id)


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("POST",))
def dossier_reopen(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """Go on with a dossier that was closed."""
    try:
        working.reopen_dossier(request.actor, dossier_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("Het dossier is weer open."))
    return redirect("dossier", slug=slug, dossier_id=dossier_id)


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("POST",))
def dossier_news_back(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """Take news back before anybody upstream heard it."""
    change_id = known_id(request.POST.get("change_id", ""))
    get_dossier(request.actor, dossier_id, today=request.today)
    if any(change.id == change_id and change.is_running for change in changes_of(request.actor, dossier_id)):
        assert change_id is not None
        try:
            take_back_change(request.actor, change_id, now=request.now)
        except RuleBroken:
            messages.error(request, _("De minuut is voorbij. Het bericht is al weg."))
        else:
            messages.success(request, _("Het bericht is teruggehaald. Niemand heeft het gehoord."))
    return redirect("dossier", slug=slug, dossier_id=dossier_id)


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("POST",))
def dossier_stop_asking(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """Stop asking those with experience; what they answered stays."""
    prediction_id = known_id(request.POST.get("prediction_id", ""))
    get_dossier(request.actor, dossier_id, today=request.today)
    if prediction_id is not None:
        predicting.close_prediction(request.actor, dossier_id, prediction_id=prediction_id, now=request.now)
        messages.success(request, _("De vraag is gesloten. De antwoorden blijven staan."))
    return redirect("dossier", slug=slug, dossier_id=dossier_id)
