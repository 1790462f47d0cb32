"""Mail from the act that asks for it until it has left: its state, its address, its trace."""

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.worlds import NOW

from bundel.accounts import actions as accounts
from bundel.accounts.access import OPERATOR, PUBLIC, Actor, Refused
from bundel.accounts.models import User
from bundel.accounts.permissions import ActorKind, Permission
from bundel.audit.queries import recent_acts
from bundel.notices import actions
from bundel.notices.models import Notice, OutboxMail
from bundel.notices.queries import mail_status, visible_demo_mails
from bundel.notices.rules import NoticeKind, NoticeState, Problem
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.tenancy.models import Membership, Workspace
from bundel.tenancy.rules import Role, WorkspaceKind

pytestmark = pytest.mark.django_db

JOB = Actor(ActorKind.JOB, job="notices.send_notice")
LATER = NOW + timedelta(minutes=5)


class Refusing(EmailBackend):
    """A mail server that knows nobody by this name."""

    def send_messages(self, messages: object) -> int:
        raise smtplib.SMTPRecipientsRefused({})


class Silent(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages: object) -> int:
        raise TimeoutError


@pytest.fixture
def workspace() -> Workspace:
    """A workspace without anybody."""
    return Workspace.objects.create(slug="hier", name="Hier", kind=WorkspaceKind.ASSOCIATION, created_at=NOW)


@pytest.fixture
def production() -> Iterator[None]:
    """A mail server is set, and this is not a test or demo."""
    changed = replace(settings.ENVIRONMENT, mode="production", smtp_url="smtp://localhost:25")
    with override_settings(ENVIRONMENT=changed):
        yield


def account(name: str, language: str = "nl") -> User:
    """Somebody who never signs in here."""
    return User.objects.create(email=f"{name}@voorbeeld.example", name=name, language=language, created_at=NOW)


def news(workspace: Workspace, address: str = "noor@voorbeeld.example") -> UUID:
    with acting_for(workspace.id):
        return actions.queue_mail(kind=NoticeKind.NEWS, address=address, language="nl", now=NOW)


def send(workspace_id: UUID, notice_id: UUID, now: datetime = LATER) -> Notice:
    with acting_for(workspace_id):
        actions.send_notice(JOB, notice_id, now=now)
        return Notice.objects.get(pk=notice_id)


def last_job() -> ProcrastinateJob:
    job: ProcrastinateJob = ProcrastinateJob.objects.latest("id")
    return job


def test_queue_mail_seals_the_address(workspace: Workspace) -> None:
    notice_id = news(workspace)
    with acting_for(workspace.id):
        notice = Notice.objects.get()
        assert b"noor" not in bytes(notice.address)
        assert [key.id for key in SealKey.objects.all()] == [notice.key_id]
    assert last_job().args == {"workspace_id": str(workspace.id), "notice_id": str(notice_id)}


def test_send_notice_forgets_the_address_once_it_left(workspace: Workspace) -> None:
    notice = send(workspace.id, news(workspace))
    assert (notice.state, notice.sent_at, notice.attempts) == (NoticeState.SENT, LATER, 1)
    assert (bytes(notice.address), notice.key_id) == (b"", None)
    with acting_for(workspace.id):
        assert not SealKey.objects.exists()
        assert recent_acts(limit=1)[0][1].act == "notices.send_notice"
    sent = OutboxMail.objects.get()
    assert (sent.address, sent.subject) == ("noor@voorbeeld.example", "Er is nieuws voor je")
    assert f"{settings.ENVIRONMENT.address}/volg/" in sent.text


def test_send_notice_sends_once(workspace: Workspace) -> None:
    notice_id = news(workspace)
    send(workspace.id, notice_id)
    assert send(workspace.id, notice_id, LATER + timedelta(hours=1)).sent_at == LATER
    assert OutboxMail.objects.count() == 1


def test_send_notice_hands_it_to_the_mail_server_and_keeps_no_text(workspace: Workspace, production: None) -> None:
    notice = send(workspace.id, news(workspace))
    assert notice.state == NoticeState.SENT
    assert [m.to for m in mail.outbox] == [["noor@voorbeeld.example"]]
    assert OutboxMail.objects.count() == 0


def test_send_notice_tries_again_later(workspace: Workspace, production: None) -> None:
    with override_settings(EMAIL_BACKEND=f"{__name__}.Silent"):
        notice = send(workspace.id, news(workspace))
    assert (notice.state, notice.problem, notice.attempts) == (NoticeState.QUEUED, Problem.NOT_REACHED, 1)
    assert last_job().scheduled_at == LATER + timedelta(minutes=1)
    assert mail_status().problems == {"not_reached": 1}
    assert send(workspace.id, notice.id).state == NoticeState.SENT
    assert mail_status().queued == 0


