"""The workspace pages through the client: Today, Signals, acts and undo, search and the trail."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.web.test_account_pages import secure, text
from tests.worlds import NOW, World, add_concern

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.following import withdraw_concern
from bundel.concerns.actions.helping import assign_concerns
from bundel.concerns.models import Concern
from bundel.concerns.rules.states import State
from bundel.kit.days import day_of
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db


def browser(world: World, role: Role) -> Client:
    """A browser in which this member has signed in, second factor and all."""
    client = Client()
    secure(world.members[role])
    client.force_login(world.members[role])
    return client


def url(name: str, *args: object, slug: str = "hier") -> str:
    return reverse(name, args=[slug, *args])


def told_days_ago(world: World, days: float, **answers: object) -> UUID:
    """A concern as old as this by the clock of the pages."""
    at = timezone.now() - timedelta(days=days)
    return add_concern(world, minutes_ago=int((NOW - at).total_seconds() // 60), **answers)


def stands(world: World, concern_id: UUID) -> Concern:
    with acting_for(world.workspace.id):
        return Concern.objects.get(pk=concern_id)


def ends_in(world: World, days: int, concern_id: UUID) -> UUID:
    """A concern whose last day to object is so many days from now, whatever day of the week that is."""
    with acting_for(world.workspace.id):
        last_day = day_of(timezone.now()) + timedelta(days=days)
        Concern.objects.filter(pk=concern_id).update(last_day=last_day)
    return concern_id


@pytest.fixture
def helper(two: Two) -> Client:
    """The professional's browser."""
    return browser(two.here, Role.PROFESSIONAL)


# Today


def test_today_says_what_cannot_wait_and_offers_one_act_a_line(helper: Client, two: Two) -> None:
    ends_in(two.here, 0, told_days_ago(two.here, 1, card_title="Vandaag de laatste dag"))
    ends_in(two.here, 9, told_days_ago(two.here, 1, card_title="Later een laatste dag"))
    told_days_ago(two.here, 5, card_title="Wacht al lang")
    told_days_ago(two.here, 0, card_title="Net binnen")
    page = text(helper.get(url("today")))
    assert "Eén ding kan niet wachten" in page
    assert "Daarna: 1 mens die te lang wacht, 1 laatste dag en 1 nieuw verhaal." in page
    places = [page.index(words) for words in ("Vandaag de laatste dag", "Later een", "Wacht al lang", "Net binnen")]
    assert places == sorted(places)
    assert page.count("Pak op") == 4


def test_today_is_friendly_when_there_is_nothing(helper: Client, two: Two) -> None:
    page = text(helper.get(url("today")))
    assert "Niets dat vandaag moet" in page
    assert "Voer een signaal in" in page


def test_today_offers_a_reader_nothing_to_do(two: Two) -> None:
    told_days_ago(two.here, 5)
    page = text(browser(two.here, Role.READER).get(url("today")))
    assert "Eén mens wacht al te lang" in page
    assert "Pak op" not in page
    assert "Lees en antwoord" not in page


def test_take_up_from_today_comes_back_and_can_be_undone(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 5)
    was = stands(two.here, concern_id)
    sent = {"concern": [str(concern_id)], "move": "take_up", "back": url("today")}
    page = helper.post(url("concerns_act"), sent, follow=True)
    assert page.redirect_chain[0][0].startswith(f"{url('today')}?gedaan=")
    assert "Je pakte 1 signaal op." in text(page)
    taken = stands(two.here, concern_id)
    assert (taken.state, taken.assigned_to) == (State.IN_PROGRESS, two.here.members[Role.PROFESSIONAL].id)
    undo = {"token": page.context["done"].token, "back": page.redirect_chain[0][0]}
    page = helper.post(url("concerns_undo"), undo, follow=True)
    assert page.redirect_chain[0][0] == url("today")
    assert "1 signaal staat weer zoals het was." in text(page)
    now = stands(two.here, concern_id)
    assert (now.state, now.assigned_to, now.waiting_since) == (was.state, None, was.waiting_since)


# Signals


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_at_any_length(
    two: Two, django_assert_num_queries: DjangoAssertNumQueries, settings: Any, number: int
) -> None:
    for days in range(number):
        concern_id = told_days_ago(two.here, days + 4)
        if days % 2 == 0:
            with acting_for(two.here.workspace.id):
                owner = two.here.actor(Role.OWNER)
                assign_concerns(owner, [concern_id], user_id=two.here.members[Role.ADVOCATE].id, now=NOW)
    client = browser(two.here, Role.OWNER)
    for name, queries in COSTS.items():
        with django_assert_num_queries(queries):
            assert client.get(url(name), {"q": "hulp"}).status_code == 200


