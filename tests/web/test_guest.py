"""Guests through the client: the link that leaves no trace, the answer, and the pages of who asked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.guests.asked import JOB, announced
from tests.house.test_routes import signed_in
from tests.web.test_account_pages import text
from tests.worlds import World

from bundel.accounts.access import Actor
from bundel.accounts.links import guest_path
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.following import withdraw_concern
from bundel.guests.actions import announce_guest_link, revoke_guest
from bundel.guests.models import GuestAnswer, GuestLink
from bundel.guests.rules import GuestPurpose, SubjectKind
from bundel.notices.actions import send_notice
from bundel.notices.models import OutboxMail
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role
from bundel.web.guests import READERS
from bundel.web.visitors import GUEST_COOKIE, TRIES

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Mevrouw Dorpsma",
    "function": "Wethouder zorg in Voorbeeldstad",
    "address": "wethouder@voorbeeldstad.example",
    "purpose": "answer",
    "question": "Wat doet de gemeente hieraan?",
    "days": "30",
    "language": "nl",
}


def path_of(world: World, link_id: UUID) -> str:
    with acting_for(world.workspace.id):
        return guest_path(link_id)


def came_in(world: World, **changes: Any) -> tuple[Client, UUID]:
    """A browser that opened the link in the mail."""
    link_id = announced(world, now=timezone.now() - timedelta(hours=1), **changes)
    client = Client()
    answer = client.get(path_of(world, link_id))
    assert answer["Location"] == "/gast/"
    return client, link_id


def here(name: str, world: World, *ids: UUID) -> str:
    return reverse(name, args=[world.workspace.slug, READERS[SubjectKind.CARD], world.concerns[0], *ids])


def test_guest_link_leaves_the_secret_in_a_cookie_for_these_pages_only(two: Two) -> None:
    link_id = announced(two.here, now=timezone.now())
    answer = Client().get(path_of(two.here, link_id))
    assert (answer.status_code, answer["Location"], answer["Referrer-Policy"]) == (302, "/gast/", "no-referrer")
    assert answer["Cache-Control"] == "no-store"
    cookie = answer.cookies[GUEST_COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("/gast/", True, "Lax", "")


def test_guest_shows_the_card_and_the_question_and_nothing_of_the_person(two: Two) -> None:
    client, link_id = came_in(two.here)
    page = text(client.get("/gast/"))
    for words in ("Wat doet de gemeente hieraan?", "Minder hulp in huis", "Mevrouw Dorpsma", "Hier"):
        assert words in page
    with acting_for(two.here.workspace.id):
        assert GuestLink.objects.get(pk=link_id).last_used_at is not None
    assert "Ik red het huishouden" not in page
    assert "Gennep" not in page


def test_guest_answers_and_the_workspace_sees_it_on_the_card_and_on_today(two: Two) -> None:
    client, _link = came_in(two.here)
    wrong = client.post("/gast/", {"text": ""})
    assert wrong.status_code == 200
    assert "Kies je antwoord." in text(wrong)
    answer = client.post("/gast/", {"kind": "partly", "text": "Vanaf mei drie uur."})
    assert answer["Location"] == "/gast/"
    assert "Vanaf mei drie uur." in text(client.get("/gast/"))
    slug = two.here.workspace.slug
    reader = signed_in(two.here, Role.READER)
    card = f"/w/{slug}/signalen/{two.here.concerns[0]}/"
    assert "Vanaf mei drie uur." in text(reader.get(card))
    assert "Antwoord van buiten" not in text(reader.get(f"/w/{slug}/"))
    boss = signed_in(two.here, Role.OWNER)
    assert "Mevrouw Dorpsma" in text(boss.get(f"/w/{slug}/"))
    assert "Vanaf mei drie uur." in text(boss.get(here("guests", two.here)))
    assert "Mevrouw Dorpsma" not in text(boss.get(f"/w/{slug}/"))


def test_guest_corrects_a_fact_without_choosing(two: Two) -> None:
    client, link_id = came_in(two.here, purpose=GuestPurpose.CORRECT)
    assert "Wat klopt er niet?" in text(client.get("/gast/"))
    client.post("/gast/", {"text": "Het zijn drie uur."})
    with acting_for(two.here.workspace.id):
        assert GuestAnswer.objects.get(link_id=link_id).kind == "correction"


def test_guest_who_only_reads_has_no_form(two: Two) -> None:
    client, _link = came_in(two.here, purpose=GuestPurpose.READ)
    page = text(client.get("/gast/"))
    assert "Verstuur mijn antwoord" not in page
    assert "Minder hulp in huis" in page
    assert client.post("/gast/", {"kind": "adopted", "text": "Ja."}).status_code == 200
    with acting_for(two.here.workspace.id):
        assert not GuestAnswer.objects.exists()


def test_guest_sees_that_the_card_was_taken_back(two: Two) -> None:
    client, _link = came_in(two.here)
    with acting_for(two.here.workspace.id):
        person = Actor(ActorKind.RECEIPT, two.here.concerns[0])
        withdraw_concern(person, two.here.concerns[0], now=timezone.now())
    page = text(client.get("/gast/"))
    assert "Dit is teruggehaald." in page
    assert "Minder hulp in huis" not in page
    client.post("/gast/", {"kind": "adopted", "text": "Ja."})
    with acting_for(two.here.workspace.id):
        assert not GuestAnswer.objects.exists()


def test_guest_decline_ends_it_and_forgets_the_browser(two: Two) -> None:
    client, _link = came_in(two.here)
    answer = client.post("/gast/niet-voor-mij/", follow=True)
    assert "Dank je" in text(answer)
    assert client.get("/gast/").status_code == 404


def test_guest_leave_forgets_the_browser_and_the_mail_still_works(two: Two) -> None:
    client, link_id = came_in(two.here)
    client.post("/gast/klaar/")
    assert client.get("/gast/").status_code == 404
    assert client.get(path_of(two.here, link_id), follow=True).status_code == 200


def test_guest_gone_after_revoking(two: Two) -> None:
    client, link_id = came_in(two.here)
    with acting_for(two.here.workspace.id):
        revoke_guest(two.here.actor(Role.OWNER), link_id, now=timezone.now())
    answer = client.get("/gast/")
    assert (answer.status_code, answer.cookies[GUEST_COOKIE].value) == (410, "")
    assert client.post("/gast/", {"kind": "adopted", "text": "Ja."}).status_code == 404


def test_a_cookie_of_elsewhere_opens_nothing(two: Two) -> None:
    client = Client()
    client.cookies[GUEST_COOKIE] = "onzin"
    assert client.get("/gast/").status_code == 404


def test_guest_link_counts_wrong_links(two: Two) -> None:
    cache.clear()
    client = Client()
    answers = [client.get("/gast/onzin/") for _ in range(TRIES)]
    assert {a.status_code for a in answers} == {404}
    last = client.get("/gast/onzin/")
    assert (last.status_code, last["Referrer-Policy"]) == (429, "no-referrer")
    right = path_of(two.here, announced(two.here, now=timezone.now()))
    assert client.get(right).status_code == 429
    cache.clear()


def test_guest_invite_shows_what_the_guest_sees_and_the_mail_can_be_taken_back(two: Two) -> None:
    boss = signed_in(two.here, Role.OWNER)
    page = text(boss.get(here("guest_invite", two.here)))
    assert "Minder hulp in huis" in page
    wrong = boss.post(here("guest_invite", two.here), {"name": "Iemand"})
    assert "Schrijf wat de functie van deze persoon is." in text(wrong)
    answer = boss.post(here("guest_invite", two.here), FORM)
    assert answer["Location"] == here("guests", two.here)
    with acting_for(two.here.workspace.id):
        link_id = GuestLink.objects.get().id
    assert "Gaat binnen een minuut weg" in text(boss.get(here("guests", two.here)))
    boss.post(here("guest_take_back", two.here, link_id))
    assert "Nog niemand gevraagd" in text(boss.get(here("guests", two.here)))


def test_guest_revoke_and_remind_say_what_they_did(two: Two) -> None:
    boss, (_client, link_id) = signed_in(two.here, Role.OWNER), came_in(two.here)
    said = boss.post(here("guest_remind", two.here, link_id), follow=True)
    assert "pas na drie dagen" in text(said)
    assert "De link werkt niet meer." in text(boss.post(here("guest_revoke", two.here, link_id), follow=True))
    assert "Ingetrokken" in text(boss.get(here("guests", two.here)))
    assert "De mail is al weg." in text(boss.post(here("guest_take_back", two.here, link_id), follow=True))


def test_guests_says_why_a_card_cannot_be_shown(two: Two) -> None:
    boss = signed_in(two.here, Role.OWNER)
    with acting_for(two.here.workspace.id):
        person = Actor(ActorKind.RECEIPT, two.here.concerns[0])
        withdraw_concern(person, two.here.concerns[0], now=timezone.now())
    assert "Een gast ziet er nu niets van." in text(boss.get(here("guests", two.here)))
    assert boss.get(here("guest_invite", two.here))["Location"] == here("guests", two.here)


@pytest.mark.parametrize("number", [1, 3])
def test_guests_asks_the_database_the_same_for_more_guests(
    two: Two, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    boss = signed_in(two.here, Role.OWNER)
    for _ in range(number):
        announced(two.here, now=timezone.now() - timedelta(hours=1))
    boss.get(here("guests", two.here))
    with django_assert_num_queries(12):
        boss.get(here("guests", two.here))


def test_the_mail_of_a_guest_is_in_their_language(two: Two) -> None:
    boss = signed_in(two.here, Role.OWNER)
    boss.post(here("guest_invite", two.here), FORM | {"language": "en"})
    with acting_for(two.here.workspace.id):
        link_id = GuestLink.objects.get().id
        mail = announce_guest_link(JOB, link_id, now=timezone.now() + timedelta(minutes=2))
        assert mail is not None
        send_notice(JOB, mail, now=timezone.now())
    assert OutboxMail.objects.get(address=FORM["address"]).language == "en"
