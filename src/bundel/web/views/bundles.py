"""Bundles: the list, one bundle with where its cards came from, and putting cards together and apart."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bundel.accounts.access import allows
from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_names
from bundel.concerns import bundles as queries
from bundel.concerns.actions import bundling
from bundel.concerns.actions.levels import ask_bundle_to_share
from bundel.concerns.bundle_labels import BUNDLE_STATES, REFUSALS
from bundel.concerns.bundles import BundleStale, CardFound, CardLine, get_bundle
from bundel.concerns.labels import THEMES
from bundel.concerns.rules.bundles import BundleState
from bundel.concerns.rules.words import Theme
from bundel.gate.queries import list_agreements
from bundel.gate.rules import AgreementState
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import member
from bundel.web.forms.bundles import (
    AddCardsForm,
    BundleFilterForm,
    CardForm,
    ChangeBundleForm,
    EndForm,
    MergeForm,
    NewBundleForm,
    OriginForm,
    PickedCards,
    SplitForm,
)
from bundel.web.forms.sharing import AgreementPick
from bundel.web.lines import place_name
from bundel.web.pages import PageRequest, page
from bundel.web.upstream import news_of

R = TypeVar("R")

BADGES = {BundleState.OPEN: "active", BundleState.INDIVIDUAL: "neutral", BundleState.CLOSED: "neutral"}


@page(Permission.CONCERNS_SEE, entrance=member)
def bundles(request: PageRequest, slug: str) -> HttpResponse:
    """The bundles of this workspace, newest first; what the list is narrowed to stands in the address."""
    form = BundleFilterForm(request.GET or None, today=request.today)
    filters = form.filters() if form.is_bound else queries.BundleFilters()
    number = int(request.GET["bladzijde"]) if request.GET.get("bladzijde", "").isdecimal() else 1
    rows, has_older = queries.list_bundles(request.actor, filters, page=max(number, 1), now=request.now)
    context = {
        "form": form,
        "rows": [(row, THEMES[Theme(row.theme)], BUNDLE_STATES[row.state], BADGES[row.state]) for row in rows],
        "is_narrowed": any(request.GET.get(name) for name in ("theme", "place", "state")),
        "newer": _page(request, number - 1) if number > 1 else "",
        "older": _page(request, number + 1) if has_older else "",
    }
    return render(request, "bundles.html", context)


def _page(request: PageRequest, number: int) -> str:
    return "?" + urlencode({**request.GET.dict(), "bladzijde": number})


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("POST",))
def bundle_pick(request: PageRequest, slug: str) -> HttpResponse:
    """From the ticked lines of a list to making a bundle of them."""
    form = PickedCards(request.POST)
    picked = [(name, value) for name in ("concern", "received") for value in request.POST.getlist(name)]
    if not form.is_valid() or not picked:
        messages.error(request, _("Kies eerst een signaal."))
        return redirect("concerns", slug=slug)
    return redirect(f"{reverse('bundle_new', args=[slug])}?{urlencode(picked)}")


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("GET", "POST"))
def bundle_new(request: PageRequest, slug: str) -> HttpResponse:
    """Say the problem of these cards together."""
    picked = PickedCards(request.POST if request.method == "POST" else request.GET)
    ids = picked.cleaned_data if picked.is_valid() else {"concern": [], "received": []}
    own, received = queries.chosen_cards(request.actor, ids["concern"] or [], ids["received"] or [])
    form = NewBundleForm(
        request.POST if request.method == "POST" else None,
        initial={"title": own[0].title, "problem": own[0].text, "theme": own[0].concern.theme} if own else None,
    )
    if form.is_valid():
        told = form.cleaned_data
        made = _tried(
            request,
            form,
            lambda: bundling.make_bundle(
                request.actor,
                title=told["title"],
                problem=told["problem"],
                theme=told["theme"],
                concern_ids=told["concern"] or [],
                received_ids=told["received"] or [],
                now=request.now,
            ),
        )
        if made is not None:
            messages.success(request, _("De bundel is er. De mensen krijgen de vraag of ze meetellen."))
            return redirect("bundle", slug=slug, bundle_id=made.id)
    return render(request, "bundle_new.html", {"form": form, "own": own, "received": received})


def _tried(request: PageRequest, form: forms.Form | None, act: Callable[[], R]) -> R | None:
    """What an act gives; None when it cannot be, with the reason where the eye is."""
    try:
        return act()
    except RuleBroken as broken:
        words = str(REFUSALS[broken.code])
    except BundleStale:
        words = _("Iemand anders veranderde deze bundel net. Kijk hoe het nu staat en probeer het opnieuw.")
    if form is None:
        messages.error(request, words)
    else:
        form.add_error(None, words)
    return None


@page(Permission.CONCERNS_SEE, entrance=member)
def bundle(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """One bundle: the problem, its numbers, its cards with where each came from, and what was told."""
    found = get_bundle(request.actor, bundle_id)
    lines = queries.cards_of(request.actor, bundle_id)
    origins = queries.origins_of(request.actor, bundle_id)
    people = {who for line in lines for who in (line.linked_by, line.unlinked_by)} | {o.made_by for o in origins}
    names = visible_names(request.actor, {who for who in (*people, found.owner_id) if who})
    numbers = queries.bundle_numbers(request.actor, bundle_id, since=request.now - queries.GROWTH)
    state = BundleState(found.state)
    context = {
        "bundle": found,
        "theme": THEMES[Theme(found.theme)],
        "state": BUNDLE_STATES[state],
        "badge": BADGES[state],
        "is_open": state is BundleState.OPEN,
        "owner": names.get(found.owner_id, "") if found.owner_id else "",
        "numbers": numbers,
        "places": [(place_name(code), number) for code, number in numbers.by_municipality.most_common() if code],
        "here": [_card(line, names) for line in lines if line.unlinked_at is None],
        "gone": [_card(line, names) for line in lines if line.unlinked_at is not None],
        "origins": [(o, names.get(o.made_by, "") if o.made_by else "") for o in origins],
        "ways": _ways_up(request),
        **news_of(request, bundle_id),
    }
    return render(request, "bundle.html", context)


def _card(line: CardLine, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "line": line,
        "title": line.title or _("Deze kaart is er niet meer"),
        "place": place_name(line.municipality_code) if line.municipality_code else "",
        "by": names.get(line.linked_by, "") if line.linked_by else "",
        "unlinked_by": names.get(line.unlinked_by, "") if line.unlinked_by else "",
    }


def _ways_up(request: PageRequest) -> list[tuple[UUID, str]]:
    """The agreements by which the cards of a bundle may go elsewhere, with the name of the other side."""
    if not allows(request.actor, Permission.CARD_SHARE):
        return []
    agreements = list_agreements(request.actor, today=request.today)
    return [(a.id, a.target_name) for a in agreements if a.gives and a.state is AgreementState.AGREED]


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("GET", "POST"))
def bundle_add(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Look for cards that say the same, and put them in."""
    found = get_bundle(request.actor, bundle_id)
    form = AddCardsForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    if form.is_valid():
        told = form.cleaned_data
        number = _tried(
            request,
            form,
            lambda: bundling.link_cards(
                request.actor,
                bundle_id,
                concern_ids=told["concern"] or [],
                received_ids=told["received"] or [],
                why=told["why"],
                version=told["version"],
                now=request.now,
            ),
        )
        if number is not None:
            words = ngettext("%(n)d kaart staat er nu bij.", "%(n)d kaarten staan er nu bij.", number)
            messages.success(request, words % {"n": number})
            return redirect("bundle", slug=slug, bundle_id=bundle_id)
    words = request.GET.get("q", "").strip()
    cards = queries.find_cards(request.actor, words or f"{found.title} {found.problem}")
    free = [_found(card) for card in cards if not card.in_bundle]
    context = {"bundle": found, "form": form, "q": words, "cards": free, "taken": [c for c in cards if c.in_bundle]}
    return render(request, "bundle_add.html", context)


