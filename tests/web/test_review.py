"""The second look, counting hands, questions and closing messages, as a member does it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.house.test_routes import signed_in
from tests.web.test_account_pages import text
from tests.web.test_follow import CODE, tell
from tests.web.test_recognise import press, publish, strength
from tests.worlds import World

from bundel.accounts.access import ACTIONS, Refused
from bundel.audit.queries import acts_on
from bundel.concerns.actions import asking, pausing, publishing, recognising
from bundel.concerns.models import CardQuestion, Concern, Message, PublicCard, Recognition, Review
from bundel.concerns.recognitions import card_numbers
from bundel.concerns.rules.publishing import PauseReason, ReviewState
from bundel.concerns.rules.recognition import Answer
from bundel.concerns.rules.words import Consent
from bundel.jobs.registry import run_job
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

THREAT = {"card_title": "Geen taxi", "card_text": "De taxi komt niet. Jullie gaan eraan."}


@pytest.fixture
def boss(two: Two) -> Client:
    """The owner's browser."""
    return signed_in(two.here, Role.OWNER)


def at(world: World, concern_id: UUID, *parts: str) -> str:
    return "/".join([f"/w/{world.workspace.slug}/signalen/{concern_id}", *parts, ""])


def look(concern_id: UUID) -> str:
    return f"/w/hier/kijk-na/{concern_id}/"


def state(world: World, concern_id: UUID) -> str:
    with acting_for(world.workspace.id):
        return Review.objects.filter(concern_id=concern_id).order_by("-asked_at").values_list("state", flat=True)[0]


def card_of(world: World, concern_id: UUID) -> UUID:
    with acting_for(world.workspace.id):
        return Concern.objects.get(pk=concern_id).card.id


def test_reviews_puts_flags_first(two: Two, boss: Client) -> None:
    tell(two.here, **THREAT)
    page = text(boss.get("/w/hier/kijk-na/"))
    assert page.index("Geen taxi") < page.index("Minder hulp in huis")
    assert "Hier staat misschien een bedreiging." in page


