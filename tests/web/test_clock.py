"""My last day, as a visitor's browser does it: without an account, without a cookie, without a trace."""

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone, translation
from icalendar import Calendar
from pypdf import PdfWriter
from pytest_django import DjangoAssertNumQueries

from bundel.engines.deadlines.facts import FACTS, PROCEDURES
from bundel.engines.deadlines.rules import rules_by_code
from bundel.engines.letters.letter import ClauseState, Kind
from bundel.kit.days import day_of
from bundel.web.clock import letter_file
from bundel.web.clock.answer import answer
from bundel.web.clock.figure import Bar, Figure
from bundel.web.clock.kinds import CHANNELS, KINDS, LAWS, MY_STEPS, SENT, THEIR_STEPS, WAYS
from bundel.web.clock.letter import CLAUSES, LETTERS, show
from bundel.web.clock.letter_file import Unreadable, Why, text_of
from bundel.web.forms.clock import ClockForm

pytestmark = pytest.mark.django_db

TODAY = date(2025, 12, 2)
SENT_ON = date(2025, 11, 20)
LETTER = """Gemeente Voorbeeldstad

Datum: 20 november 2025

Geachte mevrouw Van Voorbeeld,

Wij hebben besloten uw aanvraag voor huishoudelijke hulp op grond van de Wmo 2015 af te wijzen.

Bent u het niet eens met dit besluit? Dan kunt u binnen zes weken na de verzenddatum bezwaar maken bij het college
van burgemeester en wethouders.

Verzenddatum: 21 november 2025
"""


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    """A page in English leaves its language behind in the thread."""
    with translation.override("nl"):
        yield