def test_send_notice_gives_up_on_an_address_nobody_has(workspace: Workspace, production: None) -> None:
    with override_settings(EMAIL_BACKEND=f"{__name__}.Refusing"):
        notice = send(workspace.id, news(workspace))
    assert (notice.state, notice.problem) == (NoticeState.FAILED, Problem.ADDRESS_REFUSED)
    assert notice.key_id is None
    status = mail_status()
    assert (status.queued, status.failed, status.problems) == (0, 1, {"address_refused": 1})


def test_send_notice_waits_for_a_mail_server(workspace: Workspace, production: None) -> None:
    without = replace(settings.ENVIRONMENT, smtp_url="")
    with override_settings(ENVIRONMENT=without):
        notice = send(workspace.id, news(workspace))
    assert (notice.state, notice.problem) == (NoticeState.QUEUED, Problem.NO_SERVER)


def test_send_notice_is_for_jobs(workspace: Workspace) -> None:
    notice_id = news(workspace)
    with acting_for(workspace.id), pytest.raises(Refused):
        actions.send_notice(PUBLIC, notice_id, now=LATER)


def test_queue_mail_to_staff_writes_to_who_has_the_right(workspace: Workspace) -> None:
    with acting_for(workspace.id):
        for role in (Role.ADVOCATE, Role.READER, Role.OWNER):
            ended = NOW if role is Role.OWNER else None
            Membership.objects.create(user=account(role, "en"), role=role, created_at=NOW, ended_at=ended)
        ids = actions.queue_mail_to_staff(kind=NoticeKind.NEW_CONCERN, permission=Permission.STORY_OPEN, now=NOW)
    assert len(ids) == 1
    send(workspace.id, ids[0])
    sent = OutboxMail.objects.get()
    assert (sent.address, sent.language) == ("advocate@voorbeeld.example", "en")
    assert "Hier" in sent.text


def test_write_to_account_makes_the_link_when_the_mail_goes(workspace: Workspace) -> None:
    user = account("noor")
    with acting_for(INSTANCE):
        notice_id = actions.write_to_account(JOB, user.id, kind="password_reset", now=NOW)
    assert notice_id is not None
    send(INSTANCE, notice_id)
    assert f"/wachtwoord/nieuw/{user.id.hex}-" in OutboxMail.objects.get().text


def test_write_to_account_skips_an_account_that_is_gone() -> None:
    with acting_for(INSTANCE):
        assert actions.write_to_account(JOB, uuid4(), kind="password_reset", now=NOW) is None


def test_an_account_that_goes_meanwhile_gets_no_mail() -> None:
    user = account("noor")
    with acting_for(INSTANCE):
        notice_id = actions.write_to_account(JOB, user.id, kind="password_changed", now=NOW)
    assert notice_id is not None
    User.objects.filter(pk=user.id).update(is_active=False)
    assert send(INSTANCE, notice_id).problem == Problem.NO_RECEIVER
    assert OutboxMail.objects.count() == 0


def test_write_invitation_sends_the_link_of_an_open_invitation() -> None:
    workspace_id = uuid4()
    with acting_for(workspace_id):
        invited = accounts.create_workspace(
            OPERATOR,
            workspace_id,
            slug="nieuw",
            name="Nieuwe vereniging",
            kind=WorkspaceKind.ASSOCIATION,
            owner_email="noor@voorbeeld.example",
            now=NOW,
        )
        notice_id = actions.write_invitation(JOB, invited.id, language="nl", now=NOW)
        again = actions.write_invitation(JOB, invited.id, language="nl", now=NOW)
    send(workspace_id, notice_id)
    assert f"{settings.ENVIRONMENT.address}{invited.path}\n" in OutboxMail.objects.get().text
    assert send(workspace_id, again, NOW + timedelta(days=14)).problem == Problem.NO_RECEIVER


def test_visible_demo_mails_shows_the_newest_first(workspace: Workspace) -> None:
    for minute in range(3):
        send(workspace.id, news(workspace, f"nr{minute}@voorbeeld.example"), NOW + timedelta(minutes=minute))
    assert [m.address[:3] for m in visible_demo_mails(PUBLIC, limit=2)] == ["nr2", "nr1"]
    with pytest.raises(Refused):
        visible_demo_mails(JOB)
