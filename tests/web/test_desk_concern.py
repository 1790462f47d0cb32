"""One signal through the client: the card in the open, the story behind a reason, the answer and taking it back."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.web.test_account_pages import text
from tests.web.test_desk_pages import browser, ends_in, stands, told_days_ago, url
from tests.worlds import NOW

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.following import withdraw_concern
from bundel.concerns.models import Message
from bundel.concerns.queries import opened_by
from bundel.concerns.rules.states import State
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(two: Two) -> Client:
    """The professional's browser."""
    return browser(two.here, Role.PROFESSIONAL)


def test_concern_shows_the_card_and_keeps_the_story_under_lock(helper: Client, two: Two) -> None:
    concern_id = ends_in(two.here, 20, told_days_ago(two.here, 1, contact_name="Sjoerd", reachable=True))
    page = text(helper.get(url("concern", concern_id)))
    assert "De hulp in huis ging van vier naar twee uur." in page
    assert "over 20 dagen" in page
    assert "Nog niemand." in page
    for secret in ("Ik red het huishouden niet meer", "Sjoerd", "Weer vier uur hulp"):
        assert secret not in page
    assert "checked" not in page


def test_concern_warns_of_danger_for_who_reads(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1, story="Mijn man slaat mij.", card_title="Thuis", card_text="")
    page = text(helper.get(url("concern", concern_id)))
    assert "Misschien gevaar" in page
    assert "0800" in page


def test_concern_story_opens_with_a_reason_and_tells_who(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1, contact_name="Sjoerd", contact="s@voorbeeld.example", reachable=True)
    opened_page = helper.post(url("concern_story", concern_id), {"reason": "answer"})
    for opened in ("Ik red het huishouden niet meer", "Sjoerd", "s@voorbeeld.example", "Weer vier uur hulp"):
        assert opened in text(opened_page)
    page = text(helper.get(url("concern", concern_id)))
    assert "Hier-professional, vandaag, om te antwoorden" in page


@pytest.mark.parametrize("reason", ["", "own", "notice", "nonsense"])
def test_concern_story_stays_shut_without_a_reason(helper: Client, two: Two, reason: str) -> None:
    concern_id = told_days_ago(two.here, 1)
    page = text(helper.post(url("concern_story", concern_id), {"reason": reason}))
    assert "Ik red het huishouden niet meer" not in page
    with acting_for(two.here.workspace.id):
        assert opened_by(two.here.actor(Role.OWNER), concern_id) == []


def test_concern_story_is_never_an_address_to_visit(helper: Client, two: Two) -> None:
    assert helper.get(url("concern_story", told_days_ago(two.here, 1))).status_code == 405


def test_concern_answer_waits_a_minute_and_can_be_taken_back(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1)
    sent = {"text": "We bellen je morgen.", "asks_person": "yes", "version": 1}
    page = helper.post(url("concern_answer", concern_id), sent, follow=True)
    assert page.redirect_chain == [(url("concern", concern_id), 302)]
    assert "Tot dan kun je het terughalen." in text(page)
    assert "We bellen je morgen." not in text(page)
    assert stands(two.here, concern_id).state == State.WAITING_FOR_PERSON
    message = page.context["pending"][0].id
    page = helper.post(url("concern_take_back", message), follow=True)
    assert "Je antwoord is teruggehaald." in text(page)
    with acting_for(two.here.workspace.id):
        assert not Message.objects.filter(pk=message).exists()


def test_concern_take_back_of_a_colleague_says_whose_it_is(helper: Client, two: Two) -> None:
    page = helper.post(url("concern_take_back", two.here.message), follow=True)
    assert "Dit bericht is van een ander." in text(page)


def test_concern_answer_of_two_people_shows_both_texts(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1)
    first = {"text": "Ik bel je vandaag.", "asks_person": "no", "version": 1}
    browser(two.here, Role.OWNER).post(url("concern_answer", concern_id), first)
    second = {"text": "Ik schrijf de gemeente.", "asks_person": "no", "version": 1}
    page = helper.post(url("concern_answer", concern_id), second)
    assert "Iemand anders was net eerder" in text(page)
    assert "Ik bel je vandaag." in text(page)
    assert "Ik schrijf de gemeente." in text(page)
    again = helper.post(url("concern_answer", concern_id), second | {"version": page.context["version"]})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"asks_person": "no"}, "Schrijf eerst een antwoord."),
        ({"text": "Dag"}, "Kies of je iets terugvraagt."),
        ({"text": "x" * 5001, "asks_person": "no"}, "1 teken te lang"),
    ],
)
def test_concern_answer_keeps_what_was_typed(helper: Client, two: Two, sent: dict[str, str], words: str) -> None:
    concern_id = told_days_ago(two.here, 1)
    page = text(helper.post(url("concern_answer", concern_id), sent | {"version": "1"}))
    assert words in page
    assert sent.get("text", "") in page
    assert "Ik red het huishouden niet meer" in page


def test_concern_answer_after_a_withdrawal_says_so(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1)
    with acting_for(two.here.workspace.id):
        withdraw_concern(Actor(ActorKind.RECEIPT, concern_id), concern_id, now=NOW)
    sent = {"text": "Dag", "asks_person": "no", "version": 2}
    assert "Dit verhaal is ingetrokken." in text(helper.post(url("concern_answer", concern_id), sent))
    assert "Niemand opent het meer." in text(helper.get(url("concern", concern_id)))


def test_concern_shows_hostile_text_as_text(helper: Client, two: Two) -> None:
    story = "<script>alert(1)</script> \u202eom =1+1 😀"
    concern_id = told_days_ago(two.here, 1, story=story, card_title="<b>Kop</b>", card_text="")
    page = helper.post(url("concern_story", concern_id), {"reason": "help"}).content.decode()
    assert "<script>alert" not in page
    assert "<b>Kop" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_concern_keeps_everything_in_one_page_of_queries(
    helper: Client, two: Two, django_assert_num_queries: DjangoAssertNumQueries, settings: Any
) -> None:
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    concern_id = told_days_ago(two.here, 1)
    with django_assert_num_queries(19):
        helper.get(url("concern", concern_id))
