"""Attaching: the files that the person or the workspace adds to a concern, takes away and puts back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.helping import set_state
from bundel.concerns.attachments import may_send
from bundel.concerns.queries import lock_concern
from bundel.concerns.rules.states import State, after_message
from bundel.files import actions as files
from bundel.files.arriving import Arrived
from bundel.files.rules.kinds import Side
from bundel.kit.rules import RuleBroken
from bundel.sealing.keys import open_key
from bundel.tenancy.queue import enqueue


@action(Permission.CONCERN_FOLLOW)
def send_files(actor: Actor, concern_id: UUID, /, *, arrived: Sequence[Arrived], now: datetime) -> list[UUID]:
    """Add files as the person; the ids of those there was room for. Raises RuleBroken("withdrawn")."""
    concern = lock_concern(actor, concern_id)
    state = after_message(State(concern.state))
    key = open_key(concern.key_id)
    kept = files.attach(concern.id, key, arrived, side=Side.PERSON, added_by=None, now=now)
    if kept:
        set_state(concern, state, now)
        concern.save(update_fields=["state", "waiting_since", "closed_at", "version"])
        enqueue("concerns.announce_concern", concern_id=concern.id)
    return kept


@action(Permission.CONCERN_FOLLOW)
def remove_own_file(actor: Actor, concern_id: UUID, /, *, file_id: UUID, now: datetime) -> None:
    """Take one's own file away: the workspace no longer sees it. `put_back_own_file` undoes it for a day."""
    files.remove(lock_concern(actor, concern_id).id, file_id, side=Side.PERSON, now=now)


@action(Permission.CONCERN_FOLLOW)
def put_back_own_file(actor: Actor, concern_id: UUID, /, *, file_id: UUID, now: datetime) -> None:
    """Undo the taking away of one's own file. Raises RuleBroken after a day."""
    files.put_back(lock_concern(actor, concern_id).id, file_id, side=Side.PERSON, now=now)


@action(Permission.CONCERN_ANSWER)
def add_files(actor: Actor, concern_id: UUID, /, *, arrived: Sequence[Arrived], now: datetime) -> list[UUID]:
    """Add files as the workspace; the ids of those there was room for. The person sees them after a minute.

    Raises RuleBroken("withdrawn").
    """
    concern = lock_concern(actor, concern_id)
    if not may_send(concern):
        raise RuleBroken("withdrawn")
    key = open_key(concern.key_id)
    return files.attach(concern.id, key, arrived, side=Side.WORKSPACE, added_by=actor.id, now=now)


@action(Permission.CONCERN_ANSWER)
def remove_file(actor: Actor, concern_id: UUID, /, *, file_id: UUID, now: datetime) -> None:
    """Take a file of the workspace away: the person no longer sees it. `put_back_file` undoes it for a day."""
    files.remove(lock_concern(actor, concern_id).id, file_id, side=Side.WORKSPACE, now=now)


@action(Permission.CONCERN_ANSWER)
def put_back_file(actor: Actor, concern_id: UUID, /, *, file_id: UUID, now: datetime) -> None:
    """Undo the taking away of a file of the workspace. Raises RuleBroken after a day."""
    files.put_back(lock_concern(actor, concern_id).id, file_id, side=Side.WORKSPACE, now=now)
