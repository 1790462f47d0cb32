"""Keeping in touch: the mails by which the house says that there is something new."""

from datetime import datetime, timedelta
from uuid import UUID

from bundel.accounts.access import Actor, OpenReason, action, open_sealed
from bundel.accounts.permissions import Permission
from bundel.concerns.models import Concern, Message
from bundel.notices.actions import queue_mail, queue_mail_to_staff
from bundel.notices.queries import was_written_since
from bundel.notices.rules import NoticeKind

# A busy office hears once an hour that there is something new, not at each of forty concerns.
QUIET = timedelta(hours=1)


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
    message = Message.objects.filter(pk=message_id, concern_id=concern_id, read_at=None, is_announced=False)
    reachable = Concern.objects.filter(pk=concern_id, is_reachable=True)
    return mail_person(actor, concern_id, now=now) if reachable and message.update(is_announced=True) else None


def mail_person(actor: Actor, concern_id: UUID, *, now: datetime) -> UUID | None:
    """Queue the mail that says there is news, to a person who wants that; the mail's id."""
    concern = Concern.objects.filter(pk=concern_id, is_reachable=True).first()
    if concern is None:
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