def today() -> date:
    return day_of(timezone.now())


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def words_of(answered: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answered.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


@pytest.fixture
def recent() -> dict[str, str]:
    """A decision sent ten days ago, as the form sends it."""
    return {**boxes("made_known", today() - timedelta(days=10)), "made_known_by": "post"}


def test_the_whole_clock_works_without_a_cookie_and_asks_the_database_nothing(
    recent: dict[str, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client(enforce_csrf_checks=True)
    with django_assert_num_queries(0):
        assert "Een besluit op mijn bezwaar" in words_of(client.get("/mijn-laatste-dag/"))
        client.cookies.clear()
        assert client.get("/mijn-laatste-dag/besluit/").status_code == 200
        client.cookies.clear()
        answered = client.post("/mijn-laatste-dag/besluit/antwoord/", recent)
        assert "Je laatste dag om bezwaar te maken" in words_of(answered)
        client.cookies.clear()
        assert client.post("/mijn-laatste-dag/besluit/", recent).status_code == 200
        client.cookies.clear()
        assert client.post("/mijn-laatste-dag/besluit/agenda/", recent).status_code == 200
        client.cookies.clear()
        assert client.post("/mijn-laatste-dag/brief/gelezen/", {"text": LETTER}).status_code == 200
    assert not client.cookies.get("sessionid")


def test_nothing_that_was_filled_in_stands_in_an_address(client: Client, recent: dict[str, str]) -> None:
    page = client.post("/mijn-laatste-dag/besluit/antwoord/", {**recent, "law": "wmo"}).content.decode()
    addresses = re.findall(r'(?:href|action)="([^"]+)"', page)
    own = [address for address in addresses if not address.startswith("mailto:")]
    assert not [address for address in own if "?" in address or re.search(r"20\d\d-\d\d", address)]


def test_the_answer_of_the_example_is_right() -> None:
    found = answer(KINDS["besluit"], {"made_known": SENT_ON, "made_known_by": "post"}, "wmo", today=TODAY)
    assert (found.situation, found.day, found.days_left) == ("open", date(2026, 1, 5), 34)
    assert found.post_limit == date(2026, 1, 12)
    assert [step.day for step in found.mine][-1] == date(2026, 1, 5)
    assert [(step.who, step.when) for step in found.ahead][:2] == [
        ("me", date(2026, 1, 5)),
        ("them", date(2026, 2, 16)),
    ]
    assert found.laws[0] == ("Atw", "Algemene termijnenwet") or ("Awb", "Algemene wet bestuursrecht") in found.laws
    mail = unquote(found.mail("https://bundel.example/mijn-laatste-dag/"))
    assert mail.startswith("mailto:?subject=Mijn laatste dag&body=Je laatste dag om bezwaar te maken")
    assert "maandag 5 januari 2026" in mail


FACTS_OF: dict[str, dict[str, Any]] = {
    "besluit": {"made_known": SENT_ON, "made_known_by": "post"},
    "besluit-op-bezwaar": {"made_known": SENT_ON, "made_known_by": "portal"},
    "uitspraak": {"made_known": SENT_ON},
    "antwoord-op-klacht": {"made_known": SENT_ON},
    "aanvullen": {"asked_on": SENT_ON, "term_weeks": 4},
    "zitting": {"hearing_on": TODAY + timedelta(days=30)},
    "griffierecht": {"invoice_sent": SENT_ON, "interim_relief": False},
    "aanvraag": {"received": SENT_ON},
    "melding": {"reported": SENT_ON},
    "woo": {"received": SENT_ON},
    "gegevens": {"received": SENT_ON, "private_body": True},
    "bezwaar": {"made_known": SENT_ON, "received": TODAY, "channel": "post"},
    "klacht": {"received": SENT_ON},
    "klacht-zorg": {"received": SENT_ON},
}


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_gives_a_day(code: str) -> None:
    kind = KINDS[code]
    found = answer(kind, FACTS_OF[code], None, today=TODAY)
    assert found.situation == ("running" if kind in SENT else "open")
    assert found.day is not None
    assert found.day > TODAY
    assert found.is_mine == (kind not in SENT)
    assert found.figure is not None
    assert found.mine or found.theirs


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_has_its_pages(client: Client, code: str, language: str) -> None:
    client.cookies["bundel_language"] = language
    assert client.get(f"/mijn-laatste-dag/{code}/").status_code == 200
    sent: dict[str, str] = {"law": ""}
    for name, value in FACTS_OF[code].items():
        if isinstance(value, date):
            ahead = timedelta(days=30 if name == "hearing_on" else -5 if name == "received" else -12)
            sent |= boxes(name, today() + ahead)
        else:
            sent[name] = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    answered = client.post(f"/mijn-laatste-dag/{code}/antwoord/", sent)
    assert 'class="bundel-clock__date"' in answered.content.decode()
    (event,) = Calendar.from_ical(client.post(f"/mijn-laatste-dag/{code}/agenda/", sent).content).walk("VEVENT")
    assert event.decoded("dtstart") == answered.context["answer"].day
    assert "GET" not in answered.content.decode().split("<form")[1]


@pytest.mark.parametrize(
    ("code", "facts", "law", "situation"),
    [
        ("besluit", {"made_known": date(2025, 5, 1), "made_known_by": "post"}, None, "past"),
        ("aanvraag", {"received": date(2025, 5, 1)}, "wmo", "late"),
        ("aanvraag", {"received": date(2025, 5, 1), "notice_received": date(2025, 11, 3)}, "wmo", "late"),
        ("aanvullen", {"asked_on": SENT_ON}, None, "unknown"),
        ("bezwaar", {"made_known": date(2025, 6, 5), "received": date(2025, 9, 1), "channel": "portal"}, None, "past"),
    ],
)
def test_the_situation_decides_what_is_said(code: str, facts: dict[str, Any], law: str | None, situation: str) -> None:
    found = answer(KINDS[code], facts, law, today=TODAY)
    assert found.situation == situation
    assert not found.is_ahead
    assert found.figure is None


def test_a_step_that_has_passed_is_not_offered() -> None:
    found = answer(KINDS["besluit"], {"made_known": date(2025, 5, 1), "made_known_by": "post"}, None, today=TODAY)
    assert (found.ahead, found.later) == ([], [])
    assert "twee weken" in found.why


def test_a_penalty_is_named_with_its_sum() -> None:
    facts = {"received": date(2025, 5, 1), "notice_received": date(2025, 11, 3)}
    assert answer(KINDS["aanvraag"], facts, "wmo", today=TODAY).penalty == 23 * 14 + 35


def test_too_late_says_what_still_can(client: Client) -> None:
    sent = {**boxes("made_known", today() - timedelta(days=200)), "made_known_by": "post"}
    page = words_of(client.post("/mijn-laatste-dag/besluit/antwoord/", sent))
    assert "De gewone tijd is voorbij" in page
    assert "Kon je er niets aan doen?" in page
    assert "Zet in mijn agenda" not in page


def test_what_is_missing_is_asked_and_carried_along(client: Client, recent: dict[str, str]) -> None:
    answered = client.post("/mijn-laatste-dag/besluit/antwoord/", {**recent, "law": "wia"})
    assert [bound.name for bound in answered.context["asked"]] == ["external_expert", "medical"]
    more = {**answered.context["carried"], "external_expert": "no", "medical": "yes"}
    settled = client.post("/mijn-laatste-dag/besluit/antwoord/", more)
    assert settled.context["asked"] == []
    changed = client.post("/mijn-laatste-dag/besluit/", settled.context["carried"]).content.decode()
    assert re.search(r'name="medical" value="yes"[^>]* checked', changed)


def test_an_uncertain_rule_is_marked() -> None:
    found = answer(KINDS["griffierecht"], FACTS_OF["griffierecht"], None, today=TODAY)
    assert [doubt.article for doubt in found.doubts] == ["Awb 8:41 lid 5"]


BAD: list[tuple[str, dict[str, str], str]] = [
    ("besluit", {}, "Vul de dag in"),
    ("besluit", {"made_known_day": "31", "made_known_month": "2", "made_known_year": "2026"}, "bestaat niet"),
    ("besluit", {"made_known_day": "1", "made_known_month": "1", "made_known_year": "26"}, "bestaat niet"),
    ("besluit", boxes("made_known", date(2199, 1, 1)), "nog niet geweest"),
    ("besluit", boxes("made_known", date(1980, 1, 1)), "Zo ver terug"),
    ("besluit", {"made_known": "9" * 100_000}, "bestaat niet"),
    ("besluit", {"made_known": "2025-11-20T00:00", "made_known_by": "pigeon"}, "bestaat niet"),
    ("besluit", {"made_known": "2025-11-20", "made_known_by": "pigeon"}, "Fout"),
    ("besluit", {"made_known": "2025-11-20", "made_known_by": "post", "law": "maritime"}, "Fout"),
    ("bezwaar", {"made_known": "2025-11-20", "received": "2025-11-01", "channel": "post"}, "ligt voor de dag"),
    ("aanvraag", {"received": "2025-11-20", "notice_received": "2025-11-01"}, "ligt voor de dag"),
    ("aanvullen", {"asked_on": "2025-11-20", "term_weeks": "two"}, "Schrijf een getal"),
    ("aanvullen", {"asked_on": "2025-11-20", "term_weeks": "0"}, "of hoger"),
    ("aanvullen", {"asked_on": "2025-11-20", "term_weeks": "9" * 30}, "te groot"),
    ("zitting", {"hearing_on": "9999-12-31"}, "Zo ver vooruit"),
]


@pytest.mark.parametrize(("code", "sent", "says"), BAD)
def test_bad_answers_come_back_with_what_to_mend(client: Client, code: str, sent: dict[str, str], says: str) -> None:
    answered = client.post(f"/mijn-laatste-dag/{code}/antwoord/", sent)
    assert answered.status_code == 200
    assert says in words_of(answered)
    assert answered.context["form"].errors
    assert client.post(f"/mijn-laatste-dag/{code}/agenda/", sent).status_code == 302


def test_an_answer_asked_for_again_without_the_facts_leads_to_the_questions(client: Client) -> None:
    for end in ("antwoord", "agenda"):
        assert client.get(f"/mijn-laatste-dag/besluit/{end}/")["Location"] == "/mijn-laatste-dag/besluit/"
    assert client.get("/mijn-laatste-dag/brief/gelezen/")["Location"] == "/mijn-laatste-dag/brief/"
    assert client.get("/mijn-laatste-dag/iets-anders/").status_code == 404


def test_every_step_and_fact_has_words() -> None:
    kinds = {kind.procedure for kind in KINDS.values()}
    assert kinds <= set(PROCEDURES)
    steps = {(rule.step, rule.side) for rule in rules_by_code().values() if rule.step}
    assert {step for step, side in steps if side == "me"} <= set(MY_STEPS)
    assert {step for step, side in steps if side != "me"} <= set(THEIR_STEPS)
    assert set(WAYS) == set(FACTS["made_known_by"]["kind"])
    assert set(CHANNELS) == set(FACTS["channel"]["kind"])
    assert all(name in FACTS for kind in KINDS.values() for name in kind.asks)
    for law in LAWS:
        found = answer(KINDS["aanvraag"], {"received": SENT_ON}, law or None, today=TODAY)
        assert not any("maritime" in note for note in found.notes)


def test_the_form_keeps_facts_of_a_letter_that_the_kind_does_not_ask() -> None:
    form = ClockForm(KINDS["bezwaar"], today=TODAY, initial={"adjourn_weeks": "6", "story": "x", "clause": "y"})
    assert form["adjourn_weeks"].value() == "6"
    assert "story" not in form.fields
    assert "clause" not in form.fields


@pytest.mark.parametrize("days", [0, 1, 20, 41, 42, 60, 100, 4000])
def test_the_drawing_stays_inside_its_frame(days: int) -> None:
    start = date(2025, 11, 21)
    for theirs in (None, Bar(date(2026, 1, 6), date(2026, 2, 16)), Bar(start, start)):
        figure = Figure(Bar(start, date(2026, 1, 5)), theirs, start + timedelta(days=days))
        for place in (figure.my_bar, figure.their_bar):
            assert place is None or (0 <= place.at < place.end <= 700 and 0 <= place.label_at <= 700)
        assert all(100 < x < 640 for x, _ in figure.months)
        heights = [label.y for label in figure.labels]
        assert all(second - first >= 40 for first, second in pairwise(heights))
        assert figure.tall_height >= heights[-1] + 24
    alone = Figure(None, Bar(start, date(2027, 11, 21)), start)
    assert len(alone.months) <= 6


# Reading a letter


def pdf(text: str, *, pages: int = 1, password: str = "", content: str = "") -> bytes:
    """A small PDF with this text on each page."""
    lines = "".join(f"({line}) Tj T* " for line in text.replace("(", "").replace(")", "").splitlines())
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        _write(writer, page, f"BT /F1 10 Tf 14 TL 40 800 Td {lines} ET" if text else content)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _write(writer: PdfWriter, page: Any, content: str) -> None:
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    stream = DecodedStreamObject()
    stream.set_data(content.encode("latin-1"))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): named})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())


