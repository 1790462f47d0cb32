"""Letters and photos, as the browsers of the person and of who helps send and open them."""

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.files.made import SECRET, heic, office, pdf, picture
from tests.house.test_routes import signed_in
from tests.web.test_follow import CODE, tell
from tests.worlds import NOW, World

from bundel.accounts.access import ACTIONS, Actor, OpenReason
from bundel.accounts.permissions import ActorKind
from bundel.audit.queries import acts_on
from bundel.concerns.actions.attaching import add_files
from bundel.concerns.actions.following import erase_concern
from bundel.concerns.attachments import visible_files
from bundel.concerns.models import Concern
from bundel.concerns.rules.states import State
from bundel.files.arriving import take_in
from bundel.files.models import Attachment
from bundel.files.rules.kinds import MOST_BYTES, MOST_FILES
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role
from bundel.web import uploads

pytestmark = pytest.mark.django_db

OWN = "/volg/mijn/bestanden/"
LETTER = pdf()


@pytest.fixture(autouse=True)
def files_folder(tmp_path: Path) -> Iterator[Path]:
    """A store of its own for each test."""
    folder = tmp_path / "files"
    with override_settings(ENVIRONMENT=replace(settings.ENVIRONMENT, files_at=str(folder))):
        yield folder


@pytest.fixture
def concern_id(two: Two) -> UUID:
    return tell(two.here)


@pytest.fixture
def holder(client: Client, concern_id: UUID) -> Client:
    """A visitor who typed their code."""
    assert client.post("/volg/", {"code": CODE})["Location"] == "/volg/mijn/"
    return client


def sent(name: str = "besluit.pdf", content: bytes = LETTER) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client: Client, *files: SimpleUploadedFile, to: str = OWN, **extra: Any) -> Any:
    return client.post(to, {"chosen": list(files), **extra})


def rows(world: World) -> list[Attachment]:
    with acting_for(world.workspace.id):
        return list(Attachment.objects.order_by("added_at", "id"))


def blobs(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def here(concern_id: UUID, file_id: UUID | None = None) -> str:
    return f"/w/hier/signalen/{concern_id}/bestanden/" + (f"{file_id}/" if file_id else "")


# The person


def test_a_letter_comes_in_sealed_and_goes_out_as_it_was(
    holder: Client, two: Two, concern_id: UUID, files_folder: Path
) -> None:
    assert send(holder, sent("../Besluit Anneke.pdf"))["Location"] == OWN
    (row,), (blob,) = rows(two.here), blobs(files_folder)
    assert (row.subject_id, row.kind, row.size, row.side) == (concern_id, "pdf", len(LETTER), "person")
    assert blob.relative_to(files_folder).as_posix() == f"{two.here.workspace.id}/{row.id}"
    assert b"Anneke" not in bytes(row.name)
    assert b"%PDF" not in blob.read_bytes()
    page = holder.get(OWN).content.decode()
    assert "Eén bestand is verstuurd." in page
    assert "Besluit Anneke.pdf" in page
    answer = holder.get(f"{OWN}{row.id}/")
    assert answer.content == LETTER
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="Besluit Anneke.pdf"',
        "Cache-Control": "no-store",
    }
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_name_in_any_script_travels_as_the_standard_says(holder: Client, two: Two) -> None:
    send(holder, sent("Größe €.pdf"))
    answer = holder.get(f"{OWN}{rows(two.here)[0].id}/")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%20%E2%82%AC.pdf"


def test_what_is_no_picture_never_comes_out_as_one(holder: Client, two: Two) -> None:
    send(holder, sent("foto.jpg", b"<script>alert(1)</script>"))
    answer = holder.get(f"{OWN}{rows(two.here)[0].id}/")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="foto.txt"'


def test_a_photo_loses_what_the_camera_wrote(holder: Client, two: Two) -> None:
    send(holder, sent("foto.jpg", picture()))
    assert SECRET.encode() not in holder.get(f"{OWN}{rows(two.here)[0].id}/").content


def test_a_file_from_the_person_makes_it_our_turn(holder: Client, two: Two, concern_id: UUID) -> None:
    with acting_for(two.here.workspace.id):
        Concern.objects.filter(pk=concern_id).update(state=State.ANSWERED)
    send(holder, sent())
    with acting_for(two.here.workspace.id):
        assert Concern.objects.get(pk=concern_id).state == State.IN_PROGRESS
        assert acts_on(concern_id)[0].act == "concerns.send_files"


