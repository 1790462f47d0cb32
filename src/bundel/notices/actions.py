"""Writing mails, and sending them until they arrive or there is no use in trying."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse

from bundel.accounts import links
from bundel.accounts import queries as accounts
from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.accounts.rules import InvitationState, plain_address
from bundel.notices import queries
from bundel.notices.clients import smtp
from bundel.notices.models import Notice, OutboxMail
from bundel.notices.rules import NoticeKind, NoticeState, Problem, wait_after
from bundel.notices.texts import text_of
from bundel.sealing.keys import destroy_key, make_key, open_key
from bundel.tenancy.fence import INSTANCE, active_workspace_id
from bundel.tenancy.queries import get_workspace
from bundel.tenancy.queue import enqueue

# The page each mail points to; the others have a link of their own.
PAGES = {
    NoticeKind.PASSWORD_CHANGED: "profile",
    NoticeKind.SECOND_FACTOR_CHANGED: "profile",
    NoticeKind.ORGANISATION_LINKED: "profile",
    NoticeKind.WORKSPACE_CLOSES: "workspaces",
    NoticeKind.NEWS: "follow_start",
    NoticeKind.RECOGNITION_NEWS: "own_recognitions",
    NoticeKind.NEW_CONCERN: "workspaces",
    NoticeKind.GLASS_ASKED: "workspaces",
    NoticeKind.GLASS_ANSWERED: "workspaces",
    NoticeKind.GLASS_USED: "workspaces",
    NoticeKind.GUEST_ANSWERED: "workspaces",
    NoticeKind.ACCOUNT_THERE: "account_login",
}


@dataclass(frozen=True)
class Destination:
    """Where a mail goes, and the page of this site it points to."""

    address: str
    path: str


def queue_mail(
    *, kind: NoticeKind, address: str, language: str, now: datetime, guest_link_id: UUID | None = None
) -> UUID:
    """Queue a mail to a person's own address, as part of the act that asks for it.

    The address is sealed with a key of its own, which is destroyed when the mail has left.
    """
    row, key = uuid4(), make_key(now=now)
    sealed = key.seal(address, table="notice", column="address", row=row)
    return _queue(
        Notice(
            id=row,
            kind=kind,
            key_id=key.id,
            address=sealed,
            guest_link_id=guest_link_id,
            language=language,
            created_at=now,
        )
    )


def queue_mail_to_staff(*, kind: NoticeKind, permission: Permission, now: datetime) -> list[UUID]:
    """Queue a mail to every running member of the active workspace who has this right."""
    return [
        _queue(Notice(id=uuid4(), kind=kind, account_id=account.id, language=account.language, created_at=now))
        for account in accounts.accounts_with(permission)
    ]


def _queue(notice: Notice) -> UUID:
    notice.save(force_insert=True)
    enqueue("notices.send_notice", notice_id=notice.id)
    return notice.id


@action(Permission.NOTICE_SEND, as_job=True)
def write_to_account(actor: Actor, account_id: UUID, /, *, kind: str, now: datetime) -> UUID | None:
    """Queue a mail to an account; None when it is gone."""
    account = accounts.find_account_by_id(account_id)
    if account is None:
        return None
    return _queue(
        Notice(id=uuid4(), kind=NoticeKind(kind), account_id=account.id, language=account.language, created_at=now)
    )


@action(Permission.ACCOUNT_MAKE)
def write_to_newcomer(actor: Actor, /, *, email: str, language: str, now: datetime) -> UUID:
    """Queue the mail with which somebody makes an account; who has one already is told so, in their mail only."""
    email = plain_address(email)
    account = accounts.find_account(email)
    if account is None:
        return queue_mail(kind=NoticeKind.NEW_ACCOUNT, address=email, language=language, now=now)
    kind = NoticeKind.ACCOUNT_THERE
    return _queue(Notice(id=uuid4(), kind=kind, account_id=account.id, language=account.language, created_at=now))


@action(Permission.NOTICE_SEND, as_job=True)
def announce_closing(actor: Actor, /, *, now: datetime) -> int:
    """Tell every owner by mail that the workspace closes, so that no one owner does it alone; how many mails."""
    return len(queue_mail_to_staff(kind=NoticeKind.WORKSPACE_CLOSES, permission=Permission.WORKSPACE_CLOSE, now=now))


@action(Permission.NOTICE_SEND, as_job=True)
def write_invitation(actor: Actor, invitation_id: UUID, /, *, language: str, now: datetime) -> UUID:
    """Queue the mail of an invitation."""
    kind = NoticeKind.INVITATION
    return _queue(Notice(id=uuid4(), kind=kind, invitation_id=invitation_id, language=language, created_at=now))


@action(Permission.NOTICE_SEND, as_job=True)
def send_notice(actor: Actor, notice_id: UUID, /, *, now: datetime) -> None:
    """Try to send one mail; when that fails, note why and try again later. A mail that left is left alone.

    The mail leaves before its state is written: a machine that dies in between sends a mail twice
    rather than never. The row is held meanwhile, for ten seconds at most.
    """
    notice = queries.lock_notice(notice_id)
    if notice is None:
        return
    notice.attempts += 1
    try:
        _deliver(notice, now)
    except smtp.NotSent as failure:
        _fail(notice, failure.problem, now)
    else:
        _finish(notice, NoticeState.SENT)
        notice.sent_at, notice.problem = now, ""
    notice.save()


def _deliver(notice: Notice, now: datetime) -> None:
    destination = _destination(notice, now)
    if destination is None:
        raise smtp.NotSent(Problem.NO_RECEIVER)
    workspace_id = active_workspace_id()
    workspace = "" if workspace_id == INSTANCE else get_workspace(workspace_id).name
    kind = NoticeKind(notice.kind)
    text = text_of(kind, language=notice.language, path=destination.path, workspace=workspace)
    if settings.ENVIRONMENT.mode != "production":
        OutboxMail(
            address=destination.address, subject=text.subject, text=text.body, language=notice.language, at=now
        ).save(force_insert=True)
    elif settings.ENVIRONMENT.smtp_url:
        smtp.send(destination.address, text.subject, text.body)
    else:
        raise smtp.NotSent(Problem.NO_SERVER)


def _destination(notice: Notice, now: datetime) -> Destination | None:
    kind = NoticeKind(notice.kind)
    if notice.invitation_id is not None:
        return _invited(notice.invitation_id, now)
    if notice.account_id is not None:
        account = accounts.find_account_by_id(notice.account_id)
        if account is None:
            return None
        path = links.password_path(account) if kind is NoticeKind.PASSWORD_RESET else reverse(PAGES[kind])
        return Destination(account.email, path)
    assert notice.key_id is not None
    address = open_key(notice.key_id).unseal(bytes(notice.address), table="notice", column="address", row=notice.id)
    if kind is NoticeKind.NEW_ACCOUNT:
        return Destination(address, links.new_account_path(address, now=now))
    if notice.guest_link_id is not None:
        return Destination(address, links.guest_path(notice.guest_link_id))
    return Destination(address, reverse(PAGES[kind]))


def _invited(invitation_id: UUID, now: datetime) -> Destination | None:
    invitation = accounts.find_invitation(invitation_id)
    if invitation is None or accounts.state_of(invitation, now=now) is not InvitationState.OPEN:
        return None
    slug = get_workspace(active_workspace_id()).slug
    return Destination(invitation.email, links.invitation_path(slug, invitation_id))


def _fail(notice: Notice, problem: Problem, now: datetime) -> None:
    notice.problem = problem
    wait = wait_after(notice.attempts, problem)
    if wait is None:
        _finish(notice, NoticeState.FAILED)
    else:
        enqueue("notices.send_notice", at=now + wait, notice_id=notice.id)


def _finish(notice: Notice, state: NoticeState) -> None:
    notice.state = state
    if notice.key_id is not None:
        destroy_key(notice.key_id)
    notice.key_id, notice.address = None, b""
