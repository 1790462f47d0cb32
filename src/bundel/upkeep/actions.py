"""What the operator does with jobs that ended in an error."""

from datetime import datetime

from django.db import connection

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission

RETRY = """
select procrastinate_retry_job_v2(id, now(), null, null, null) from procrastinate_jobs
where id = %s and status = 'failed'
"""


@action(Permission.INSTANCE_OPERATE)
def retry_job(actor: Actor, job: int, /, *, now: datetime) -> bool:
    """Let a dead job be tried once more; False when it is not there any more. Every job copes with coming again."""
    return _changed(RETRY, job)


@action(Permission.INSTANCE_OPERATE)
def dismiss_job(actor: Actor, job: int, /, *, now: datetime) -> bool:
    """Forget a dead job: what it was to do is not done. False when it is not there any more."""
    return _changed("delete from procrastinate_jobs where id = %s and status = 'failed' returning id", job)


def _changed(statement: str, job: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [job])
        return cursor.fetchone() is not None