def test_one_bad_file_does_not_hold_up_the_others(holder: Client, two: Two) -> None:
    answer = send(holder, sent("een.pdf"), sent("foto.heic", heic()), sent("twee.docx", office()), sent("leeg", b""))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 bestanden zijn verstuurd." in page
    assert "foto.heic: Deze foto is van een iPhone (HEIC)." in page
    assert "leeg: Dit bestand is leeg." in page
    assert "2 dingen kloppen nog niet" in page
    assert len(rows(two.here)) == 2


def test_nothing_chosen_and_too_many_at_once_say_so(holder: Client, two: Two) -> None:
    assert "Kies eerst een bestand." in send(holder).content.decode()
    assert "Stuur ten hoogste 5 bestanden tegelijk." in send(holder, *(sent() for _ in range(6))).content.decode()
    assert rows(two.here) == []


def test_a_file_that_is_too_large_is_not_taken_in(holder: Client, two: Two) -> None:
    page = send(holder, sent("groot.pdf", LETTER + bytes(MOST_BYTES)), sent()).content.decode()
    assert "groot.pdf: Dit bestand is te groot." in page
    assert [row.size for row in rows(two.here)] == [len(LETTER)]


def test_a_request_that_is_far_too_large_is_refused_before_it_is_read(
    holder: Client,
) -> None:
    answer = holder.post(OWN, b"", content_type="multipart/form-data", CONTENT_LENGTH=str(uploads.LARGEST_REQUEST + 1))
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.content.decode()


def test_when_there_is_no_room_it_says_so_and_leaves_nothing_behind(
    holder: Client, two: Two, concern_id: UUID, files_folder: Path
) -> None:
    send(holder, sent())
    (first,) = rows(two.here)
    with acting_for(two.here.workspace.id):
        Attachment.objects.bulk_create(
            Attachment(id=uuid4(), subject_id=concern_id, key_id=first.key_id, name=b"", secret=b"", kind="pdf",
                       size=1, side="workspace", added_at=NOW)
            for _ in range(MOST_FILES - 2)
        )  # fmt: skip
    page = send(holder, sent("a.pdf"), sent("b.pdf")).content.decode()
    assert "Eén bestand is verstuurd." in page
    assert "b.pdf: Er is geen plaats meer." in page
    assert len(blobs(files_folder)) == 2


def test_a_withdrawn_story_takes_no_files(holder: Client, two: Two, files_folder: Path) -> None:
    holder.post("/volg/mijn/stoppen/")
    assert "Je trok je verhaal in." in holder.get(OWN).content.decode()
    send(holder, sent())
    assert rows(two.here) == []
    assert blobs(files_folder) == []


def test_a_full_disk_is_told_in_words(holder: Client, two: Two, files_folder: Path) -> None:
    files_folder.write_text("no folder can be made here")
    assert "besluit.pdf: We kunnen nu even geen bestanden bewaren" in send(holder, sent()).content.decode()
    assert rows(two.here) == []


def test_taking_away_hides_it_at_once_and_can_be_undone(holder: Client, two: Two, concern_id: UUID) -> None:
    send(holder, sent())
    (row,) = rows(two.here)
    helper = signed_in(two.here, Role.PROFESSIONAL)
    assert holder.post(f"{OWN}{row.id}/weg/")["Location"] == OWN
    assert "Zet terug" in holder.get(OWN).content.decode()
    assert holder.get(f"{OWN}{row.id}/").status_code == 404
    assert helper.post(here(concern_id, row.id), {"reason": OpenReason.HELP}).status_code == 404
    assert "Er zijn nog geen brieven" in helper.get(here(concern_id)).content.decode()
    holder.post(f"{OWN}{row.id}/terug/")
    assert holder.get(f"{OWN}{row.id}/").content == LETTER


def test_a_file_taken_away_long_ago_cannot_be_put_back(holder: Client, two: Two) -> None:
    send(holder, sent())
    (row,) = rows(two.here)
    with acting_for(two.here.workspace.id):
        Attachment.objects.update(removed_at=timezone.now() - timedelta(days=1, minutes=1))
    assert "besluit.pdf" not in holder.get(OWN).content.decode()
    answer = holder.post(f"{OWN}{row.id}/terug/", follow=True)
    assert "Dit bestand is al gewist." in answer.content.decode()


