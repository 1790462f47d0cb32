"""The worker: a process that runs jobs and keeps the schedule until it is told to stop."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from procrastinate import App
from procrastinate.contrib.django import app as django_app

logger = logging.getLogger("bundel.jobs")

AT_ONCE = 2
STOP_SECONDS = 20.0


def run() -> None:
    """Work until SIGTERM or SIGINT; a job in hand gets twenty seconds to finish."""
    asyncio.run(_work())


async def _work() -> None:
    worker_app = django_app.with_connector(django_app.connector.get_worker_connector())  # type: ignore[attr-defined]  # the Django connector has it
    async with worker_app.open_async():
        await _take_up_at_start(worker_app)
        logger.info("worker ready")
        await worker_app.run_worker_async(
            concurrency=AT_ONCE,
            shutdown_graceful_timeout=STOP_SECONDS,
            delete_jobs="successful",
            name="bundel",
        )


async def _take_up_at_start(app: App) -> None:
    """What a killed worker held goes back in the queue as soon as that worker has been silent long enough."""
    retry_at = datetime.now(UTC) + timedelta(seconds=1)
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await app.job_manager.retry_job(job, retry_at)
