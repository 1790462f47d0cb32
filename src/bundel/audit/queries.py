"""Reading the audit, and proving that nothing was taken out of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection
from django.db.models import Q

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
    also: dict[str, str] = field(default_factory=dict)  # others who had a part in it, by id


def acts_on(subject_id: UUID, *, act: str | tuple[str, ...] = "", limit: int = 200) -> list[Trace]:
    """What was done with one record of the active workspace, newest first."""
    rows = AuditRow.objects.filter(subject_id=subject_id)
    if act:
        rows = rows.filter(act__in=[act] if isinstance(act, str) else act)
    return _traces(rows.order_by("-at", "-seq")[:limit])


def recent_acts(*, before_seq: int | None = None, limit: int = 50) -> list[tuple[int, Trace]]:
    """The newest acts of the active workspace with their numbers, from `before_seq` back."""
    rows = AuditRow.objects.order_by("-seq")
    if before_seq is not None:
        rows = rows.filter(seq__lt=before_seq)
    page = list(rows[:limit])
    return list(zip((r.seq for r in page), _traces(page), strict=True))


def count_before(moment: datetime) -> int:
    """How many rows of the active workspace are older than a moment."""
    return AuditRow.objects.filter(at__lt=moment).count()


@dataclass(frozen=True)
class Sighting:
    """Somebody saw something: one row of the audit, with every record that was in it."""

    at: datetime
    actor_kind: str
    actor_id: UUID | None
    act: str
    reason: str
    subject_ids: list[UUID]


# The verb of an act says what it did: these bring a text, a name or a file before somebody's eyes.
SEEING = ("open", "read", "search", "export", "download", "print")
SIGHTINGS_AT_MOST = 20_000
# Three times as quick as one regular expression, on a table where most rows are looked at.
_SAW = reduce(or_, (Q(act__contains=f".{verb}_") for verb in SEEING))


def sightings(
    since: datetime, until: datetime, *, actor_id: UUID | None = None, subject_id: UUID | None = None
) -> list[Sighting]:
    """Who saw what in the active workspace from `since` up to `until`, oldest first.

    Refusals are left out, and what the house did by itself: nobody's eyes were there. People who look at their
    own story are in it only where one record is asked for: then a code that somebody else used shows.
    """
    rows = AuditRow.objects.filter(_SAW, at__gte=since, at__lt=until)
    rows = rows.exclude(reason="refused").exclude(actor_kind="job")
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    if subject_id is None:
        rows = rows.exclude(actor_kind="receipt")
    else:
        rows = rows.filter(Q(subject_id=subject_id) | Q(detail__ids__contains=[str(subject_id)]))
    return [
        Sighting(r.at, r.actor_kind, r.actor_id, r.act, r.reason, _subjects(r))
        for r in rows.order_by("at", "seq")[:SIGHTINGS_AT_MOST]
    ]


def _subjects(row: AuditRow) -> list[UUID]:
    many = [UUID(i) for i in row.detail.get("ids", [])]
    return many or ([row.subject_id] if row.subject_id else [])


def _traces(rows: Iterable[AuditRow]) -> list[Trace]:
    return [Trace(r.at, r.actor_kind, r.actor_id, r.act, r.subject_id, r.reason, _also(r)) for r in rows]


def _also(row: AuditRow) -> dict[str, str]:
    return {name: value for name, value in row.detail.items() if name.endswith("_by") and isinstance(value, str)}


@dataclass(frozen=True)
class ChainReport:
    """One chain after checking: how many rows, and the number (`seq`) from which it does not fit."""

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


# Twice the workspace's id; gives how many rows, the number of the first that does not fit,
# the number of the last, and whether that is the head.
# Where old rows went by their term, the newest row that says so tells the link that the oldest row continues.
CHAIN = """
with mine as (select * from audit_row where workspace_id = %s),
went as (
  select (detail->>'seq')::bigint as seq, decode(detail->>'hash', 'hex') as hash
  from mine where act = 'audit.expire' order by mine.seq desc limit 1
),
chain as (
  select r.seq, r.hash = audit_digest(row(r.*)::audit_row) as is_whole, r.previous, r.hash,
         lag(r.hash, 1, coalesce((select hash from went), ''::bytea)) over w as expected,
         coalesce((select seq from went), 0) + row_number() over w as place
  from mine r window w as (order by r.seq)
)
select (select count(*) from chain),
       (select min(place) from chain where not is_whole or previous <> expected or seq <> place),
       (select coalesce(max(seq), 0) from chain),
       coalesce((select hash from chain order by seq desc limit 1), ''::bytea) = audit_head_hash(%s)
"""


def _check_active_chain() -> tuple[int, int | None]:
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, [active_workspace_id()] * 2)
        rows, broken, last, ends_at_head = cursor.fetchone()
    # When everything fits but the head is another, the newest rows were taken off.
    return rows, last + 1 if broken is None and not ends_at_head else broken