def test_everything_comes_along_in_one(holder: Client) -> None:
    assert "Bewaar al je brieven" not in holder.get("/volg/mijn/meenemen/").content.decode()
    send(holder, sent("brief.pdf"), sent("brief.pdf"))
    assert "Bewaar al je brieven" in holder.get("/volg/mijn/meenemen/").content.decode()
    with zipfile.ZipFile(io.BytesIO(holder.get(f"{OWN}alles/").content)) as together:
        assert together.namelist() == ["01 brief.pdf", "02 brief.pdf"]
        assert together.read("02 brief.pdf") == LETTER


# Who helps


def test_who_helps_opens_a_file_with_a_reason_the_person_sees(holder: Client, two: Two, concern_id: UUID) -> None:
    send(holder, sent("Brief van Anneke.pdf"))
    (row,) = rows(two.here)
    helper = signed_in(two.here, Role.PROFESSIONAL)
    page = helper.get(here(concern_id)).content.decode()
    assert "PDF" in page
    assert "Anneke" not in page
    assert "Bekijk 1 bestand" in helper.get(f"/w/hier/signalen/{concern_id}/").content.decode()
    without = helper.post(here(concern_id, row.id))
    assert without["Content-Type"].startswith("text/html")
    answer = helper.post(here(concern_id, row.id), {"reason": OpenReason.HELP})
    assert answer.content == LETTER
    assert answer["Content-Disposition"] == 'attachment; filename="Brief van Anneke.pdf"'
    with acting_for(two.here.workspace.id):
        trace = acts_on(concern_id)[0]
    assert (trace.act, trace.reason, trace.actor_id) == (
        "concerns.open_file",
        "help",
        two.here.members[Role.PROFESSIONAL].id,
    )
    told = holder.get("/volg/mijn/").content.decode()
    assert "Om jou te helpen" in told
    assert "Een brief of foto" in told


def test_a_role_that_reads_no_stories_opens_no_files(holder: Client, two: Two, concern_id: UUID) -> None:
    send(holder, sent())
    reader = signed_in(two.here, Role.READER)
    assert reader.get(here(concern_id)).status_code == 200
    assert reader.post(here(concern_id, rows(two.here)[0].id), {"reason": OpenReason.HELP}).status_code == 404
    send(reader, sent(), to=here(concern_id))
    assert len(rows(two.here)) == 1


