"""Guests: asking somebody outside to read or answer a card."""

from datetime import datetime
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.queries import lock_concern
from bundel.concerns.shown import check_may_show
from bundel.guests.inviting import invite
from bundel.guests.rules import Invited, SubjectKind


@action(Permission.GUEST_INVITE)
def ask_guest_about_card(actor: Actor, concern_id: UUID, /, *, invited: Invited, now: datetime) -> UUID:
    """Ask somebody outside about a card; the id of their link. The mail leaves after a minute.

    `guests.actions.take_back_guest_mail` undoes it until then. Raises RuleBroken, Concern.DoesNotExist.
    """
    concern = lock_concern(actor, concern_id)
    check_may_show(concern)
    return invite(SubjectKind.CARD, concern.id, invited, asked_by=actor, now=now)
