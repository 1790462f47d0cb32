"""News back: told from a bundle, and read, answered and chosen by the people upstream on their own pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.concerns.actions import telling_back
from bundel.concerns.actions.bundling import answer_bundle
from bundel.concerns.actions.levels import set_way_of_working
from bundel.concerns.bundle_labels import FORMS, REFUSALS
from bundel.concerns.bundles import get_bundle, ways_of_working
from bundel.concerns.rules.upstream import SubjectKind
from bundel.concerns.upstream import changes_of, wish_for
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import member, receipt_holder
from bundel.web.forms.bundles import AfterForm, ChangeForm, CountsForm, WayForm, WishForm
from bundel.web.lines import place_name
from bundel.web.pages import PageRequest, page
from bundel.web.views.recognise import recogniser


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("GET", "POST"))
def bundle_news(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Tell everybody in a bundle what happened."""
    found = get_bundle(request.actor, bundle_id)
    form = ChangeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told, kind = form.cleaned_data, SubjectKind.BUNDLE
        telling_back.record_change(request.actor, bundle_id, subject_kind=kind, now=request.now, **told)
        messages.success(request, _("Over een minuut horen de mensen dit. Tot dan kun je het terughalen."))
        return redirect("bundle", slug=slug, bundle_id=bundle_id)
    return render(request, "bundle_news.html", {"bundle": found, "form": form})


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("POST",))
def bundle_news_back(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Take back news that nobody heard yet."""
    get_bundle(request.actor, bundle_id)
    wanted = request.POST.get("change_id", "")
    mine = [c.id for c in changes_of(request.actor, bundle_id) if str(c.id) == wanted]
    try:
        for change_id in mine:
            telling_back.take_back_change(request.actor, change_id, now=request.now)
            messages.success(request, _("Het nieuws is teruggehaald. Niemand heeft het gehoord."))
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    return redirect("bundle", slug=slug, bundle_id=bundle_id)


@page(Permission.SETTINGS_CHANGE, entrance=member, methods=("GET", "POST"))
def ways(request: PageRequest, slug: str) -> HttpResponse:
    """How each municipality is worked in."""
    form = WayForm(request.POST if request.method == "POST" else None, today=request.today)
    if form.is_valid():
        set_way_of_working(request.actor, now=request.now, **form.cleaned_data)
        messages.success(request, _("De werkwijze is bewaard."))
        return redirect("ways", slug=slug)
    rows = [(place_name(w.municipality_code), FORMS[w.form], w.line) for w in ways_of_working(request.actor)]
    return render(request, "ways.html", {"form": form, "rows": rows})


def _counts(request: PageRequest) -> None:
    form = CountsForm(request.POST)
    if form.is_valid():
        yes = form.cleaned_data["answer"] == "yes"
        answer_bundle(request.actor, form.cleaned_data["bundle_id"], says_yes=yes, now=request.now)
        messages.success(
            request, _("Dank je. Je telt mee.") if yes else _("Dank je. Je telt niet mee. Verder verandert er niets.")
        )


def _after(request: PageRequest) -> None:
    form = AfterForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        telling_back.answer_after(
            request.actor, told["change_id"], answer=told["answer"], line=told["line"], now=request.now
        )
        messages.success(request, _("Dank je. We nemen je antwoord mee."))
    else:
        messages.error(request, _("Kies een antwoord, en houd je zin kort."))


def _wish(request: PageRequest, back: str) -> HttpResponse | None:
    """The page on which somebody chooses; None when they chose."""
    form = WishForm(request.POST if request.method == "POST" else None, initial=vars(wish_for(request.actor)))
    if form.is_valid():
        assert request.actor.id is not None
        telling_back.wish_news(request.actor, request.actor.id, now=request.now, **form.cleaned_data)
        messages.success(request, _("Je keuze is bewaard."))
        return None
    return render(request, "news_wish.html", {"form": form, "back": back})


@page(Permission.UPSTREAM_ANSWER, entrance=receipt_holder, methods=("POST",))
def follow_counts(request: PageRequest) -> HttpResponse:
    """Who told it says whether they count for a bundle."""
    _counts(request)
    return redirect("follow")


@page(Permission.UPSTREAM_ANSWER, entrance=receipt_holder, methods=("POST",))
def follow_after(request: PageRequest) -> HttpResponse:
    """Who told it says whether it works for them now."""
    _after(request)
    return redirect("follow")


@page(Permission.UPSTREAM_ANSWER, entrance=receipt_holder, methods=("GET", "POST"))
def follow_wish(request: PageRequest) -> HttpResponse:
    """Who told it chooses of what they want a mail."""
    return _wish(request, reverse("follow")) or redirect("follow")


@page(Permission.UPSTREAM_ANSWER, entrance=recogniser, methods=("POST",))
def own_recognition_counts(request: PageRequest, recognition_id: UUID) -> HttpResponse:
    """Who recognised it says whether they count for a bundle."""
    _counts(request)
    return redirect("own_recognition", recognition_id=recognition_id)


@page(Permission.UPSTREAM_ANSWER, entrance=recogniser, methods=("POST",))
def own_recognition_after(request: PageRequest, recognition_id: UUID) -> HttpResponse:
    """Who recognised it says whether it works for them now."""
    _after(request)
    return redirect("own_recognition", recognition_id=recognition_id)


@page(Permission.UPSTREAM_ANSWER, entrance=recogniser, methods=("GET", "POST"))
def own_recognition_wish(request: PageRequest, recognition_id: UUID) -> HttpResponse:
    """Who recognised it chooses of what they want a mail."""
    back = reverse("own_recognition", args=[recognition_id])
    return _wish(request, back) or redirect("own_recognition", recognition_id=recognition_id)
