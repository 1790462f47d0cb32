import re
import tomllib
from collections import Counter
from datetime import date
from importlib import resources
from typing import Any

import pytest

from bundel.concerns.rules import words
from bundel.concerns.rules.states import State
from bundel.concerns.rules.told import LONGEST_TITLE
from bundel.places import rules as places
from bundel.tenancy.rules import Role, WorkspaceKind

TODAY = date(2026, 11, 21)
CONTRAST_ON_WHITE = 7
TWO_YEARS = 750
ROBOTS = {"Bot"}


def read(filename: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("bundel").joinpath("cli", "demo", filename).read_text(encoding="utf-8"))


FILES = ("aids", "care", "children", "home_help", "letters", "living", "money", "support", "transport")
CONCERNS: list[dict[str, Any]] = [concern for name in FILES for concern in read(f"concerns/{name}.toml")["concern"]]
PROBLEMS: dict[str, dict[str, Any]] = {problem["code"]: problem for problem in read("problems.toml")["problem"]}
DOSSIERS: list[dict[str, Any]] = read("problems.toml")["dossier"]
PEOPLE = read("people.toml")
WORKSPACES: dict[str, dict[str, Any]] = {workspace["slug"]: workspace for workspace in PEOPLE["workspace"]}

CHOICES: dict[str, set[Any]] = {
    "workspace": set(WORKSPACES),
    "theme": set(words.Theme),
    "decides": set(words.Decider),
    "since": set(words.Since) - {words.Since.DAYS},
    "for_whom": set(words.ForWhom),
    "consent": set(words.Consent),
    "channel": set(words.Channel),
    "state": set(State) - {State.WITHDRAWN, State.SUSPECT},
    "reachable": {True, False},
}
FIELDS = set(CHOICES) | {
    *("key", "municipality_code", "story", "personal", "wish", "letter", "consequences"),
    *("card_title", "card_text", "told_days_ago", "messages", "opened"),
}

every_concern = pytest.mark.parametrize("concern", CONCERNS, ids=lambda concern: concern["key"])
every_workspace = pytest.mark.parametrize("workspace", WORKSPACES.values(), ids=lambda workspace: workspace["slug"])


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def test_concerns_are_many_and_varied() -> None:
    assert len(CONCERNS) >= 280
    keys = [concern["key"] for concern in CONCERNS]
    assert len(set(keys)) == len(keys)
    for field in ("story", "card_title", "card_text", "wish"):
        assert len({concern[field] for concern in CONCERNS}) == len(CONCERNS), field
    for field, allowed in CHOICES.items():
        assert {concern[field] for concern in CONCERNS} == allowed, field
    assert {consequence for concern in CONCERNS for consequence in concern["consequences"]} == set(words.Consequence)
    assert min(Counter(concern["workspace"] for concern in CONCERNS).values()) >= 35
    assert sum(concern["letter"]["got"] for concern in CONCERNS) >= 120
    assert sum(bool(concern["personal"]) for concern in CONCERNS) >= 15


@every_concern
def test_concern_has_every_field_with_a_known_value(concern: dict[str, Any]) -> None:
    assert set(concern) - {"problem"} == FIELDS
    for field, allowed in CHOICES.items():
        assert concern[field] in allowed, field
    assert re.fullmatch(r"[a-z0-9-]{5,60}", concern["key"])
    assert 1 <= len(set(concern["consequences"])) == len(concern["consequences"])
    assert set(concern["consequences"]) <= set(words.Consequence)


@every_concern
def test_concern_keeps_to_its_lengths(concern: dict[str, Any]) -> None:
    assert 30 <= len(concern["story"].split()) <= 220
    assert 1 <= len(sentences(concern["wish"])) <= 2
    assert 10 <= len(concern["card_title"]) <= LONGEST_TITLE
    assert 2 <= len(sentences(concern["card_text"])) <= 4
    assert all(len(sentence.split()) <= 22 for sentence in sentences(concern["card_text"]))


