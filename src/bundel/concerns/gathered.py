"""The receipts somebody put together under their account: theirs alone to read, over all workspaces."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.concerns.models import OwnConcern
from bundel.concerns.rules.states import ANSWERED_STATES, State
from bundel.tenancy.fence import seen_by


@dataclass(frozen=True)
class Gathered:
    """One of somebody's own concerns: the card's title and how it stands, never the story."""

    id: UUID
    workspace_id: UUID
    concern_id: UUID
    receiver: str
    handle: str
    title: str
    state: State
    received_at: datetime
    last_day: date | None
    unread: int
    erasing_since: datetime | None


def visible_gathered(actor: Actor) -> list[Gathered]:
    """The actor's own concerns over all workspaces, newest first. Raises Refused.

    The database function reads past the fence, but only rows that stand under this very account.
    """
    user_id = _account(actor)
    with seen_by(user_id), connection.cursor() as cursor:
        cursor.execute(
            "select id, workspace_id, concern_id, receiver, handle, title, state, received_at, last_day, unread, "
            "erasing_since, has_unsent from own_concerns()"
        )
        return [_row(*values) for values in cursor.fetchall()]


def _row(*values: object) -> Gathered:
    *kept, has_unsent = values
    state = State(str(kept[6]))
    # An answer that can still be taken back is not there yet.
    kept[6] = State.IN_PROGRESS if has_unsent and state in ANSWERED_STATES else state
    return Gathered(*kept)  # type: ignore[arg-type]  # the columns stand in the order of the fields


def find_gathered(actor: Actor, own_id: UUID) -> OwnConcern | None:
    """One of the actor's own links, to follow it again. Raises Refused."""
    user_id = _account(actor)
    with seen_by(user_id):
        return OwnConcern.objects.filter(pk=own_id, user_id=user_id, erasing_since=None).first()


def _account(actor: Actor) -> UUID:
    require(actor, Permission.OWN_CONCERNS)
    assert actor.id is not None
    return actor.id
