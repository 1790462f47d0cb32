"""Files when a workspace takes everything along, and when it closes."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from tests.conftest import Two
from tests.files.made import pdf
from tests.house.test_routes import signed_in
from tests.worlds import NOW, World

from bundel.accounts.access import ACTIONS, Actor
from bundel.accounts.actions import close_workspace, finish_closing
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.attaching import add_files, remove_own_file
from bundel.concerns.actions.taking import fill_export, start_export
from bundel.concerns.models import Concern
from bundel.concerns.rules.taking import ExportReason
from bundel.files.arriving import take_in
from bundel.files.models import Attachment
from bundel.jobs.registry import run_job
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

LETTER = pdf()
JOB = Actor(ActorKind.JOB, job="concerns.fill_export")


@pytest.fixture(autouse=True)
def files_folder(tmp_path: Path) -> Iterator[Path]:
    """A store of its own for each test."""
    folder = tmp_path / "files"
    with override_settings(ENVIRONMENT=replace(settings.ENVIRONMENT, files_at=str(folder))):
        yield folder


def attach(world: World, *names: str) -> None:
    with acting_for(world.workspace.id):
        arrived = [take_in(world.workspace.id, name, LETTER) for name in names]
        add_files(world.actor(Role.OWNER), world.concerns[0], arrived=arrived, now=timezone.now())


def taken_along(world: World, client: Client, *, with_stories: bool) -> ZipFile:
    """Everything of this world as its owner downloads it."""
    now = max(timezone.now(), NOW)  # after the concern was told
    with acting_for(world.workspace.id):
        actor = world.actor(Role.OWNER)
        export_id = start_export(actor, reason=ExportReason.COPY, with_stories=with_stories, now=now)
        fill_export(JOB, export_id, now=now)
        fill_export(JOB, export_id, now=now)
    answer = client.get(reverse("export_file", args=[world.workspace.slug, export_id]))
    stream: Any = answer
    return ZipFile(io.BytesIO(b"".join(stream.streaming_content)))


def test_an_export_with_stories_holds_the_files_of_its_own_concerns(two: Two) -> None:
    attach(two.here, "besluit.pdf", "brief.pdf")
    attach(two.there, "van de ander.pdf")
    with acting_for(two.here.workspace.id):
        handle = Concern.objects.get().handle
        gone = Attachment.objects.order_by("added_at", "id")[0].id
        Attachment.objects.filter(pk=gone).update(side="person")
        person = Actor(ActorKind.RECEIPT, two.here.concerns[0])
        remove_own_file(person, two.here.concerns[0], file_id=gone, now=timezone.now())
    boss = signed_in(two.here, Role.OWNER)
    with taken_along(two.here, boss, with_stories=True) as archive:
        files = [name for name in archive.namelist() if name.startswith("files/")]
        assert len(files) == 1
        assert files[0].startswith(f"files/{handle}/1-")
        assert archive.read(files[0]) == LETTER


def test_an_export_without_stories_holds_no_files(two: Two) -> None:
    attach(two.here, "besluit.pdf")
    with taken_along(two.here, signed_in(two.here, Role.OWNER), with_stories=False) as archive:
        assert [name for name in archive.namelist() if name.startswith("files/")] == []


def test_an_export_leaves_out_what_was_erased_meanwhile(two: Two, files_folder: Path) -> None:
    attach(two.here, "besluit.pdf")
    for blob in [f for f in files_folder.rglob("*") if f.is_file()]:
        blob.unlink()
    with taken_along(two.here, signed_in(two.here, Role.OWNER), with_stories=True) as archive:
        assert [name for name in archive.namelist() if name.startswith("files/")] == []


def test_closing_a_workspace_clears_its_contents_from_the_store(two: Two, files_folder: Path) -> None:
    attach(two.here, "besluit.pdf")
    attach(two.there, "van de ander.pdf")
    now = timezone.now()
    with acting_for(two.here.workspace.id):
        close_workspace(two.here.actor(Role.OWNER), goes_to="", now=now)
    with acting_for(two.here.workspace.id):
        assert finish_closing(Actor(ActorKind.JOB, job="accounts.finish_closing"), now=now + timedelta(days=30))
    old = (now - timedelta(days=2)).timestamp()
    blobs = [f for f in files_folder.rglob("*") if f.is_file()]
    for blob in blobs:
        os.utime(blob, (old, old))
    assert len(blobs) == 2
    run_job(ACTIONS["files.sweep_files"], workspace_id=str(two.here.workspace.id))
    left = [f for f in files_folder.rglob("*") if f.is_file()]
    assert [str(two.there.workspace.id) in str(f) for f in left] == [True]
