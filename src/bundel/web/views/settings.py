"""Settings of a workspace: how it is called, how it looks, what it promises and what it receives."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.concerns.actions.office import OfficeStale, change_office, change_receives
from bundel.concerns.labels import REFUSALS, THEMES
from bundel.concerns.queries import ReceivesLine, receives
from bundel.concerns.rules.words import Theme
from bundel.kit.colour import judge
from bundel.kit.rules import RuleBroken
from bundel.tenancy.queries import find_running_workspace
from bundel.web.entrances import member
from bundel.web.forms.settings import COLOUR_PROBLEMS, OfficeForm, ReceivesForm
from bundel.web.lines import place_name
from bundel.web.pages import PageRequest, page

FIELDS = (
    "name", "about", "telephone", "colour", "answer_days", "retention_days", "responsible", "privacy_contact",
)  # fmt: skip


@page(Permission.SETTINGS_CHANGE, entrance=member, methods=("GET", "POST"))
def settings(request: PageRequest, slug: str) -> HttpResponse:
    """One page, four buttons: save, look at a colour, add a line to what is received, take one out."""
    match request.POST.get("act"):
        case "look":
            piece = "settings.html#colour" if request.htmx else "settings.html"
            return render(request, piece, _context(request, form=OfficeForm(request.POST)))
        case "add":
            return _add(request)
        case "drop":
            return _drop(request)
        case _ if request.method == "POST":
            return _save(request)
    return render(request, "settings.html", _context(request))


def _save(request: PageRequest) -> HttpResponse:
    form = OfficeForm(request.POST)
    if form.is_valid():
        try:
            change_office(request.actor, form.office(), version=form.cleaned_data["version"], now=request.now)
        except OfficeStale as stale:
            theirs = _differences(form, {name: getattr(stale.workspace, name) for name in FIELDS})
            form = OfficeForm({**request.POST.dict(), "version": stale.workspace.version})
            return render(request, "settings.html", _context(request, form=form) | {"theirs": theirs})
        except RuleBroken as broken:
            form.add_error(None, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("De instellingen zijn bewaard."))
            return redirect("settings", slug=request.workspace.slug)
    return render(request, "settings.html", _context(request, form=form))


def _differences(form: OfficeForm, theirs: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """Per field that differs: its label, what the other saved, and what was typed here."""
    mine = asdict(form.office())
    return [(form[name].label, theirs[name], mine[name]) for name in FIELDS if theirs[name] != mine[name]]


def _add(request: PageRequest) -> HttpResponse:
    form = ReceivesForm(request.POST, today=request.today)
    if form.is_valid():
        try:
            change_receives(request.actor, add=form.line(), now=request.now)
        except RuleBroken as broken:
            form.add_error(None, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Dit komt voortaan bij jullie binnen."))
            return redirect("settings", slug=request.workspace.slug)
    return render(request, "settings.html", _context(request, receives_form=form))


def _drop(request: PageRequest) -> HttpResponse:
    line = ReceivesLine(request.POST.get("municipality_code", ""), request.POST.get("theme", ""))
    change_receives(request.actor, drop=line, now=request.now)
    messages.success(request, _("Deze regel is weg. Voeg hem opnieuw toe als dat een vergissing was."))
    return redirect("settings", slug=request.workspace.slug)


def _context(
    request: PageRequest, *, form: OfficeForm | None = None, receives_form: ReceivesForm | None = None
) -> dict[str, Any]:
    here = request.workspace
    stored = {name: getattr(here, name) for name in (*FIELDS, "version")}
    form = form or OfficeForm(initial=stored)
    verdict = form.verdict()
    return {
        "form": form,
        "receives_form": receives_form or ReceivesForm(today=request.today),
        "verdict": verdict,
        "colour_problem": COLOUR_PROBLEMS[verdict.reason] if verdict and verdict.reason else "",
        "lines": [
            (line, place_name(line.municipality_code), THEMES[Theme(line.theme)] if line.theme else "")
            for line in receives(request.actor)
        ],
    }


@page(Permission.PUBLIC_READ)
def theme(request: PageRequest, slug: str) -> HttpResponse:
    """The workspace's own colour as a style sheet; its address changes with every change of the settings."""
    workspace = find_running_workspace(slug)
    if workspace is None:
        raise Http404
    own = judge(workspace.colour).theme
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(own.style_sheet() if own else "", content_type="text/css; charset=utf-8", headers=headers)
