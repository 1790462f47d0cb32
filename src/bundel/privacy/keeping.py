"""What grows old on the ground floor: invitations, memberships, sessions, jobs, counters and the audit."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q

from bundel.audit.actions import expire
from bundel.audit.queries import count_before
from bundel.kit.processing import Keep
from bundel.privacy.sweeps import Sweep, keeps, keeps_rows
from bundel.tenancy.fence import active_scope
from bundel.tenancy.models import Invitation, Membership

# One row of the audit is small; a year of a busy office goes in one night.
AUDIT_AT_ONCE = 50_000

_FINISHED = (
    "from procrastinate_jobs j where j.status in ('succeeded', 'failed', 'cancelled', 'aborted') and "
    "(select max(e.at) from procrastinate_events e where e.job_id = j.id) < %s"
)
_COUNTERS = "from bundel_cache where expires < %s"


def _number(sql: str, *parameters: datetime | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount if sql.startswith("delete") else int(cursor.fetchone()[0])


def _count_jobs(before: datetime, held: Collection[UUID]) -> int:
    return _number(f"select count(*) {_FINISHED}", before)


def _erase_jobs(before: datetime, held: Collection[UUID], most: int) -> int:
    batch = f"select j.id {_FINISHED} order by j.id limit %s"
    return _number(f"delete from procrastinate_jobs where id in ({batch})", before, most)  # noqa: S608 - as above


def _count_counters(before: datetime, held: Collection[UUID]) -> int:
    return _number(f"select count(*) {_COUNTERS}", before)


def _erase_counters(before: datetime, held: Collection[UUID], most: int) -> int:
    return _number(f"delete {_COUNTERS}", before)


def _erase_sessions(before: datetime, held: Collection[UUID], most: int) -> int:
    Session.objects.filter(expire_date__lt=before).delete()
    gone: int = UserSession.objects.filter(last_seen_at__lt=before).delete()[0]
    return gone


keeps_rows(
    Keep.INVITATION,
    lambda before, held: Invitation.objects.filter(
        Q(expires_at__lte=before) | Q(accepted_at__lte=before) | Q(withdrawn_at__lte=before)
    ),
)
keeps_rows(Keep.MEMBERSHIP, lambda before, held: Membership.objects.filter(ended_at__lte=before))


def _count_audit(before: datetime, held: Collection[UUID]) -> int:
    return count_before(before)


def _erase_audit(before: datetime, held: Collection[UUID], most: int) -> int:
    """At the end of the transaction, as every row of the audit; it leaves a row of its own, so nothing is counted."""

    def at_the_end() -> None:
        expire(before, most=AUDIT_AT_ONCE)

    active_scope().closing.append(at_the_end)
    return 0


keeps(Sweep(Keep.AUDIT, _count_audit, _erase_audit))
keeps(Sweep(Keep.SIGN_IN, _count_audit, _erase_audit, of_instance=True))
keeps(
    Sweep(
        Keep.SESSION,
        lambda before, held: UserSession.objects.filter(last_seen_at__lt=before).count(),
        _erase_sessions,
        of_instance=True,
    )
)
keeps(Sweep(Keep.JOB, _count_jobs, _erase_jobs, of_instance=True))
keeps(Sweep(Keep.COUNTER, _count_counters, _erase_counters, of_instance=True))
