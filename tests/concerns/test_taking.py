"""Taking everything of a workspace along: what is in the file, who may, what it leaves behind, and its end."""

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from tests.conftest import Two
from tests.house.test_routes import signed_in
from tests.worlds import NOW, World, add_concern

from bundel.accounts.access import ACTIONS, Actor, OpenReason, Refused
from bundel.accounts.permissions import ActorKind
from bundel.audit.models import AuditRow
from bundel.concerns.actions import taking
from bundel.concerns.models import Concern, Export, ExportPart
from bundel.concerns.queries import opened_by
from bundel.concerns.rules import taking as rules
from bundel.concerns.rules.taking import ExportReason, ExportState, csv_line
from bundel.concerns.taken import visible_exports
from bundel.jobs.registry import run_job
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Membership
from bundel.tenancy.rules import Role

LATER = NOW + timedelta(hours=1)
JOB = Actor(ActorKind.JOB, job="concerns.fill_export")


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (["a", None, 3], "a,,3\r\n"),
        (['zeg "ja"', "een, twee"], '"zeg ""ja""","een, twee"\r\n'),
        (["=1+1", "-", "@x", "+31"], "'=1+1,'-,'@x,'+31\r\n"),
    ],
)
def test_csv_line_is_never_a_formula(values: list[object], line: str) -> None:
    assert csv_line(values) == line


def ask(world: World, *, with_stories: bool, role: Role = Role.OWNER) -> UUID:
    with acting_for(world.workspace.id):
        actor = world.actor(role)
        made = taking.start_export(actor, reason=ExportReason.MOVING, with_stories=with_stories, now=LATER)
        assert isinstance(made, UUID)
        return made


def fill(world: World, export_id: UUID) -> list[int]:
    """Batch after batch, until there is nothing to add; how far it was after each."""
    steps = []
    while state_of(world, export_id) is ExportState.RUNNING:
        with acting_for(world.workspace.id):
            steps.append(taking.fill_export(JOB, export_id, now=LATER))
    return steps


def state_of(world: World, export_id: UUID) -> ExportState:
    with acting_for(world.workspace.id):
        return ExportState(Export.objects.get(pk=export_id).state)


