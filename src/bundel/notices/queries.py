"""Reading how the mail stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.notices.models import Notice, OutboxMail
from bundel.notices.rules import NoticeKind, NoticeState, Problem
from bundel.tenancy.fence import INSTANCE, acting_for, active_workspace_id
from bundel.tenancy.models import Workspace


@dataclass(frozen=True)
class MailStatus:
    """The mail of the whole instance: counts, and the problems (codes) that mail ran into, each with its count."""

    queued: int
    failed: int
    problems: dict[str, int]


@dataclass(frozen=True)
class DemoMail:
    """A mail in the demo's outbox."""

    address: str
    subject: str
    text: str
    language: str
    at: datetime


def lock_notice(notice_id: UUID) -> Notice | None:
    """A notice that still waits, held until the end of this act; None when it is done or gone."""
    return Notice.objects.select_for_update().filter(pk=notice_id, state=NoticeState.QUEUED).first()


def was_written_since(kind: NoticeKind, moment: datetime) -> bool:
    """Whether the active workspace had a mail of this kind after a moment.

    Who asks at the same time waits until this act has ended: else both would hear "no" and both would write.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"{kind} {active_workspace_id()}"])
    return Notice.objects.filter(kind=kind, created_at__gt=moment).exists()


def mail_status() -> MailStatus:
    """How the mail of all workspaces and the instance itself stands, for the operator."""
    queued = failed = 0
    problems: dict[str, int] = {}
    for state, problem in _unsent():
        queued += state == NoticeState.QUEUED
        failed += state == NoticeState.FAILED
        if problem:
            problems[problem] = problems.get(problem, 0) + 1
    return MailStatus(queued, failed, problems)


def _unsent() -> Iterator[tuple[str, str]]:
    for workspace_id in [INSTANCE, *Workspace.objects.order_by("slug").values_list("id", flat=True)]:
        with acting_for(workspace_id):
            # Nobody to write to any more (an invitation accepted meanwhile) is nothing to mend.
            waiting = Notice.objects.exclude(state=NoticeState.SENT).exclude(problem=Problem.NO_RECEIVER)
            yield from list(waiting.values_list("state", "problem"))


def is_demo() -> bool:
    """Whether this instance shows its outbox instead of sending mail."""
    mode: str = settings.ENVIRONMENT.mode
    return mode == "demo"


def visible_demo_mails(actor: Actor, *, limit: int = 20) -> list[DemoMail]:
    """The newest mails of the demo, newest first. Raises Refused."""
    require(actor, Permission.DEMO_SEE)
    rows = OutboxMail.objects.order_by("-at", "-id")[:limit]
    return [DemoMail(m.address, m.subject, m.text, m.language, m.at) for m in rows]
