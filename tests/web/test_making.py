"""Letters from a sample, as a visitor makes one: from the clock or any time, without an account or a trace."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from bundel.engines.drafting import DAYS, samples
from bundel.kit.days import day_of
from bundel.web.forms.making import ORDER, MakingForm

pytestmark = pytest.mark.django_db

WHO = {
    "name": "Fatma Voorbeeld",
    "street": "Proefstraat 1",
    "place": "1234 AB Ede",
    "organisation": "Gemeente Ede",
    "about": "mijn hulp in huis",
}


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


def today() -> date:
    return day_of(timezone.now())


def decision(sent: date) -> dict[str, str]:
    return {"kind": "besluit", "made_known": sent.isoformat(), "made_known_by": "post"}


def page(answered: Any) -> str:
    return re.sub(r"\s+", " ", answered.content.decode().replace("\u00a0", " "))


def test_the_clock_offers_the_letters_of_now_and_they_lead_to_the_questions() -> None:
    sent = today() - timedelta(days=7)
    answered = Client().post("/mijn-laatste-dag/besluit/antwoord/", decision(sent))
    assert [title for _, title in answered.context["answer"].letters] == ["Bezwaar", "Vraag om een gesprek"]
    assert "/mijn-laatste-dag/schrijf/objection/" in page(answered)
    asked = Client().post("/mijn-laatste-dag/schrijf/objection/", decision(sent))
    assert asked.templates[0].name == "letter_questions.html"
    assert f'name="made_known" value="{sent.isoformat()}"' in page(asked)


def test_a_letter_is_read_first_and_then_kept_as_a_file(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sent = today() - timedelta(days=7)
    told = {**decision(sent), **WHO, "reasons": "Eerste <regel>\nTweede 😀", "hearing": "yes"}
    with django_assert_num_queries(0):
        ready = Client().post("/mijn-laatste-dag/schrijf/objection/klaar/", told)
    assert ready.templates[0].name == "letter_ready.html"
    assert "Daarom maak ik bezwaar" in page(ready)
    assert "Eerste &lt;regel&gt;" in page(ready)
    assert "vraagteken: 😀" in page(ready)
    assert ready.context["last_day"] == sent + timedelta(weeks=6) or ready.context["last_day"] > sent
    assert "Set-Cookie" not in ready.headers
    pdf = Client().post("/mijn-laatste-dag/schrijf/objection/pdf/", ready.context["carried"])
    assert pdf["Content-Disposition"] == 'attachment; filename="bezwaar.pdf"'
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(pdf.content)).pages)
    assert "Tweede ?" in text
    assert "hoorzitting" in text
    word = Client().post("/mijn-laatste-dag/schrijf/objection/word/", ready.context["carried"])
    assert word.content.startswith(b"PK")
    again = Client().post("/mijn-laatste-dag/schrijf/objection/", ready.context["carried"])
    assert "Eerste &lt;regel&gt;" in page(again)


def test_what_is_missing_is_asked_and_nothing_typed_is_lost() -> None:
    told = {**decision(today() - timedelta(days=7)), **WHO, "name": "", "reasons": "Mijn uitleg"}
    asked = Client().post("/mijn-laatste-dag/schrijf/objection/klaar/", told)
    assert asked.templates[0].name == "letter_questions.html"
    assert set(asked.context["form"].errors) == {"name"}
    assert "Mijn uitleg" in page(asked)
    assert 'name="kind" value="besluit"' in page(asked)


@pytest.mark.parametrize("what", ["", "klaar/", "pdf/"])
def test_a_letter_whose_time_has_passed_is_not_made(what: str) -> None:
    told = {**decision(today() - timedelta(days=90)), **WHO}
    answered = Client().post(f"/mijn-laatste-dag/schrijf/objection/{what}", told)
    assert (answered.status_code, answered["Location"]) == (302, "/mijn-laatste-dag/")
    late = Client().post("/mijn-laatste-dag/besluit/antwoord/", told).context["answer"].letters
    assert [title for _, title in late] == ["Bezwaar dat te laat is", "Vraag om een gesprek"]


@pytest.mark.parametrize("what", ["", "klaar/", "word/"])
@pytest.mark.parametrize(
    "spoiled", [{}, {"kind": "besluit"}, {"kind": "besluit", "made_known": "32-13-x"}, {"kind": "x"}]
)
def test_a_letter_that_needs_the_clock_begins_there(what: str, spoiled: dict[str, str]) -> None:
    answered = Client().post(f"/mijn-laatste-dag/schrijf/notice_of_default/{what}", {**WHO, **spoiled})
    assert (answered.status_code, answered["Location"]) == (302, "/mijn-laatste-dag/")


def test_who_waits_too_long_can_remind_and_give_notice() -> None:
    told = {"kind": "aanvraag", "received": (today() - timedelta(days=120)).isoformat(), **WHO}
    letters = Client().post("/mijn-laatste-dag/aanvraag/antwoord/", told).context["answer"].letters
    assert [title for _, title in letters] == ["Ingebrekestelling", "Vraag hoe het ermee staat", "Vraag om een gesprek"]
    ready = Client().post("/mijn-laatste-dag/schrijf/notice_of_default/klaar/", told)
    assert "stel ik u in gebreke" in page(ready)
    assert ready.context["last_day"] is None


def test_letters_without_a_term_are_there_any_time() -> None:
    assert "schrijf/complaint/" in page(Client().get("/mijn-laatste-dag/schrijf/"))
    asked = Client().get("/mijn-laatste-dag/schrijf/complaint/")
    assert asked.status_code == 200
    again = Client().get("/mijn-laatste-dag/schrijf/complaint/klaar/")
    assert again["Location"] == "/mijn-laatste-dag/schrijf/complaint/"
    assert Client().get("/mijn-laatste-dag/schrijf/complaint/pdf/")["Location"] == again["Location"]
    ready = Client().post("/mijn-laatste-dag/schrijf/complaint/klaar/", {**WHO, "reasons": "Ze waren boos."})
    assert "Ik heb een klacht" in page(ready)
    assert "Dit staat er in het Engels" not in page(ready)


def test_in_english_the_letter_stays_dutch_and_says_what_it_says() -> None:
    client = Client(headers={"accept-language": "en"})
    told = {**WHO, "reasons": "They were angry."}
    with translation.override("en"):
        ready = client.post("/mijn-laatste-dag/schrijf/complaint/klaar/", told)
    assert "Ik heb een klacht" in page(ready)
    assert "I have a complaint about" in page(ready)


def test_an_unknown_file_or_sample_is_not_found() -> None:
    assert Client().post("/mijn-laatste-dag/schrijf/complaint/exe/", WHO).status_code == 404
    assert Client().get("/mijn-laatste-dag/schrijf/poem/").status_code == 404


@pytest.mark.parametrize("sample", samples().values(), ids=lambda s: s.code)
def test_every_sample_asks_for_all_it_must_hold(sample: Any) -> None:
    form = MakingForm(sample)
    assert set(sample.needs) - DAYS <= set(form.fields) <= set(ORDER)
    assert {name for name, field in form.fields.items() if field.required} == set(sample.needs) - DAYS
