"""Reading the audit, and proving that nothing was taken out of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from bundel.audit.models import AuditRow
from bundel.tenancy.fence import INSTANCE, acting_for, active_workspace_id
from bundel.tenancy.models import Workspace


@dataclass(frozen=True)
class Trace:
    """One act as it stands in the audit."""

    at: datetime
    actor_kind: str
    actor_id: UUID | None
    act: str
    subject_id: UUID | None
    reason: str


def acts_on(subject_id: UUID, *, act: str = "", limit: int = 200) -> list[Trace]:
    """What was done with one record of the active workspace, newest first."""
    rows = AuditRow.objects.filter(subject_id=subject_id)
    if act:
        rows = rows.filter(act=act)
    return _traces(rows.order_by("-at", "-seq")[:limit])


def recent_acts(*, before_seq: int | None = None, limit: int = 50) -> list[tuple[int, Trace]]:
    """The newest acts of the active workspace with their numbers, from `before_seq` back."""
    rows = AuditRow.objects.order_by("-seq")
    if before_seq is not None:
        rows = rows.filter(seq__lt=before_seq)
    page = list(rows[:limit])
    return list(zip((r.seq for r in page), _traces(page), strict=True))


def _traces(rows: Iterable[AuditRow]) -> list[Trace]:
    return [Trace(r.at, r.actor_kind, r.actor_id, r.act, r.subject_id, r.reason) for r in rows]


@dataclass(frozen=True)
class ChainReport:
    """One chain after checking: its length, and the number of the first row that does not fit."""

    workspace_id: UUID
    slug: str
    rows: int
    broken_at: int | None


def check_chains() -> list[ChainReport]:
    """Check the chain of every workspace, and the instance's own."""
    names = [(INSTANCE, "-"), *Workspace.objects.order_by("slug").values_list("id", "slug")]
    reports = []
    for workspace_id, slug in names:
        with acting_for(workspace_id):
            rows, broken = _check_active_chain()
        reports.append(ChainReport(workspace_id, slug, rows, broken))
    return reports


# Twice the workspace's id; gives the number of rows, the first that does not fit, and whether the last is the head.
CHAIN = """
with chain as (
  select r.seq, r.hash = audit_digest(r) as is_whole, r.previous, r.hash,
         lag(r.hash, 1, ''::bytea) over w as expected, row_number() over w as place
  from audit_row r where r.workspace_id = %s window w as (order by r.seq)
)
select (select count(*) from chain),
       (select min(place) from chain where not is_whole or previous <> expected or seq <> place),
       coalesce((select hash from chain order by seq desc limit 1), ''::bytea) = audit_head_hash(%s)
"""


def _check_active_chain() -> tuple[int, int | None]:
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, [active_workspace_id()] * 2)
        rows, broken, ends_at_head = cursor.fetchone()
    # When everything fits but the head is another, the newest rows were taken off.
    return rows, rows + 1 if broken is None and not ends_at_head else broken
