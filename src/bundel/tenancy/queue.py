"""Work for later, written in the same transaction as the act that asks for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from bundel.tenancy.fence import active_workspace_id

# Ids and codes only: the queue stands outside the fence.
Argument = UUID | int | str


def enqueue(
    name: str, *, at: datetime | None = None, lock: str | None = None, into: UUID | None = None, **ids: Argument
) -> None:
    """Run the action `name` in this workspace once the transaction has committed, or at a moment.

    `into` is another workspace, for an act over several of them: the job then asks for itself whether it may.
    `ids` are ids and codes, never texts; jobs that share a `lock` run one after another.
    """
    arguments = {key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}
    task = app.configure_task(name, schedule_at=at, lock=lock, allow_unknown=True)
    task.defer(workspace_id=str(into or active_workspace_id()), **arguments)


@dataclass(frozen=True)
class QueueStatus:
    """How the queue stands: counts, and the age in seconds of the oldest job that could run now."""

    waiting: int
    running: int
    failed: int
    oldest_seconds: int


def status() -> QueueStatus:
    """The state of the queue, for the operator."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select count(*) filter (where status = 'todo'),
                   count(*) filter (where status = 'doing'),
                   count(*) filter (where status = 'failed'),
                   coalesce(extract(epoch from now() - (
                     select min(coalesce(j.scheduled_at, e.at)) from procrastinate_jobs j
                     join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'
                     where j.status = 'todo' and coalesce(j.scheduled_at, now()) <= now())), 0)::int
            from procrastinate_jobs where status in ('todo', 'doing', 'failed')
            """
        )
        waiting, running, failed, oldest = cursor.fetchone()
    return QueueStatus(waiting, running, failed, oldest)
