"""Entering a signal for somebody, and the settings of a workspace, through the client."""

from typing import Any

import pytest
from django.test import Client
from tests.conftest import Two
from tests.web.test_account_pages import text
from tests.web.test_desk_pages import browser, stands, url
from tests.worlds import NOW, World

from bundel.accounts.access import OpenReason
from bundel.concerns.actions.office import Office, change_office
from bundel.concerns.models import Concern
from bundel.concerns.queries import ReceivesLine, find_receipt, open_story, receives
from bundel.sealing.codes import as_typed, slow_hash
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Workspace
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

TOLD = {
    "channel": "phone",
    "place": "utrecht",
    "story": "Ik ben Anna de Vries. Bel 06-12345678. De taxi komt elke dag te laat.",
    "theme": "school_transport",
    "decides": "municipality",
    "for_whom": "child",
    "since": "weeks",
    "letter_got": "yes",
    "letter_dated_on": "2026-11-10",
    "reachable": "yes",
    "contact": "anna@voorbeeld.example",
    "contact_name": "Anna",
}
CARD = {"card_title": "De taxi komt te laat", "card_text": "Elke dag te laat op school.", "consent": "others"}
SETTINGS = {
    "name": "Hier",
    "about": "Wij helpen.",
    "telephone": "085 000 00 00",
    "colour": "#6A1B63",
    "answer_days": "5",
    "retention_days": "365",
    "version": "1",
}


@pytest.fixture
def helper(two: Two) -> Client:
    return browser(two.here, Role.ORGANISER)


@pytest.fixture
def owner(two: Two) -> Client:
    return browser(two.here, Role.OWNER)


def count(world: World) -> int:
    with acting_for(world.workspace.id):
        return Concern.objects.count()


def card_page(client: Client, **changes: str) -> Any:
    return client.post(url("enter_concern"), TOLD | changes | {"step": "card"})


def confirm(client: Client, token: str, **changes: str) -> Any:
    return client.post(url("enter_concern"), TOLD | CARD | changes | {"step": "confirm", "token": token})


# Entering


def test_enter_concern_shows_the_card_without_the_person(helper: Client, two: Two) -> None:
    page = card_page(helper)
    form = page.context["form"]
    assert "06-12345678" not in form["card_text"].value()
    assert "Anna de Vries" not in form["card_text"].value()
    assert "De taxi komt elke dag te laat." in form["card_text"].value()
    assert " checked" not in text(page)
    assert count(two.here) == 1


def test_enter_concern_keeps_it_and_hands_over_a_receipt(helper: Client, two: Two) -> None:
    token = card_page(helper).context["token"]
    answer = confirm(helper, token)
    assert answer.status_code == 302
    page = helper.get(answer["Location"])
    code = page.context["code"]
    assert as_typed(code) == code
    known = find_receipt(slow_hash(code, "receipt"))
    assert known is not None
    concern = stands(two.here, known[1])
    assert (concern.channel, concern.entered_by) == ("phone", two.here.members[Role.ORGANISER].id)
    assert (concern.theme, concern.municipality_code, concern.consent) == ("school_transport", "GM0344", "others")
    assert concern.is_reachable
    with acting_for(two.here.workspace.id):
        story = open_story(two.here.actor(Role.OWNER), concern.id, reason=OpenReason.CHECK, now=NOW)
    assert (story.story, story.contact_name) == (TOLD["story"], "Anna")


def test_enter_concern_sent_twice_is_one_concern_with_one_receipt(helper: Client, two: Two) -> None:
    token = card_page(helper).context["token"]
    first, second = confirm(helper, token), confirm(helper, token)
    assert first["Location"] == second["Location"]
    assert helper.get(second["Location"]).context["code"]
    assert count(two.here) == 2


def test_enter_concern_goes_back_to_the_questions_without_loss(helper: Client, two: Two) -> None:
    page = text(helper.post(url("enter_concern"), TOLD | CARD | {"step": "back", "token": "x"}))
    assert TOLD["story"] in page
    assert "anna@voorbeeld.example" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"story": ""}, "Schrijf op wat er gebeurt."),
        ({"story": "x" * 100_000}, "80000 tekens te lang"),
        ({"channel": "web"}, "web"),
        ({"place": "xqzw"}, "Deze gemeente kennen we niet."),
        ({"letter_dated_on": "2126-01-01"}, "Die dag moet nog komen."),
        ({"letter_dated_on": "2026-02-30"}, "Die dag bestaat niet."),
        ({"contact": "geen adres"}, "Dit is geen heel telefoonnummer"),
    ],
)
def test_enter_concern_says_what_to_mend_and_keeps_the_rest(
    helper: Client, two: Two, changes: dict[str, str], words: str
) -> None:
    page = text(card_page(helper, **changes))
    assert words in page
    assert changes.get("story", TOLD["story"]) in page
    assert count(two.here) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"consent": ""}, "Vraag het de persoon, en kies wat die zei."),
        ({"card_title": ""}, "Geef de kaart een kop."),
        ({"card_title": "x" * 71}, "De kop is te lang."),
    ],
)
def test_enter_concern_asks_consent_every_time(helper: Client, two: Two, changes: dict[str, str], words: str) -> None:
    token = card_page(helper).context["token"]
    page = confirm(helper, token, **changes)
    assert words in text(page)
    assert page.context["token"] == token
    assert count(two.here) == 1