def test_a_letter_is_read_and_fills_the_clock(client: Client) -> None:
    answered = client.post("/mijn-laatste-dag/brief/gelezen/", {"text": LETTER})
    page = words_of(answered)
    assert "Dit is een besluit" in page
    assert "donderdag 20 november 2025" in page
    assert answered.context["carried"] == {"made_known": "2025-11-21", "law": "wmo"}
    assert "bundel-mark" in answered.content.decode()
    form = client.post("/mijn-laatste-dag/besluit/", answered.context["carried"]).content.decode()
    assert 'name="made_known_day" value="21"' in form
    assert re.search(r'value="wmo" selected', form)


def test_the_marked_pieces_are_the_letter_and_nothing_else() -> None:
    shown = show(LETTER)
    assert "".join(piece.text for piece in shown.pieces) == LETTER
    marked = {piece.text for piece in shown.pieces if piece.number}
    assert "Verzenddatum: 21 november 2025" in marked
    assert not any("Van Voorbeeld" in text for text in marked)
    assert {piece.number for piece in shown.pieces} - {0} == {why.number for why in shown.whys}
    assert all(why.text for why in shown.whys)


def test_a_letter_with_markup_is_shown_as_text(client: Client) -> None:
    page = client.post("/mijn-laatste-dag/brief/gelezen/", {"text": "<script>alert(1)</script> " + LETTER})
    assert b"<script>alert" not in page.content
    assert b"&lt;script&gt;" in page.content


