"""What happens by the clock: one job a workspace at night, and jobs of a killed worker taken up again."""

from uuid import UUID

from django.utils import timezone
from procrastinate import App, JobContext

from bundel.sealing.erasures import forget_old_erasures
from bundel.tenancy.fence import INSTANCE
from bundel.tenancy.queries import open_workspace_ids

NIGHTLY = (
    "privacy.erase_what_is_due",
    "accounts.finish_closing",
    "files.sweep_files",
    "gate.take_in",
    "gate.close_ended_agreements",
    "concerns.send_weekly",
)
NIGHTLY_ONCE = ("privacy.erase_what_is_due",)

# A worker tells every ten seconds that it lives; after three silences its jobs are somebody else's.
SILENT_SECONDS = 30


def register(app: App) -> None:
    """Put the schedule on the queue."""

    @app.periodic(cron="15 3 * * *")
    @app.task(name="jobs.nightly", queueing_lock="jobs.nightly", pass_context=True)
    def nightly(context: JobContext, timestamp: int) -> None:
        forget_old_erasures(now=timezone.now())
        for name in NIGHTLY_ONCE:
            _defer(app, name, INSTANCE)
        for workspace_id in open_workspace_ids():
            for name in NIGHTLY:
                _defer(app, name, workspace_id)

    @app.periodic(cron="* * * * *")
    @app.task(name="jobs.take_up_stalled", queueing_lock="jobs.take_up_stalled", pass_context=True)
    async def take_up_stalled(context: JobContext, timestamp: int) -> None:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
            await app.job_manager.retry_job(job)


def _defer(app: App, name: str, workspace_id: UUID) -> None:
    app.configure_task(name).defer(workspace_id=str(workspace_id))