@pytest.mark.parametrize("token", ["", "AAAA", "é"])
def test_enter_concern_with_a_token_of_its_own_making_asks_again(helper: Client, two: Two, token: str) -> None:
    assert confirm(helper, token).status_code == 200
    assert count(two.here) == 1


def test_concern_receipt_shows_no_code_of_another_concern(helper: Client, two: Two) -> None:
    token = card_page(helper).context["token"]
    confirm(helper, token)
    page = helper.get(url("concern_receipt", two.here.concerns[0]))
    assert page.context["code"] == ""
    assert "Dit bewijs is niet meer te zien" in text(page)


# Settings


def test_settings_are_kept(owner: Client, two: Two) -> None:
    page = owner.post(url("settings"), SETTINGS | {"act": "save"}, follow=True)
    assert "De instellingen zijn bewaard." in text(page)
    stored = Workspace.objects.get(pk=two.here.workspace.id)
    assert (stored.about, stored.colour, stored.answer_days, stored.version) == ("Wij helpen.", "#6A1B63", 5, 2)
    assert "theme.css?2" in text(owner.get(url("settings")))


def test_settings_of_two_people_show_both(owner: Client, two: Two) -> None:
    owner.post(url("settings"), SETTINGS | {"act": "save"})
    page = owner.post(url("settings"), SETTINGS | {"act": "save", "about": "Wij luisteren."})
    assert "Iemand anders was net eerder" in text(page)
    assert "Wij helpen." in text(page)
    assert "Wij luisteren." in text(page)
    again = SETTINGS | {"act": "save", "about": "Wij luisteren.", "version": page.context["form"]["version"].value()}
    assert owner.post(url("settings"), again).status_code == 302


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("colour", "words"),
    [
        ("#6A1B63", "Deze kleur kan."),
        ("#F5A800", "Deze lijkt erop en kan wel: #694800."),
        ("paars", "Dit is geen kleur."),
    ],
)
def test_settings_judge_a_colour_before_it_is_kept(owner: Client, colour: str, words: str, htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    page = owner.post(url("settings"), SETTINGS | {"act": "look", "colour": colour}, headers=headers)
    assert words in text(page)
    assert ("<html" in text(page)) is not htmx
    assert Workspace.objects.get(slug="hier").version == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Vul een naam in."),
        ({"colour": "#F5A800"}, "Deze kleur is te licht"),
        ({"answer_days": "0"}, "1"),
        ({"retention_days": "4000"}, "3650"),
    ],
)
def test_settings_say_what_to_mend(owner: Client, changes: dict[str, str], words: str) -> None:
    assert words in text(owner.post(url("settings"), SETTINGS | {"act": "save"} | changes))
    assert Workspace.objects.get(slug="hier").version == 1


def lines(world: World) -> list[ReceivesLine]:
    with acting_for(world.workspace.id):
        return receives(world.actor(Role.OWNER))


def test_settings_add_and_take_out_what_is_received(owner: Client, two: Two) -> None:
    added = owner.post(url("settings"), {"act": "add", "place": "ede", "theme": "care"}, follow=True)
    assert "Dit komt voortaan bij jullie binnen." in text(added)
    assert lines(two.here) == [ReceivesLine("", ""), ReceivesLine("GM0228", "care")]
    dropped = owner.post(url("settings"), {"act": "drop", "municipality_code": "", "theme": ""}, follow=True)
    assert "Deze regel is weg." in text(dropped)
    assert lines(two.here) == [ReceivesLine("GM0228", "care")]
    assert "Deze gemeente kennen we niet." in text(owner.post(url("settings"), {"act": "add", "place": "xqzw"}))


def test_settings_receive_no_more_lines_than_there_is_room_for(
    owner: Client, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bundel.concerns.actions.office.MOST_LINES", 1)
    page = owner.post(url("settings"), {"act": "add", "place": "ede", "theme": "care"})
    assert "Dit zijn te veel regels." in text(page)


def test_theme_is_public_and_kept_by_browsers(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        change_office(two.here.actor(Role.OWNER), Office("Hier", "", "", "#0B4A6F", 3, 730), version=1, now=NOW)
    answer = Client().get(url("theme"))
    assert answer["Content-Type"].startswith("text/css")
    assert "public" in answer["Cache-Control"]
    assert b"#0B4A6F" in answer.content
    assert Client().get(url("theme", slug="daar")).content == b""
    assert Client().get(url("theme", slug="nergens")).status_code == 404
