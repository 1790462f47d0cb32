"""What a guest can be shown: per kind of thing how it is read, asked about and drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bundel.accounts.access import Actor, allows
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.guests import ask_guest_about_card
from bundel.concerns.labels import CONSEQUENCES, THEMES
from bundel.concerns.labels import REFUSALS as CONCERN_REFUSALS
from bundel.concerns.rules.words import Consequence, Theme
from bundel.concerns.shown import shown_card
from bundel.guests import labels
from bundel.guests.queries import GuestRow, list_guest_news, list_guests
from bundel.guests.rules import LinkState, SubjectKind
from bundel.web.pages import PageRequest


@dataclass(frozen=True)
class Reader:
    """One kind of thing.

    `read(actor, subject_id)` gives the context of `template`, for the guest and for a member who looks first. It raises
    RuleBroken when the thing may not be shown, with a code in `refusals`, and ObjectDoesNotExist when it is not theirs.
    `ask(actor, subject_id, invited=…, now=…)` is the subject's own act; `page` names its page in the workspace.
    """

    kind: SubjectKind
    word: str  # in the address
    read: Callable[[Actor, UUID], dict[str, Any]]
    ask: Callable[..., UUID]
    template: str
    page: str
    refusals: Mapping[str, Promise]

    def home(self, slug: str, subject_id: UUID) -> str:
        """The address of the thing in the workspace."""
        return reverse(self.page, args=[slug, subject_id])


def _card(actor: Actor, concern_id: UUID) -> dict[str, Any]:
    card = shown_card(actor, concern_id)
    tags = [THEMES[Theme(card.theme)], *(CONSEQUENCES[Consequence(c)] for c in card.consequences)]
    return {"card": {"title": card.title, "text": card.text, "tags": tags}}


READERS: dict[SubjectKind, Reader] = {
    reader.kind: reader
    for reader in (
        Reader(
            kind=SubjectKind.CARD,
            word="signaal",
            read=_card,
            ask=ask_guest_about_card,
            template="guest_card.html",
            page="concern",
            refusals=CONCERN_REFUSALS,
        ),
    )
}

BADGES = {LinkState.LEAVING: "active", LinkState.OPEN: "active"}


def in_words(link: GuestRow) -> dict[str, Any]:
    """One guest, how far it is, and what they answered, for a template."""
    answered = link.works and link.answers
    return {
        "link": link,
        "purpose": labels.PURPOSES[link.purpose],
        "state": _("Antwoordde") if answered else labels.STATES[link.state],
        "badge": "success" if answered else BADGES.get(link.state, "neutral"),
        "answers": [(labels.ANSWERS[a.kind], a.text, a.given_at) for a in link.answers],
    }


def guests_of(request: PageRequest, kind: SubjectKind, subject_id: UUID) -> dict[str, Any]:
    """The context of `pieces/guests.html`, on the page of a thing whose reader has shown that they may see it."""
    rows = list_guests(request.actor, subject_id, now=request.now)
    asks = allows(request.actor, Permission.GUEST_INVITE)
    return {
        "guests": [in_words(row) for row in rows if row.answers or row.works],
        "guests_url": _guests_url(request, kind, subject_id) if asks else "",
    }


def guest_news(request: PageRequest) -> list[dict[str, Any]]:
    """Guests who answered or declined and nobody saw it yet, for Today."""
    return [
        in_words(row) | {"url": _guests_url(request, row.subject_kind, row.subject_id)}
        for row in list_guest_news(request.actor, now=request.now)
    ]


def _guests_url(request: PageRequest, kind: SubjectKind, subject_id: UUID) -> str:
    return reverse("guests", args=[request.workspace.slug, READERS[kind], subject_id])
