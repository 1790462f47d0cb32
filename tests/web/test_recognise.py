"""Recognising, as a visitor's browser does it; and what the person who told it sees and decides."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.web.test_account_pages import text
from tests.web.test_follow import CODE, tell
from tests.worlds import World

from bundel.accounts.access import ACTIONS, Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions import asking, following, publishing, recognising
from bundel.concerns.models import Concern, Message, PublicCard, Recognition, Review
from bundel.concerns.rules.publishing import ReviewState
from bundel.concerns.rules.recognition import Burst
from bundel.concerns.rules.words import Consent, Theme
from bundel.jobs.registry import run_job
from bundel.sealing.cipher import from_text
from bundel.sealing.codes import slow_hash
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role
from bundel.web import devices

pytestmark = pytest.mark.django_db


def publish(world: World, **answers: Any) -> UUID:
    """A card that everybody may read; its id."""
    concern_id = tell(world, code=f"{uuid4().int % 10**16:016d}", **answers)
    world.concerns.append(concern_id)
    with acting_for(world.workspace.id):
        publishing.publish_card(world.actor(Role.OWNER), concern_id, now=timezone.now())
        return Concern.objects.get(pk=concern_id).card.id


def shown_long_ago() -> str:
    """The stamp of a form that was looked at for a while."""
    return signing.dumps((timezone.now() - timedelta(seconds=30)).timestamp(), salt=devices.STAMP)


def press(client: Client, card_id: UUID, answer: str = "same", **more: str) -> Any:
    """Look at a card and press one of the three buttons."""
    assert client.get(f"/herken/{card_id}/").status_code == 200
    sent = {"answer": answer, "shown": shown_long_ago(), **more}
    return client.post(f"/herken/{card_id}/antwoord/", sent)


@pytest.fixture
def card_id(two: Two) -> UUID:
    """A public card of this workspace."""
    return publish(two.here)


def strength(card_id: UUID) -> int:
    return PublicCard.objects.get(pk=card_id).strength


def test_recognise_shows_cards_of_a_place_and_a_theme(two: Two, card_id: UUID, client: Client) -> None:
    publish(two.there, theme=Theme.TRANSPORT, municipality_code="GM0518", card_title="De taxi komt niet")
    page = text(client.get("/herken/"))
    assert "Minder hulp in huis" in page
    assert "De taxi komt niet" in page
    assert "De taxi komt niet" not in text(client.get("/herken/?onderwerp=home_help"))
    near = text(client.get("/herken/?q=Ede"))
    assert "In en om Ede" in near
    assert "De taxi komt niet" not in near
    assert "Welke gemeente bedoel je?" in text(client.get("/herken/?q=bergen"))
    assert "Deze plaats kennen we niet" in text(client.get("/herken/?q=qqqqqqqqq"))
    assert "Hier staat nog geen kaart" in text(client.get("/herken/?onderwerp=work"))


@pytest.mark.parametrize("number", [1, 3])
def test_recognise_asks_the_database_once(
    number: int, two: Two, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        publish(two.here)
    client.get("/herken/")
    with django_assert_num_queries(1):
        client.get("/herken/")


def test_recognise_pages_by_key(two: Two, client: Client) -> None:
    ids = [publish(two.here, card_title=f"Kaart {n:02d}") for n in range(3)]
    first = PublicCard.objects.get(pk=ids[0])
    older = text(
        client.get(
            f"/herken/?ouder={PublicCard.objects.get(pk=ids[1]).published_at.isoformat().replace('+', '%2B')}_{ids[1]}"
        )
    )
    assert "Kaart 00" in older
    assert "Kaart 02" not in older
    newer = text(client.get(f"/herken/?nieuwer={first.published_at.isoformat().replace('+', '%2B')}_{first.id}"))
    assert "Kaart 02" in newer
    assert "Kaart 00" not in newer


def test_recognise_card_asks_the_database_once_and_says_no_number(
    card_id: UUID, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/herken/{card_id}/")
    with django_assert_num_queries(1):
        page = client.get(f"/herken/{card_id}/")
    words = text(page)
    assert "Een paar mensen herkennen dit" in words
    assert "Dit gebeurt mij ook" in words
    assert "Bij mij niet" in words
    assert "Hier" in words
    assert len(page.content) < 30_000


def test_a_card_that_is_gone_says_so(client: Client, two: Two) -> None:
    gone = client.get(f"/herken/{two.here.concerns[0]}/")
    assert gone.status_code == 410
    assert client.post(f"/herken/{two.here.concerns[0]}/antwoord/", {"answer": "same"}).status_code == 410


def test_recognise_answer_counts_once_a_device_and_leads_to_the_code(card_id: UUID, client: Client) -> None:
    answer = press(client, card_id)
    page = text(client.get(answer["Location"]))
    assert "Dank je. Je antwoord telt mee." in page
    assert "Jouw code" in page
    press(client, card_id)
    assert strength(card_id) == 1
    press(client, card_id, "not_here")
    assert strength(card_id) == 0
    press(Client(), card_id)
    assert strength(card_id) == 1


def test_recognise_answer_without_cookies_says_what_to_do(card_id: UUID) -> None:
    refused = Client().post(f"/herken/{card_id}/antwoord/", {"answer": "same"})
    assert refused["Location"] == f"/herken/{card_id}/"


def test_recognise_answer_of_nothing_goes_back_to_the_card(card_id: UUID, client: Client) -> None:
    assert press(client, card_id, "something")["Location"] == f"/herken/{card_id}/"


def test_a_machine_is_kept_but_not_counted(two: Two, card_id: UUID, client: Client) -> None:
    press(client, card_id, website="https://spam.example")
    client.get(f"/herken/{card_id}/")
    other = Client()
    other.get(f"/herken/{card_id}/")
    other.post(f"/herken/{card_id}/antwoord/", {"answer": "same", "shown": devices.stamp(timezone.now())})
    assert strength(card_id) == 0
    with acting_for(two.here.workspace.id):
        assert set(Recognition.objects.values_list("burst", "is_counted")) == {(Burst.MACHINE, False)}


def test_many_from_one_network_wait_for_a_look(two: Two, card_id: UUID) -> None:
    for _ in range(7):
        press(Client(), card_id)
    assert strength(card_id) == 5
    with acting_for(two.here.workspace.id):
        owner = two.here.actor(Role.OWNER)
        concern_id = Concern.objects.get(card__id=card_id).id
        assert recognising.judge_burst(owner, concern_id, is_real=True, now=timezone.now()) == 2
    assert strength(card_id) == 7
    with acting_for(two.here.workspace.id):
        assert recognising.wait_again(owner, concern_id, now=timezone.now()) == 2
    assert strength(card_id) == 5


def test_own_recognition_by_code_from_another_browser(card_id: UUID, client: Client) -> None:
    location = press(client, card_id)["Location"]
    assert "Jouw code" in text(client.get(location))
    secret = from_text(signing.loads(client.cookies[devices.DEVICE_COOKIE].value, salt=devices.DEVICE_COOKIE))
    code, _ = devices.own_code(secret)
    other = Client()
    assert "Typ de code" in text(other.get("/herkenning/"))
    assert other.get(location)["Location"] == "/herkenning/"
    found = other.post("/herkenning/", {"code": code})
    assert found["Location"] == "/herkenning/"
    assert "Minder hulp in huis" in text(other.get("/herkenning/"))
    other.post("/herkenning/weg/")
    assert "Typ de code" in text(other.get("/herkenning/"))


def test_a_wrong_code_is_refused(client: Client) -> None:
    assert "Deze code kennen we niet" in text(client.post("/herkenning/", {"code": "1111 2222 3333 4444"}))


def test_own_recognition_keeps_a_line_and_an_address_and_withdraws(two: Two, card_id: UUID, client: Client) -> None:
    own = press(client, card_id, "different")["Location"]
    client.post(f"{own}regel/", {"line": "Bij mij was er wel een brief."})
    client.post(f"{own}bereik/", {"contact": "lies@teller.example", "news": "on", "may_be_asked": "on"})
    page = text(client.get(own))
    assert "Bij mij was er wel een brief." in page
    assert "lies@teller.example" in page
    assert "Dit e-mailadres klopt niet" in text(client.post(f"{own}bereik/", {"contact": "lies"}))
    assert "Vul je e-mailadres in" in text(client.post(f"{own}bereik/", {"news": "on"}))
    assert "te lang" in text(client.post(f"{own}regel/", {"line": "a" * 301}))
    assert strength(card_id) == 1
    client.post(f"{own}intrekken/")
    assert strength(card_id) == 0
    assert "Je telt niet meer mee" in text(client.get(own))
    with acting_for(two.here.workspace.id):
        row = Recognition.objects.get()
        assert (bytes(row.line), bytes(row.contact), row.key_id, row.news) == (b"", b"", None, False)
    press(client, card_id)
    assert strength(card_id) == 1


def test_a_question_reaches_who_may_be_asked_and_comes_back(two: Two, card_id: UUID, client: Client) -> None:
    own = press(client, card_id)["Location"]
    client.post(f"{own}bereik/", {"contact": "lies@teller.example", "may_be_asked": "on"})
    before = timezone.now() - timedelta(minutes=5)
    with acting_for(two.here.workspace.id):
        Recognition.objects.update(given_at=before - timedelta(minutes=1))
        concern = Concern.objects.get(card__id=card_id)
        question = asking.ask_others(two.here.actor(Role.OWNER), concern.id, text="Was er een brief?", now=before)
    run_job(ACTIONS["concerns.send_card_question"], workspace_id=str(two.here.workspace.id), question_id=str(question))
    page = text(client.get(own))
    assert "Hier vraagt je iets" in page
    assert "Was er een brief?" in page
    client.post(f"{own}antwoord/", {"question_id": str(question), "text": "Nee, nooit."})
    assert "Nee, nooit." in text(client.get(own))
    assert client.post(f"{own}antwoord/", {"question_id": str(question), "text": ""}).status_code == 302


def test_recognise_flag_brings_a_second_look_and_the_card_stays(two: Two, card_id: UUID, client: Client) -> None:
    assert "Kies wat er niet klopt." in text(client.post(f"/herken/{card_id}/klopt-niet/", {}))
    for complaint in ("rude", "person"):
        client.post(f"/herken/{card_id}/klopt-niet/", {"complaint": complaint, "shown": shown_long_ago()})
    with acting_for(two.here.workspace.id):
        review = Review.objects.get(state=ReviewState.WAITING, concern__card__id=card_id)
        assert (review.cause, review.complaints, review.is_urgent) == ("flagged", ["person", "rude"], True)
    assert PublicCard.objects.filter(pk=card_id).exists()


@pytest.mark.parametrize("way", ["withdraw", "consent", "erase", "change"])
def test_the_person_takes_the_card_away_at_once(two: Two, card_id: UUID, way: str, client: Client) -> None:
    press(client, card_id)
    with acting_for(two.here.workspace.id):
        concern_id = Concern.objects.get(card__id=card_id).id
        person, now = Actor(ActorKind.RECEIPT, concern_id), timezone.now()
        if way == "withdraw":
            following.withdraw_concern(person, concern_id, now=now)
        elif way == "consent":
            following.change_consent(person, concern_id, consent=Consent.HELPER, now=now)
        elif way == "erase":
            following.erase_concern(person, concern_id, now=now)
        else:
            publishing.change_card(person, concern_id, title="Anders", text="Mijn naam is Jan Jansen.", now=now)
    assert not PublicCard.objects.filter(pk=card_id).exists()
    assert client.get(f"/herken/{card_id}/").status_code == 410
    with acting_for(two.here.workspace.id):
        assert Recognition.objects.count() == 1, "somebody else's own record stays"
        waits = Review.objects.filter(state=ReviewState.WAITING, concern_id=concern_id).exists()
        assert waits == (way == "change")
    own = text(client.get("/herkenning/"))
    assert "Een kaart die er niet meer is" in own


def test_follow_card_changes_the_words_without_names(client: Client, two: Two) -> None:
    concern_id = tell(two.here)
    client.post("/volg/", {"code": CODE})
    assert "Verander je kaart" in text(client.get("/volg/mijn/kaart/tekst/"))
    client.post("/volg/mijn/kaart/tekst/", {"title": "Geen hulp", "text": "Bel 06-12345678. De hulp komt niet."})
    with acting_for(two.here.workspace.id):
        card = Concern.objects.get(pk=concern_id).card
        assert card.title == "Geen hulp"
        assert "06-12345678" not in card.text
    assert "Iemand kijkt je kaart nog na." in text(client.get("/volg/mijn/"))


def test_tell_theme_shows_what_others_tell_and_counts_it_after_telling(two: Two, card_id: UUID, client: Client) -> None:
    client.post("/bij/hier/?gemeente=GM0228", {"gemeente": "GM0228"})
    story = "De hulp in huis komt nog maar twee uren. Dat ging eerst van vier."
    client.post("/vertel/verhaal/", {"story": story})
    page = text(client.get("/vertel/onderwerp/"))
    assert "Dit vertellen anderen ook" in page
    assert "Minder hulp in huis" in page
    client.post("/vertel/onderwerp/", {"theme": "home_help", "also_shown": "1", "also": [str(card_id), "geen"]})
    assert "checked" in client.get("/vertel/onderwerp/").content.decode().split("bundel-similar")[1]
    client.post("/vertel/wie-beslist/", {"decides": "municipality"})
    client.post("/vertel/sinds-wanneer/", {"since": "months", "letter_got": "no"})
    client.post("/vertel/voor-wie/", {"for_whom": "myself"})
    client.post("/vertel/wat-helpt/", {"wish": ""})
    client.post("/vertel/bereikbaar/", {"reachable": "no"})
    sent = {"act": "send", "title": "Minder uren", "text": "De hulp komt korter.", "consent": "others"}
    answer = client.post("/vertel/kaart/", sent | {"receiver": str(two.here.workspace.id)})
    if answer["Location"] == "/vertel/kaart/":
        answer = client.post("/vertel/kaart/", sent | {"receiver": str(two.here.workspace.id)})
    assert answer["Location"] == "/bewijs/"
    assert waiting_jobs("concerns.recognise_as_teller") == 1


def waiting_jobs(name: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [name])
        return int(cursor.fetchone()[0])


def test_recognise_as_teller_counts_once_and_not_for_a_card_that_is_gone(two: Two, card_id: UUID) -> None:
    arguments = {"recognition_id": str(card_id), "device": "ab" * 32, "municipality_code": "GM0228"}
    for _ in range(2):
        run_job(
            ACTIONS["concerns.recognise_as_teller"],
            workspace_id=str(two.here.workspace.id),
            card_id=str(card_id),
            **arguments,
        )
    assert strength(card_id) == 1
    run_job(
        ACTIONS["concerns.recognise_as_teller"],
        workspace_id=str(two.there.workspace.id),
        card_id=str(card_id),
        **arguments,
    )
    assert strength(card_id) == 1


def test_a_trap_that_was_filled_in_lands_apart_and_counts_nowhere(two: Two) -> None:
    from tests.worlds import told

    from bundel.concerns import drafts
    from bundel.concerns.actions.telling import confirm_draft
    from bundel.concerns.queries import Filters, count_by_state, list_concerns
    from bundel.concerns.rules.states import State

    secret = drafts.new_secret()
    drafts.start_draft(secret, told(), workspace_id=two.here.workspace.id, now=timezone.now())
    with acting_for(two.here.workspace.id):
        public, owner = Actor(ActorKind.PUBLIC), two.here.actor(Role.OWNER)
        made = confirm_draft(
            public, secret, receipt_hash=slow_hash("8" * 16, "receipt"), now=timezone.now(), fell_in_trap=True
        )
        assert Concern.objects.get(pk=made).state == State.SUSPECT
        assert count_by_state(owner)[State.SUSPECT] == 1
        assert made not in [row.id for row in list_concerns(owner, Filters()).rows]
        assert made in [row.id for row in list_concerns(owner, Filters(state="suspect")).rows]
        assert not Review.objects.filter(concern_id=made).exists()
        person = Actor(ActorKind.RECEIPT, made)
        following.write_as_person(person, made, text="Ik ben echt.", now=timezone.now())
        assert Concern.objects.get(pk=made).state == State.RECEIVED
        assert Message.objects.filter(concern_id=made).count() == 1
