"""Pausing: no messages of one receipt for a while, without knowing whose it is."""

from datetime import datetime, timedelta
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.helping import add_message
from bundel.concerns.models import MessagePause
from bundel.concerns.pauses import running_pause
from bundel.concerns.queries import lock_concern
from bundel.concerns.rules.publishing import PauseReason, check_pause
from bundel.concerns.rules.words import Side
from bundel.kit.rules import RuleBroken


@action(Permission.CARD_REVIEW)
def pause_messages(actor: Actor, concern_id: UUID, /, *, reason: PauseReason, days: int, now: datetime) -> UUID:
    """Close messages of this person for some days; they read why, until when, and how to object.

    `resume_messages` undoes it. Raises RuleBroken("pause_out_of_bounds"), RuleBroken("paused_already").
    """
    check_pause(days)
    concern = lock_concern(actor, concern_id)
    if running_pause(concern.id, now=now):
        raise RuleBroken("paused_already")
    assert actor.id is not None
    until = now + timedelta(days=days)
    MessagePause(concern=concern, reason=reason, set_by=actor.id, set_at=now, until=until).save(force_insert=True)
    return concern.id


@action(Permission.CARD_REVIEW)
def resume_messages(actor: Actor, concern_id: UUID, /, *, now: datetime) -> UUID:
    """Let this person write again. Raises RuleBroken("not_paused")."""
    pause = _running(lock_concern(actor, concern_id).id, now)
    pause.lifted_at = now
    pause.save(update_fields=["lifted_at"])
    return concern_id


@action(Permission.CONCERN_FOLLOW)
def object_to_pause(actor: Actor, concern_id: UUID, /, *, text: str, now: datetime) -> UUID:
    """Say once why the pause is wrong; it comes in as a message. Raises RuleBroken."""
    concern = lock_concern(actor, concern_id)
    pause = _running(concern.id, now)
    if pause.objected_at is not None:
        raise RuleBroken("objected_before")
    message = add_message(concern, text, side=Side.PERSON, actor=actor, now=now, sends_at=now)
    pause.objected_at = now
    pause.save(update_fields=["objected_at"])
    return message.id


def _running(concern_id: UUID, now: datetime) -> MessagePause:
    pause = running_pause(concern_id, now=now)
    if pause is None:
        raise RuleBroken("not_paused")
    return pause
