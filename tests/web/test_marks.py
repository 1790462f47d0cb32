"""The marks on a story, pressed as a visitor's browser presses them; telling and entering alike."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.conftest import Two
from tests.house.test_routes import signed_in

from bundel.concerns import drafts
from bundel.concerns.models import Concern, MarkChange
from bundel.concerns.rules.marks import Marks
from bundel.concerns.rules.publishing import PlaceLevel
from bundel.sealing.cipher import from_text
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Receives, Workspace
from bundel.tenancy.rules import Role
from bundel.web import visitors

pytestmark = pytest.mark.django_db

EDE = "GM0228"
STORY = (
    "Bloem moest wachten, zei mevrouw De Bruin. Mijn bsn is 111222333. Ik heb ALS en woon in Ede. Ik bel nu elke dag."
)
HTMX = {"HX-Request": "true"}
CARD = "/vertel/kaart/"


@pytest.fixture
def receiver(two: Two) -> Workspace:
    """The workspace that receives what happens in Ede."""
    Receives.objects.create(workspace=two.here.workspace, municipality_code=EDE, theme="")
    return two.here.workspace


@pytest.fixture
def teller(client: Client, receiver: Workspace) -> Client:
    """A visitor who told everything and looks at the card."""
    client.post("/vertel/", {"gemeente": EDE})
    answers: dict[str, dict[str, str]] = {
        "verhaal": {"story": STORY},
        "onderwerp": {"theme": "home_help"},
        "wie-beslist": {"decides": "municipality"},
        "sinds-wanneer": {"since": "weeks", "letter_got": "no"},
        "voor-wie": {"for_whom": "myself"},
        "wat-helpt": {"wish": ""},
        "bereikbaar": {"reachable": "no"},
    }
    for word, answer in answers.items():
        client.post(f"/vertel/{word}/", answer)
    return client


def shown(client: Client) -> dict[str, str]:
    form = client.get(CARD).context["form"]
    return {"title": form["title"].value(), "text": form["text"].value(), "receiver": str(form.receiver_id)}


def marks_of(client: Client) -> Marks:
    draft = drafts.find_draft(from_text(client.cookies[visitors.DRAFT_COOKIE].value), now=timezone.now())
    assert draft is not None
    return draft.told.marks


def words_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_letting_a_piece_stand_puts_it_back_on_the_card(teller: Client) -> None:
    assert "De Bruin" not in shown(teller)["text"]
    answer = teller.post(CARD, {**shown(teller), "let_stand": "mevrouw De Bruin"})
    assert answer["Location"] == f"{CARD}#marks"
    assert "mevrouw De Bruin" in shown(teller)["text"]
    teller.post(CARD, {**shown(teller), "leave_out": "mevrouw De Bruin"})
    assert "De Bruin" not in shown(teller)["text"]
    assert marks_of(teller) == Marks()


def test_a_number_of_a_person_never_stays_on_a_card(teller: Client) -> None:
    teller.post(CARD, {**shown(teller), "let_stand": "111222333"})
    assert "111222333" not in shown(teller)["text"]
    assert 'name="let_stand" value="111222333"' not in words_of(teller.get(CARD))


@pytest.mark.parametrize("sent", [{"leave_out": "bel"}, {"leave_out": "", "typed": " bel "}])
def test_leaving_a_word_out_takes_it_off_the_card(teller: Client, sent: dict[str, str]) -> None:
    teller.post(CARD, {**shown(teller), **sent})
    assert "Ik [weggelaten] nu elke dag." in shown(teller)["text"]
    teller.post(CARD, {**shown(teller), "let_stand": "bel"})
    assert "Ik bel nu elke dag." in shown(teller)["text"]


def test_with_and_without_htmx_a_press_does_the_same(teller: Client) -> None:
    piece = teller.post(CARD, {**shown(teller), "leave_out": "ALS"}, headers=HTMX)
    assert words_of(piece).lstrip().startswith('<div class="bundel-compare" id="marks"')
    by_itself = marks_of(teller)
    teller.post(CARD, {**shown(teller), "let_stand": "ALS"})
    teller.post(CARD, {**shown(teller), "leave_out": "ALS"})
    assert marks_of(teller) == by_itself


def test_a_rare_illness_in_one_place_is_named_and_mended_with_one_touch(teller: Client) -> None:
    teller.post("/vertel/verhaal/?kaart", {"story": "Ik heb ALS, ben 43 jaar en woon in Ede."})
    page = words_of(teller.get(CARD))
    assert "Misschien herkent iemand jou" in page
    assert "Zeg alleen de provincie" in page
    teller.post(CARD, {**shown(teller), "place_level": "province"})
    assert marks_of(teller).level is PlaceLevel.PROVINCE
    page = words_of(teller.get(CARD))
    assert "[provincie Gelderland]" in page
    assert "Misschien herkent iemand jou" not in page
    teller.post(CARD, {**shown(teller), "place_level": "municipality"})
    assert "Misschien herkent iemand jou" in words_of(teller.get(CARD))
    teller.post(CARD, {**shown(teller), "leave_out": "ALS"})
    assert "Misschien herkent iemand jou" not in words_of(teller.get(CARD))


def test_what_somebody_typed_on_the_card_stays_when_a_mark_changes(teller: Client) -> None:
    teller.post(CARD, {**shown(teller), "text": "Ik bel elke dag zelf.", "leave_out": "zelf"})
    assert shown(teller)["text"] == "Ik bel elke dag [weggelaten]."
    assert "Maak de kaart opnieuw" in words_of(teller.get(CARD))
    teller.post(CARD, {**shown(teller), "anew": "1"})
    assert "Ik heb ALS" in shown(teller)["text"]


def test_a_press_on_a_draft_that_is_gone_says_so(teller: Client) -> None:
    sent = {**shown(teller), "leave_out": "ALS"}
    drafts.erase_draft(from_text(teller.cookies[visitors.DRAFT_COOKIE].value))
    assert teller.post(CARD, sent).status_code == 410


def test_what_was_changed_is_kept_without_its_words(teller: Client, receiver: Workspace) -> None:
    teller.post(CARD, {**shown(teller), "let_stand": "mevrouw De Bruin"})
    teller.post(CARD, {**shown(teller), "leave_out": "bel"})
    teller.post(CARD, {**shown(teller), "consent": "helper", "act": "send"})
    with acting_for(receiver.id):
        kept = {(c.change, c.kind, c.shape, c.before) for c in MarkChange.objects.all()}
        (concern,) = Concern.objects.filter(channel="web").select_related("card")
    assert kept == {("undone", "PERSON", "xxx Xx Xxxx", "word"), ("added", "", "xxx", "small_word")}
    assert "mevrouw De Bruin" in concern.card.text
    assert "[weggelaten]" in concern.card.text
    assert concern.card.place_level == "municipality"


def test_hints_say_what_would_be_plainer_and_send_nothing(teller: Client, receiver: Workspace) -> None:
    hard = {**shown(teller), "text": "Derhalve verzoek ik u tevens om een spoedige reactie.", "act": "hints"}
    for headers in ({}, HTMX):
        page = words_of(teller.post(CARD, hard, headers=headers))
        assert "Derhalve" in page
        assert "Liever:" in page
    with acting_for(receiver.id):
        assert not Concern.objects.filter(channel="web").exists()


ENTRY = {
    "channel": "phone", "place": "Ede", "story": STORY, "theme": "home_help", "decides": "municipality",
    "for_whom": "myself", "since": "weeks", "letter_got": "no", "reachable": "no", "wish": "",
}  # fmt: skip


def test_entering_for_somebody_has_the_same_marks(two: Two) -> None:
    client = signed_in(two.here, Role.ORGANISER)
    address = f"/w/{two.here.workspace.slug}/signalen/nieuw/"
    first = client.post(address, {**ENTRY, "step": "card"})
    form = first.context["form"]
    card = {"card_title": form["card_title"].value(), "card_text": form["card_text"].value()}
    sent = {**ENTRY, **card, "consent": "helper", "marks": first.context["marks"], "let_stand": "mevrouw De Bruin"}
    changed = client.post(address, sent)
    assert "mevrouw De Bruin" in changed.context["form"]["card_text"].value()
    assert changed.context["form"]["consent"].value() == "helper"
    piece = client.post(address, {**sent, "marks": changed.context["marks"]}, headers=HTMX)
    assert '<div class="bundel-stack bundel-stack--5" id="marks"' in words_of(piece)
    form = changed.context["form"]
    card = {"card_title": form["card_title"].value(), "card_text": form["card_text"].value()}
    last = {**ENTRY, **card, "consent": "helper", "marks": changed.context["marks"], "step": "confirm"}
    kept = client.post(address, {**last, "token": changed.context["token"]})
    with acting_for(two.here.workspace.id):
        assert "mevrouw De Bruin" in Concern.objects.get(pk=kept["Location"].split("/")[-3]).card.text


@pytest.mark.parametrize("marks", ["", "{", "[]", '{"level": "street"}', '{"kept": 3}'])
def test_marks_that_make_no_sense_count_as_none(two: Two, marks: str) -> None:
    client = signed_in(two.here, Role.ORGANISER)
    answer = client.post(f"/w/{two.here.workspace.slug}/signalen/nieuw/", {**ENTRY, "marks": marks, "step": "card"})
    assert answer.status_code == 200
    assert answer.context["left_out"] == 2
