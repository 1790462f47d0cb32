"""Words of the workspace: every act can be told, what is waited for reads well, and the day of a line."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override

from bundel.accounts.access import ACTIONS
from bundel.accounts.permissions import Permission
from bundel.concerns.rules.states import State
from bundel.kit.days import NETHERLANDS
from bundel.web.acts import ACTS, in_words
from bundel.web.lines import ago, day_short, left_until, place_name, standing

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=NETHERLANDS)


def test_every_act_has_words() -> None:
    assert {name for name in ACTIONS if name.startswith("concerns.")} <= set(ACTS)
    assert [name for name in ACTIONS if in_words(name) == name] == []
    assert in_words(Permission.STORY_OPEN) != Permission.STORY_OPEN
    assert in_words("something.new") == "something.new"


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        (State.RECEIVED, 0, "Nieuw, vandaag"),
        (State.RECEIVED, 1, "Nieuw, gisteren"),
        (State.IN_PROGRESS, 0, "Wacht op ons"),
        (State.IN_PROGRESS, 1, "Wacht 1 dag op ons"),
        (State.IN_PROGRESS, -3, "Wacht op ons"),
        (State.WAITING_FOR_PERSON, 0, "Wacht op de persoon"),
        (State.WAITING_FOR_PERSON, 14, "Wij wachten 14 dagen op de persoon"),
        (State.ANSWERED, 4, "Beantwoord, 4 dagen geleden"),
        (State.CLOSED, 4, "Klaar"),
        (State.WITHDRAWN, 4, "Ingetrokken"),
    ],
)
def test_standing_says_who_waits_and_how_long(state: State, days: int, words: str) -> None:
    since = NOON - timedelta(days=days)
    with override("nl"):
        assert standing(state, since, since, TODAY) == words


@pytest.mark.parametrize(
    ("days", "short", "left"),
    [(0, "vandaag", "tot middernacht"), (1, "wo 25 nov", "over 1 dag"), (10, "vr 4 dec", "over 10 dagen")],
)
def test_a_last_day_is_short_and_says_what_is_left(days: int, short: str, left: str) -> None:
    day = TODAY + timedelta(days=days)
    with override("nl"):
        assert (day_short(day, TODAY).rstrip("."), left_until(day, TODAY)) == (short, left)


def test_ago_counts_dutch_days() -> None:
    with override("nl"):
        assert ago(datetime(2026, 11, 23, 23, 30, tzinfo=NETHERLANDS), TODAY) == "gisteren"
        assert ago(NOON - timedelta(days=6), TODAY) == "6 dagen geleden"


def test_place_name_knows_dissolved_municipalities_and_no_others() -> None:
    assert place_name("GM0344") == "Utrecht"
    assert place_name("GM9999") == "GM9999"
    assert place_name("") == ""
