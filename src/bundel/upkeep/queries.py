"""Reading how the instance stands; counts, codes and moments only."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.kit import keeping
from bundel.kit.instance import Instance
from bundel.notices.queries import mail_status
from bundel.tenancy import queue
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.tenancy.queries import all_workspaces
from bundel.upkeep.rules import Missing, Standing

# A worker tells every ten seconds that it lives. A job that has waited a minute with nobody there is stuck.
SILENT_SECONDS = 60

READINESS = """
select current_user = 'bundel_app',
       array(select app || '.' || name from django_migrations),
       exists (select from procrastinate_jobs j join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'
               where j.status = 'todo'
               and coalesce(j.scheduled_at, e.at) < now() - make_interval(secs => %(silent)s))
       and not exists (select from procrastinate_workers
                       where last_heartbeat > now() - make_interval(secs => %(silent)s))
"""


def find_missing() -> list[Missing]:
    """Why this process may not get visitors yet; empty when all is there. Asks the database one thing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(READINESS, {"silent": SILENT_SECONDS})
            is_app, applied, is_stuck = cursor.fetchone()
    except OperationalError:
        return [Missing.DATABASE]
    except DatabaseError:  # the tables it asks are made by migrations
        return [Missing.MIGRATIONS]
    found = {
        Missing.MIGRATIONS: not _written().issubset(applied),
        Missing.ROLE: not is_app,
        Missing.QUEUE: is_stuck,
    }
    return [missing for missing, is_so in found.items() if is_so]


@cache
def _written() -> frozenset[str]:
    """Every migration this code comes with, as `app.name`; read by name, since loading them costs memory."""
    return frozenset(
        f"{config.label}.{module.name}"
        for config in apps.get_app_configs()
        for module in iter_modules([str(Path(config.path) / "migrations")])
        if module.name[0].isdigit()
    )


def visible_standing(actor: Actor) -> Standing:
    """How the instance stands. Raises Refused; opens a scope for each workspace, so not inside one."""
    require(actor, Permission.INSTANCE_OPERATE)
    jobs, mail = queue.status(), mail_status()
    instance: Instance = settings.ENVIRONMENT.instance
    folder, backup = instance.folder, keeping.read(instance).backup
    disk = shutil.disk_usage(next(f for f in (folder, *folder.parents) if f.exists()))
    return Standing(
        missing=find_missing(),
        jobs_waiting=jobs.waiting,
        jobs_running=jobs.running,
        jobs_dead=jobs.failed,
        oldest_job_seconds=jobs.oldest_seconds,
        mails_waiting=mail.queued,
        mails_failed=mail.failed,
        mail_problems=mail.problems,
        disk_free=disk.free,
        disk_size=disk.total,
        last_backup=backup.last_good_at if backup else None,
    )


@dataclass(frozen=True)
class DeadJob:
    """A job that ended in an error as often as it may be tried."""

    id: int
    name: str
    attempts: int
    last_at: datetime


def visible_dead_jobs(actor: Actor, *, limit: int = 50) -> list[DeadJob]:
    """The dead jobs, the newest first. Raises Refused."""
    require(actor, Permission.INSTANCE_OPERATE)
    with connection.cursor() as cursor:
        cursor.execute(
            "select j.id, j.task_name, j.attempts, max(e.at) from procrastinate_jobs j "
            "join procrastinate_events e on e.job_id = j.id where j.status = 'failed' "
            "group by j.id order by max(e.at) desc, j.id desc limit %s",
            [limit],
        )
        return [DeadJob(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class WorkspaceStanding:
    """A workspace as the operator sees it: no content. `mark` is the start of the last link of its audit."""

    slug: str
    name: str
    is_open: bool
    members: int
    acts: int
    last_act_at: datetime | None
    mark: str


WORKSPACE = """
select (select count(*) from membership where ended_at is null), coalesce(max(seq), 0), max(at),
       left(encode(audit_head_hash(%s), 'hex'), 16)
from audit_row
"""


def visible_workspaces(actor: Actor) -> list[WorkspaceStanding]:
    """The instance's own acts first, then every workspace by slug. Raises Refused; not inside a scope."""
    require(actor, Permission.INSTANCE_OPERATE)
    found = []
    for workspace_id, slug, name, is_open in [(INSTANCE, "", "", True), *all_workspaces()]:
        with acting_for(workspace_id), connection.cursor() as cursor:
            cursor.execute(WORKSPACE, [workspace_id])
            found.append(WorkspaceStanding(slug, name, is_open, *cursor.fetchone()))
    return found


def server_version() -> str:
    """The version of the database server."""
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0])


def connections_by_state() -> dict[str, int]:
    """How many connections this role has to the database, by what they do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(state, 'starting'), count(*) from pg_stat_activity where usename = current_user group by 1"
        )
        return dict(cursor.fetchall())
