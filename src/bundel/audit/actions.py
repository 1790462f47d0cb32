"""Writing the audit: at the end of the transaction, so that a workspace's chain is held for an instant only."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from bundel.audit.models import AuditRow
from bundel.tenancy.fence import active_scope
from bundel.tenancy.rows import add_rows


@dataclass(frozen=True)
class Entry:
    """What the audit keeps of one act. `detail` holds ids and codes, never a text somebody wrote."""

    at: datetime
    actor_kind: str
    actor_id: UUID | None
    act: str
    subject_id: UUID | None = None
    reason: str = ""
    detail: dict[str, str | int | list[str]] = field(default_factory=dict)


def record(entry: Entry) -> None:
    """Add the act to the active workspace's chain, just before the transaction commits."""
    active_scope().closing.append(lambda: _write(entry))


def expire(before: datetime, *, most: int) -> int:
    """Take out the oldest rows of the active workspace from before a moment, no more than `most`; how many went.

    The database leaves a row with the last link of what went, so that the chain still proves itself. It refuses
    a moment less than 180 days ago, and always keeps the newest row.
    """
    with connection.cursor() as cursor:
        cursor.execute("select expire_audit(%s, %s)", [before, most])
        return int(cursor.fetchone()[0])


def _write(entry: Entry) -> None:
    row = AuditRow(
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        act=entry.act,
        subject_id=entry.subject_id,
        reason=entry.reason,
        detail=entry.detail,
    )
    add_rows(row)