def taken(world: World, export_id: UUID) -> dict[str, str]:
    """The files in the zip, as an owner's browser gets it."""
    answer = signed_in(world, Role.OWNER).get(f"/w/{world.workspace.slug}/instellingen/meenemen/{export_id}/")
    assert answer.status_code == 200
    streamed: Any = answer.streaming_content  # type: ignore[attr-defined]  # a stream has it
    with ZipFile(io.BytesIO(b"".join(streamed))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.django_db
def test_everything_is_in_the_file_batch_by_batch(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "BATCH", 2)
    for _ in range(3):
        add_concern(two.here, contact_name="Anneke Voorbeeld")
    export_id = ask(two.here, with_stories=True)
    assert fill(two.here, export_id) == [2, 4, 4]
    files = taken(two.here, export_id)
    assert set(files) == {
        "workspace.json",
        "concerns.csv",
        "stories.csv",
        "messages.csv",
        "members.csv",
        "concerns.jsonl",
    }
    assert len(table(files["concerns.csv"])) == len(table(files["stories.csv"])) == 4
    assert {row["contact_name"] for row in table(files["stories.csv"])} == {"", "Anneke Voorbeeld"}
    assert [row["text"] for row in table(files["messages.csv"])] == ["We bellen je."]
    lines = [json.loads(line) for line in files["concerns.jsonl"].splitlines()]
    assert all("twee uur" in line["story"] for line in lines)
    assert json.loads(files["workspace.json"])["slug"] == "hier"
    assert {row["role"] for row in table(files["members.csv"])} == {role.value for role in Role}


@pytest.mark.django_db
def test_without_the_stories_nothing_is_opened(two: Two) -> None:
    export_id = ask(two.here, with_stories=False)
    fill(two.here, export_id)
    files = taken(two.here, export_id)
    assert table(files["stories.csv"]) == table(files["messages.csv"]) == []
    assert "twee uur" not in files["concerns.jsonl"].replace("naar twee uur", "")
    with acting_for(two.here.workspace.id):
        assert not AuditRow.objects.filter(act="concerns.export_stories").exists()


@pytest.mark.django_db
def test_the_audit_names_every_story_and_the_person_sees_it(two: Two) -> None:
    concern_id = two.here.concerns[0]
    export_id = ask(two.here, with_stories=True)
    fill(two.here, export_id)
    with acting_for(two.here.workspace.id):
        row = AuditRow.objects.get(act="concerns.export_stories")
        assert (row.actor_id, row.subject_id, row.reason) == (two.here.members[Role.OWNER].id, export_id, "moving")
        assert row.detail["ids"] == [str(concern_id)]
        seen = opened_by(Actor(ActorKind.RECEIPT, concern_id), concern_id)
    assert [(t.actor_id, t.reason) for t in seen] == [(two.here.members[Role.OWNER].id, OpenReason.TAKEN)]


@pytest.mark.django_db
def test_nothing_readable_stands_in_the_pieces(two: Two) -> None:
    export_id = ask(two.here, with_stories=True)
    fill(two.here, export_id)
    with acting_for(two.here.workspace.id):
        assert not any(b"twee uur" in bytes(part.content) for part in ExportPart.objects.all())


@pytest.mark.django_db
def test_only_an_owner_takes_everything_along(two: Two) -> None:
    for role in set(Role) - {Role.OWNER}:
        with pytest.raises(Refused):
            ask(two.here, with_stories=False, role=role)
    export_id = ask(two.here, with_stories=True)
    fill(two.here, export_id)
    for browser in (signed_in(two.here, Role.PROFESSIONAL), signed_in(two.there, Role.OWNER)):
        assert browser.get(f"/w/hier/instellingen/meenemen/{export_id}/").status_code == 404
    elsewhere = signed_in(two.there, Role.OWNER).get(f"/w/daar/instellingen/meenemen/{export_id}/")
    assert elsewhere.status_code == 404


@pytest.mark.django_db
def test_who_left_meanwhile_gets_nothing(two: Two) -> None:
    export_id = ask(two.here, with_stories=True)
    with acting_for(two.here.workspace.id):
        Membership.objects.filter(user=two.here.members[Role.OWNER]).update(ended_at=NOW)
    assert fill(two.here, export_id) == [0]
    assert state_of(two.here, export_id) is ExportState.FAILED


@pytest.mark.django_db
def test_a_day_later_the_file_and_its_key_are_gone(two: Two) -> None:
    export_id = ask(two.here, with_stories=True)
    fill(two.here, export_id)
    with acting_for(two.here.workspace.id):
        key_id = Export.objects.get(pk=export_id).data_key
        with pytest.raises(Export.DoesNotExist):
            taking.take_export(two.here.actor(Role.OWNER), export_id, now=LATER + timedelta(hours=25))
    for _ in range(2):  # a job may come twice
        run_job(ACTIONS["concerns.drop_export"], workspace_id=str(two.here.workspace.id), export_id=str(export_id))
    with acting_for(two.here.workspace.id):
        assert not ExportPart.objects.exists()
        assert key_id is not None
        assert not SealKey.objects.filter(pk=key_id).exists()
        assert Concern.objects.count() == 1
        assert [row.state for row in visible_exports(two.here.actor(Role.OWNER))] == [ExportState.GONE]
    owner = signed_in(two.here, Role.OWNER)
    late = owner.get(f"/w/hier/instellingen/meenemen/{export_id}/", follow=True)
    assert "niet meer" in late.content.decode()


@pytest.mark.django_db
def test_the_page_asks_why_and_shows_how_far_it_is(two: Two) -> None:
    owner, page = signed_in(two.here, Role.OWNER), "/w/hier/instellingen/meenemen/"
    assert "Kies waarom." in owner.post(page, {}).content.decode()
    assert owner.post(page, {"reason": "copy", "with_stories": "yes"})["Location"] == page
    assert "0 van 1" in owner.get(page).content.decode()
    with acting_for(two.here.workspace.id):
        export_id = Export.objects.get().id
    fill(two.here, export_id)
    assert "Haal het bestand op" in owner.get(page).content.decode()
