"""Closing a workspace: thirty days to undo it, then nothing of it is left but its name, its audit and where to go."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.conftest import Two
from tests.house.test_routes import signed_in
from tests.worlds import NOW, World, told

from bundel.accounts import actions
from bundel.accounts.access import ACTIONS, Actor
from bundel.accounts.permissions import ActorKind
from bundel.audit.models import AuditRow
from bundel.audit.queries import check_chains, recent_acts
from bundel.concerns.actions.telling import enter_concern
from bundel.concerns.models import Concern
from bundel.concerns.queries import find_receipt
from bundel.jobs.registry import run_job
from bundel.kit.rules import RuleBroken
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import acting_for, fenced_models
from bundel.tenancy.models import Receives, Workspace
from bundel.tenancy.queries import find_receiver, open_workspace_ids
from bundel.tenancy.rules import Role, WorkspaceKind, WorkspaceState

pytestmark = pytest.mark.django_db

JOB = Actor(ActorKind.JOB, job="accounts.finish_closing")
GOES_TO = "Bel Platform Voorbeeld op 0800 1234."


def close(world: World) -> None:
    with acting_for(world.workspace.id):
        actions.close_workspace(world.actor(Role.OWNER), goes_to=GOES_TO, now=NOW)


def finish(world: World, days: int) -> bool:
    with acting_for(world.workspace.id):
        return bool(actions.finish_closing(JOB, now=NOW + timedelta(days=days)))


def test_close_workspace_receives_nothing_new_and_tells_the_owners(two: Two) -> None:
    Workspace.objects.filter(pk=two.there.workspace.id).update(kind=WorkspaceKind.NATIONAL_OFFICE)
    Receives.objects.filter(workspace=two.there.workspace).delete()
    close(two.here)
    receiver = find_receiver("GM0228", "home_help")
    assert receiver is not None
    assert receiver.id == two.there.workspace.id
    with acting_for(two.here.workspace.id):
        assert recent_acts()[0][1].act == "accounts.close_workspace"
    run_job(ACTIONS["notices.announce_closing"], workspace_id=str(two.here.workspace.id))


def test_reopen_workspace_undoes_it(two: Two) -> None:
    close(two.here)
    with acting_for(two.here.workspace.id):
        owner = two.here.actor(Role.OWNER)
        with pytest.raises(RuleBroken, match="not_open"):
            actions.close_workspace(owner, goes_to="", now=NOW)
        actions.reopen_workspace(owner, now=NOW)
        with pytest.raises(RuleBroken, match="not_closing"):
            actions.reopen_workspace(owner, now=NOW)
    workspace = Workspace.objects.get(pk=two.here.workspace.id)
    assert (workspace.state, workspace.closing_since, workspace.goes_to) == (WorkspaceState.OPEN, None, "")
    assert finish(two.here, 31) is False


def test_finish_closing_waits_thirty_days(two: Two) -> None:
    close(two.here)
    assert finish(two.here, 29) is False
    with acting_for(two.here.workspace.id):
        assert Concern.objects.count() == 1
    assert two.here.workspace.id in open_workspace_ids()


def test_finish_closing_leaves_the_audit_and_nothing_else_of_this_workspace(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        enter_concern(two.here.actor(Role.OWNER), told(), receipt_hash=b"r" * 32, now=NOW)
    close(two.here)
    before = _rows(two.there)
    assert finish(two.here, 30) is True
    assert {table for table, rows in _rows(two.here).items() if rows} == {AuditRow._meta.db_table}
    assert _rows(two.there) == before
    run_job(ACTIONS["concerns.forget_all_receipts"], workspace_id=str(two.here.workspace.id))
    assert find_receipt(b"r" * 32) is None
    assert all(report.broken_at is None for report in check_chains())
    assert two.here.workspace.id not in open_workspace_ids()
    assert finish(two.here, 31) is False


def _rows(world: World) -> dict[str, int]:
    with acting_for(world.workspace.id):
        return {model._meta.db_table: model.objects.count() for model in fenced_models()}


def test_every_key_that_is_destroyed_goes_on_the_erasure_list(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        keys = set(SealKey.objects.values_list("pk", flat=True))
    assert keys
    close(two.here)
    finish(two.here, 30)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from erasure where key_id = any(%s)", [list(keys)])
        assert cursor.fetchone() == (len(keys),)


def test_an_owner_closes_by_typing_the_name(two: Two) -> None:
    owner = signed_in(two.here, Role.OWNER)
    page = "/w/hier/instellingen/sluiten/"
    assert "niet de naam van de werkruimte" in owner.post(page, {"goes_to": GOES_TO, "name": "Daar"}).content.decode()
    assert owner.post(page, {"goes_to": GOES_TO, "name": " hier "})["Location"] == page
    assert "Deze werkruimte sluit" in owner.get(page).content.decode()
    assert owner.get("/w/hier/").status_code == 200
    assert owner.post("/w/hier/instellingen/open-blijven/")["Location"] == page
    assert "Begin met sluiten" in owner.get(page).content.decode()


def test_a_closed_workspaces_pages_say_where_to_go(client: Client, two: Two) -> None:
    close(two.here)
    gone = client.get("/bij/hier/")
    assert gone.status_code == 410
    assert GOES_TO in gone.content.decode()
    owner = signed_in(two.here, Role.OWNER)
    finish(two.here, 30)
    left = owner.get("/w/hier/")
    assert left.status_code == 410
    assert GOES_TO in left.content.decode()
    assert owner.get("/mijn/").status_code == 200
