"""From how much on something about the instance is trouble that the operator mends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Missing(StrEnum):
    """Why a web server may not get visitors yet."""

    DATABASE = "database"
    MIGRATIONS = "migrations"
    ROLE = "role"
    QUEUE = "queue"


class Trouble(StrEnum):
    """What the operator can mend, the most urgent first."""

    MIGRATIONS = "migrations"
    ROLE = "role"
    QUEUE = "queue"
    DISK = "disk"
    JOBS_WAIT = "jobs_wait"
    JOBS_DEAD = "jobs_dead"
    MAIL_STOPS = "mail_stops"
    MAIL_FAILED = "mail_failed"
    NO_BACKUP = "no_backup"
    OLD_BACKUP = "old_backup"


# Enough for the database to grow while somebody makes room.
LEAST_FREE_BYTES = 1_000_000_000
LONGEST_WAIT_SECONDS = 900
# Before somebody loses more than a day and a night.
OLDEST_BACKUP = timedelta(hours=36)


@dataclass(frozen=True)
class Standing:
    """How the instance stands: counts, sizes in bytes, ages in seconds, and the last good backup if there is one."""

    missing: list[Missing]
    jobs_waiting: int
    jobs_running: int
    jobs_dead: int
    oldest_job_seconds: int
    mails_waiting: int
    mails_failed: int
    mail_problems: dict[str, int]
    disk_free: int
    disk_size: int
    last_backup: datetime | None


def troubles(standing: Standing, *, now: datetime) -> list[Trouble]:
    """What is to be mended, the most urgent first."""
    backup = standing.last_backup
    found = {
        Trouble.MIGRATIONS: Missing.MIGRATIONS in standing.missing,
        Trouble.ROLE: Missing.ROLE in standing.missing,
        Trouble.QUEUE: Missing.QUEUE in standing.missing,
        Trouble.DISK: standing.disk_free < LEAST_FREE_BYTES,
        Trouble.JOBS_WAIT: standing.oldest_job_seconds > LONGEST_WAIT_SECONDS,
        Trouble.JOBS_DEAD: standing.jobs_dead > 0,
        Trouble.MAIL_STOPS: any(p in standing.mail_problems for p in ("no_server", "not_reached", "refused")),
        Trouble.MAIL_FAILED: standing.mails_failed > 0,
        Trouble.NO_BACKUP: backup is None,
        Trouble.OLD_BACKUP: backup is not None and now - backup > OLDEST_BACKUP,
    }
    return [trouble for trouble in Trouble if found[trouble]]
