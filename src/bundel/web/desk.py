"""The frame of every workspace page: its navigation, as far as the role has it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bundel.accounts.access import allows
from bundel.accounts.permissions import Permission
from bundel.concerns.queries import COUNTS_UP_TO, count_by_state
from bundel.concerns.rules.states import State
from bundel.web.pages import PageRequest
from bundel.web.undo import NAME, done_before

APPROVES = Permission.BREAK_GLASS_APPROVE

PAGES_UNDER = {
    "retention": ("retention_terms", "processing", "breach", "breach_file"),
    "break_glass": ("break_glass_story", "break_glass_requests"),
    "reviews": ("review",),
    "concerns": (
        "recognitions",
        "recognitions_lines",
        "recognitions_ask",
        "message_pause",
        "concern",
        "concern_story",
        "concern_answer",
        "concern_receipt",
        "enter_concern",
        "share_card",
        "guests",
        "guest_invite",
    ),
    "hard_sentences": ("mark_changes",),
    "dossiers": (
        "dossier",
        "dossier_new",
        "dossier_change",
        "dossier_add",
        "dossier_publish",
        "dossier_versions",
        "dossier_documents",
    ),
    "agreements": ("agreement", "agreement_new", "received_cards", "received_card_news"),
    "people": ("member", "invite"),
    "bundles": (
        "bundle",
        "bundle_new",
        "bundle_add",
        "bundle_split",
        "bundle_merge",
        "bundle_change",
        "bundle_individual",
        "bundle_close",
        "bundle_news",
    ),
    "settings": ("ways", "export", "close_workspace"),
}


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool
    count: str = ""


def frame(request: PageRequest) -> dict[str, Any]:
    """What `desk.html` needs: navigation, search and the workspace's own colour."""
    slug = request.workspace.slug
    sees_concerns = allows(request.actor, Permission.CONCERNS_SEE)
    return {
        "workspace": request.workspace,
        "desk_nav": [place for place in _main(request, slug) if place],
        "desk_settings": [place for place in _settings(request, slug) if place],
        "search_url": reverse("search", args=[slug]) if sees_concerns else "",
        "theme_url": f"{reverse('theme', args=[slug])}?{request.workspace.version}" if request.workspace.colour else "",
        "done": done_before(request, request.GET[NAME]) if NAME in request.GET else None,
        "may": {permission.value: allows(request.actor, permission) for permission in Permission},
    }


def _main(request: PageRequest, slug: str) -> list[Place | None]:
    return [
        _place(request, Permission.TODAY_SEE, _("Vandaag"), "today", slug),
        _place(request, Permission.CONCERNS_SEE, _("Signalen"), "concerns", slug, _unread(request)),
        _place(request, Permission.CONCERNS_SEE, _("Bundels"), "bundles", slug),
        _place(request, Permission.DOSSIER_SEE, _("Dossiers"), "dossiers", slug),
        _place(request, Permission.CARD_REVIEW, _("Kaarten nakijken"), "reviews", slug),
        _place(request, Permission.CONCERNS_SEE, _("Moeilijke zinnen"), "hard_sentences", slug),
        _place(request, Permission.CONCERNS_SEE, _("Samenwerken"), "agreements", slug),
        _place(request, Permission.PEOPLE_SEE, _("Mensen en rechten"), "people", slug),
    ]


def _settings(request: PageRequest, slug: str) -> list[Place | None]:
    return [
        _place(request, Permission.AUDIT_SEE, _("Wie zag wat"), "trail", slug),
        _place(request, Permission.PRIVACY_KEEP, _("Privacy"), "retention", slug),
        _danger(request, slug),
        _place(request, Permission.SETTINGS_CHANGE, _("Instellingen"), "settings", slug),
    ]


def _danger(request: PageRequest, slug: str) -> Place | None:
    """To asking for who may ask, else to answering."""
    asks = allows(request.actor, Permission.BREAK_GLASS_ASK)
    name, permission = ("break_glass", Permission.BREAK_GLASS_ASK) if asks else ("break_glass_requests", APPROVES)
    return _place(request, permission, _("Bij gevaar"), name, slug)


def _place(
    request: PageRequest, permission: Permission, label: str, name: str, slug: str, count: str = ""
) -> Place | None:
    if not allows(request.actor, permission):
        return None
    here = request.resolver_match.url_name if request.resolver_match else ""
    return Place(label, reverse(name, args=[slug]), here in (name, *PAGES_UNDER.get(name, ())), count)


def _unread(request: PageRequest) -> str:
    if not allows(request.actor, Permission.CONCERNS_SEE):
        return ""
    number = counts(request)[State.RECEIVED]
    if number >= COUNTS_UP_TO:
        return _("%(number)d of meer nieuw") % {"number": COUNTS_UP_TO}
    return ngettext("%(number)d nieuw", "%(number)d nieuw", number) % {"number": number} if number else ""


def counts(request: PageRequest) -> dict[State, int]:
    """How many concerns wait in each state: asked once a page, for the navigation and for the tabs of the list."""
    if not hasattr(request, "counts"):
        request.counts = count_by_state(request.actor)
    return request.counts