def _found(card: CardFound) -> dict[str, Any]:
    place = place_name(card.municipality_code) if card.municipality_code else ""
    return {"card": card, "place": place, "name": "received" if card.received_id else "concern"}


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("POST",))
def bundle_card(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Take a card out of a bundle, or put it back."""
    get_bundle(request.actor, bundle_id)
    form = CardForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies eerst een kaart."))
    elif "back" in request.POST:
        told = {name: form.cleaned_data[name] for name in ("link_id", "version")}
        if _tried(request, None, lambda: bundling.relink_card(request.actor, bundle_id, now=request.now, **told)):
            messages.success(request, _("De kaart staat er weer bij."))
    elif _tried(
        request, None, lambda: bundling.unlink_card(request.actor, bundle_id, now=request.now, **form.cleaned_data)
    ):
        messages.success(request, _("De kaart is eruit. Onderaan zet je hem terug."))
    return redirect("bundle", slug=slug, bundle_id=bundle_id)


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("GET", "POST"))
def bundle_split(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Give some cards a bundle of their own."""
    found = get_bundle(request.actor, bundle_id)
    form = SplitForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    if form.is_valid():
        told = dict(form.cleaned_data)
        links = told.pop("link")
        made = _tried(
            request,
            form,
            lambda: bundling.split_bundle(request.actor, bundle_id, link_ids=links, now=request.now, **told),
        )
        if made is not None:
            messages.success(request, _("De kaarten staan apart. De mensen krijgen de vraag of ze meegaan."))
            return redirect("bundle", slug=slug, bundle_id=made.id)
    lines = [_card(line, {}) for line in queries.cards_of(request.actor, bundle_id) if line.unlinked_at is None]
    picked = set(request.POST.getlist("link"))
    cards = [(card, str(card["line"].link_id) in picked) for card in lines]
    return render(request, "bundle_split.html", {"bundle": found, "form": form, "cards": cards})


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("GET", "POST"))
def bundle_merge(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Take another bundle in."""
    found = get_bundle(request.actor, bundle_id)
    others = [(key, title) for key, title in queries.open_bundles(request.actor) if key != bundle_id]
    data = request.POST if request.method == "POST" else None
    form = MergeForm(data, bundles=others, initial={"version": found.version})
    if (
        form.is_valid()
        and _tried(
            request,
            form,
            lambda: bundling.merge_bundles(request.actor, bundle_id, now=request.now, **form.cleaned_data),
        )
        is not None
    ):
        messages.success(request, _("De bundels zijn samen. De mensen krijgen de vraag of ze meegaan."))
        return redirect("bundle", slug=slug, bundle_id=bundle_id)
    return render(request, "bundle_merge.html", {"bundle": found, "form": form, "others": others})


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("POST",))
def bundle_take_back(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Undo a split or a merge."""
    get_bundle(request.actor, bundle_id)
    form = OriginForm(request.POST)
    back = None
    if form.is_valid():
        told = form.cleaned_data
        back = _tried(
            request, None, lambda: bundling.take_back_origin(request.actor, bundle_id, now=request.now, **told)
        )
    if back is not None:
        messages.success(request, _("Het is ongedaan. De kaarten staan weer waar ze stonden."))
    return redirect("bundle", slug=slug, bundle_id=back or bundle_id)


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("GET", "POST"))
def bundle_change(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Say the problem in other words; when somebody else was first, both texts stand on the page."""
    found = get_bundle(request.actor, bundle_id)
    words = {name: getattr(found, name) for name in ("title", "problem", "theme", "version")}
    form = ChangeBundleForm(request.POST if request.method == "POST" else None, initial=words)
    if (
        form.is_valid()
        and _tried(
            request,
            form,
            lambda: bundling.change_bundle(request.actor, bundle_id, now=request.now, **form.cleaned_data),
        )
        is not None
    ):
        messages.success(request, _("De woorden zijn veranderd."))
        return redirect("bundle", slug=slug, bundle_id=bundle_id)
    return render(request, "bundle_change.html", {"bundle": found, "form": form})


ENDS: dict[str, Callable[..., Any]] = {"individueel": bundling.conclude_individual, "sluit": bundling.close_bundle}


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("GET", "POST"))
def bundle_end(request: PageRequest, slug: str, bundle_id: UUID, how: str) -> HttpResponse:
    """Conclude that everybody is helped by themselves, or close; the people read why."""
    found = get_bundle(request.actor, bundle_id)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    if form.is_valid() and _tried(
        request, form, lambda: ENDS[how](request.actor, bundle_id, now=request.now, **form.cleaned_data)
    ):
        messages.success(request, _("Over een minuut horen de mensen dit. Tot dan open je de bundel gewoon weer."))
        return redirect("bundle", slug=slug, bundle_id=bundle_id)
    context = {"bundle": found, "form": form, "is_individual": how == "individueel"}
    return render(request, "bundle_end.html", context)


@page(Permission.BUNDLE_MAKE, entrance=member, methods=("POST",))
def bundle_reopen(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Open a bundle again."""
    found = get_bundle(request.actor, bundle_id)
    if _tried(
        request,
        None,
        lambda: bundling.reopen_bundle(request.actor, bundle_id, version=found.version, now=request.now),
    ):
        messages.success(request, _("De bundel is weer open."))
    return redirect("bundle", slug=slug, bundle_id=bundle_id)


@page(Permission.CARD_SHARE, entrance=member, methods=("POST",))
def bundle_share(request: PageRequest, slug: str, bundle_id: UUID) -> HttpResponse:
    """Ask everybody in a bundle whether their card may go to another organisation."""
    get_bundle(request.actor, bundle_id)
    form = AgreementPick(request.POST)
    if form.is_valid():
        number = ask_bundle_to_share(request.actor, bundle_id, now=request.now, **form.cleaned_data)
        words = ngettext("%(n)d mens krijgt de vraag.", "%(n)d mensen krijgen de vraag.", number)
        messages.success(request, words % {"n": number})
    return redirect("bundle", slug=slug, bundle_id=bundle_id)
