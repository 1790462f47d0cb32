"""Dossiers for everybody, through the client: the preview, the minute, the public pages and the PDF."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries
from tests.concerns.bundled import owner
from tests.conftest import Two
from tests.dossiers.filed import bundle_in, filed, public_card, published
from tests.house.test_routes import signed_in
from tests.web.test_account_pages import text

from bundel.dossiers.actions.making import add_demand, quote_card
from bundel.dossiers.actions.working import Done, record_answer, record_effect, record_promise, record_step, send_advice
from bundel.dossiers.models import Demand, DossierVersion, PublicDossier
from bundel.dossiers.rules.words import AnswerKind, StepKind
from bundel.kit.days import day_of
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

TODAY = day_of(timezone.now())


def url(name: str, *args: object) -> str:
    return reverse(name, args=["hier", *args])


def full(two: Two) -> str:
    """A public dossier with something of everything; its address."""
    dossier_id = filed(two.here, demands=2, bundle_id=bundle_in(two.here, recognitions=11), title="Hulp 🙂 in huis")
    card_id = public_card(two.here, two.here.concerns[-1], title="Twee uur hulp")
    now = timezone.now()
    with owner(two.here) as actor:
        quote_card(actor, dossier_id, card_id=card_id, now=now)
        sent = TODAY - timedelta(days=3)
        send_advice(actor, dossier_id, sent_on=sent, weeks=8, to_whom="het college", result="Wij schreven.", now=now)
        demand_id = Demand.objects.get(number=1).id
        record_answer(
            actor, dossier_id, demand_id=demand_id, kind=AnswerKind.PARTLY, answered_on=TODAY, answer="Soms.", now=now
        )
        talk = Done(StepKind.TALK, TODAY, "wethouder zorg", "Zij luisterde.", name="Jo Geheim", is_public=True)
        record_step(actor, dossier_id, done=talk, now=now)
        record_promise(actor, dossier_id, text="Een brief.", by_whom="de wethouder", due_on=TODAY, now=now)
        record_effect(actor, dossier_id, text="Iemand komt kijken.", since_on=TODAY, now=now)
    published(two.here, dossier_id, now=now - timedelta(hours=1))
    return str(PublicDossier.objects.get().slug)


def test_public_dossier_says_what_was_heard_asked_answered_and_changed(
    client: Client, two: Two, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    slug = full(two)
    with django_assert_num_queries(2):
        page = text(client.get(reverse("public_dossier", args=[slug])))
    for words in (
        "Wat heeft de burger er nu aan?",
        "<dd>12</dd>",
        "Twee uur hulp",
        "3 dagen wachten op antwoord",
        "Voor een deel",
        "Soms.",
        "Iemand komt kijken.",
        "Een brief.",
        "Gesprek: wethouder zorg",
    ):
        assert words in page
    assert "Jo Geheim" not in page


def test_public_dossiers_asks_once_however_many(
    client: Client, two: Two, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "Nog geen dossiers" in text(client.get(reverse("public_dossiers")))
    for number in (1, 2):
        for _ in range(number):
            published(two.here, filed(two.here), now=timezone.now() - timedelta(hours=1))
        with django_assert_num_queries(1):
            page = text(client.get(reverse("public_dossiers")))
    assert page.count("Hulp in huis gehalveerd") == 3
    assert client.get(reverse("public_dossiers") + "?bladzijde=2").status_code == 200


def test_public_dossier_pdf_is_tagged_and_survives_little_pictures(client: Client, two: Two) -> None:
    slug = full(two)
    answer = client.get(reverse("public_dossier_pdf", args=[slug]))
    assert answer["Content-Type"] == "application/pdf"
    paper = PdfReader(io.BytesIO(answer.content))
    catalogue: Any = paper.root_object
    assert catalogue["/MarkInfo"]["/Marked"]
    words = "".join(sheet.extract_text() for sheet in paper.pages)
    for said in ("Hulp ? in huis", "12 mensen vertelden ons dit, uit 1 gemeente.", "Iemand komt kijken."):
        assert said in " ".join(words.split())
    assert client.get(reverse("public_dossier_pdf", args=["nergens-123456"])).status_code == 404


def test_dossier_publish_shows_a_preview_and_can_be_taken_back(two: Two) -> None:
    boss = signed_in(two.here, Role.OWNER)
    dossier_id = filed(two.here, gain="", demands=0)
    where = url("dossier_publish", dossier_id)
    page = text(boss.get(where))
    assert "Schrijf eerst wat de burger eraan heeft." in page
    assert "Hoeveel mensen dit vertelden, laten we niet zien." in page
    assert "Schrijf eerst wat de burger eraan heeft." in text(boss.post(where, {"version": "1"}, follow=True))
    boss.post(url("dossier_change", dossier_id), {"title": "T", "problem": "P", "gain": "G", "version": "1"})
    with owner(two.here) as actor:
        add_demand(actor, dossier_id, text="Iets.", to_whom="iemand", now=timezone.now())
    assert "Het dossier is net veranderd." in text(boss.post(where, {"version": "1"}))
    assert "Het dossier is net veranderd." in text(boss.post(where, {"version": "x"}))
    assert "Tot dan kun je het terughalen." in text(boss.post(where, {"version": "2"}, follow=True))
    back = url("dossier_take_back", dossier_id)
    boss.post(back, {"what": "publication"})
    assert "De minuut is voorbij." in text(boss.post(back, {"what": "publication"}, follow=True))
    with acting_for(two.here.workspace.id):
        assert not DossierVersion.objects.exists()


def test_dossier_take_back_takes_a_public_dossier_away(client: Client, two: Two) -> None:
    boss = signed_in(two.here, Role.OWNER)
    dossier_id = filed(two.here)
    published(two.here, dossier_id, now=timezone.now() - timedelta(hours=1))
    slug = PublicDossier.objects.get().slug
    assert "Haal het weg van de openbare pagina" in text(boss.get(url("dossier", dossier_id)))
    boss.post(url("dossier_take_back", dossier_id), {"what": "iets anders"})
    assert client.get(reverse("public_dossier", args=[slug])).status_code == 200
    boss.post(url("dossier_take_back", dossier_id), {"what": "public"})
    assert client.get(reverse("public_dossier", args=[slug])).status_code == 404


def test_dossier_versions_lays_two_beside_each_other(two: Two) -> None:
    boss = signed_in(two.here, Role.OWNER)
    dossier_id = filed(two.here)
    assert "Nog geen versies" in text(boss.get(url("dossier_versions", dossier_id)))
    published(two.here, dossier_id, now=timezone.now() - timedelta(hours=2))
    with owner(two.here) as actor:
        record_effect(actor, dossier_id, text="Iemand komt kijken.", since_on=TODAY, now=timezone.now())
    published(two.here, dossier_id, now=timezone.now() - timedelta(hours=1))
    page = boss.get(url("dossier_versions", dossier_id)).content.decode()
    assert "Iemand komt kijken.</ins>" in page
    assert "De eerste versie." in page