@pytest.mark.parametrize("number", [1, 3])
def test_reviews_asks_the_database_as_often_for_one_as_for_three(
    number: int, two: Two, boss: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        tell(two.here, code=f"{n}".ljust(16, "3"))
    boss.get("/w/hier/kijk-na/")
    with django_assert_num_queries(11):
        boss.get("/w/hier/kijk-na/")


def test_a_card_without_consent_waits_for_nobody(two: Two) -> None:
    concern_id = tell(two.here, consent=Consent.HELPER)
    with acting_for(two.here.workspace.id):
        assert not Review.objects.filter(concern_id=concern_id).exists()


def test_review_publishes_and_takes_it_back(two: Two, boss: Client) -> None:
    concern_id = two.here.concerns[0]
    card_id = card_of(two.here, concern_id)
    assert "Laat iedereen deze kaart lezen" in text(boss.get(look(concern_id)))
    boss.post(look(concern_id), {"act": "publish"})
    seen = PublicCard.objects.get(pk=card_id)
    assert (seen.place_level, seen.place_code, seen.workspace_name) == ("municipality", "GM0228", "Hier")
    assert "Iedereen kan deze kaart lezen." in text(boss.get(look(concern_id)))
    with acting_for(two.here.workspace.id):
        assert [t.act for t in acts_on(concern_id, act=("concerns.publish_card",))] == ["concerns.publish_card"]
    boss.post(look(concern_id), {"act": "withdraw"})
    assert not PublicCard.objects.filter(pk=card_id).exists()
    assert state(two.here, concern_id) == ReviewState.WAITING


def test_review_of_a_card_that_threatens_offers_no_publishing(two: Two, boss: Client) -> None:
    concern_id = tell(two.here, **THREAT)
    page = text(boss.get(look(concern_id)))
    assert "<mark>Jullie gaan eraan</mark>" in page
    assert "Laat iedereen deze kaart lezen" not in page
    answer = boss.post(look(concern_id), {"act": "publish"}, follow=True)
    assert "Deze woorden mogen niet naar buiten" in text(answer)
    assert not PublicCard.objects.exists()


def test_review_sends_back_with_a_message_that_can_be_taken_back(two: Two, boss: Client) -> None:
    concern_id = two.here.concerns[0]
    assert "Schrijf waarom." in text(boss.post(look(concern_id), {"act": "send_back", "text": ""}))
    boss.post(look(concern_id), {"act": "send_back", "text": "Wil je de naam weghalen?"})
    assert state(two.here, concern_id) == ReviewState.SENT_BACK
    with acting_for(two.here.workspace.id):
        written = Message.objects.filter(concern_id=concern_id).count()
    boss.post(look(concern_id), {"act": "again"})
    assert state(two.here, concern_id) == ReviewState.WAITING
    with acting_for(two.here.workspace.id):
        assert Message.objects.filter(concern_id=concern_id).count() == written - 1


def test_review_refuses_with_a_reason_the_person_reads(two: Two, boss: Client, client: Client) -> None:
    concern_id = tell(two.here)
    boss.post(look(concern_id), {"act": "refuse", "text": "Je bent te herkennen."})
    client.post("/volg/", {"code": CODE})
    assert "Je bent te herkennen." in text(client.get("/volg/mijn/"))
    boss.post(look(concern_id), {"act": "again"})
    assert state(two.here, concern_id) == ReviewState.WAITING
    answer = boss.post(look(concern_id), {"act": "again"}, follow=True)
    assert "Iemand anders was je voor." in text(answer)


def test_publish_card_without_a_card_that_waits_is_refused(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        owner, concern_id = two.here.actor(Role.OWNER), two.here.concerns[0]
        publishing.publish_card(owner, concern_id, now=timezone.now())
        with pytest.raises(RuleBroken, match="look_not_possible"):
            publishing.publish_card(owner, concern_id, now=timezone.now())
        with pytest.raises(Refused):
            publishing.publish_card(two.here.actor(Role.READER), concern_id, now=timezone.now())


def test_public_card_of_another_workspace_cannot_be_written(two: Two) -> None:
    card_id = publish(two.here)
    with acting_for(two.there.workspace.id):
        assert PublicCard.objects.filter(pk=card_id).update(title="Van ons") == 0
        assert PublicCard.objects.filter(pk=card_id).delete()[0] == 0
    assert PublicCard.objects.get(pk=card_id).title == "Minder hulp in huis"


def test_hands_are_counted_and_taken_back(two: Two, boss: Client) -> None:
    card_id = publish(two.here)
    concern_id = two.here.concerns[-1]
    here = at(two.here, concern_id, "herkenning")
    assert "Tel 1 tot en met 60" in text(boss.post(f"{here}handen/", {"hands": "99"}))
    counted = boss.post(f"{here}handen/", {"hands": "12"})
    assert strength(card_id) == 12
    page = text(boss.get(counted["Location"]))
    assert "12 mensen herkennen dit" in page
    assert "De handen tellen mee." in page
    assert "12 mensen herkennen dit" in text(Client().get(f"/herken/{card_id}/"))
    boss.post(f"{here}handen/", {"samen": counted["Location"].split("samen=")[1]})
    assert strength(card_id) == 0
    boss.post(f"{here}handen/", {"samen": "niets"})


def test_hands_need_a_public_card(two: Two, boss: Client) -> None:
    here = at(two.here, two.here.concerns[0], "herkenning")
    answer = boss.post(f"{here}handen/", {"hands": "2"}, follow=True)
    assert "Deze kaart is niet openbaar." in text(answer)
    with acting_for(two.here.workspace.id), pytest.raises(RuleBroken, match="hands_out_of_bounds"):
        recognising.count_hands(two.here.actor(Role.OWNER), two.here.concerns[0], hands=0, now=timezone.now())


def test_a_burst_in_a_short_time_waits_with_what_came_before(two: Two) -> None:
    card_id = publish(two.here)
    with acting_for(two.here.workspace.id):
        for n in range(21):
            recognising.recognise(
                two.here.actor(Role.OWNER),
                card_id,
                answer=Answer.SAME,
                device=bytes([n]) * 32,
                receipt_hash=bytes([n]) * 32,
                municipality_code="",
                language="nl",
                from_network=1,
                is_machine=False,
                now=timezone.now(),
            )
        assert Recognition.objects.filter(is_counted=False).count() == 21
    assert strength(card_id) == 0


def test_recognitions_judges_a_burst(two: Two, boss: Client) -> None:
    card_id = publish(two.here)
    here = at(two.here, two.here.concerns[-1], "herkenning")
    press(Client(), card_id, website="x")
    assert "Nog niet meegeteld" in text(boss.get(here))
    boss.post(f"{here}echt/", {"act": "unreal"})
    assert "1 antwoord telt niet mee." in text(boss.get(here))
    boss.post(f"{here}echt/", {"act": "again"})
    boss.post(f"{here}echt/", {"act": "real"})
    assert strength(card_id) == 1


def test_recognitions_lines_are_opened_with_a_trace(two: Two, boss: Client, client: Client) -> None:
    card_id = publish(two.here)
    concern_id = two.here.concerns[-1]
    here = at(two.here, concern_id, "herkenning")
    assert "Niemand schreef er iets bij" in text(boss.post(f"{here}regels/"))
    own = press(client, card_id, "different")["Location"]
    client.post(f"{own}regel/", {"line": "Bij mij was er wel een brief."})
    assert "Bij mij was er wel een brief." in text(boss.post(f"{here}regels/"))
    with acting_for(two.here.workspace.id):
        assert len(acts_on(concern_id, act=("concerns.open_lines",))) == 1


def test_a_question_is_looked_at_sent_and_taken_back(two: Two, boss: Client) -> None:
    publish(two.here)
    concern_id = two.here.concerns[-1]
    here = at(two.here, concern_id, "herkenning", "vraag")
    assert "Schrijf eerst een bericht." in text(boss.post(here, {"text": ""}))
    assert "Zo lezen zij het" in text(boss.post(here, {"text": "Was er een brief?"}))
    assert "over een minuut weg" in text(boss.post(here, {"text": "Was er een brief?", "act": "send"}))
    with acting_for(two.here.workspace.id):
        question = CardQuestion.objects.get()
    boss.post(f"{here}terug/", {"question": str(question.id)})
    boss.post(f"{here}terug/", {"question": "geen"})
    with acting_for(two.here.workspace.id):
        assert CardQuestion.objects.get().taken_back_at is not None
    run_job(
        ACTIONS["concerns.send_card_question"], workspace_id=str(two.here.workspace.id), question_id=str(question.id)
    )
    with acting_for(two.here.workspace.id):
        assert not Message.objects.filter(concern_id=concern_id).exists()


def test_a_question_also_reaches_who_told_it(two: Two) -> None:
    concern_id = tell(two.here, reachable=True, contact="mo@teller.example")
    with acting_for(two.here.workspace.id):
        owner, then = two.here.actor(Role.OWNER), timezone.now() - timedelta(minutes=3)
        question = asking.ask_others(owner, concern_id, text="Was er een brief?", now=then)
        for wrong, refusal in (("", "message_empty"), ("a" * 501, "question_too_long")):
            with pytest.raises(RuleBroken, match=refusal):
                asking.ask_others(owner, concern_id, text=wrong, now=then)
        with pytest.raises(RuleBroken, match="already_sent"):
            asking.take_back_card_question(owner, concern_id, question_id=question, now=timezone.now())
        professional = two.here.actor(Role.PROFESSIONAL)
        with pytest.raises(RuleBroken, match="not_yours"):
            asking.take_back_card_question(professional, concern_id, question_id=question, now=then)
    run_job(ACTIONS["concerns.send_card_question"], workspace_id=str(two.here.workspace.id), question_id=str(question))
    with acting_for(two.here.workspace.id):
        assert Message.objects.filter(concern_id=concern_id).count() == 1


def test_closed_messages_say_why_and_take_one_objection(two: Two, boss: Client, client: Client) -> None:
    concern_id = tell(two.here)
    where = at(two.here, concern_id, "berichten-dicht")
    assert "Kies waarom." in text(boss.post(where, {"act": "close", "days": "3"}))
    boss.post(where, {"act": "close", "days": "3", "reason": "insults"})
    assert "De berichten zijn gesloten" in text(boss.get(where))
    boss.post(where, {"act": "close", "days": "3", "reason": "insults"})
    client.post("/volg/", {"code": CODE})
    page = text(client.get("/volg/mijn/"))
    assert "Je kunt nu geen berichten sturen." in page
    assert "werd iemand uitgescholden" in page
    refused = text(client.post("/volg/mijn/", {"text": "Hallo?"}))
    assert "Je kunt nu geen berichten sturen" in refused
    client.post("/volg/mijn/bezwaar/", {"text": ""})
    client.post("/volg/mijn/bezwaar/", {"text": "Dat was ik niet."})
    client.post("/volg/mijn/bezwaar/", {"text": "Nog een keer."})
    page = text(client.get("/volg/mijn/"))
    assert "Dat was ik niet." in page
    assert "Nog een keer." not in page
    assert "Je maakte bezwaar" in page
    assert "De persoon maakte bezwaar." in text(boss.get(where))
    boss.post(where, {"act": "open"})
    client.post("/volg/mijn/", {"text": "Dank je."})
    assert "Dank je." in text(client.get("/volg/mijn/"))
    with acting_for(two.here.workspace.id), pytest.raises(RuleBroken, match="not_paused"):
        pausing.resume_messages(two.here.actor(Role.OWNER), concern_id, now=timezone.now())
    assert PauseReason.INSULTS in PauseReason


def test_card_numbers_of_a_concern_one_may_not_see_is_refused(two: Two) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(Refused):
        card_numbers(two.here.actor(Role.PRIVACY_OFFICER), two.here.concerns[0])
