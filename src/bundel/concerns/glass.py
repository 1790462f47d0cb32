"""Reading who asked to open a story in danger, and what a second person said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.concerns.models import BreakGlass
from bundel.concerns.queries import get_concern
from bundel.concerns.rules.glass import ANSWER_WITHIN, OPEN_FOR, Emergency, GlassState, glass_state
from bundel.tenancy.models import Membership
from bundel.tenancy.rules import Role

SHOWN = 50


@dataclass(frozen=True)
class GlassRow:
    """A request as it stands: by the handle of its concern, nothing else of it. `until` ends its state, if anything."""

    id: UUID
    handle: str
    danger: Emergency
    asked_by: UUID
    asked_at: datetime
    answered_by: UUID | None
    state: GlassState
    until: datetime | None


def visible_requests(actor: Actor, *, now: datetime) -> list[GlassRow]:
    """The newest requests of everybody, for who answers them. Raises Refused."""
    require(actor, Permission.BREAK_GLASS_APPROVE)
    return [_row(glass, now) for glass in _newest(BreakGlass.objects.all())]


def own_requests(actor: Actor, *, now: datetime) -> list[GlassRow]:
    """The newest requests of this actor. Raises Refused."""
    require(actor, Permission.BREAK_GLASS_ASK)
    own = BreakGlass.objects.filter(asked_by=actor.id) if actor.id else BreakGlass.objects.none()
    return [_row(glass, now) for glass in _newest(own)]


def _newest(rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    return rows.select_related("concern").order_by("-asked_at", "id")[:SHOWN]


def state_of(glass: BreakGlass, *, now: datetime) -> GlassState:
    """How a request stands now."""
    return glass_state(
        asked_at=glass.asked_at, answered_at=glass.answered_at, is_approved=glass.is_approved, now=now
    )  # fmt: skip


def _row(glass: BreakGlass, now: datetime) -> GlassRow:
    state = state_of(glass, now=now)
    until = None
    if state is GlassState.ASKED:
        until = glass.asked_at + ANSWER_WITHIN
    elif state is GlassState.OPEN and glass.answered_at:
        until = glass.answered_at + OPEN_FOR
    danger = Emergency(glass.danger)
    return GlassRow(
        glass.id, glass.concern.handle, danger, glass.asked_by, glass.asked_at, glass.answered_by, state, until
    )


def roles_in_danger(actor: Actor, concern_id: UUID, account_ids: Collection[UUID]) -> dict[UUID, Role]:
    """What they are or were here who opened a story in danger or allowed it, for the person it belongs to."""
    get_concern(actor, concern_id)
    members = Membership.objects.filter(user_id__in=account_ids).values_list("user_id", "role")
    return {account: Role(role) for account, role in members}


def lock_glass(glass_id: UUID) -> BreakGlass | None:
    """One request, held until the end of this act."""
    return BreakGlass.objects.select_for_update().filter(pk=glass_id).first()
