"""Following with a receipt, as a visitor's browser does it."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.worlds import World, told

from bundel.accounts.access import OpenReason
from bundel.audit.queries import acts_on
from bundel.concerns.actions.helping import answer_person
from bundel.concerns.actions.telling import enter_concern
from bundel.concerns.models import Concern, Message
from bundel.concerns.queries import find_receipt, open_story
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import LetterBy
from bundel.kit.days import day_of
from bundel.sealing.codes import slow_hash
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role
from bundel.web import visitors

pytestmark = pytest.mark.django_db

CODE = "4829106733159042"


def tell(world: World, code: str = CODE, **answers: Any) -> UUID:
    with acting_for(world.workspace.id):
        actor, receipt = world.actor(Role.OWNER), slow_hash(code, "receipt")
        return enter_concern(actor, told(**answers), receipt_hash=receipt, now=timezone.now())


def answer(world: World, concern_id: UUID, text: str, *, ago: timedelta = timedelta(minutes=5)) -> None:
    with acting_for(world.workspace.id):
        version = Concern.objects.get(pk=concern_id).version
        now = timezone.now() - ago
        actor = world.actor(Role.PROFESSIONAL)
        answer_person(actor, concern_id, text=text, asks_person=False, version=version, now=now)


@pytest.fixture
def concern_id(two: Two) -> UUID:
    """What this person told, by telephone."""
    return tell(two.here)


@pytest.fixture
def holder(client: Client, concern_id: UUID) -> Client:
    """A visitor who typed their code."""
    assert client.post("/volg/", {"code": CODE})["Location"] == "/volg/mijn/"
    return client


def concern_in(world: World, concern_id: UUID) -> Concern:
    with acting_for(world.workspace.id):
        return Concern.objects.select_related("card").get(pk=concern_id)


def acts_in(world: World, concern_id: UUID) -> list[str]:
    with acting_for(world.workspace.id):
        return [trace.act for trace in acts_on(concern_id)]


def words_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_a_code_opens_what_one_told(holder: Client) -> None:
    page = words_of(holder.get("/volg/mijn/"))
    assert "Je verhaal is binnen. Nog niemand las het." in page
    assert "Minder hulp in huis" in page
    assert CODE not in page


@pytest.mark.parametrize("typed", ["4829 1067 3315 9042", " 4829-1067-3315-9042 ", "4829.1067.3315.9042"])
def test_a_code_may_be_typed_in_any_way(client: Client, concern_id: UUID, typed: str) -> None:
    assert client.post("/volg/", {"code": typed})["Location"] == "/volg/mijn/"


def test_a_wrong_code_opens_nothing(client: Client, concern_id: UUID) -> None:
    page = client.post("/volg/", {"code": "4829 1067 3315 9043"})
    assert "Deze code kennen we niet" in words_of(page)
    assert visitors.RECEIPT_COOKIE not in client.cookies


def test_guessing_ends_after_ten_also_with_the_right_code(client: Client, concern_id: UUID) -> None:
    for number in range(10):
        assert client.post("/volg/", {"code": f"{number:016d}"}).status_code == 200
    refused = client.post("/volg/", {"code": CODE})
    assert refused.status_code == 429
    assert "Vanaf" in words_of(refused)
    assert client.post("/volg/", {"code": CODE}, REMOTE_ADDR="192.0.2.7")["Location"] == "/volg/mijn/"


def test_right_codes_do_not_use_up_tries(client: Client, concern_id: UUID) -> None:
    for _ in range(12):
        assert client.post("/volg/", {"code": CODE}).status_code == 302


def test_one_home_network_guesses_as_one(client: Client, concern_id: UUID) -> None:
    for number in range(10):
        client.post("/volg/", {"code": f"{number:016d}"}, REMOTE_ADDR=f"2001:db8::{number + 1}")
    assert client.post("/volg/", {"code": CODE}, REMOTE_ADDR="2001:db8::ff").status_code == 429


@pytest.mark.parametrize("path", ["/bewijs/", "/volg/mijn/", "/volg/mijn/kaart/", "/volg/mijn/wissen/"])
def test_without_a_receipt_the_code_is_asked(client: Client, concern_id: UUID, path: str) -> None:
    assert client.get(path)["Location"] == "/volg/"


def test_a_receipt_somebody_made_up_opens_nothing(client: Client, two: Two, concern_id: UUID) -> None:
    forged = signing.dumps([str(two.here.workspace.id), str(concern_id)], key="geraden", salt=visitors.RECEIPT_COOKIE)
    client.cookies[visitors.RECEIPT_COOKIE] = forged
    assert client.get("/volg/mijn/")["Location"] == "/volg/"


def test_a_receipt_opens_one_concern_only(holder: Client, two: Two) -> None:
    tell(two.here, "1" * 16, card_title="Iets van een ander")
    assert "Iets van een ander" not in words_of(holder.get("/volg/mijn/"))


def test_the_code_is_shown_only_to_who_just_got_it(holder: Client) -> None:
    assert holder.get("/bewijs/").context["code"] is None


def test_writing_back_makes_it_our_turn(holder: Client, two: Two, concern_id: UUID) -> None:
    answer(two.here, concern_id, "Wij bellen de gemeente.")
    assert holder.post("/volg/mijn/", {"text": "Fijn. Wanneer?"})["Location"] == "/volg/mijn/"
    assert concern_in(two.here, concern_id).state == State.IN_PROGRESS
    page = words_of(holder.get("/volg/mijn/"))
    assert "Je wacht op ons." in page
    assert "Fijn. Wanneer?" in page
    assert "concerns.write_as_person" in acts_in(two.here, concern_id)


@pytest.mark.parametrize(("text", "words"), [("  ", "Schrijf eerst een bericht"), ("a" * 5001, "1 teken te lang")])
def test_a_message_that_cannot_be_sent_stays_on_the_page(holder: Client, text: str, words: str) -> None:
    page = holder.post("/volg/mijn/", {"text": text})
    assert words in words_of(page)
    assert page.context["form"]["text"].value() == text


def test_an_answer_shows_once_it_is_sent_and_counts_as_read(holder: Client, two: Two, concern_id: UUID) -> None:
    answer(two.here, concern_id, "Nog in te trekken", ago=timedelta(seconds=5))
    assert "Nog in te trekken" not in words_of(holder.get("/volg/mijn/"))
    answer(two.here, concern_id, "We bellen <b>dinsdag</b>.")
    page = words_of(holder.get("/volg/mijn/"))
    assert "We bellen &lt;b&gt;dinsdag&lt;/b&gt;." in page
    with acting_for(two.here.workspace.id):
        unread = Message.objects.filter(concern_id=concern_id, read_at=None)
        assert [message.sends_at > timezone.now() for message in unread] == [True]


def test_the_person_sees_who_opened_the_story_and_why(holder: Client, two: Two, concern_id: UUID) -> None:
    assert holder.get("/volg/mijn/").context["openings"] == []
    with acting_for(two.here.workspace.id):
        open_story(two.here.actor(Role.PROFESSIONAL), concern_id, reason=OpenReason.HELP, now=timezone.now())
    page = words_of(holder.get("/volg/mijn/"))
    assert two.here.members[Role.PROFESSIONAL].name in page
    assert "Om jou te helpen" in page


def test_consent_can_be_decided_anew(holder: Client, two: Two, concern_id: UUID) -> None:
    assert holder.get("/volg/mijn/kaart/").status_code == 200
    assert holder.post("/volg/mijn/kaart/", {"consent": "private"})["Location"] == "/volg/mijn/"
    assert concern_in(two.here, concern_id).consent == "private"
    assert holder.post("/volg/mijn/kaart/", {"consent": "iedereen"}).status_code == 200


def test_withdrawing_can_be_undone(holder: Client, two: Two, concern_id: UUID) -> None:
    holder.post("/volg/mijn/stoppen/")
    assert concern_in(two.here, concern_id).state == State.WITHDRAWN
    page = words_of(holder.get("/volg/mijn/"))
    assert "Je trok je verhaal in." in page
    assert 'name="text"' not in page
    assert "Dit verhaal is ingetrokken." in words_of(holder.post("/volg/mijn/stoppen/", follow=True))
    assert "Dit verhaal is ingetrokken." in words_of(holder.post("/volg/mijn/", {"text": "Toch nog iets"}))
    holder.post("/volg/mijn/terughalen/")
    assert concern_in(two.here, concern_id).state == State.IN_PROGRESS
    assert "Dit verhaal loopt al gewoon." in words_of(holder.post("/volg/mijn/terughalen/", follow=True))


def test_everything_can_be_taken_along_to_read_and_as_a_file(holder: Client, two: Two, concern_id: UUID) -> None:
    answer(two.here, concern_id, "We bellen dinsdag.")
    page = words_of(holder.get("/volg/mijn/meenemen/"))
    assert "Ik red het huishouden niet meer." in page
    assert "We bellen dinsdag." in page
    file = holder.get("/volg/mijn/meenemen/bestand/")
    handle = concern_in(two.here, concern_id).handle
    assert file["Content-Disposition"] == f'attachment; filename="bundel-{handle}.json"'
    data = json.loads(file.content)
    assert data["story"] == told().story
    assert data["card"]["title"] == "Minder hulp in huis"
    assert [message["text"] for message in data["messages"]] == ["We bellen dinsdag."]


def test_erasing_is_at_once_and_for_good(holder: Client, two: Two, concern_id: UUID) -> None:
    assert "Dit kan niemand ongedaan maken" in words_of(holder.get("/volg/mijn/wissen/"))
    kept = holder.cookies[visitors.RECEIPT_COOKIE].value
    assert holder.post("/volg/mijn/wissen/")["Location"] == "/volg/gewist/"
    assert "Alles is gewist" in words_of(holder.get("/volg/gewist/"))
    with acting_for(two.here.workspace.id):
        assert not Concern.objects.filter(pk=concern_id).exists()
    assert find_receipt(slow_hash(CODE, "receipt")) is None
    holder.cookies[visitors.RECEIPT_COOKIE] = kept
    assert holder.get("/volg/mijn/")["Location"] == "/volg/"
    assert "concerns.erase_concern" in acts_in(two.here, concern_id)


def test_leaving_makes_the_browser_forget(holder: Client) -> None:
    assert holder.post("/volg/mijn/weg/")["Location"] == "/volg/"
    assert holder.get("/volg/mijn/")["Location"] == "/volg/"


TODAY = day_of(timezone.now())


def receipt_for(client: Client, world: World, **answers: Any) -> Any:
    tell(world, "2" * 16, letter_got=True, letter_by=LetterBy.POST, **answers)
    client.post("/volg/", {"code": "2" * 16})
    return client.get("/bewijs/")


def test_the_receipt_gives_the_last_day_with_its_sum(client: Client, two: Two) -> None:
    page = receipt_for(client, two.here, letter_dated_on=TODAY - timedelta(days=2))
    last_day = page.context["last_day"]
    assert last_day.day >= TODAY + timedelta(days=40)
    assert 0 < last_day.passed < 0.1
    assert [step["article"] for step in last_day.steps][-1] == "Awb 6:7"
    assert "Je laatste dag om bezwaar te maken" in words_of(page)


def test_a_last_day_that_passed_is_no_longer_an_act(client: Client, two: Two) -> None:
    page = words_of(receipt_for(client, two.here, letter_dated_on=date(2025, 3, 3)))
    assert "De gewone tijd voor bezwaar is voorbij." in page
    assert "kort bezwaar" not in page


def test_a_story_of_danger_keeps_the_numbers_to_call_beside_it(client: Client, two: Two) -> None:
    receipt = receipt_for(client, two.here, story="Hij sloeg mij weer.", card_text="Thuis niet veilig.")
    assert "0800&nbsp;2000" in words_of(receipt)
    assert "0800&nbsp;2000" in words_of(client.get("/volg/mijn/"))


def test_who_gives_no_decisions_has_no_last_day(client: Client, two: Two) -> None:
    page = receipt_for(client, two.here, letter_dated_on=TODAY, decides="insurer")
    assert page.context["last_day"] is None
    assert "Een zorgverzekeraar kent geen bezwaar van zes weken." in words_of(page)


@pytest.mark.parametrize("number", [1, 3])
def test_each_page_asks_the_database_as_often_as_this(
    holder: Client,
    two: Two,
    concern_id: UUID,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        answer(two.here, concern_id, "Een antwoord")
    holder.get("/volg/mijn/")
    expected = {"/volg/": 0, "/bewijs/": 7, "/volg/mijn/": 22, "/volg/mijn/kaart/": 7, "/volg/mijn/meenemen/": 16}
    for path, queries in expected.items():
        with django_assert_num_queries(queries):
            assert holder.get(path).status_code == 200
