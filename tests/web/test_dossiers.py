"""Dossiers through the client: the list, one dossier, what is added to it, and two who write at once."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.concerns.bundled import owner, teller
from tests.conftest import Two
from tests.dossiers.filed import bundle_in, filed, public_card
from tests.gate.neighbours import agreed
from tests.house.test_routes import signed_in
from tests.web.test_account_pages import text
from tests.web.test_follow import CODE, tell
from tests.worlds import NOW, World

from bundel.concerns.actions.bundling import answer_bundle, make_bundle
from bundel.concerns.models import Change
from bundel.concerns.upstream import changes_of
from bundel.dossiers import queries
from bundel.dossiers.actions.making import add_demand, change_dossier
from bundel.dossiers.actions.predicting import ask_prediction
from bundel.dossiers.actions.working import record_promise
from bundel.dossiers.models import Demand, Dossier, Evidence, Prediction, Promise
from bundel.dossiers.rules.states import State
from bundel.kit.days import day_of
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

TODAY = day_of(timezone.now())


def url(name: str, *args: object) -> str:
    return reverse(name, args=["hier", *args])


@pytest.fixture
def boss(two: Two) -> Client:
    """The owner's browser, here."""
    return signed_in(two.here, Role.OWNER)


def add(client: Client, dossier_id: object, part: str, **typed: Any) -> Any:
    """Fill in the form of one part; the page that follows."""
    return client.post(url("dossier_add", dossier_id, part), typed, follow=True)


def state_of(world: World, dossier_id: UUID) -> State:
    with acting_for(world.workspace.id):
        return State(Dossier.objects.get(pk=dossier_id).state)


def test_dossiers_says_what_fills_an_empty_list_and_asks_the_same_for_three(
    boss: Client, two: Two, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "Nog geen dossiers" in text(boss.get(url("dossiers")))
    counts = []
    for number in (1, 2):
        for _ in range(number):
            filed(two.here, demands=2)
        with django_assert_num_queries(12):
            counts.append(text(boss.get(url("dossiers"))).count("2 vragen, 0 beantwoord"))
    assert counts == [1, 3]


def test_dossier_new_starts_one_on_a_bundle(boss: Client, two: Two) -> None:
    bundle_id = bundle_in(two.here)
    where = url("dossier_new")
    assert "Te weinig hulp in huis" in text(boss.get(f"{where}?bundel={bundle_id}"))
    assert "Schrijf wat het probleem is." in text(boss.post(where, {"title": "Hulp", "problem": ""}))
    typed = {"title": "Hulp in huis", "problem": "Minder uren.", "gain": "", "bundle_id": str(bundle_id)}
    page = text(boss.post(where, typed, follow=True))
    assert "Hulp in huis" in page
    assert "Dat staat er nog niet. Zonder dit antwoord gaat het dossier niet naar buiten." in page


def test_dossier_walks_from_the_first_demand_to_an_effect(boss: Client, two: Two) -> None:
    dossier_id = filed(two.here, demands=0, bundle_id=bundle_in(two.here))
    assert "Schrijf wat jullie vragen" in text(boss.get(url("dossier", dossier_id)))
    add(boss, dossier_id, "vraag", text="Kom eerst kijken.", to_whom="college van B en W")
    day = TODAY.isoformat()
    page = text(add(boss, dossier_id, "advies", sent_on=day, to_whom="het college", weeks="8", result="Wij schreven."))
    assert "0 dagen wachten op antwoord" in page
    with acting_for(two.here.workspace.id):
        demand_id = Demand.objects.get().id
    assert "Schrijf wat er is geantwoord." in text(
        add(boss, dossier_id, "antwoord", demand_id=demand_id, kind="adopted", answered_on=day, answer="")
    )
    page = text(add(boss, dossier_id, "antwoord", demand_id=demand_id, kind="adopted", answered_on=day, answer="Ja."))
    assert "Overgenomen" in page
    add(
        boss,
        dossier_id,
        "gesprek",
        kind="talk",
        done_on=day,
        function="wethouder zorg",
        name="",
        result="Zij zegt ja.",
        is_public="no",
    )
    add(boss, dossier_id, "toezegging", text="Een nieuwe brief.", by_whom="de wethouder", due_on=day)
    add(boss, dossier_id, "effect", text="Iemand komt thuis kijken.", since_on=day)
    page = text(boss.get(url("dossier", dossier_id)))
    for words in (
        "Gesprek: wethouder zorg",
        "Een nieuwe brief.",
        "Vier weken na dit bericht",
        "Iemand komt thuis kijken.",
    ):
        assert words in page
    assert "Open het dossier weer" in text(add(boss, dossier_id, "afsluiten", result="Gelukt."))
    assert "Dit dossier is afgesloten." in text(add(boss, dossier_id, "effect", text="Nog iets.", since_on=day))
    boss.post(url("dossier_reopen", dossier_id))
    assert "Dit dossier is niet afgesloten." in text(boss.post(url("dossier_reopen", dossier_id), follow=True))
    assert state_of(two.here, dossier_id) is State.REOPENED


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("kaart", "Er is geen openbare kaart in de bundels van dit dossier"),
        ("bundel", "Er is geen andere bundel."),
        ("antwoord", "Er is nog geen vraag om op te antwoorden."),
    ],
)
def test_dossier_add_says_why_there_is_nothing_to_choose(boss: Client, two: Two, part: str, words: str) -> None:
    assert words in text(boss.get(url("dossier_add", filed(two.here, demands=0), part)))


