"""Reading public cards: everybody may, so nobody is asked who they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bundel.concerns.models import PublicCard
from bundel.concerns.queries import Mark
from bundel.places.rules import load

PAGE_SIZE = 20

_ROW = (
    "id", "workspace_id", "workspace_name", "theme", "place_code", "place_level", "title", "text", "consequences",
    "published_at", "strength",
)  # fmt: skip


@dataclass(frozen=True)
class PublicRow:
    """A card as everybody may read it; `strength` is exact, and shown only through `rules.counts`."""

    id: UUID
    workspace_id: UUID
    workspace_name: str
    theme: str
    place_code: str
    place_level: str
    title: str
    text: str
    consequences: list[str]
    published_at: datetime
    strength: int


@dataclass(frozen=True)
class PublicPage:
    """One page of public cards, newest first, and whether there is more on either side."""

    rows: list[PublicRow]
    has_older: bool
    has_newer: bool


def codes_around(municipality_code: str) -> list[str]:
    """The codes under which cards of a municipality may stand: its own, its province's, and the whole country's."""
    place = load().get(municipality_code)
    return [place.code, place.province_code, ""] if place else [""]


def list_public_cards(
    *, theme: str = "", municipality_code: str = "", older_than: Mark | None = None, newer_than: Mark | None = None
) -> PublicPage:
    """A page of public cards. Pages by key: page 1,000 costs what page 1 costs."""
    cards = PublicCard.objects.all()
    if theme:
        cards = cards.filter(theme=theme)
    if municipality_code:
        cards = cards.filter(place_code__in=codes_around(municipality_code))
    if newer_than is not None:
        after = Q(published_at__gt=newer_than.received_at) | Q(
            published_at=newer_than.received_at, id__gt=newer_than.id
        )
        found = _rows(cards.filter(after).order_by("published_at", "id")[: PAGE_SIZE + 1])
        return PublicPage(found[:PAGE_SIZE][::-1], has_older=True, has_newer=len(found) > PAGE_SIZE)
    if older_than is not None:
        before = Q(published_at__lt=older_than.received_at)
        cards = cards.filter(before | Q(published_at=older_than.received_at, id__lt=older_than.id))
    found = _rows(cards.order_by("-published_at", "-id")[: PAGE_SIZE + 1])
    return PublicPage(found[:PAGE_SIZE], has_older=len(found) > PAGE_SIZE, has_newer=older_than is not None)


def find_public_card(card_id: UUID) -> PublicRow | None:
    """One public card; None when it is not there, or not any more."""
    return next(iter(_rows(PublicCard.objects.filter(pk=card_id))), None)


def public_cards(card_ids: list[UUID]) -> list[PublicRow]:
    """Public cards by id, in that order; those that are gone are left out."""
    found = {row.id: row for row in _rows(PublicCard.objects.filter(pk__in=card_ids))} if card_ids else {}
    return [found[card_id] for card_id in card_ids if card_id in found]


def _rows(cards: QuerySet[PublicCard]) -> list[PublicRow]:
    rows: Any = cards.values_list(*_ROW)
    return [PublicRow(*row) for row in rows]