def test_a_file_of_the_workspace_waits_a_minute(holder: Client, two: Two, concern_id: UUID) -> None:
    helper = signed_in(two.here, Role.PROFESSIONAL)
    assert send(helper, sent("antwoord.pdf"), to=here(concern_id))["Location"] == here(concern_id)
    (row,) = rows(two.here)
    assert row.added_by == two.here.members[Role.PROFESSIONAL].id
    assert holder.get(f"{OWN}{row.id}/").status_code == 404
    helper.post(f"{here(concern_id, row.id)}weg/")
    helper.post(f"{here(concern_id, row.id)}terug/")
    with acting_for(two.here.workspace.id):
        Attachment.objects.update(added_at=timezone.now() - timedelta(seconds=61))
    assert "antwoord.pdf" in holder.get(OWN).content.decode()
    assert holder.get(f"{OWN}{row.id}/").content == LETTER
    assert holder.post(f"{OWN}{row.id}/weg/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_database_no_more_for_more_files(
    holder: Client, two: Two, concern_id: UUID, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    send(holder, *(sent() for _ in range(count)))
    holder.get(OWN)
    with django_assert_num_queries(OWN_QUERIES):
        holder.get(OWN)
    helper = signed_in(two.here, Role.PROFESSIONAL)
    with django_assert_num_queries(HERE_QUERIES):
        helper.get(here(concern_id))


OWN_QUERIES, HERE_QUERIES = 11, 11


# The fence, erasing, and what is left lying about


def test_another_workspaces_file_is_not_found(holder: Client, two: Two, concern_id: UUID) -> None:
    send(holder, sent())
    (row,) = rows(two.here)
    stranger = signed_in(two.there, Role.OWNER)
    other = two.there.concerns[0]
    for where in (here(concern_id, row.id), f"/w/daar/signalen/{other}/bestanden/{row.id}/"):
        assert stranger.post(where, {"reason": OpenReason.HELP}).status_code == 404
    client = Client()
    tell(two.there, "1234567812345678")
    client.post("/volg/", {"code": "1234567812345678"})
    assert client.get(f"{OWN}{row.id}/").status_code == 404
    assert client.post(f"{OWN}{row.id}/weg/").status_code == 404


def test_a_file_of_another_concern_is_not_found_under_ones_own(holder: Client, two: Two) -> None:
    with acting_for(two.here.workspace.id):
        arrived = [take_in(two.here.workspace.id, "a.pdf", LETTER)]
        (file_id,) = add_files(two.here.actor(Role.OWNER), two.here.concerns[0], arrived=arrived, now=NOW)
    assert holder.get(f"{OWN}{file_id}/").status_code == 404


def person(concern_id: UUID) -> Actor:
    return Actor(ActorKind.RECEIPT, concern_id)


def test_erasing_a_concern_erases_its_files(holder: Client, two: Two, concern_id: UUID, files_folder: Path) -> None:
    send(holder, sent())
    (row,) = rows(two.here)
    with acting_for(two.here.workspace.id):
        erase_concern(person(concern_id), concern_id, now=timezone.now())
        assert visible_files(two.here.actor(Role.OWNER), concern_id, now=timezone.now()) == []
    assert rows(two.here) == []
    assert len(blobs(files_folder)) == 1  # nobody has its key any more; the queue deletes it
    run(two.here, "files.erase_content", row.id)
    assert blobs(files_folder) == []


def run(world: World, name: str, *ids: UUID) -> Any:
    with acting_for(world.workspace.id):
        return ACTIONS[name].run(Actor(ActorKind.JOB, job=name), *ids, now=timezone.now())


def test_a_content_that_is_a_file_still_is_not_erased(holder: Client, two: Two, files_folder: Path) -> None:
    send(holder, sent())
    run(two.here, "files.erase_content", rows(two.here)[0].id)
    assert len(blobs(files_folder)) == 1


def aged(folder: Path, days: int) -> None:
    moment = (timezone.now() - timedelta(days=days)).timestamp()
    for file in blobs(folder):
        os.utime(file, (moment, moment))


def test_the_sweep_takes_strays_of_a_day_and_nothing_else(holder: Client, two: Two, files_folder: Path) -> None:
    send(holder, sent("houdt.pdf"), sent("weg.pdf"))
    kept, removed = rows(two.here)
    take_in(two.here.workspace.id, "los.pdf", LETTER)
    take_in(two.there.workspace.id, "van de ander.pdf", LETTER)
    (files_folder / str(two.here.workspace.id) / ".half.write").write_bytes(b"x")
    assert run(two.here, "files.sweep_files") == 0
    aged(files_folder, 2)
    with acting_for(two.here.workspace.id):
        Attachment.objects.filter(pk=removed.id).update(removed_at=timezone.now() - timedelta(days=2))
    young = take_in(two.here.workspace.id, "net binnen.pdf", LETTER)
    assert run(two.here, "files.sweep_files") == 3
    assert {file.name for file in blobs(files_folder / str(two.here.workspace.id))} == {str(kept.id), str(young.id)}
    assert len(blobs(files_folder / str(two.there.workspace.id))) == 1
    assert holder.get(f"{OWN}{kept.id}/").content == LETTER


def test_a_file_whose_content_is_gone_says_so(holder: Client, two: Two, files_folder: Path) -> None:
    send(holder, sent())
    blobs(files_folder)[0].unlink()
    answer = holder.get(f"{OWN}{rows(two.here)[0].id}/", follow=True)
    assert "Dit bestand is al gewist." in answer.content.decode()
    assert holder.get(f"{OWN}alles/")["Location"] == "/volg/mijn/meenemen/"


def test_a_refused_act_leaves_no_rows(two: Two, concern_id: UUID) -> None:
    with acting_for(two.here.workspace.id):
        Concern.objects.filter(pk=concern_id).update(state=State.WITHDRAWN)
    arrived = [take_in(two.here.workspace.id, "a.pdf", LETTER)]
    with acting_for(two.here.workspace.id), pytest.raises(RuleBroken):
        add_files(two.here.actor(Role.OWNER), concern_id, arrived=arrived, now=NOW)
    assert rows(two.here) == []


# The waiting room


def test_what_waits_on_disk_is_not_readable_there() -> None:
    room = uploads.WaitingRoom()
    room.write(b"een geheim")
    room.seek(0)
    on_disk = Path(f"/proc/self/fd/{room._file.fileno()}").read_bytes()
    assert b"geheim" not in on_disk
    assert room.readable()
    assert (room.read(3), room.read()) == (b"een", b" geheim")
    with pytest.raises(io.UnsupportedOperation):
        room.seek(4)
    room.close()
