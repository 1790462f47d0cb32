"""What happens with the link of a guest: it leaves, is taken back or revoked, and what the guest does with it."""

from datetime import datetime
from uuid import UUID, uuid4

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.guests import inviting, queries, rules
from bundel.guests.models import GuestAnswer, GuestLink
from bundel.guests.rules import WORKING, GuestAnswerKind, GuestPurpose, LinkState
from bundel.kit.rules import RuleBroken
from bundel.notices.actions import queue_mail
from bundel.notices.rules import NoticeKind
from bundel.sealing.keys import open_key
from bundel.tenancy.queue import enqueue


@action(Permission.CONTACT_USE, as_job=True)
def announce_guest_link(actor: Actor, link_id: UUID, /, *, now: datetime) -> UUID | None:
    """Send the mail with the link, unless it was taken back, revoked or sent already; the id of the mail."""
    link = GuestLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None or link.key_id is None or link.sends_at > now:
        return None
    if queries.state_of(link, now=now) is not LinkState.LEAVING:
        return None
    address = open_key(link.key_id).unseal(link.address, table="guest_link", column="address", row=link.id)
    link.announced_at = now
    link.save(update_fields=["announced_at"])
    kind = NoticeKind.GUEST_ASKED
    return queue_mail(kind=kind, address=address, language=link.language, guest_link_id=link.id, now=now)


@action(Permission.GUEST_INVITE)
def take_back_guest_mail(actor: Actor, link_id: UUID, /, *, now: datetime) -> UUID:
    """Until the mail left: an invitation is gone as if it never was; a reminder does not go. The id of the thing.

    Raises RuleBroken("mail_left").
    """
    link = queries.lock_link(actor, link_id)
    if queries.state_of(link, now=now) is not LinkState.LEAVING or link.sends_at <= now:
        raise RuleBroken("mail_left")
    if link.announced_at is None:
        inviting.forget_address(link)
        link.delete()
    else:
        link.sends_at = link.announced_at
        link.save(update_fields=["sends_at"])
    return link.subject_id


@action(Permission.GUEST_INVITE)
def remind_guest(actor: Actor, link_id: UUID, /, *, now: datetime) -> UUID:
    """Send the same link once more, after a minute; the id of the thing. Raises RuleBroken."""
    link = queries.lock_link(actor, link_id)
    rules.check_remind(queries.state_of(link, now=now), announced_at=link.announced_at, now=now)
    link.sends_at = now + rules.WAIT_BEFORE_SENDING
    link.save(update_fields=["sends_at"])
    inviting.announce_later(link)
    return link.subject_id


@action(Permission.GUEST_INVITE)
def revoke_guest(actor: Actor, link_id: UUID, /, *, now: datetime) -> UUID:
    """From now on the link shows nothing; what was answered stays. The id of the thing. Raises RuleBroken."""
    link = queries.lock_link(actor, link_id)
    if queries.state_of(link, now=now) not in WORKING:
        raise RuleBroken("link_over")
    link.revoked_at = now
    _end(link, "revoked_at")
    return link.subject_id


def _end(link: GuestLink, *changed: str) -> None:
    inviting.forget_address(link)
    link.save(update_fields=[*changed, "key_id", "address"])


@action(Permission.GUEST_INVITE)
def mark_guest_news_seen(actor: Actor, subject_id: UUID, /, *, now: datetime) -> int:
    """Note that the workspace saw what the guests of one thing answered so far."""
    return queries.visible_links(actor).filter(subject_id=subject_id, news_at__lte=now).update(seen_at=now)


@action(Permission.GUEST_READ)
def read_as_guest(actor: Actor, subject_id: UUID, /, *, now: datetime) -> None:
    """Note that the guest looked at the thing: the audit says at which."""
    queries.visible_links(actor).filter(subject_id=subject_id).update(last_used_at=now)


@action(Permission.GUEST_ANSWER)
def answer_as_guest(actor: Actor, link_id: UUID, /, *, kind: GuestAnswerKind, text: str, now: datetime) -> UUID:
    """Answer what was asked; who asked gets a mail that names nothing. The answer's id. Raises RuleBroken."""
    link = queries.lock_link(actor, link_id)
    state, purpose = queries.state_of(link, now=now), GuestPurpose(link.purpose)
    rules.check_answer(state, purpose, kind, text, given_before=link.answers.count())
    answer = GuestAnswer(id=uuid4(), link=link, kind=kind, text=text.strip(), given_at=now)
    answer.save(force_insert=True)
    link.news_at = now
    link.save(update_fields=["news_at"])
    _tell(link)
    return answer.id


@action(Permission.GUEST_READ)
def decline_as_guest(actor: Actor, link_id: UUID, /, *, now: datetime) -> None:
    """Say that this is for somebody else: the link ends, and the address is erased at once. Raises RuleBroken."""
    link = queries.lock_link(actor, link_id)
    if queries.state_of(link, now=now) not in WORKING:
        raise RuleBroken("link_over")
    link.declined_at = link.news_at = now
    _end(link, "declined_at", "news_at")
    _tell(link)


def _tell(link: GuestLink) -> None:
    enqueue("notices.write_to_account", account_id=link.asked_by, kind=NoticeKind.GUEST_ANSWERED.value)
