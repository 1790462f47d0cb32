"""The frame of every workspace page: its navigation, as far as the role has it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bundel.accounts.access import allows
from bundel.accounts.permissions import Permission
from bundel.concerns.queries import COUNTS_UP_TO, count_unread
from bundel.web.pages import PageRequest
from bundel.web.undo import NAME, done_before

PAGES_UNDER = {
    "concerns": ("concern", "concern_story", "concern_answer", "concern_receipt", "enter_concern"),
    "people": ("member", "invite"),
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
        _place(request, Permission.PEOPLE_SEE, _("Mensen en rechten"), "people", slug),
    ]


def _settings(request: PageRequest, slug: str) -> list[Place | None]:
    return [
        _place(request, Permission.AUDIT_SEE, _("Wie zag wat"), "trail", slug),
        _place(request, Permission.SETTINGS_CHANGE, _("Instellingen"), "settings", slug),
    ]


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
    number = count_unread(request.actor)
    if number >= COUNTS_UP_TO:
        return _("%(number)d of meer nieuw") % {"number": COUNTS_UP_TO}
    return ngettext("%(number)d nieuw", "%(number)d nieuw", number) % {"number": number} if number else ""
