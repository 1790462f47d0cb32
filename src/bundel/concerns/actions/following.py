"""Following: what the person who told it does afterwards, with the receipt."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.helping import add_message, set_state
from bundel.concerns.actions.publishing import open_review, withdraw_publication
from bundel.concerns.actions.telling_back import forget_person
from bundel.concerns.models import Concern, Message
from bundel.concerns.pauses import running_pause
from bundel.concerns.queries import lock_concern
from bundel.concerns.rules.bundles import Who
from bundel.concerns.rules.publishing import ReviewCause
from bundel.concerns.rules.states import State, after_message
from bundel.concerns.rules.words import Consent, Side
from bundel.files.actions import forget
from bundel.gate import letterbox
from bundel.guests import inviting as guests
from bundel.kit.rules import RuleBroken
from bundel.sealing.keys import destroy_key
from bundel.tenancy.queue import enqueue


@action(Permission.CONCERN_FOLLOW)
def write_as_person(actor: Actor, concern_id: UUID, /, *, text: str, now: datetime) -> UUID:
    """Write to the workspace; the message's id. Raises RuleBroken for an empty or endless text, or when withdrawn."""
    concern = lock_concern(actor, concern_id)
    state = after_message(State(concern.state))
    if running_pause(concern.id, now=now):
        raise RuleBroken("messages_paused")
    message = add_message(concern, text, side=Side.PERSON, actor=actor, now=now, sends_at=now)
    set_state(concern, state, now)
    concern.save(update_fields=["state", "waiting_since", "closed_at", "version"])
    enqueue("concerns.announce_concern", concern_id=concern.id)
    return message.id


@action(Permission.CONCERN_FOLLOW)
def mark_read(actor: Actor, concern_id: UUID, /, *, now: datetime) -> int:
    """Note that the person has seen what was sent to them so far; how many messages were new."""
    unread = Message.objects.filter(concern_id=concern_id, side=Side.WORKSPACE, read_at=None, sends_at__lte=now)
    return unread.update(read_at=now)


@action(Permission.CONCERN_FOLLOW)
def withdraw_concern(actor: Actor, concern_id: UUID, /, *, now: datetime) -> Concern:
    """Stop: nobody works on it any more, and every copy of the card is taken back. `bring_back_concern` undoes it,
    but what was taken back from others goes there again only when the person says so.
    """
    concern = lock_concern(actor, concern_id)
    if concern.state == State.WITHDRAWN:
        raise RuleBroken("withdrawn")
    set_state(concern, State.WITHDRAWN, now)
    concern.closed_at = now
    concern.save(update_fields=["state", "waiting_since", "closed_at", "version"])
    letterbox.withdraw_all(concern.id, now=now)
    withdraw_publication(concern)
    return concern


@action(Permission.CONCERN_FOLLOW)
def bring_back_concern(actor: Actor, concern_id: UUID, /, *, now: datetime) -> Concern:
    """Undo a withdrawal: it is our turn again."""
    concern = lock_concern(actor, concern_id)
    if concern.state != State.WITHDRAWN:
        raise RuleBroken("not_withdrawn")
    set_state(concern, State.IN_PROGRESS, now)
    concern.save(update_fields=["state", "waiting_since", "closed_at", "version"])
    open_review(concern, concern.card, cause=ReviewCause.TOLD, now=now)
    return concern


@action(Permission.CONCERN_FOLLOW)
def change_consent(actor: Actor, concern_id: UUID, /, *, consent: Consent, now: datetime) -> Concern:
    """Decide anew how far the card may go; what others have of it comes back when they may not see it any more."""
    concern = lock_concern(actor, concern_id)
    is_old = concern.consent == consent
    concern.consent = consent
    concern.version += 1
    concern.save(update_fields=["consent", "version"])
    if consent is not Consent.OTHERS:
        letterbox.withdraw_all(concern.id, now=now)
        withdraw_publication(concern)
    elif not is_old:
        open_review(concern, concern.card, cause=ReviewCause.TOLD, now=now)
    return concern


@action(Permission.CONCERN_FOLLOW)
def erase_concern(actor: Actor, concern_id: UUID, /, *, now: datetime) -> UUID:
    """Erase at once, by the person: key first, then story, card, messages and receipt. There is no undo."""
    erase(lock_concern(actor, concern_id))
    return concern_id


def erase(concern: Concern) -> None:
    """Destroy the key and every record of a concern that is locked; audit rows keep its id only."""
    destroy_key(concern.key_id)
    forget_person(Who.CONCERN, concern.id)
    enqueue("gate.withdraw_cards", subject_id=concern.id)
    forget(concern.id)
    guests.forget(concern.id)
    withdraw_publication(concern)
    with connection.cursor() as cursor:
        cursor.execute("select forget_receipts(%s)", [concern.id])
    concern.delete()
