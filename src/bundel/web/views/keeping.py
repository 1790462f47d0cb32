"""What a workspace keeps, for how long and why: what goes next, what waits, the terms and the register."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_names
from bundel.concerns.keeping import SHOWN_AT_MOST, handles_of, visible_ending
from bundel.kit.processing import TERMS, Keep
from bundel.kit.rules import RuleBroken
from bundel.privacy import queries
from bundel.privacy.actions import change_terms, postpone_erasure, resume_erasure
from bundel.privacy.labels import GROUNDS, HOLD_REASONS, KEEPS, PEOPLE, PURPOSES, RECEIVERS, REFUSALS, STARTS, name_of
from bundel.web.entrances import member
from bundel.web.forms.privacy import HoldForm, TermsForm
from bundel.web.pages import PageRequest, page


@page(Permission.PRIVACY_KEEP, entrance=member, methods=("GET", "POST"))
def retention(request: PageRequest, slug: str) -> HttpResponse:
    """What is erased tonight, this week and this month; keep something longer, or let it go again."""
    act = request.POST.get("act")
    form = HoldForm(request.POST if act == "hold" else None)
    try:
        if act == "resume":
            return _resumed(request)
        if form.is_valid():
            return _held(request, form)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
        return redirect("retention", slug=slug)
    return render(request, "retention.html", _plan(request) | {"form": form})


def _held(request: PageRequest, form: HoldForm) -> HttpResponse:
    subject, kind, reason, months = form.given()
    hold_id = postpone_erasure(request.actor, subject, kind=kind, reason=reason, months=months, now=request.now)
    messages.success(request, _("Dit blijft langer bewaard. Hieronder staat hoe lang, en hoe je dat terugdraait."))
    response = redirect("retention", slug=request.workspace.slug)
    response["Location"] += f"#uitstel-{hold_id}"
    return response


def _resumed(request: PageRequest) -> HttpResponse:
    try:
        hold_id = UUID(request.POST.get("hold", ""))
    except ValueError:
        return redirect("retention", slug=request.workspace.slug)
    resume_erasure(request.actor, hold_id, now=request.now)
    messages.success(request, _("Het uitstel is voorbij. De gewone termijn geldt weer."))
    return redirect("retention", slug=request.workspace.slug)


def _plan(request: PageRequest) -> dict[str, Any]:
    holds = queries.visible_holds(request.actor, today=request.today)
    names = visible_names(request.actor, {hold.placed_by for hold in holds if hold.placed_by})
    handles = handles_of(request.actor, {hold.subject_id for hold in holds if hold.subject_id})
    ending = visible_ending(request.actor, now=request.now)
    return {
        "plan": [(p, KEEPS[p.kind], STARTS[p.kind]) for p in queries.visible_plan(request.actor, now=request.now)],
        "ending": ending,
        "is_cut_off": len(ending) == SHOWN_AT_MOST,
        "holds": [
            (
                hold,
                handles.get(hold.subject_id, "") if hold.subject_id else KEEPS[hold.kind],
                HOLD_REASONS[hold.reason],
                names.get(hold.placed_by, "") if hold.placed_by else "",
            )
            for hold in holds
        ],
        "audit_kind": Keep.AUDIT,
    }


@page(Permission.SETTINGS_CHANGE, entrance=member, methods=("GET", "POST"))
def retention_terms(request: PageRequest, slug: str) -> HttpResponse:
    """How many days of each kind this workspace keeps, within the limits."""
    form = TermsForm(request.POST or None, days=queries.terms_here())
    if form.is_valid():
        try:
            change_terms(request.actor, days=form.days(), now=request.now)
        except RuleBroken as broken:
            form.add_error(None, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("De termijnen zijn bewaard. Vannacht gelden ze."))
            return redirect("retention_terms", slug=slug)
    fixed = [(KEEPS[kind], term, STARTS[kind]) for kind, term in TERMS.items() if term.is_fixed]
    return render(request, "retention_terms.html", {"form": form, "fixed": fixed})


@page(Permission.PRIVACY_KEEP, entrance=member)
def processing(request: PageRequest, slug: str) -> HttpResponse:
    """The register of processing of this workspace, to read and to print (GDPR 30)."""
    days = queries.terms_here()
    tables = [line for line in queries.processing_register() if line.processing.people != "nobody"]
    lines = [
        {
            "name": name_of(line.table),
            "table": line.table,
            "people": PEOPLE[line.processing.people],
            "ground": GROUNDS[line.processing.ground],
            "receivers": [RECEIVERS[r] for r in line.processing.receivers],
            "days": days.get(line.processing.term),
            "term": STARTS.get(line.processing.term) or KEEPS[line.processing.term],
            "sealed": bool(line.processing.sealed),
            "purpose": line.processing.purpose,
        }
        for line in tables
    ]
    groups = [(words, [line for line in lines if line["purpose"] == purpose]) for purpose, words in PURPOSES.items()]
    return render(request, "processing.html", {"groups": [group for group in groups if group[1]]})