COSTS = {"today": 15, "concerns": 12, "search": 13, "settings": 10}


def test_concerns_never_names_who_told(helper: Client, two: Two) -> None:
    told_days_ago(two.here, 1, contact_name="Sjoerd Bakema", contact="s@voorbeeld.example", reachable=True)
    for name in ("today", "concerns"):
        page = text(helper.get(url(name)))
        assert "Minder hulp in huis" in page
        assert "Bakema" not in page


def test_concerns_narrows_by_what_stands_in_the_address(helper: Client, two: Two) -> None:
    told_days_ago(two.here, 1, card_title="In Utrecht", municipality_code="GM0344")
    told_days_ago(two.here, 2, card_title="In Ede", theme="transport")
    page = text(helper.get(url("concerns"), {"place": "utrecht"}))
    assert "In Utrecht" in page
    assert "In Ede" not in page
    page = text(helper.get(url("concerns"), {"theme": "transport", "state": "received", "assigned": "nobody"}))
    assert "In Ede" in page
    assert "In Utrecht" not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"place": "xqzw"}, "Deze gemeente kennen we niet."),
        ({"place": "bergen"}, "Welke gemeente bedoel je? Kies uit: Bergen (NH)"),
        ({"theme": "work"}, "Geen signalen met deze keuze"),
        ({"state": "nonsense", "older": "nonsense", "newer": "2026-01-01T00:00:00_x"}, "Minder hulp in huis"),
    ],
)
def test_concerns_says_what_is_wrong_with_what_was_asked(
    helper: Client, two: Two, query: dict[str, str], words: str
) -> None:
    assert words in text(helper.get(url("concerns"), query))


def test_concerns_pages_by_links(helper: Client, two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bundel.concerns.queries.PAGE_SIZE", 1)
    told_days_ago(two.here, 1, card_title="Nieuwste")
    told_days_ago(two.here, 2, card_title="Daarna")
    second = helper.get(url("concerns") + helper.get(url("concerns"), {"theme": "home_help"}).context["older"])
    assert "theme=home_help" in second.context["older"]
    first = helper.get(url("concerns") + second.context["newer"])
    shown = [[line.title for line in page.context["lines"]] for page in (first, second)]
    assert shown == [["Minder hulp in huis"], ["Nieuwste"]]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("take_up", State.IN_PROGRESS),
        ("wait", State.WAITING_FOR_PERSON),
        ("close", State.CLOSED),
        ("assign", State.RECEIVED),
    ],
)
def test_concerns_act_does_the_same_with_and_without_htmx(two: Two, act: str, state: State, htmx: bool) -> None:
    chosen = [told_days_ago(two.here, days) for days in (1, 2)]
    advocate = two.here.members[Role.ADVOCATE].id
    headers = {"HX-Request": "true", "HX-Boosted": "true"} if htmx else {}
    sent = {"concern": chosen, "move": act, "user_id": str(advocate), "back": url("concerns") + "?state=received"}
    where = url("concerns_assign" if act == "assign" else "concerns_act")
    answer = browser(two.here, Role.OWNER).post(where, sent, headers=headers)
    assert answer.status_code == 302
    assert answer["Location"].startswith(url("concerns") + "?state=received&gedaan=")
    assert {stands(two.here, concern_id).state for concern_id in chosen} == {state}
    if act == "assign":
        assert {stands(two.here, concern_id).assigned_to for concern_id in chosen} == {advocate}


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"move": "close"}, "Kies eerst een signaal."),
        ({"concern": "x", "move": "close"}, "Kies de signalen opnieuw."),
        ({"concern": ["00000000-0000-4000-8000-000000000000"] * 51, "move": "close"}, "te veel signalen"),
        ({"concern": "00000000-0000-4000-8000-000000000000"}, "Kies wat je met de signalen doet."),
    ],
)
def test_concerns_act_says_what_is_missing(helper: Client, two: Two, sent: dict[str, Any], words: str) -> None:
    assert words in text(helper.post(url("concerns_act"), sent, follow=True))


def test_concerns_act_says_no_in_words(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1)
    with acting_for(two.here.workspace.id):
        withdraw_concern(Actor(ActorKind.RECEIPT, concern_id), concern_id, now=NOW)
    page = helper.post(url("concerns_act"), {"concern": concern_id, "move": "close"}, follow=True)
    assert "Dat kan nu niet meer." in text(page)


def test_concerns_act_goes_back_only_inside_the_workspace(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1)
    for back in ("https://elders.example/", "//elders.example/w/hier/", "/w/daar/", "/w/hier/\\elders", ""):
        answer = helper.post(url("concerns_act"), {"concern": concern_id, "move": "wait", "back": back})
        assert answer["Location"].startswith((url("concerns") + "?gedaan=", "/w/hier/")), back


