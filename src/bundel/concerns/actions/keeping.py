"""Keeping: what the house itself does with concerns, by the queue and at night."""

from datetime import datetime, timedelta
from uuid import UUID

from bundel.accounts.access import Actor, OpenReason, action, open_sealed
from bundel.accounts.permissions import Permission
from bundel.concerns import drafts
from bundel.concerns.actions.following import erase
from bundel.concerns.models import Concern, Message
from bundel.concerns.rules.states import State
from bundel.notices.actions import queue_mail, queue_mail_to_staff
from bundel.notices.queries import was_written_since
from bundel.notices.rules import NoticeKind
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.queries import get_workspace

ERASED_AT_ONCE = 200

# A busy office hears once an hour that there is something new, not at each of forty concerns.
QUIET = timedelta(hours=1)


@action(Permission.RETENTION_RUN, as_job=True)
def erase_old_concerns(actor: Actor, /, *, now: datetime) -> list[UUID]:
    """Erase what was closed or withdrawn longer ago than this workspace keeps; the ids."""
    before = now - timedelta(days=get_workspace(active_workspace_id()).retention_days)
    ended = Concern.objects.filter(state__in=(State.CLOSED, State.WITHDRAWN), closed_at__lt=before)
    old = list(ended.select_for_update(skip_locked=True)[:ERASED_AT_ONCE])
    ids = [concern.id for concern in old]
    for concern in old:
        erase(concern)
    return ids


@action(Permission.RETENTION_RUN, as_job=True)
def erase_old_drafts(actor: Actor, /, *, now: datetime) -> int:
    """Erase drafts older than 14 days; how many."""
    return drafts.erase_expired(now=now)


@action(Permission.CONTACT_USE, as_job=True)
def announce_concern(actor: Actor, concern_id: UUID, /, *, now: datetime) -> int:
    """Tell who answers here that something came in; how many mails. Says nothing of what it is."""
    if not Concern.objects.filter(pk=concern_id).exists() or was_written_since(NoticeKind.NEW_CONCERN, now - QUIET):
        return 0
    permission = Permission.CONCERN_ANSWER
    return len(queue_mail_to_staff(kind=NoticeKind.NEW_CONCERN, permission=permission, now=now))


@action(Permission.CONTACT_USE, as_job=True)
def announce_news(actor: Actor, concern_id: UUID, /, *, message_id: UUID, now: datetime) -> UUID | None:
    """Tell the person by mail that there is news, unless the message was taken back or they read it already."""
    concern = Concern.objects.filter(pk=concern_id, is_reachable=True).first()
    message = Message.objects.filter(pk=message_id, concern_id=concern_id, read_at=None, is_announced=False)
    if concern is None or not message.update(is_announced=True):
        return None
    key = open_sealed(
        actor,
        concern.key_id,
        permission=Permission.CONTACT_USE,
        subject_id=concern.id,
        act="concerns.open_contact",
        reason=OpenReason.NOTICE,
        now=now,
    )
    contact = key.unseal(concern.contact, table="concern", column="contact", row=concern.id)
    if "@" not in contact:
        return None
    return queue_mail(kind=NoticeKind.NEWS, address=contact, language=concern.language, now=now)
