"""Working together, through the client: agreements, received cards, asking, and the person's answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.gate.neighbours import agreed, answered, asked, owner, proposed, shared, take
from tests.house.test_routes import signed_in
from tests.web.test_account_pages import text
from tests.web.test_follow import CODE, tell
from tests.worlds import World, add_concern, make_world

from bundel.gate import queries
from bundel.gate.models import News, ReceivedCard, Sharing
from bundel.gate.rules import AgreementKind, AgreementState, Answer, Leaving
from bundel.kit.days import day_of
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role, WorkspaceKind

pytestmark = pytest.mark.django_db


def url(name: str, *args: object, slug: str = "hier") -> str:
    return reverse(name, args=[slug, *args])


@pytest.fixture
def boss(two: Two) -> Client:
    """The owner's browser, here."""
    return signed_in(two.here, Role.OWNER)


def told(**changes: Any) -> dict[str, Any]:
    """An agreement as typed in the form."""
    until = day_of(timezone.now()) + timedelta(days=200)
    return {
        "partner": "daar",
        "direction": "give",
        "kind": "share",
        "purpose": "Samen sterker.",
        "themes": ["home_help"],
        "runs_until": until.isoformat(),
        "speaks": "Wij allebei.",
        "red_lines": "",
        "leaving": "nothing",
    } | changes


def agreement_of(world: World) -> queries.AgreementRow:
    with owner(world) as actor:
        return queries.list_agreements(actor, today=day_of(timezone.now()))[0]


def test_agreement_new_proposes_and_the_other_side_says_yes(boss: Client, two: Two) -> None:
    answer = boss.post(url("agreement_new"), told())
    made = agreement_of(two.here)
    assert answer["Location"] == url("agreement", made.id)
    assert (made.target_name, made.gives, made.terms.themes) == ("Daar", True, ("home_help",))
    assert "Trek het voorstel in" in text(boss.get(url("agreement", made.id)))
    there = signed_in(two.there, Role.OWNER)
    assert "Wacht op jullie ja" in text(there.get(url("agreements", slug="daar")))
    page = text(there.get(url("agreement", made.id, slug="daar")))
    assert "Hier vraagt jullie ja" in page
    there.post(url("agreement_decide", made.id, slug="daar"), {"decision": "accept"})
    assert agreement_of(two.here).state is AgreementState.AGREED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"partner": "nergens"}, "Deze organisatie kennen we niet"),
        ({"partner": "Hier"}, "Deze organisatie kennen we niet"),
        ({"partner": "a"}, "Welke organisatie bedoel je? Kies uit:"),
        ({"kind": "coalition"}, "Samen bundelen"),
        ({"kind": "hand_over"}, "Overdragen kan alleen van een lokale groep"),
        ({"runs_until": "2020-01-01"}, "Kies een dag die nog komt."),
        ({"purpose": "x" * 700}, "te lang"),
    ],
)
def test_agreement_new_says_what_is_wrong(boss: Client, two: Two, changes: dict[str, Any], words: str) -> None:
    make_world("daarginds", concerns=0)
    partner = {"partner": "Daar"} | changes
    answer = boss.post(url("agreement_new"), told(**partner))
    assert answer.status_code == 200
    assert words in text(answer)


def test_agreement_shows_both_texts_when_one_replaces_the_other(boss: Client, two: Two) -> None:
    old = agreed(two.here, two.there, now=timezone.now(), purpose="De oude tekst van toen.")
    address = f"{url('agreement_new')}?vervangt={old}"
    assert "De oude tekst van toen." in text(boss.get(address))
    boss.post(address, told(purpose="De nieuwe tekst van nu."))
    there = signed_in(two.there, Role.OWNER)
    made = agreement_of(two.there)
    page = text(there.get(url("agreement", made.id, slug="daar")))
    assert "De oude tekst van toen." in page
    assert "De nieuwe tekst van nu." in page
    assert boss.get(f"{url('agreement_new')}?vervangt=onzin").status_code == 404


def test_agreement_decide_ends_it_at_once_and_refuses_twice(boss: Client, two: Two) -> None:
    agreement_id = agreed(two.here, two.there, now=timezone.now(), leaving=Leaving.EVIDENCE)
    page = text(boss.get(url("agreement", agreement_id)))
    assert "Daar raakt de tekst van elke kaart kwijt" in page
    where = url("agreement_decide", agreement_id)
    boss.post(where, {"decision": "iets anders"})
    assert agreement_of(two.here).state is AgreementState.AGREED
    boss.post(where, {"decision": "end"})
    assert "Deze afspraak loopt niet meer." in text(boss.post(where, {"decision": "end"}, follow=True))
    assert "Wat voorbij is" in text(boss.get(url("agreements")))


