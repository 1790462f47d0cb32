"""Dossiers for everybody: publishing with a preview and a minute to take back, the public pages, and the PDF."""

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.dossiers.actions import publishing
from bundel.dossiers.labels import ANSWERS, PROMISES, REFUSALS, STATES, STEPS
from bundel.dossiers.queries import Stale, get_dossier
from bundel.dossiers.rules.shown import Difference, Shown, day_from, differences
from bundel.dossiers.rules.states import State
from bundel.dossiers.rules.words import AnswerKind, PromiseState, StepKind
from bundel.dossiers.showing import get_public, list_public, public_slug, shown_now, versions_of
from bundel.dossiers.upstream import QuotedCard, quoted_cards
from bundel.kit.paper import PDF
from bundel.kit.paper.reports import report_pdf
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import member
from bundel.web.pages import PageRequest, page
from bundel.web.views.dossiers import ANSWER_BADGES, PROMISE_BADGES, waiting_words
from bundel.web.views.dossiers_paper import report_of, shown_lines


@page(Permission.DOSSIER_PUBLISH, entrance=member, methods=("GET", "POST"))
def dossier_publish(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """What everybody would see, and the button that shows it after a minute."""
    found = get_dossier(request.actor, dossier_id, today=request.today)
    is_stale = False
    if request.method == "POST":
        try:
            version = int(request.POST.get("version", "0") or 0)
            publishing.publish_dossier(request.actor, dossier_id, version=version, now=request.now)
        except (Stale, ValueError):
            is_stale = True
        except RuleBroken as broken:
            messages.error(request, str(REFUSALS[broken.code]))
            return redirect("dossier", slug=slug, dossier_id=dossier_id)
        else:
            messages.success(request, _("Over een minuut staat het dossier openbaar. Tot dan kun je het terughalen."))
            return redirect("dossier", slug=slug, dossier_id=dossier_id)
    shown = shown_now(request.actor, dossier_id, today=request.today)
    missing = [REFUSALS[code] for code, lacks in _lacking(shown) if lacks]
    context = {"dossier": found, "is_stale": is_stale, "missing": missing, "shown_as": public_slug(dossier_id)}
    return render(
        request, "dossier_publish.html", context | words_of(shown, quoted_cards(shown.card_ids), request.today)
    )


def _lacking(shown: Shown) -> list[tuple[str, bool]]:
    return [("gain_empty", not shown.gain), ("no_demands", not shown.demands)]


@page(Permission.DOSSIER_PUBLISH, entrance=member, methods=("POST",))
def dossier_take_back(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """Take a publication back within its minute, or take a public dossier away."""
    acts = {"publication": publishing.take_back_publication, "public": publishing.withdraw_dossier}
    act = acts.get(request.POST.get("what", ""))
    get_dossier(request.actor, dossier_id, today=request.today)
    if act is not None:
        try:
            act(request.actor, dossier_id, now=request.now)
        except RuleBroken as broken:
            messages.error(request, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Niemand buiten de werkruimte ziet dit nu."))
    return redirect("dossier", slug=slug, dossier_id=dossier_id)


@page(Permission.DOSSIER_SEE, entrance=member)
def dossier_versions(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """Every publication, newest first, with what is different from the one before."""
    found = get_dossier(request.actor, dossier_id, today=request.today)
    versions = versions_of(request.actor, dossier_id)
    pairs = [
        (version, _differences(version.shown, before.shown if before else None))
        for version, before in zip_longest(versions, versions[1:])
    ]
    return render(request, "dossier_versions.html", {"dossier": found, "versions": pairs})


def _differences(shown: Shown, before: Shown | None) -> Sequence[Difference]:
    return differences(shown_lines(before), shown_lines(shown)) if before else []


@page(Permission.PUBLIC_READ)
def public_dossiers(request: PageRequest) -> HttpResponse:
    """The dossiers of all organisations that everybody may read."""
    typed = request.GET.get("bladzijde", "")
    number = int(typed) if typed.isdecimal() and 0 < len(typed) < 6 and int(typed) else 1
    rows, has_older = list_public(page=number)
    context = {
        "rows": [(row, _standing(row.shown, request.today)) for row in rows],
        "newer": f"?bladzijde={number - 1}" if number > 1 else "",
        "older": f"?bladzijde={number + 1}" if has_older else "",
    }
    return render(request, "public_dossiers.html", context)


def _standing(shown: Shown, today: date) -> tuple[str, str]:
    """How a dossier stands in a few words, with the look of its badge."""
    if shown.effects:
        return "success", _("Er is iets veranderd")
    if shown.sent_on and shown.is_answered:
        return "valid", _("Beantwoord")
    return ("active", waiting_words(shown.days_waiting(today))) if shown.sent_on else ("neutral", _("In voorbereiding"))


@page(Permission.PUBLIC_READ)
def public_dossier(request: PageRequest, dossier: str) -> HttpResponse:
    """What was heard, what is asked of whom, what was answered and what changed."""
    row, cards = get_public(dossier)
    return render(request, "public_dossier.html", {"row": row} | words_of(row.shown, cards, request.today))


def words_of(shown: Shown, cards: Sequence[QuotedCard], today: date) -> dict[str, Any]:
    """A version of a dossier in words, as a preview and as the public page show it."""
    kind, standing = _standing(shown, today)
    waits = waiting_words(shown.days_waiting(today))
    return {
        "shown": shown,
        # The days stand beside what is asked: said once is enough.
        "standing": STATES[State.SENT] if standing == waits else standing,
        "standing_badge": kind,
        "waits": waits,
        "sent_on": day_from(shown.sent_on),
        "due_on": day_from(shown.answer_due_on),
        "demands": [
            (
                d,
                ANSWERS[AnswerKind(d.answer)],
                ANSWER_BADGES.get(AnswerKind(d.answer), "neutral"),
                day_from(d.answered_on),
            )
            for d in shown.demands
        ],
        "promises": [
            (p, PROMISES[PromiseState(p.state)], PROMISE_BADGES.get(PromiseState(p.state), "neutral"), day_from(p.on))
            for p in shown.promises
        ],
        "effects": [(e.text, day_from(e.on)) for e in shown.effects],
        "steps": [
            {
                "what": _("%(kind)s: %(who)s") % {"kind": STEPS[StepKind(s.state)], "who": s.who},
                "when": day_from(s.on),
                "text": s.text,
                "state": "done",
            }
            for s in reversed(shown.steps)
        ],
        "cards": cards,
    }


def on_paper(request: PageRequest, dossier: str) -> bytes:
    """The PDF of a public dossier, made before any transaction. Raises Http404."""
    try:
        row, cards = get_public(dossier)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return report_pdf(report_of(row, cards, today=request.today))


@page(Permission.PUBLIC_READ, prepare=on_paper)
def public_dossier_pdf(request: PageRequest, dossier: str) -> HttpResponse:
    """A public dossier as a tagged PDF, to print or to send along."""
    file = HttpResponse(request.prepared, content_type=PDF)
    file["Content-Disposition"] = f'attachment; filename="{dossier}.pdf"'
    return file
