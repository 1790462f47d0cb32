"""Telling, as a visitor's browser does it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two

from bundel.audit.queries import acts_on
from bundel.concerns import drafts
from bundel.concerns.models import Concern, Draft
from bundel.concerns.rules.told import LONGEST_STORY, Told
from bundel.concerns.rules.words import Theme
from bundel.kit.days import day_of
from bundel.sealing.cipher import from_text
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Receives, Workspace
from bundel.web import visitors

pytestmark = pytest.mark.django_db

EDE = "GM0228"
STORY = "Mevrouw De Bruin van de gemeente belde. Sindsdien heb ik twee uur hulp in plaats van vier."
ANSWERS = {
    "verhaal": {"story": STORY},
    "onderwerp": {"theme": "home_help"},
    "wie-beslist": {"decides": "municipality"},
    "sinds-wanneer": {"since": "weeks", "letter_got": "no"},
    "voor-wie": {"for_whom": "myself"},
    "wat-helpt": {"wish": "Weer vier uur."},
    "bereikbaar": {"reachable": "no"},
}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def receiver(two: Two) -> Workspace:
    """The workspace that receives what happens in Ede."""
    Receives.objects.create(workspace=two.here.workspace, municipality_code=EDE, theme="")
    return two.here.workspace


@pytest.fixture
def teller(client: Client, receiver: Workspace) -> Client:
    """A visitor who has just begun."""
    client.post("/vertel/", {"gemeente": EDE})
    return client


@pytest.fixture
def at_card(teller: Client) -> Client:
    """A visitor who answered every question."""
    for word, answers in ANSWERS.items():
        teller.post(f"/vertel/{word}/", answers)
    return teller


def draft_of(client: Client) -> Told:
    secret = from_text(client.cookies[visitors.DRAFT_COOKIE].value)
    draft = drafts.find_draft(secret, now=timezone.now())
    assert draft is not None
    return draft.told


def card_data(client: Client, **changes: str) -> dict[str, Any]:
    form = client.get("/vertel/kaart/").context["form"]
    shown = {"title": form["title"].value(), "text": form["text"].value(), "receiver": str(form.receiver_id)}
    return {**shown, "consent": "helper", "act": "send", **changes}


def told_in(workspace: Workspace) -> list[Concern]:
    with acting_for(workspace.id):
        return list(Concern.objects.filter(channel="web").select_related("card"))


def words_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_telling_everything_makes_one_concern_and_a_receipt(teller: Client, receiver: Workspace) -> None:
    for word, answers in ANSWERS.items():
        assert teller.get(f"/vertel/{word}/").status_code == 200
        answered = teller.post(f"/vertel/{word}/", answers)
        assert answered.status_code == 302
    assert answered["Location"] == "/vertel/kaart/"
    assert teller.post("/vertel/kaart/", card_data(teller))["Location"] == "/bewijs/"
    (concern,) = told_in(receiver)
    assert (concern.theme, concern.municipality_code, concern.consent) == ("home_help", EDE, "helper")
    assert "De Bruin" not in concern.card.text
    with acting_for(receiver.id):
        assert [trace.act for trace in acts_on(concern.id)] == ["concerns.confirm_draft"]
    assert not Draft.objects.exists()
    assert visitors.DRAFT_COOKIE not in {name for name, c in teller.cookies.items() if c.value}


def test_pressing_send_twice_shows_the_same_receipt(at_card: Client, receiver: Workspace) -> None:
    data, secret = card_data(at_card), at_card.cookies[visitors.DRAFT_COOKIE].value
    assert at_card.post("/vertel/kaart/", data)["Location"] == "/bewijs/"
    first = at_card.get("/bewijs/").context["code"]
    at_card.cookies[visitors.DRAFT_COOKIE] = secret
    assert at_card.post("/vertel/kaart/", data)["Location"] == "/bewijs/"
    assert at_card.get("/bewijs/").context["code"] == first
    assert len(told_in(receiver)) == 1


def test_the_draft_cookie_is_for_the_server_only(teller: Client) -> None:
    cookie = teller.cookies[visitors.DRAFT_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 14 * 24 * 3600)


def test_reading_public_pages_sets_no_cookie_but_the_one_that_guards_forms(client: Client, two: Two) -> None:
    for path in ("/", "/vertel/", "/volg/", "/zo-gaan-we-om-met-je-verhaal/", "/toegankelijkheid/"):
        assert client.get(path).status_code == 200
    assert {name.rpartition("_")[0] for name in client.cookies} == {"bundel_csrf"}


@pytest.mark.parametrize(
    ("typed", "name"), [("Eede", "Ede"), ("Bennekom", "Ede"), ("den haag", "'s-Gravenhage"), ("Haren", "Groningen")]
)
def test_a_place_is_found_by_typing_errors_towns_and_old_names(client: Client, two: Two, typed: str, name: str) -> None:
    found = client.get("/vertel/", {"q": typed}).context["found"]
    assert name in [f.municipality.name for f in found]


def test_a_place_nobody_knows_gets_advice(client: Client, two: Two) -> None:
    assert "We kennen geen gemeente" in words_of(client.get("/vertel/", {"q": "xqzwk"}))


@pytest.mark.parametrize("path", ["/vertel/", "/bij/daar/"])
def test_htmx_gets_the_results_only(client: Client, two: Two, path: str) -> None:
    piece = words_of(client.get(path, {"q": "Ede"}, headers=HTMX))
    assert piece.lstrip().startswith('<div id="results"')
    assert "<html" not in piece


def test_who_reads_it_is_shown_before_the_first_question(client: Client, receiver: Workspace) -> None:
    page = words_of(client.get("/vertel/", {"gemeente": EDE}))
    assert "Hier leest jouw verhaal" in page
    assert "Binnen 3 werkdagen" in page
    assert "jonger dan 16" in page


def test_where_nobody_reads_the_page_says_what_can_be_done(client: Client, db: None) -> None:
    page = client.get("/vertel/", {"gemeente": EDE})
    assert page.templates[0].name == "tell_nobody.html"
    assert client.post("/vertel/", {"gemeente": EDE}).status_code == 200
    assert not Draft.objects.exists()


def test_a_workspaces_own_page_leads_to_that_workspace(client: Client, two: Two, receiver: Workspace) -> None:
    assert client.get("/bij/nergens/").status_code == 404
    assert "Daar" in words_of(client.get("/bij/daar/"))
    client.post("/bij/daar/", {"gemeente": EDE})
    assert client.get("/vertel/verhaal/").context["receiver"] == two.there.workspace


def test_another_reader_for_a_theme_is_told_at_once(teller: Client, two: Two) -> None:
    Receives.objects.create(workspace=two.there.workspace, municipality_code=EDE, theme=Theme.TRANSPORT)
    teller.post("/vertel/verhaal/", ANSWERS["verhaal"])
    page = teller.post("/vertel/onderwerp/", {"theme": "transport"}, follow=True)
    assert "leest een andere organisatie je verhaal: Daar" in words_of(page)
    assert page.context["receiver"] == two.there.workspace


def test_who_began_before_may_go_on(teller: Client) -> None:
    teller.post("/vertel/verhaal/", ANSWERS["verhaal"])
    assert teller.get("/vertel/").context["go_on_url"] == "/vertel/onderwerp/"


@pytest.mark.parametrize("word", [w for w in ANSWERS if w != "wat-helpt"])
def test_a_question_without_answer_is_asked_again(teller: Client, word: str) -> None:
    page = teller.post(f"/vertel/{word}/", {})
    assert page.status_code == 200
    assert page.context["form"].errors


def test_going_back_shows_what_was_told(at_card: Client) -> None:
    assert STORY in words_of(at_card.get("/vertel/verhaal/"))
    assert at_card.get("/vertel/onderwerp/").context["form"]["theme"].value() == Theme.HOME_HELP


def test_a_change_from_the_card_goes_back_to_the_card(at_card: Client) -> None:
    assert at_card.post("/vertel/voor-wie/?kaart", {"for_whom": "child"})["Location"] == "/vertel/kaart/"


def test_the_card_waits_for_every_answer(teller: Client) -> None:
    assert teller.get("/vertel/kaart/")["Location"] == "/vertel/verhaal/"


def test_an_endless_story_is_kept_on_the_page_with_how_much_is_too_much(teller: Client) -> None:
    story = "a" * 100_000
    page = teller.post("/vertel/verhaal/", {"story": story})
    assert story in words_of(page)
    assert f"{100_000 - LONGEST_STORY} tekens te lang" in words_of(page)
    assert draft_of(teller).story == ""


@pytest.mark.parametrize(
    "story",
    [
        "😀 \U0001f9d1\u200d\U0001f9bd rolstoel",
        "\u202eהשכונה אינה נגישה",
        "<script>alert(1)</script> & <b>vet</b>",
        "=SOM(A1:A9) +31 @SUM(1) -1",
        "één\nregel\n\nen nog een",
    ],
)
def test_any_text_is_kept_as_it_was_typed(teller: Client, story: str) -> None:
    assert teller.post("/vertel/verhaal/", {"story": story.replace("\n", "\r\n")}).status_code == 302
    assert draft_of(teller).story == story
    assert "<script>alert" not in words_of(teller.get("/vertel/verhaal/"))


def test_asking_for_the_head_of_a_page_is_looking_only(at_card: Client) -> None:
    for path in ("/vertel/", "/vertel/verhaal/", "/vertel/kaart/", "/vertel/later/", "/vertel/verder/"):
        assert at_card.head(path).status_code == 200


def test_what_no_keyboard_types_is_left_out(teller: Client) -> None:
    teller.post("/vertel/verhaal/", {"story": "niets\x00 te\x07 zien"})
    assert draft_of(teller).story == "niets te zien"


def test_typing_saves_by_itself(teller: Client) -> None:
    piece = words_of(teller.post("/vertel/verhaal/", {"story": "Half"}, headers=HTMX))
    assert "Bewaard om" in piece
    assert "<html" not in piece
    assert draft_of(teller).story == "Half"


def test_saving_by_itself_says_when_it_cannot(teller: Client) -> None:
    piece = words_of(teller.post("/vertel/verhaal/", {"story": "a" * (LONGEST_STORY + 1)}, headers=HTMX))
    assert "Nog niet bewaard." in piece
    assert "1 teken te lang" in piece


def test_saving_half_a_page_keeps_that_half(teller: Client) -> None:
    teller.post("/vertel/sinds-wanneer/", {"since": "years"}, headers=HTMX)
    assert draft_of(teller).since == "years"


def test_with_and_without_htmx_the_same_is_kept(teller: Client) -> None:
    teller.post("/vertel/verhaal/", ANSWERS["verhaal"], headers=HTMX)
    by_itself = draft_of(teller)
    teller.post("/vertel/verhaal/", ANSWERS["verhaal"])
    assert draft_of(teller) == by_itself


def test_words_of_danger_bring_the_numbers_to_call(teller: Client) -> None:
    assert "0800&nbsp;2000" not in words_of(teller.get("/vertel/verhaal/"))
    piece = teller.post("/vertel/verhaal/", {"story": "Ik wil niet meer leven."}, headers=HTMX)
    assert "0800&nbsp;2000" in words_of(piece)
    assert "0800&nbsp;2000" in words_of(teller.get("/vertel/onderwerp/"))


def letter(**days: Any) -> dict[str, str]:
    data = {"since": "weeks", "letter_got": "yes"}
    for name, day in days.items():
        data |= {f"letter_{name}_day": day.day, f"letter_{name}_month": day.month, f"letter_{name}_year": day.year}
    return data


def test_a_letter_is_kept_with_its_days(teller: Client) -> None:
    today = day_of(timezone.now())
    sent, came = today - timedelta(days=3), today - timedelta(days=1)
    data = {**letter(dated_on=sent, received_on=came), "letter_by": "post"}
    assert teller.post("/vertel/sinds-wanneer/", data).status_code == 302
    told = draft_of(teller)
    assert (told.letter_dated_on, told.letter_received_on, told.letter_by) == (sent, came, "post")


@pytest.mark.parametrize(
    ("sent_in", "came_in", "field", "words"),
    [
        (1, None, "letter_dated_on", "moet nog komen"),
        (-1, 1, "letter_received_on", "moet nog komen"),
        (-1, -2, "letter_received_on", "eerder dan de dag die erop staat"),
        (-20_000, None, "letter_dated_on", "te lang geleden"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(
    teller: Client, sent_in: int, came_in: int | None, field: str, words: str
) -> None:
    today = day_of(timezone.now())
    days = {"dated_on": today + timedelta(days=sent_in)}
    if came_in is not None:
        days["received_on"] = today + timedelta(days=came_in)
    errors = teller.post("/vertel/sinds-wanneer/", letter(**days)).context["form"].errors
    assert list(errors) == [field]
    assert words in str(errors[field])


def test_no_letter_clears_what_stood_there(teller: Client) -> None:
    teller.post("/vertel/sinds-wanneer/", letter(dated_on=day_of(timezone.now())))
    data = {"since": "weeks", "letter_got": "no", "letter_dated_on_day": "99"}
    assert teller.post("/vertel/sinds-wanneer/", data).status_code == 302
    assert draft_of(teller).letter_dated_on is None


@pytest.mark.parametrize("contact", ["", "iemand@", "ergens", "12 34", "call 0612345678"])
def test_reaching_somebody_needs_an_address_or_number_that_can_be_one(teller: Client, contact: str) -> None:
    page = teller.post("/vertel/bereikbaar/", {"reachable": "yes", "contact": contact})
    assert list(page.context["form"].errors) == ["contact"]


@pytest.mark.parametrize("contact", ["iemand@voorbeeld.example", "06 12 34 56 78", "+31 (0)85-0001234"])
def test_an_address_or_a_number_will_do(teller: Client, contact: str) -> None:
    assert teller.post("/vertel/bereikbaar/", {"reachable": "yes", "contact": contact}).status_code == 302
    assert draft_of(teller).contact == contact


def test_who_stays_unreachable_leaves_nothing_behind(teller: Client) -> None:
    data = {"reachable": "no", "contact": "iemand@voorbeeld.example", "contact_name": "Iemand"}
    teller.post("/vertel/bereikbaar/", data)
    assert (draft_of(teller).contact, draft_of(teller).contact_name) == ("", "")


def test_a_draft_that_is_gone_gives_back_what_was_typed(teller: Client) -> None:
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = teller.post("/vertel/verhaal/", {"story": "Lang over nagedacht"})
    assert page.status_code == 410
    assert "Lang over nagedacht" in words_of(page)
    assert teller.get("/vertel/kaart/").status_code == 410


def test_without_a_draft_every_question_says_so(client: Client, two: Two) -> None:
    for path in ("/vertel/verhaal/", "/vertel/kaart/", "/vertel/later/"):
        assert client.get(path).status_code == 410
    client.cookies[visitors.DRAFT_COOKIE] = "geen-sleutel"
    assert client.get("/vertel/verhaal/").status_code == 410


def test_typing_on_in_a_draft_that_is_gone_says_so(teller: Client) -> None:
    Draft.objects.all().delete()
    piece = teller.post("/vertel/verhaal/", {"story": "Half"}, headers=HTMX)
    assert piece.status_code == 200
    assert "Niet bewaard: je begin is er niet meer." in words_of(piece)


def test_stopping_throws_away_what_was_typed(teller: Client) -> None:
    assert teller.post("/vertel/weg/")["Location"] == "/"
    assert not Draft.objects.exists()
    assert teller.get("/vertel/verhaal/").status_code == 410


def test_back_from_the_first_question_leads_to_where_one_began(client: Client, two: Two, teller: Client) -> None:
    back = {"story": "De taxi kwam niet.", "go": "back"}
    assert teller.post("/vertel/verhaal/", back)["Location"] == f"/vertel/?gemeente={EDE}"
    teller.post("/bij/daar/", {"gemeente": EDE})
    assert teller.post("/vertel/verhaal/", back)["Location"] == f"/bij/daar/?gemeente={EDE}"


@pytest.mark.parametrize(("go", "where"), [("back", f"/vertel/?gemeente={EDE}"), ("later", "/vertel/later/")])
def test_leaving_a_question_keeps_what_was_typed(teller: Client, go: str, where: str) -> None:
    assert teller.post("/vertel/verhaal/", {"story": "De lift is stuk.", "go": go})["Location"] == where
    assert "De lift is stuk." in words_of(teller.get("/vertel/verhaal/"))
    assert teller.post("/vertel/verhaal/", {"story": "", "go": go})["Location"] == where
    assert "De lift is stuk." in words_of(teller.get("/vertel/verhaal/"))


def test_leaving_with_too_much_text_says_so_and_keeps_it(teller: Client) -> None:
    page = teller.post("/vertel/verhaal/", {"story": "a" * 20_001, "go": "later"})
    assert page.status_code == 200
    assert "a" * 20_001 in words_of(page)


def test_consent_is_never_filled_in_beforehand(at_card: Client) -> None:
    assert 'name="consent" value="others" id="id_consent_0" checked' not in words_of(at_card.get("/vertel/kaart/"))
    page = at_card.post("/vertel/kaart/", card_data(at_card, consent=""))
    assert list(page.context["form"].errors) == ["consent"]


def test_the_card_can_be_changed_before_it_goes(at_card: Client, receiver: Workspace) -> None:
    changed = card_data(at_card, title="Halve hulp", text="Er kwam niemand kijken.", act="change", consent="")
    assert at_card.post("/vertel/kaart/", changed)["Location"] == "/vertel/kaart/"
    assert at_card.post("/vertel/kaart/", card_data(at_card))["Location"] == "/bewijs/"
    (concern,) = told_in(receiver)
    assert (concern.card.title, concern.card.text) == ("Halve hulp", "Er kwam niemand kijken.")


def test_a_name_typed_on_the_card_is_taken_off_and_shown_before_it_goes(at_card: Client, receiver: Workspace) -> None:
    named = card_data(at_card, text="Mevrouw De Bruin kwam niet kijken.")
    page = at_card.post("/vertel/kaart/", named, follow=True)
    assert "We lieten nog iets weg" in words_of(page)
    assert not told_in(receiver)
    assert at_card.post("/vertel/kaart/", card_data(at_card))["Location"] == "/bewijs/"
    assert "De Bruin" not in told_in(receiver)[0].card.text


def test_nothing_goes_to_another_reader_than_the_one_shown(at_card: Client, two: Two) -> None:
    data = card_data(at_card)
    Receives.objects.create(workspace=two.there.workspace, municipality_code=EDE, theme=Theme.HOME_HELP)
    page = at_card.post("/vertel/kaart/", data)
    assert "een andere organisatie" in words_of(page)
    assert not told_in(two.there.workspace)
    assert at_card.post("/vertel/kaart/", card_data(at_card))["Location"] == "/bewijs/"
    assert len(told_in(two.there.workspace)) == 1


def test_a_draft_whose_reader_left_is_not_lost(at_card: Client, two: Two) -> None:
    Receives.objects.all().delete()
    page = at_card.get("/vertel/kaart/")
    assert page.templates[0].name == "tell_nobody.html"
    assert draft_of(at_card).story == STORY


def test_a_resume_code_opens_the_draft_elsewhere(teller: Client) -> None:
    teller.post("/vertel/verhaal/", ANSWERS["verhaal"])
    assert teller.get("/vertel/later/").context["code"] is None
    assert teller.post("/vertel/later/")["Location"] == "/vertel/later/"
    code = teller.get("/vertel/later/").context["code"]
    elsewhere = Client()
    typed = f" {code[:4]}-{code[4:8]} {code[8:12]}.{code[12:]} "
    assert elsewhere.post("/vertel/verder/", {"code": typed})["Location"] == "/vertel/onderwerp/"
    assert STORY in words_of(elsewhere.get("/vertel/verhaal/"))


def test_guessing_resume_codes_ends_after_ten(client: Client, two: Two) -> None:
    statuses = [client.post("/vertel/verder/", {"code": f"{n:016d}"}).status_code for n in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.parametrize("typed", ["", "123", "vier maal vier", "1" * 17])
def test_what_cannot_be_a_code_costs_no_try(client: Client, two: Two, typed: str) -> None:
    for _ in range(12):
        assert client.post("/vertel/verder/", {"code": typed}).status_code == 200


def test_each_page_asks_the_database_as_often_as_this(
    at_card: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    expected = {"/": 0, "/vertel/": 1, f"/vertel/?gemeente={EDE}": 2, "/vertel/verhaal/": 2, "/vertel/kaart/": 6}
    for path, number in expected.items():
        with django_assert_num_queries(number):
            assert at_card.get(path).status_code == 200
