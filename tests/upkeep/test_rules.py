"""What counts as trouble, and in which order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bundel.upkeep.rules import Missing, Standing, Trouble, troubles

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FINE = Standing(
    missing=[],
    jobs_waiting=3,
    jobs_running=1,
    jobs_dead=0,
    oldest_job_seconds=900,
    mails_waiting=2,
    mails_failed=0,
    mail_problems={},
    disk_free=1_000_000_000,
    disk_size=9_000_000_000,
    last_backup=NOW - timedelta(hours=36),
)


def test_troubles_are_none_when_all_is_well() -> None:
    assert troubles(FINE, now=NOW) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"missing": [Missing.QUEUE, Missing.ROLE]}, [Trouble.ROLE, Trouble.QUEUE]),
        ({"missing": [Missing.MIGRATIONS]}, [Trouble.MIGRATIONS]),
        ({"oldest_job_seconds": 901}, [Trouble.JOBS_WAIT]),
        ({"jobs_dead": 1, "disk_free": 999_999_999}, [Trouble.DISK, Trouble.JOBS_DEAD]),
        ({"mails_failed": 1, "mail_problems": {"address_refused": 1}}, [Trouble.MAIL_FAILED]),
        ({"mail_problems": {"not_reached": 4}}, [Trouble.MAIL_STOPS]),
        ({"last_backup": None}, [Trouble.NO_BACKUP]),
        ({"last_backup": NOW - timedelta(hours=36, seconds=1)}, [Trouble.OLD_BACKUP]),
    ],
)
def test_troubles_come_the_most_urgent_first(changes: dict[str, Any], found: list[Trouble]) -> None:
    assert troubles(replace(FINE, **changes), now=NOW) == found
