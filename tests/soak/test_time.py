"""A mail server that is away for a day, and clocks that jump: the time is passed in, so a day takes a moment."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import override_settings
from tests.conftest import Two
from tests.worlds import NOW

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.audit.queries import check_chains
from bundel.concerns.actions.keeping import announce_concern
from bundel.notices.actions import send_notice
from bundel.notices.models import Notice
from bundel.notices.queries import mail_status
from bundel.notices.rules import NoticeState
from bundel.tenancy.fence import acting_for

pytestmark = pytest.mark.django_db

JOB = Actor(ActorKind.JOB, job="test")
DAY = timedelta(days=1)


class AwayForADay(EmailBackend):
    """A mail server that does not answer until a moment; `at` is the clock of this test."""

    at = NOW
    back_at = NOW + DAY

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if self.at < self.back_at:
            raise TimeoutError
        return int(super().send_messages(messages))


@pytest.fixture
def production() -> Iterator[None]:
    """Mail leaves, by that server."""
    changed = replace(settings.ENVIRONMENT, mode="production", smtp_url="smtp://localhost:25")
    backend = f"{__name__}.{AwayForADay.__name__}"
    with override_settings(ENVIRONMENT=changed, EMAIL_BACKEND=backend):
        yield


def next_mail() -> tuple[datetime, UUID] | None:
    """When the queue tries which mail next; that job is taken off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where id = (select id from procrastinate_jobs where "
            "task_name = 'notices.send_notice' order by scheduled_at nulls first, id limit 1) "
            "returning coalesce(scheduled_at, %s), (args->>'notice_id')::uuid",
            [NOW],
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def waiting(two: Two) -> list[Notice]:
    with acting_for(two.here.workspace.id):
        return list(Notice.objects.filter(state=NoticeState.QUEUED).order_by("created_at", "id"))


def send_all(two: Two, now: datetime) -> None:
    AwayForADay.at = now
    for notice in waiting(two):
        with acting_for(two.here.workspace.id):
            send_notice(JOB, notice.id, now=now)


def test_mail_waits_for_a_server_that_is_away_for_a_day(two: Two, production: None) -> None:
    with acting_for(two.here.workspace.id):
        Notice.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("delete from procrastinate_jobs")
        written = announce_concern(JOB, two.here.concerns[0], now=NOW)
    assert written
    last, tries = NOW, 0
    while found := next_mail():
        AwayForADay.at, notice_id = found
        with acting_for(two.here.workspace.id):
            send_notice(JOB, notice_id, now=AwayForADay.at)
        if AwayForADay.at < AwayForADay.back_at:
            assert mail_status().problems["not_reached"] > 0
            assert mail.outbox == []
        last, tries = AwayForADay.at, tries + 1
    assert len(mail.outbox) == written
    assert waiting(two) == []
    assert AwayForADay.back_at <= last < NOW + 2 * DAY
    assert tries < 10 * written


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)])
def test_clock_that_jumps_an_hour_breaks_no_chain_and_sends_nothing_twice(two: Two, jump: timedelta) -> None:
    with acting_for(two.here.workspace.id):
        Notice.objects.all().delete()
        first = announce_concern(JOB, two.here.concerns[0], now=NOW)
    send_all(two, NOW)
    with acting_for(two.here.workspace.id):
        announce_concern(JOB, two.here.concerns[0], now=NOW + jump)
    send_all(two, NOW + jump)
    send_all(two, NOW)
    with acting_for(two.here.workspace.id):
        sent = Notice.objects.filter(state=NoticeState.SENT).count()
        assert not Notice.objects.exclude(state=NoticeState.SENT).exists()
    # An hour later the helpers may be told once more; an hour back they know already.
    assert sent in ((first, 2 * first) if jump > timedelta(0) else (first,))
    assert [report for report in check_chains() if report.broken_at is not None] == []