def test_a_stranger_does_not_find_an_agreement_of_two_others(two: Two) -> None:
    agreement_id = agreed(two.here, two.there, now=timezone.now())
    third = make_world("ginds")
    stranger = signed_in(third, Role.OWNER)
    for answer in (
        stranger.get(url("agreement", agreement_id, slug="ginds")),
        stranger.post(url("agreement_decide", agreement_id, slug="ginds"), {"decision": "end"}),
        stranger.get(f"{url('agreement_new', slug='ginds')}?vervangt={agreement_id}"),
    ):
        assert answer.status_code == 404
    assert "Er loopt nog geen afspraak" in text(stranger.get(url("agreements", slug="ginds")))


def test_share_card_asks_once_and_takes_the_question_back(boss: Client, two: Two) -> None:
    concern_id = two.here.concerns[0]
    where = url("share_card", concern_id)
    assert "Er is nog geen afspraak om te delen" in text(boss.get(where))
    agreement_id = agreed(two.here, two.there, now=timezone.now())
    agreed(two.here, two.there, now=timezone.now(), themes=("work",))
    proposed(two.here, two.there, now=timezone.now())
    page = text(boss.get(where))
    assert "De afspraak gaat niet over dit onderwerp." in page
    assert "De ander heeft nog geen ja gezegd." in page
    boss.post(where, {"agreement_id": agreement_id})
    page = text(boss.post(where, {"agreement_id": agreement_id}, follow=True))
    assert "Je hebt dit al gevraagd." in page
    assert "De persoon heeft nog niet geantwoord" in page
    with acting_for(two.here.workspace.id):
        sharing_id = Sharing.objects.get().id
    boss.post(url("share_take_back", concern_id, sharing_id))
    assert "Vraag het de persoon" in text(boss.get(where))
    boss.post(where, {"agreement_id": agreement_id})
    with acting_for(two.here.workspace.id):
        sharing_id = Sharing.objects.get().id
    answered(two.here, sharing_id, now=timezone.now())
    page = text(boss.post(url("share_take_back", concern_id, sharing_id), follow=True))
    assert "De persoon heeft al geantwoord." in page
    assert "De persoon zei ja: gedeeld" in page


def test_concern_links_to_sharing_for_who_may_share(boss: Client, two: Two) -> None:
    page = url("concern", two.here.concerns[0])
    assert "Deel de kaart met een andere organisatie" in text(boss.get(page))
    reader = signed_in(two.here, Role.READER)
    assert "Deel de kaart met een andere organisatie" not in text(reader.get(page))


@pytest.fixture
def person(client: Client, two: Two) -> Client:
    """The browser of somebody who told something here, and typed their code; it is the first concern here."""
    two.here.concerns.insert(0, tell(two.here))
    assert client.post("/volg/", {"code": CODE})["Location"] == "/volg/mijn/"
    return client


def test_the_person_reads_the_question_says_yes_and_takes_it_back(person: Client, two: Two) -> None:
    now = timezone.now()
    agreement_id = agreed(two.here, two.there, now=now, leaving=Leaving.EVIDENCE, purpose="Samen naar de raad.")
    sharing_id = asked(two.here, agreement_id, now=now)
    page = text(person.get("/volg/mijn/"))
    assert "Mag je kaart ook naar Daar?" in page
    assert "Samen naar de raad." in page
    assert "Je verhaal en je naam gaan niet mee." in page
    assert "en het nummer ." not in page
    where = reverse("follow_share", args=[sharing_id])
    assert person.post(where, {"answer": "misschien"})["Location"] == "/volg/mijn/"
    page = text(person.post(where, {"answer": "yes"}, follow=True))
    assert "Je kaart gaat over een minuut weg." in page
    assert "Wie je kaart nog meer kreeg" in page
    take(two.there, now=now + timedelta(minutes=2))
    page = text(person.post(where, {"answer": "no"}, follow=True))
    assert "Heeft je kaart niet." in page
    assert "Mijn kaart mag er toch heen" in page
    take(two.there, now=now + timedelta(minutes=3))
    with acting_for(two.there.workspace.id):
        assert ReceivedCard.objects.get().text == ""
    with acting_for(two.here.workspace.id):
        assert Sharing.objects.get().answer == Answer.NO


