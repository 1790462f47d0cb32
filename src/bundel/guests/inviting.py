"""Inviting a guest to a thing of a higher storey, and forgetting its guests: steps of that storey's acts."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bundel.accounts.access import Actor
from bundel.guests.models import GuestLink
from bundel.guests.rules import WAIT_BEFORE_SENDING, Invited, SubjectKind, check_invited
from bundel.sealing.keys import destroy_key, make_key
from bundel.tenancy.queue import enqueue


def invite(subject_kind: SubjectKind, subject_id: UUID, invited: Invited, *, asked_by: Actor, now: datetime) -> UUID:
    """Ask somebody outside about a thing that is locked; the link's id. The mail leaves after a minute.

    Raises RuleBroken.
    """
    check_invited(invited)
    assert asked_by.id is not None
    row, key = uuid4(), make_key(now=now)
    link = GuestLink(
        id=row,
        subject_kind=subject_kind,
        subject_id=subject_id,
        purpose=invited.purpose,
        name=invited.name.strip(),
        function=invited.function.strip(),
        question=invited.question.strip(),
        language=invited.language,
        key_id=key.id,
        address=key.seal(invited.address.strip(), table="guest_link", column="address", row=row),
        asked_by=asked_by.id,
        asked_by_name=asked_by.name,
        asked_at=now,
        sends_at=now + WAIT_BEFORE_SENDING,
        expires_at=now + timedelta(days=invited.days),
    )
    link.save(force_insert=True)
    announce_later(link)
    return link.id


def announce_later(link: GuestLink) -> None:
    """Let the mail with the link go when its minute is over."""
    enqueue("guests.announce_guest_link", at=link.sends_at, link_id=link.id)


def forget_address(link: GuestLink) -> None:
    """Destroy the key of the address of a link that ended."""
    if link.key_id is not None:
        destroy_key(link.key_id)
    link.key_id, link.address = None, b""


def forget(subject_id: UUID) -> None:
    """Erase every link to a thing that is being erased, with the answers."""
    links = GuestLink.objects.filter(subject_id=subject_id)
    for key_id in links.exclude(key_id=None).values_list("key_id", flat=True):
        if key_id is not None:
            destroy_key(key_id)
    links.delete()