def test_concerns_act_gives_to_nobody(two: Two) -> None:
    concern_id = told_days_ago(two.here, 1)
    page = browser(two.here, Role.OWNER).post(
        url("concerns_assign"), {"concern": concern_id, "user_id": "nobody"}, follow=True
    )
    assert "1 signaal is verdeeld." in text(page)


@pytest.mark.parametrize("chosen", ["", "x"])
def test_concerns_assign_asks_to_whom(two: Two, chosen: str) -> None:
    sent = {"concern": told_days_ago(two.here, 1), "user_id": chosen}
    page = browser(two.here, Role.OWNER).post(url("concerns_assign"), sent, follow=True)
    assert "Kies eerst aan wie je het geeft." in text(page)


def test_a_coach_divides_the_work_and_moves_nothing(two: Two) -> None:
    concern_id, advocate = told_days_ago(two.here, 1), two.here.members[Role.ADVOCATE].id
    client = browser(two.here, Role.COACH)
    page = text(client.get(url("concerns")))
    assert "Geef" in page
    assert "Zet op klaar" not in page
    page = text(client.post(url("concerns_assign"), {"concern": concern_id, "user_id": advocate}, follow=True))
    assert "1 signaal is verdeeld." in page
    assert "Maak ongedaan" not in page
    assert stands(two.here, concern_id).assigned_to == advocate


def test_concerns_undo_is_only_for_who_did_it(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1)
    page = helper.post(url("concerns_act"), {"concern": concern_id, "move": "close"}, follow=True)
    token = page.context["done"].token
    page = browser(two.here, Role.OWNER).post(url("concerns_undo"), {"token": token}, follow=True)
    assert "Dit kan niet meer ongedaan." in text(page)
    assert stands(two.here, concern_id).state == State.CLOSED


def test_concerns_undo_leaves_what_changed_meanwhile(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1)
    page = helper.post(url("concerns_act"), {"concern": concern_id, "move": "close"}, follow=True)
    token = page.context["done"].token
    helper.post(url("concerns_act"), {"concern": concern_id, "move": "reopen"})
    page = helper.post(url("concerns_undo"), {"token": token}, follow=True)
    assert "1 signaal is intussen veranderd. Dat blijft zo." in text(page)
    assert stands(two.here, concern_id).state == State.IN_PROGRESS


def test_a_whole_page_can_be_undone_from_its_address(helper: Client, two: Two) -> None:
    chosen = [told_days_ago(two.here, n / 100) for n in range(50)]
    answer = helper.post(url("concerns_act"), {"concern": chosen, "move": "close"})
    assert len(answer["Location"]) < 4000  # gunicorn takes 4,094
    assert "50 signalen zijn klaar." in text(helper.get(answer["Location"]))


# Search


@pytest.mark.parametrize(("query", "number"), [("hulp", 1), ("", 0), ("\x00", 0), ("x" * 5000, 0), ("'; --", 0)])
def test_search_finds_or_says_how(helper: Client, two: Two, query: str, number: int) -> None:
    page = helper.get(url("search"), {"q": query})
    assert len(page.context["lines"]) == number
    assert ("Zo vind je iets" in text(page)) == (number == 0)


# The trail


def test_trail_tells_who_did_what_and_shows_no_story(helper: Client, two: Two) -> None:
    concern_id = told_days_ago(two.here, 1, contact_name="Sjoerd Bakema", reachable=True)
    helper.post(url("concern_story", concern_id), {"reason": "check"})
    client = browser(two.here, Role.PRIVACY_OFFICER)
    page = text(client.get(url("trail")))
    assert "Hier-professional opende een verhaal" in page
    assert f"signaal {stands(two.here, concern_id).handle}, om na te kijken of alles klopt" in page
    assert "Bakema" not in page
    assert "Minder hulp in huis" not in page


def test_trail_pages_back_by_number(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bundel.web.views.trail.ROWS", 2)
    client = browser(two.here, Role.PRIVACY_OFFICER)
    first = client.get(url("trail"))
    second = client.get(url("trail") + first.context["older"])
    assert second.status_code == 200
    assert second.context["newest"] == url("trail")
    assert client.get(url("trail"), {"voor": "²"}).context["newest"] == ""


def test_trail_writes_refusals_down(two: Two) -> None:
    browser(two.here, Role.READER).get(url("settings"))
    page = text(browser(two.here, Role.PRIVACY_OFFICER).get(url("trail")))
    assert "geweigerd: de rol mag dit niet" in page