def test_the_person_cannot_answer_for_another_and_not_after_the_end(person: Client, two: Two) -> None:
    now = timezone.now()
    mine, other = two.here.concerns[0], add_concern(two.here)
    agreement_id = agreed(two.here, two.there, now=now)
    mine_asked = asked(two.here, agreement_id, now=now)
    two.here.concerns.insert(0, other)
    not_mine = asked(two.here, agreement_id, now=now)
    assert mine != other
    assert person.post(reverse("follow_share", args=[not_mine]), {"answer": "yes"}).status_code == 404
    signed_in(two.there, Role.OWNER).post(url("agreement_decide", agreement_id, slug="daar"), {"decision": "end"})
    assert "Mag je kaart" not in text(person.get("/volg/mijn/"))
    page = text(person.post(reverse("follow_share", args=[mine_asked]), {"answer": "yes"}, follow=True))
    assert "Deze afspraak loopt niet meer." in page


def test_a_hand_over_leads_the_person_to_tell_it_there_themselves(two: Two, client: Client) -> None:
    now = timezone.now()
    local = make_world("lindewaard", kind=WorkspaceKind.LOCAL_GROUP, concerns=0)
    local.concerns.append(tell(local))
    client.post("/volg/", {"code": CODE})
    sharing_id = asked(local, agreed(local, two.there, now=now, kind=AgreementKind.HAND_OVER), now=now)
    assert "Mag Daar je kaart overnemen?" in text(client.get("/volg/mijn/"))
    page = text(client.post(reverse("follow_share", args=[sharing_id]), {"answer": "yes"}, follow=True))
    assert 'href="/bij/daar/"' in page
    take(two.there, now=now + timedelta(minutes=2))
    there = signed_in(two.there, Role.OWNER)
    assert "Zij droegen deze kaart aan jullie over." in text(there.get(url("received_cards", slug="daar")))


def test_received_cards_are_read_answered_with_news_and_emptied(person: Client, two: Two) -> None:
    now = timezone.now()
    _, sharing_id = shared(two.here, two.there, now=now)
    there = signed_in(two.there, Role.PROFESSIONAL)
    where = url("received_cards", slug="daar")
    page = text(there.get(where))
    for words in ("Minder hulp in huis", "Van Hier", "Hulp in huis", "Ede", "Vertel wat ermee gebeurde"):
        assert words in page
    with acting_for(two.there.workspace.id):
        card_id = ReceivedCard.objects.get().id
    news = url("received_card_news", card_id, slug="daar")
    assert "Kies wat er gebeurde." in text(there.post(news, {"kind": ""}))
    there.post(news, {"kind": "changed", "text": "De gemeente geeft weer vier uur."})
    take(two.here, now=now + timedelta(hours=1))
    assert "De gemeente geeft weer vier uur." in text(person.get("/volg/mijn/"))
    with acting_for(two.here.workspace.id):
        assert News.objects.count() == 1
    boss = signed_in(two.here, Role.OWNER)
    assert "De gemeente geeft weer vier uur." in text(boss.get(url("share_card", two.here.concerns[0])))
    answered(two.here, sharing_id, yes=False, now=now + timedelta(minutes=5))
    take(two.there, now=now + timedelta(minutes=5))
    page = text(there.get(where))
    assert "Een kaart zonder tekst" in page
    assert "Teruggehaald" in page
    assert "Minder hulp in huis" not in page
    assert "Deze kaart is teruggehaald." in text(there.get(news))
    late = there.post(news, {"kind": "read", "text": "Te laat."})
    assert "Deze kaart is teruggehaald." in text(late)
    assert there.get(f"{where}?bladzijde=nul").status_code == 200
    assert "Nieuwer" in text(there.get(f"{where}?bladzijde=2"))


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_database_as_often_for_one_as_for_three(
    two: Two, number: int, django_assert_num_queries: DjangoAssertNumQueries, settings: Any
) -> None:
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    for _ in range(number):
        shared(two.there, two.here, now=timezone.now())
        asked(two.here, agreed(two.here, two.there, now=timezone.now()), now=timezone.now())
    boss = signed_in(two.here, Role.OWNER)
    boss.get(url("agreements"))
    for name, arguments, queries_made in (
        ("agreements", (), 11),
        ("received_cards", (), 10),
        ("share_card", (two.here.concerns[0],), 16),
    ):
        with django_assert_num_queries(queries_made):
            assert boss.get(url(name, *arguments)).status_code == 200
