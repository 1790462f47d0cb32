"""Jobs: queued with their act or not at all, run inside their workspace, with ids and codes only."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from tests.conftest import Two
from tests.worlds import add_concern

import bundel
from bundel.accounts.access import ACTIONS
from bundel.concerns.models import Concern
from bundel.jobs.registry import WITH_JOBS, run_job
from bundel.jobs.schedule import NIGHTLY, NIGHTLY_ONCE
from bundel.notices.models import Notice
from bundel.tenancy.fence import NoWorkspace, acting_for
from bundel.tenancy.queue import enqueue, status

pytestmark = pytest.mark.django_db


def jobs() -> list[tuple[str, dict[str, object]]]:
    """What waits in the queue: names and arguments."""
    with connection.cursor() as cursor:
        cursor.execute("select task_name, args from procrastinate_jobs order by id")
        return [(name, args if isinstance(args, dict) else json.loads(args)) for name, args in cursor.fetchall()]


def test_the_worker_knows_every_act_that_the_queue_may_run() -> None:
    package = Path(bundel.__file__).parent
    telling = {file for file in package.rglob("*.py") if "as_job=True" in file.read_text()}
    names = {".".join(("bundel", *file.relative_to(package).with_suffix("").parts)) for file in telling}
    assert names == set(WITH_JOBS)


def test_an_act_that_fails_queues_nothing(two: Two) -> None:
    before = jobs()

    def stumble() -> None:
        with acting_for(two.here.workspace.id):
            enqueue("concerns.announce_concern", concern_id=two.here.concerns[0])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stumble()
    assert jobs() == before


def test_nothing_is_queued_outside_a_workspace() -> None:
    with pytest.raises(NoWorkspace):
        enqueue("concerns.announce_concern", concern_id=UUID(int=1))


def test_a_job_carries_its_workspace_and_ids_only(two: Two) -> None:
    add_concern(two.here, story="Een heel bijzonder verhaal.", contact_name="Anneke Zonneveldt")
    allowed = {
        "workspace_id",
        "concern_id",
        "message_id",
        "notice_id",
        "invitation_id",
        "account_id",
        "kind",
        "language",
    }
    for name, arguments in jobs():
        assert set(arguments) <= allowed, name
        assert "Anneke" not in json.dumps(arguments)
        UUID(str(arguments["workspace_id"]))


def test_every_queued_name_is_an_act_that_runs_as_a_job(two: Two) -> None:
    names = {name for name, _ in jobs()}
    assert names
    assert names <= {action.name for action in ACTIONS.values() if action.as_job}
    assert names <= set(app.tasks)
    assert {*NIGHTLY, *NIGHTLY_ONCE} <= set(app.tasks)


def test_a_job_runs_inside_its_workspace_and_leaves_a_trace(two: Two) -> None:
    concern_id = two.here.concerns[0]
    run_job(
        ACTIONS["concerns.announce_concern"],
        workspace_id=str(two.here.workspace.id),
        concern_id=str(concern_id),
    )
    with acting_for(two.here.workspace.id):
        assert Notice.objects.count() == 3
    with acting_for(two.there.workspace.id):
        assert Notice.objects.count() == 0


def test_a_job_for_another_workspaces_record_does_nothing(two: Two) -> None:
    run_job(
        ACTIONS["concerns.announce_concern"],
        workspace_id=str(two.here.workspace.id),
        concern_id=str(two.there.concerns[0]),
    )
    with acting_for(two.here.workspace.id):
        assert Notice.objects.count() == 0
        assert Concern.objects.count() == len(two.here.concerns)


def test_the_status_counts_what_waits(two: Two) -> None:
    now = status()
    assert now.waiting == len(jobs())
    assert (now.running, now.failed) == (0, 0)
    assert now.oldest_seconds >= 0