def test_dossier_add_takes_evidence_and_partners(boss: Client, two: Two) -> None:
    bundle_id = bundle_in(two.here)
    dossier_id = filed(two.here)
    agreement_id = agreed(two.here, two.there, now=timezone.now())
    add(boss, dossier_id, "bundel", bundle_id=str(bundle_id))
    card_id = public_card(two.here, two.here.concerns[-1], title="Twee uur hulp")
    assert "Twee uur hulp" in text(boss.get(url("dossier_add", dossier_id, "kaart")))
    add(boss, dossier_id, "kaart", card_id=str(card_id))
    add(boss, dossier_id, "onderzoek", text="Wij telden veertig brieven.", source="Eigen telling")
    add(boss, dossier_id, "partner", agreement_id=str(agreement_id), name="")
    assert "Deze organisatie doet al mee." in text(add(boss, dossier_id, "partner", agreement_id="", name="Daar"))
    page = text(boss.get(url("dossier", dossier_id)))
    for words in ("Twee uur hulp", "Wij telden veertig brieven.", "Doen mee: Daar."):
        assert words in page
    with acting_for(two.here.workspace.id):
        assert Evidence.objects.count() == 2


def test_dossier_asks_the_database_the_same_for_three_of_everything(
    boss: Client, two: Two, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bundle_id = bundle_in(two.here)
    for number in (1, 3):
        dossier_id = filed(two.here, demands=number, bundle_id=bundle_id)
        with owner(two.here) as actor:
            for _ in range(number):
                record_promise(actor, dossier_id, text="Iets.", by_whom="iemand", due_on=TODAY, now=NOW)
        with django_assert_num_queries(34):
            boss.get(url("dossier", dossier_id))


def test_dossier_change_shows_both_texts_when_somebody_was_earlier(boss: Client, two: Two) -> None:
    dossier_id = filed(two.here)
    with owner(two.here) as actor:
        change_dossier(
            actor, dossier_id, title="Van een ander", problem="Wat een ander schreef.", gain="", version=1, now=NOW
        )
    typed = {"title": "Van mij", "problem": "Wat ik schreef.", "gain": "Iets beters.", "version": "1"}
    page = boss.post(url("dossier_change", dossier_id), typed)
    assert "Iemand anders was net eerder" in text(page)
    assert "Wat een ander schreef." in text(page)
    assert "Wat ik schreef." in text(page)
    assert boss.post(url("dossier_change", dossier_id), typed | {"version": "2"}).status_code == 302
    with owner(two.here) as actor:
        add_demand(actor, dossier_id, text="Iets.", to_whom="iemand", now=NOW)
    add(boss, dossier_id, "advies", sent_on=TODAY.isoformat(), to_whom="x", weeks="8", result="Weg.")
    emptied = boss.post(url("dossier_change", dossier_id), typed | {"version": "4", "gain": ""})
    assert emptied.status_code == 200


def test_today_has_a_line_for_a_promise_that_is_due(boss: Client, two: Two) -> None:
    dossier_id = filed(two.here)
    with owner(two.here) as actor:
        promise_id = record_promise(
            actor, dossier_id, text="Een nieuwe brief.", by_whom="de wethouder", due_on=TODAY, now=NOW
        )
    assert "Toezeggingen om na te gaan" in text(boss.get(url("today")))
    where = url("dossier_promise", dossier_id)
    boss.post(where, {"promise_id": "onzin", "state": "kept"})
    boss.post(where, {"promise_id": str(promise_id), "state": "kept"})
    assert "Een nieuwe brief." not in text(boss.get(url("today")))
    assert "Nagekomen" in text(boss.get(url("dossier", dossier_id)))
    with acting_for(two.here.workspace.id):
        assert Promise.objects.get().state == "kept"


def test_dossier_news_back_takes_back_what_nobody_heard(boss: Client, two: Two) -> None:
    dossier_id = filed(two.here, bundle_id=bundle_in(two.here))
    add(boss, dossier_id, "toezegging", text="Iets.", by_whom="iemand", due_on=TODAY.isoformat())
    with owner(two.here) as actor:
        newest = changes_of(actor, dossier_id)[0].id
        oldest = changes_of(actor, dossier_id)[-1].id
        Change.objects.filter(pk=oldest).update(sends_at=timezone.now())
    assert "Gaat binnen een minuut weg." in text(boss.get(url("dossier", dossier_id)))
    where = url("dossier_news_back", dossier_id)
    assert "Niemand heeft het gehoord." in text(boss.post(where, {"change_id": str(newest)}, follow=True))
    assert "De minuut is voorbij." in text(boss.post(where, {"change_id": str(oldest)}, follow=True))
    with owner(two.here) as actor:
        assert [c.taken_back_at is None for c in changes_of(actor, dossier_id)] == [False, timezone.now() < NOW]


def test_dossier_documents_come_in_open_go_and_come_back(boss: Client, two: Two) -> None:
    dossier_id = filed(two.here)
    where = url("dossier_documents", dossier_id)
    assert "Nog geen stukken" in text(boss.get(where))
    file = SimpleUploadedFile("verslag.txt", b"Wij spraken de wethouder.")
    assert "verslag.txt" in text(boss.post(where, {"chosen": file}, follow=True))
    with owner(two.here) as actor:
        (row,) = queries.visible_dossiers(actor).values_list("id", flat=True)
        from bundel.dossiers.documents import documents_of

        file_id = documents_of(actor, row)[0].row.id
    opened = boss.get(url("dossier_document", dossier_id, file_id))
    assert opened.content == b"Wij spraken de wethouder."
    assert "attachment" in opened["Content-Disposition"]
    boss.post(url("dossier_document_remove", dossier_id, file_id))
    assert boss.get(url("dossier_document", dossier_id, file_id)).status_code == 404
    boss.post(url("dossier_document_put_back", dossier_id, file_id))
    assert boss.get(url("dossier_document", dossier_id, file_id)).status_code == 200
    reader = signed_in(two.here, Role.READER)
    assert reader.post(where, {"chosen": SimpleUploadedFile("x.txt", b"x")}).status_code == 200
    assert "x.txt" not in text(reader.get(where))


def test_follow_predictions_lets_the_person_answer_and_be_quoted(client: Client, two: Two) -> None:
    concern_id = tell(two.here)
    client.post("/volg/", {"code": CODE})
    assert "Er zijn nu geen vragen" in text(client.get(reverse("follow_predictions")))
    with owner(two.here) as actor:
        bundle = make_bundle(
            actor, title="Minder hulp", problem="", theme="home_help", concern_ids=[concern_id], now=timezone.now()
        )
    with acting_for(two.here.workspace.id):
        answer_bundle(teller(concern_id), bundle.id, says_yes=True, now=timezone.now())
    dossier_id = filed(two.here, bundle_id=bundle.id)
    with owner(two.here) as actor:
        ask_prediction(actor, dossier_id, question="Hoe pakt dit uit?", now=timezone.now())
        asked_id = Prediction.objects.get().asked.get().id
    page = reverse("follow_predictions")
    assert "Hoe pakt dit uit?" in text(client.get(page))
    where = reverse("follow_prediction", args=[asked_id])
    name = asked_id.hex
    assert "Kies of we jouw woorden mogen aanhalen." in text(client.post(where, {f"{name}-answer": "Slecht."}))
    client.post(where, {f"{name}-answer": "Het kost mij een dag.", f"{name}-may_be_quoted": "yes"})
    assert "Het kost mij een dag." in text(client.get(page))
    boss = signed_in(two.here, Role.OWNER)
    assert "Het kost mij een dag." in text(boss.get(url("dossier", dossier_id)))
    boss.post(url("dossier_stop_asking", dossier_id), {"prediction_id": "onzin"})
    with acting_for(two.here.workspace.id):
        prediction_id = Prediction.objects.get().id
    boss.post(url("dossier_stop_asking", dossier_id), {"prediction_id": str(prediction_id)})
    closed = client.post(where, {f"{name}-answer": "Toch.", f"{name}-may_be_quoted": "no"}, follow=True)
    assert "Deze vraag is gesloten." in text(closed)


def test_dossier_add_asks_those_with_experience(boss: Client, two: Two) -> None:
    dossier_id = filed(two.here)
    assert "Er is nog niemand om te vragen." in text(add(boss, dossier_id, "ervaring", question="Hoe pakt dit uit?"))
    add(boss, dossier_id, "bundel", bundle_id=str(bundle_in(two.here)))
    add(boss, dossier_id, "ervaring", question="Hoe pakt dit uit?")
    assert "0 van de 1 mensen gaven antwoord." in text(boss.get(url("dossier", dossier_id)))