def test_a_letter_that_says_nothing_is_no_dead_end(client: Client) -> None:
    page = words_of(client.post("/mijn-laatste-dag/brief/gelezen/", {"text": "Hoi, tot morgen bij de koffie."}))
    assert "Dit is geen besluit" in page or "We weten niet zeker" in page
    assert "Kies zelf wat voor brief het is" in page


@pytest.mark.parametrize(
    "content",
    [pdf(LETTER), LETTER.encode(), LETTER.encode("cp1252"), LETTER.encode("utf-16"), b"\xef\xbb\xbf" + LETTER.encode()],
)
def test_a_file_is_read_by_what_is_in_it(client: Client, content: bytes) -> None:
    file = SimpleUploadedFile("foto.jpg", content, "image/jpeg")
    page = client.post("/mijn-laatste-dag/brief/gelezen/", {"file": file})
    assert "Dit is een besluit" in words_of(page)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * (letter_file.LARGEST + 1), Why.TOO_LARGE),
        (b"x" * (letter_file.LONGEST_TEXT + 1), Why.TOO_LONG),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Why.NO_LETTER),
        (b"PK\x03\x04\x14\x00\x06\x00", Why.NO_LETTER),
        (b"\xff\xfe\x00", Why.NO_LETTER),
        (b"%PDF-1.7\nrubbish", Why.BROKEN),
        (pdf(LETTER)[:400], Why.BROKEN),
        (pdf("", pages=2), Why.PICTURE),
        (pdf(LETTER, password="geheim"), Why.LOCKED),
        (pdf(LETTER, pages=letter_file.MOST_PAGES + 1), Why.TOO_MANY_PAGES),
    ],
)
def test_a_file_that_is_no_letter_says_why(content: bytes, why: Why) -> None:
    with pytest.raises(Unreadable) as refused:
        text_of(content)
    assert refused.value.why is why