@every_concern
def test_concern_is_told_where_its_workspace_listens(concern: dict[str, Any]) -> None:
    assert places.get(concern["municipality_code"]).existed_on(TODAY)
    heard = WORKSPACES[concern["workspace"]]["municipalities"]
    assert not heard or concern["municipality_code"] in heard


@every_concern
def test_card_holds_nothing_that_points_to_the_person(concern: dict[str, Any]) -> None:
    card = f"{concern['card_title']} {concern['card_text']}"
    for detail in concern["personal"]:
        named = re.compile(rf"(?<!\w){re.escape(detail)}(?!\w)")
        assert named.search(concern["story"]), detail
        assert not named.search(card), detail
        assert not named.search(concern["wish"]), detail
    assert not re.search(r"@|\d{4}|06-|\b[A-Z]{2}\d", card)
    assert places.get(concern["municipality_code"]).name not in card


@every_concern
def test_plain_contact_details_in_a_story_are_listed_as_personal(concern: dict[str, Any]) -> None:
    contact = re.findall(r"06-\d{8}|\S+@[\w.-]+\w|\b\d{4} [A-Z]{2}\b", concern["story"])
    assert set(contact) <= set(concern["personal"])
    assert all(number.startswith("06-123456") for number in contact if number.startswith("06-"))
    assert all(address.endswith(".example") for address in contact if "@" in address)


@every_concern
def test_days_of_a_concern_follow_each_other(concern: dict[str, Any]) -> None:
    told = concern["told_days_ago"]
    assert 0 <= told <= TWO_YEARS
    letter = concern["letter"]
    if letter["got"]:
        assert set(letter) == {"got", "dated_days_ago", "received_days_ago", "by"}
        assert letter["dated_days_ago"] >= letter["received_days_ago"] >= told
        assert letter["by"] in set(words.LetterBy)
    else:
        assert set(letter) == {"got"}
    for happened in (concern["messages"], concern["opened"]):
        days = [each["days_ago"] for each in happened]
        assert days == sorted(days, reverse=True)
        assert all(0 <= day <= told for day in days)


@every_concern
def test_a_concern_taken_up_was_opened_and_answered(concern: dict[str, Any]) -> None:
    messages, opened = concern["messages"], concern["opened"]
    if concern["state"] == "received":
        assert messages == opened == []
        return
    assert 1 <= len(messages) <= 3
    assert messages[0]["from"] == "workspace"
    assert opened[0]["days_ago"] >= messages[0]["days_ago"]
    assert all(set(message) == {"from", "text", "days_ago"} for message in messages)
    assert {message["from"] for message in messages} <= set(words.Side)
    assert {each["reason"] for each in opened} <= {"help", "answer", "check"}
    assert all(len(sentence.split()) <= 25 for message in messages for sentence in sentences(message["text"]))
    if concern["state"] == "waiting_for_person":
        assert messages[-1]["from"] == "workspace"


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@every_workspace
def test_workspace_is_complete(workspace: dict[str, Any]) -> None:
    assert set(workspace) == {
        "slug",
        "name",
        "kind",
        "about",
        "telephone",
        "colour",
        "municipalities",
        "themes",
        "members",
    }
    assert workspace["kind"] in set(WorkspaceKind)
    assert set(workspace["themes"]) <= set(words.Theme)
    assert all(places.get(code).existed_on(TODAY) for code in workspace["municipalities"])
    assert re.fullmatch(r"#[0-9a-f]{6}", workspace["colour"])
    assert 1.05 / (luminance(workspace["colour"]) + 0.05) >= CONTRAST_ON_WHITE


@every_workspace
def test_members_have_a_known_role_and_an_invented_address(workspace: dict[str, Any]) -> None:
    members = workspace["members"]
    assert 3 <= len(members) <= 5
    assert "owner" in {member["role"] for member in members} <= set(Role)
    assert len({member["email"] for member in members}) == len(members)
    domains = tuple(f"@{slug}.example" for slug in WORKSPACES)
    assert all(member["email"].endswith(domains) for member in members)
    assert all(set(member) == {"name", "email", "role"} for member in members)


