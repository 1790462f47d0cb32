"""How far a link is, and what may be asked and answered."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.guests.asked import invited

from bundel.guests import labels, rules
from bundel.guests.rules import (
    ANSWERS,
    LinkState,
    check_answer,
    check_invited,
    check_remind,
    link_state,
)
from bundel.guests.rules import GuestAnswerKind as Kind
from bundel.guests.rules import GuestPurpose as For
from bundel.kit.rules import RuleBroken

T = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, LinkState.LEAVING),
        ({"announced_at": T + MINUTE}, LinkState.OPEN),
        ({"announced_at": T + MINUTE, "sends_at": T + 4 * DAY}, LinkState.LEAVING),
        ({"now": T + 30 * DAY - MINUTE, "announced_at": T + MINUTE}, LinkState.OPEN),
        ({"now": T + 30 * DAY, "announced_at": T + MINUTE}, LinkState.EXPIRED),
        ({"declined_at": T}, LinkState.DECLINED),
        ({"revoked_at": T}, LinkState.REVOKED),
        ({"revoked_at": T, "declined_at": T, "now": T + 40 * DAY}, LinkState.REVOKED),
    ],
)
def test_link_state(changes: dict[str, datetime], state: LinkState) -> None:
    known: dict[str, datetime | None] = {
        "now": T,
        "sends_at": T + MINUTE,
        "announced_at": None,
        "expires_at": T + 30 * DAY,
        "declined_at": None,
        "revoked_at": None,
    }
    assert link_state(**(known | changes)) is state  # type: ignore[arg-type]  # the moments of one link


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "name_empty"),
        ({"name": "x" * 121}, "name_too_long"),
        ({"function": ""}, "function_empty"),
        ({"function": "x" * 121}, "function_too_long"),
        ({"question": ""}, "question_empty"),
        ({"question": "x" * 601}, "question_too_long"),
        ({"days": 7}, "days_unknown"),
    ],
)
def test_check_invited_says_what_is_wrong(changes: dict[str, object], code: str) -> None:
    check_invited(invited())
    with pytest.raises(RuleBroken, match=code):
        check_invited(invited(**changes))


@pytest.mark.parametrize(
    ("state", "purpose", "kind", "text", "before", "code"),
    [
        (LinkState.EXPIRED, For.ANSWER, Kind.ADOPTED, "Ja.", 0, "link_over"),
        (LinkState.REVOKED, For.ANSWER, Kind.ADOPTED, "Ja.", 0, "link_over"),
        (LinkState.OPEN, For.READ, Kind.ADOPTED, "Ja.", 0, "not_asked"),
        (LinkState.OPEN, For.CORRECT, Kind.ADOPTED, "Ja.", 0, "not_asked"),
        (LinkState.OPEN, For.ANSWER, Kind.CORRECTION, "Nee.", 0, "not_asked"),
        (LinkState.OPEN, For.ANSWER, Kind.LATER, "  ", 0, "answer_empty"),
        (LinkState.OPEN, For.ANSWER, Kind.LATER, "x" * 2001, 0, "answer_too_long"),
        (LinkState.OPEN, For.ANSWER, Kind.LATER, "In mei.", 20, "too_many_answers"),
    ],
)
def test_check_answer_refuses(state: LinkState, purpose: For, kind: Kind, text: str, before: int, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_answer(state, purpose, kind, text, given_before=before)


def test_check_answer_takes_what_was_asked() -> None:
    for purpose, kinds in ANSWERS.items():
        for kind in kinds:
            check_answer(LinkState.OPEN, purpose, kind, "Een zin.", given_before=19)
            check_answer(LinkState.LEAVING, purpose, kind, "Een zin.", given_before=0)


def test_check_remind_waits_three_days_and_needs_a_link_that_works() -> None:
    check_remind(LinkState.OPEN, announced_at=T, now=T + 3 * DAY)
    for state, announced_at, code in (
        (LinkState.OPEN, T + MINUTE, "too_soon"),
        (LinkState.LEAVING, None, "too_soon"),
        (LinkState.DECLINED, T, "link_over"),
    ):
        with pytest.raises(RuleBroken, match=code):
            check_remind(state, announced_at=announced_at, now=T + 3 * DAY)


def test_every_code_has_words() -> None:
    assert set(labels.PURPOSES) == set(labels.PURPOSE_HINTS) == set(labels.ASKED) == set(For)
    assert set(labels.ANSWERS) == set(Kind)
    assert set(labels.ANSWER_HINTS) == set(rules.ANSWERS[For.ANSWER])
    assert set(labels.STATES) == set(LinkState)