@pytest.mark.parametrize("drawn", ["q Q " * 1_000_000, "BT " + "(a) Tj " * 300_000 + "ET", "[" * 2_900_000])
def test_a_small_file_that_unfolds_without_end_is_given_up_soon(drawn: str) -> None:
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        text_of(pdf("", content=drawn))
    assert refused.value.why in (Why.TOO_SLOW, Why.BROKEN)
    assert time.monotonic() - began < 3


def test_a_slow_file_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_file, "SECONDS", -1.0)
    with pytest.raises(Unreadable) as refused:
        text_of(pdf(LETTER))
    assert refused.value.why is Why.TOO_SLOW


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "of kies een bestand"),
        ({"text": "   "}, "of kies een bestand"),
        ({"text": "brief " * 20_000}, "te lang"),
        ({"file": SimpleUploadedFile("leeg.pdf", b"")}, "leeg"),
        ({"file": SimpleUploadedFile("brief.pdf", b"%PDF-1.4 rubbish")}, "kunnen we niet openen"),
    ],
)
def test_what_cannot_be_read_comes_back_with_what_to_do(client: Client, sent: dict[str, Any], says: str) -> None:
    answered = client.post("/mijn-laatste-dag/brief/gelezen/", sent)
    assert answered.status_code == 200
    assert says in words_of(answered)


def test_too_large_an_upload_is_not_even_kept(client: Client, tmp_path: Any, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    for size, says in ((3_500_000, "te lang"), (letter_file.LARGEST_REQUEST + 10, "te groot")):
        file = SimpleUploadedFile("brief.txt", b"x" * size)
        assert says in words_of(client.post("/mijn-laatste-dag/brief/gelezen/", {"file": file}))
    assert list(tmp_path.iterdir()) == []


def test_without_a_length_the_upload_stays_in_memory(rf: Any) -> None:
    request: HttpRequest = rf.post("/", {"text": "x"})
    request.META["CONTENT_LENGTH"] = ""
    assert letter_file.keep_in_memory(request)


def test_every_kind_of_letter_and_clause_has_words() -> None:
    assert set(LETTERS) == {kind.value for kind in Kind}
    assert set(CLAUSES) == {state.value for state in ClauseState}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Datum: 3 november 2025. Wij nemen zes weken meer tijd om op uw bezwaar te beslissen: de beslissing op "
            "bezwaar verdagen wij met zes weken.",
            "bezwaar",
        ),
        (
            "De rechtbank verklaart het beroep ongegrond. Deze uitspraak is gedaan op 3 november 2025. Tegen deze "
            "uitspraak kunt u binnen zes weken hoger beroep instellen.",
            "uitspraak",
        ),
    ],
)
def test_the_letter_leads_to_the_clock_it_belongs_to(text: str, code: str) -> None:
    kind = show(text).kind
    assert kind is not None
    assert kind.code == code


def test_a_company_is_taken_to_court_and_not_put_in_default() -> None:
    facts = {"received": date(2025, 9, 1), "private_body": True}
    company = [str(step.what) for step in answer(KINDS["gegevens"], facts, None, today=TODAY).ahead]
    body = answer(KINDS["gegevens"], {**facts, "private_body": False}, None, today=TODAY)
    assert not any("ingebrekestelling" in what for what in company)
    assert any("ingebrekestelling" in str(step.what) for step in body.ahead)


def test_the_earlier_day_is_kept_to_while_it_is_not_known_which_rule_holds() -> None:
    sent = date(2025, 11, 20)
    facts: dict[str, Any] = {"made_known": sent, "made_known_by": "post"}
    unknown = answer(KINDS["besluit"], facts, "zw", today=TODAY)
    assert (unknown.day, unknown.is_safe_day) == (date(2025, 12, 4), True)
    # Once the earlier day has passed the later one is still told: it may well be the one that holds.
    after = answer(KINDS["besluit"], facts, "zw", today=date(2025, 12, 5))
    assert (after.day, after.is_safe_day, after.situation) == (date(2026, 1, 5), False, "open")
    assert any("donderdag 4 december 2025" in note for note in after.notes)
