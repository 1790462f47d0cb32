"""Bundles and news back as pages: for who works here, and for the people upstream."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from tests.concerns.bundled import JOB, bundled, card_of, concern_of, owner, recognised, says, teller
from tests.conftest import Two
from tests.gate.neighbours import agreed
from tests.house.test_routes import signed_in
from tests.worlds import World

from bundel.concerns.actions.telling_back import ask_after, tell_upstream
from bundel.concerns.models import Bundle, BundleCard, Change, Concern
from bundel.concerns.rules.upstream import ChangeKind
from bundel.gate.models import Sharing
from bundel.tenancy.rules import Role
from bundel.web.visitors import keep_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(two: Two) -> Client:
    concern_of(two.here)
    return signed_in(two.here, Role.OWNER)


def at(world: World, path: str = "") -> str:
    return f"/w/{world.workspace.slug}/bundels/{path}"


def a_bundle(world: World, *, cards: int = 2) -> UUID:
    with owner(world) as actor:
        return bundled(actor, *world.concerns[:cards], now=timezone.now()).id


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def holding(world: World, concern_id: UUID) -> Client:
    """A browser that holds the receipt of a story."""
    from django.http import HttpResponse

    client = Client()
    for name, morsel in keep_receipt(HttpResponse(), world.workspace.id, concern_id).cookies.items():
        client.cookies[name] = morsel.value
    return client


def test_an_empty_list_says_what_would_fill_it(two: Two, desk: Client) -> None:
    assert "Niemand telt mee zonder zelf ja te zeggen" in text(desk.get(at(two.here)))
    assert "Geen bundels met deze keuze" in text(desk.get(at(two.here, "?state=closed")))


def test_ticked_signals_become_a_bundle(two: Two, desk: Client) -> None:
    ids = [str(i) for i in two.here.concerns]
    answer = desk.post(at(two.here, "kies/"), {"concern": ids})
    form = desk.get(answer["Location"])
    assert "Minder hulp in huis" in text(form)
    made = desk.post(
        at(two.here, "nieuw/"), {"concern": ids, "title": "Te weinig hulp", "problem": "Zo.", "theme": "home_help"}
    )
    with owner(two.here):
        bundle = Bundle.objects.get()
        assert BundleCard.objects.filter(bundle=bundle).count() == 2
    assert made["Location"] == at(two.here, f"{bundle.id}/")
    assert "0 mensen tellen mee" in text(desk.get(made["Location"]))
    assert "Te weinig hulp" in text(desk.get(at(two.here)))
    assert "Te weinig hulp" in text(desk.get(f"/w/{two.here.workspace.slug}/signalen/{ids[0]}/"))


def test_nothing_ticked_goes_back_with_a_word(two: Two, desk: Client) -> None:
    answer = desk.post(at(two.here, "kies/"), follow=True)
    assert "Kies eerst een signaal" in text(answer)


def test_a_bundle_can_be_split_merged_and_both_undone(two: Two, desk: Client) -> None:
    bundle_id = a_bundle(two.here)
    with owner(two.here):
        link = BundleCard.objects.get(card_id=card_of(two.here.concerns[0]))
    page = at(two.here, f"{bundle_id}/splits/")
    assert "Minder hulp in huis" in text(desk.get(page))
    told = {"link": str(link.id), "title": "Apart", "problem": "", "why": "Iets anders.", "version": 1}
    made = desk.post(page, told)["Location"]
    assert "Gesplitst uit" in text(desk.get(made))
    merged = desk.post(
        at(two.here, f"{bundle_id}/voeg-samen/"),
        {"other_id": made.rstrip("/").rpartition("/")[2], "why": "Toch hetzelfde.", "version": 2},
        follow=True,
    )
    assert "Samengevoegd met" in text(merged)
    origin = re.search(r'name="origin_id" value="([^"]+)"', merged.content.decode())
    assert origin is not None
    back = desk.post(at(two.here, f"{bundle_id}/ongedaan/"), {"origin_id": origin[1], "version": 3}, follow=True)
    assert "Het is ongedaan" in text(back)


def test_a_stale_form_says_so_and_changes_nothing(two: Two, desk: Client) -> None:
    bundle_id = a_bundle(two.here)
    told = {"title": "Nieuw", "problem": "", "theme": "care", "version": 1}
    assert desk.post(at(two.here, f"{bundle_id}/woorden/"), told).status_code == 302
    again = desk.post(at(two.here, f"{bundle_id}/woorden/"), {**told, "title": "Ouder"})
    assert "Iemand anders veranderde deze bundel net" in text(again)
    assert "Zo staat het er nu" in text(again)


def test_a_card_is_taken_out_with_a_reason_and_put_back(two: Two, desk: Client) -> None:
    bundle_id = a_bundle(two.here)
    with owner(two.here):
        link = BundleCard.objects.get(card_id=card_of(two.here.concerns[0]))
    where = at(two.here, f"{bundle_id}/kaart/")
    told = {"link_id": str(link.id), "version": 1}
    assert "Schrijf waarom" in text(desk.post(where, told, follow=True))
    out = desk.post(where, {**told, "why": "Hoort hier niet."}, follow=True)
    assert "Eruit: Minder hulp in huis" in text(out)
    assert "staat er weer bij" in text(desk.post(where, {**told, "version": 2, "back": "1"}, follow=True))
    assert "Kies eerst een kaart" in text(desk.post(where, {}, follow=True))


def test_suggestions_stand_ready_and_are_added(two: Two, desk: Client) -> None:
    bundle_id = a_bundle(two.here, cards=1)
    page = desk.get(at(two.here, f"{bundle_id}/erbij/"))
    assert "1 ander zegt dit misschien ook" in text(page)
    assert "Geen kaarten die hierop lijken" in text(desk.get(at(two.here, f"{bundle_id}/erbij/?q=helikopter")))
    told = {"concern": str(two.here.concerns[1]), "why": "Zelfde verhaal.", "version": 1}
    assert "1 kaart staat er nu bij" in text(desk.post(at(two.here, f"{bundle_id}/erbij/"), told, follow=True))


@pytest.mark.parametrize(("how", "words"), [("individueel", "Ieder apart geholpen"), ("sluit", "Gesloten")])
def test_a_bundle_ends_with_a_reason_and_opens_again(two: Two, desk: Client, how: str, words: str) -> None:
    bundle_id = a_bundle(two.here)
    page = at(two.here, f"{bundle_id}/{how}/")
    assert "Het gaat na een minuut weg" in text(desk.get(page))
    assert words in text(desk.post(page, {"why": "Wij keken het na.", "version": 1}, follow=True))
    opened = desk.post(at(two.here, f"{bundle_id}/open/"), follow=True)
    assert "De bundel is weer open" in text(opened)
    assert "Teruggehaald. Niemand heeft dit gehoord." in text(opened)


def test_news_is_told_shown_with_progress_and_taken_back(two: Two, desk: Client) -> None:
    bundle_id = a_bundle(two.here)
    where = at(two.here, f"{bundle_id}/nieuws/")
    assert "ook met een code" in text(desk.get(where))
    told = desk.post(where, {"kind": "promise", "text": "De wethouder komt kijken."}, follow=True)
    assert "De wethouder komt kijken." in text(told)
    with owner(two.here):
        change = Change.objects.get(kind=ChangeKind.PROMISE)
    gone = desk.post(at(two.here, f"{bundle_id}/nieuws/terug/"), {"change_id": str(change.id)}, follow=True)
    assert "Niemand heeft het gehoord" in text(gone)


def test_the_cards_of_a_bundle_are_passed_on_with_a_question_to_each(two: Two, desk: Client) -> None:
    agreement_id = agreed(two.here, two.there, now=timezone.now())
    bundle_id = a_bundle(two.here)
    assert f"Geef door aan {two.there.workspace.name}" in text(desk.get(at(two.here, f"{bundle_id}/")))
    answer = desk.post(at(two.here, f"{bundle_id}/geef-door/"), {"agreement_id": str(agreement_id)}, follow=True)
    assert "2 mensen krijgen de vraag" in text(answer)
    with owner(two.here):
        assert Sharing.objects.count() == 2


def test_who_only_reads_sees_the_bundle_and_no_acts(two: Two, desk: Client) -> None:
    bundle_id = a_bundle(two.here)
    page = text(signed_in(two.here, Role.READER).get(at(two.here, f"{bundle_id}/")))
    assert "Te weinig hulp in huis" in page
    assert "Haal eruit" not in page


def test_a_teller_is_asked_answers_and_changes_their_mind(two: Two, desk: Client) -> None:
    bundle_id = a_bundle(two.here)
    client = holding(two.here, two.here.concerns[0])
    assert "Tel je mee?" in text(client.get("/volg/mijn/"))
    answer = client.post("/volg/mijn/meetellen/", {"bundle_id": str(bundle_id), "answer": "yes"}, follow=True)
    assert "Je telt mee bij ‘Te weinig hulp in huis’" in text(answer)
    assert "1 mens telt mee" in text(desk.get(at(two.here, f"{bundle_id}/")))
    client.post("/volg/mijn/meetellen/", {"bundle_id": str(bundle_id), "answer": "no"})
    assert "0 mensen tellen mee" in text(desk.get(at(two.here, f"{bundle_id}/")))


def test_a_teller_reads_news_and_says_weeks_later_whether_it_works(two: Two, desk: Client) -> None:
    concern_id = two.here.concerns[0]
    bundle_id = a_bundle(two.here)
    desk.post(at(two.here, f"{bundle_id}/nieuws/"), {"kind": "effect", "text": "De hulp is terug."})
    later = timezone.now() + timedelta(weeks=4)
    with owner(two.here):
        effect = Change.objects.get(kind=ChangeKind.EFFECT)
        tell_upstream(JOB, effect.id, now=later)
        question = ask_after(JOB, effect.id, now=later)
        assert question is not None
        tell_upstream(JOB, question, now=later)
    client = holding(two.here, concern_id)
    assert "Werkt het nu voor jou?" in text(client.get("/volg/mijn/"))
    told = {"change_id": str(question), "answer": "partly", "line": "Nog niet elke week."}
    assert "We nemen je antwoord mee" in text(client.post("/volg/mijn/werkt-het/", told, follow=True))
    assert "Een beetje: 1" in text(desk.get(at(two.here, f"{bundle_id}/")))
    assert "Kies een antwoord" in text(client.post("/volg/mijn/werkt-het/", {}, follow=True))


def test_a_teller_chooses_when_a_mail_comes(two: Two, desk: Client) -> None:
    client = holding(two.here, two.here.concerns[0])
    assert "In een mail staat nooit wat er gebeurde" in text(client.get("/volg/mijn/nieuws/"))
    answer = client.post("/volg/mijn/nieuws/", {"wish": "results", "is_weekly": "yes"}, follow=True)
    assert "ten hoogste één keer per week" in text(answer)
    assert client.post("/volg/mijn/nieuws/", {}).status_code == 200


def test_each_municipality_shows_how_it_is_worked_in(two: Two, desk: Client) -> None:
    where = f"/w/{two.here.workspace.slug}/werkwijze/"
    assert "Elke gemeente kan haar eigen vorm hebben" in text(desk.get(where))
    told = {"municipality_code": "Ede", "form": "council", "line": "Via de adviesraad."}
    assert "Via de adviesraad." in text(desk.post(where, told, follow=True))
    page = desk.get(f"/w/{two.here.workspace.slug}/signalen/{two.here.concerns[0]}/")
    assert "Zo werken we in Ede" in text(page)


def test_numbers_stand_by_municipality(two: Two, desk: Client) -> None:
    bundle_id = a_bundle(two.here)
    with owner(two.here):
        says(teller(two.here.concerns[0]), bundle_id)
        recognised(card_of(two.here.concerns[0]), times=3, bundle_id=bundle_id, at=timezone.now())
        Concern.objects.filter(pk=two.here.concerns[0]).update(received_at=timezone.now())
    page = text(desk.get(at(two.here, f"{bundle_id}/")))
    assert "4 mensen tellen mee" in page
    assert "Ede: 4" in page