def test_one_person_belongs_to_two_workspaces_and_one_operates() -> None:
    members = [member for workspace in WORKSPACES.values() for member in workspace["members"]]
    twice = [email for email, times in Counter(member["email"] for member in members).items() if times == 2]
    assert len(twice) == 1
    assert len({(member["name"], member["email"]) for member in members}) == len(members) - 1
    assert {member["role"] for member in members} == set(Role)
    assert set(PEOPLE["operator"]) == {"name", "email"}
    assert PEOPLE["operator"]["email"] not in {member["email"] for member in members}


def opening(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower())[:4])


def test_no_two_stories_begin_alike() -> None:
    begins = Counter(opening(concern["story"]) for concern in CONCERNS)
    assert {words for words, times in begins.items() if times > 1} == set()
    assert max(Counter(concern["story"].split()[0].lower() for concern in CONCERNS).values()) <= len(CONCERNS) // 10


def test_concerns_are_spread_over_themes_places_and_months() -> None:
    themes = Counter(concern["theme"] for concern in CONCERNS)
    assert min(themes.values()) >= 5, themes
    assert len({concern["municipality_code"] for concern in CONCERNS}) >= 60
    assert len({concern["told_days_ago"] // 30 for concern in CONCERNS}) >= 22
    assert max(concern["told_days_ago"] for concern in CONCERNS) >= 690


@every_concern
def test_somebody_with_a_title_is_listed_as_personal(concern: dict[str, Any]) -> None:
    named = r"\b(?:[Mm]evrouw|[Mm]evr\.|[Mm]eneer|[Dd]hr\.)\s+((?:(?:van|de|der|den)\s)*[A-Z]\w+)"
    strangers = set(re.findall(named, concern["story"])) - ROBOTS
    assert all(any(name in detail for detail in concern["personal"]) for name in strangers), strangers


def test_problems_come_back_in_enough_concerns() -> None:
    times = Counter(concern["problem"] for concern in CONCERNS if "problem" in concern)
    assert set(times) == set(PROBLEMS)
    assert len(PROBLEMS) >= 25
    assert 4 <= min(times.values()) <= max(times.values()) <= 16
    assert sum("problem" not in concern for concern in CONCERNS) >= 80
    for code in PROBLEMS:
        where = {concern["municipality_code"] for concern in CONCERNS if concern.get("problem") == code}
        assert len(where) >= 3, code


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda problem: problem["code"])
def test_problem_is_told_in_plain_short_sentences(problem: dict[str, Any]) -> None:
    assert set(problem) - {"dossier"} == {"code", "theme", "title", "statement"}
    assert problem["theme"] in set(words.Theme)
    assert 10 <= len(problem["title"]) <= LONGEST_TITLE
    assert all(len(sentence.split()) <= 22 for sentence in sentences(problem["statement"]))


def test_dossiers_stand_at_three_stages_and_hold_their_problems() -> None:
    assert [dossier["stage"] for dossier in DOSSIERS] == ["opened", "waiting", "effect"]
    told = {code: problem["dossier"] for code, problem in PROBLEMS.items() if "dossier" in problem}
    assert told == {code: dossier["slug"] for dossier in DOSSIERS for code in dossier["problems"]}


@pytest.mark.parametrize("dossier", DOSSIERS, ids=lambda dossier: dossier["slug"])
def test_dossier_hangs_together(dossier: dict[str, Any]) -> None:
    assert {dossier["workspace"], *dossier["partners"]} <= set(WORKSPACES)
    demands = [demand["code"] for demand in dossier["demands"]]
    assert len(set(demands)) == len(demands) >= 3
    assert {answer["demand"] for answer in dossier["answers"]} <= set(demands)
    assert {answer["says"] for answer in dossier["answers"]} <= {"yes", "partly", "no"}
    days = [step["days_ago"] for step in dossier["steps"]]
    assert days == sorted(days, reverse=True)
    assert ("effect" in dossier) == (dossier["stage"] == "effect")
    advised = any(step["kind"] == "advice" for step in dossier["steps"])
    assert advised == (dossier["stage"] != "opened")
