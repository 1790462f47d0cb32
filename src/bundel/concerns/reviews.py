"""Reading the second look: what waits for it, and how one card stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, QuerySet

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.concerns.models import Concern, PublicCard, Review
from bundel.concerns.queries import visible_concerns
from bundel.concerns.rules.publishing import ReviewCause, ReviewState

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class ReviewRow:
    """One card and how its last look went."""

    concern_id: UUID
    handle: str
    title: str
    theme: str
    municipality_code: str
    state: ReviewState
    cause: ReviewCause
    flags: list[str]
    complaints: list[str]
    is_urgent: bool
    asked_at: datetime
    looked_by: UUID | None
    looked_at: datetime | None
    reason: str


_ROW = (
    "concern_id", "concern__handle", "concern__card__title", "concern__theme", "concern__municipality_code", "state",
    "cause", "flags", "complaints", "is_urgent", "asked_at", "looked_by", "looked_at", "reason",
)  # fmt: skip


def visible_reviews(actor: Actor) -> QuerySet[Review]:
    """The looks at cards this actor may check. Raises Refused."""
    require(actor, Permission.CARD_REVIEW)
    return Review.objects.filter(concern__in=visible_concerns(actor).values("id"))


def list_waiting(actor: Actor) -> list[ReviewRow]:
    """What waits for a look: flags first, then oldest first, no more than SHOWN_AT_MOST."""
    waiting = visible_reviews(actor).filter(state=ReviewState.WAITING)
    return _rows(waiting.order_by("-is_urgent", "asked_at", "id"))


def list_looked(actor: Actor) -> list[ReviewRow]:
    """What was looked at last, newest first."""
    looked = visible_reviews(actor).exclude(state=ReviewState.WAITING)
    return _rows(looked.order_by("-looked_at", "id"))


def _rows(reviews: QuerySet[Review]) -> list[ReviewRow]:
    return [_row(values) for values in reviews.values_list(*_ROW)[:SHOWN_AT_MOST]]


def _row(values: Any) -> ReviewRow:
    concern_id, handle, title, theme, place, state, cause, *rest = values
    return ReviewRow(concern_id, handle, title, theme, place, ReviewState(state), ReviewCause(cause), *rest)


@dataclass(frozen=True)
class CardLook:
    """One card with its last look, for who decides; `is_public` says whether others read it now."""

    concern: Concern
    review: Review | None
    is_public: bool


def get_look(actor: Actor, concern_id: UUID) -> CardLook:
    """How the card of one concern stands. Raises Refused, Concern.DoesNotExist."""
    require(actor, Permission.CARD_REVIEW)
    concern = visible_concerns(actor).select_related("card").get(pk=concern_id)
    review = Review.objects.filter(concern=concern).order_by("-asked_at").first()
    return CardLook(concern, review, PublicCard.objects.filter(pk=concern.card.id).exists())


@dataclass(frozen=True)
class OwnLook:
    """What the person sees of the look at their own card."""

    state: ReviewState | None
    reason: str
    is_public: bool


def own_look(concern: Concern) -> OwnLook:
    """How the card of a concern that is open stands, for the person."""
    public = PublicCard.objects.filter(pk=concern.card.id)
    review = Review.objects.filter(concern=concern).order_by("-asked_at").annotate(is_public=Exists(public)).first()
    if review is None:
        return OwnLook(None, "", is_public=False)
    return OwnLook(ReviewState(review.state), review.reason, review.is_public)
