"""Bad input is the normal case: refused in one sentence, or named and set aside."""

from datetime import date, datetime
from typing import Any

import pytest

from bundel.engines.deadlines import compute, path

BAD: list[tuple[Any, str]] = [
    ([], "A request must be an object"),
    ({}, "procedure must be one of"),
    ({"procedure": ["objection"]}, "procedure must be one of"),
    ({"procedure": "objection", "facts": []}, "facts must be an object"),
    ({"procedure": "objection", "facts": {"made_known": "2024-02-30"}}, "made_known must be a day that exists"),
    ({"procedure": "objection", "facts": {"made_known": "20240220"}}, "made_known must be a day"),
    ({"procedure": "objection", "facts": {"made_known": "2024-W01-1"}}, "made_known must be a day"),
    ({"procedure": "objection", "facts": {"made_known": 20240220}}, "made_known must be a day"),
    ({"procedure": "objection", "facts": {"made_known": datetime(2024, 2, 20)}}, "made_known must be a day"),  # noqa: DTZ001  # a moment without zone is the bad input
    ({"procedure": "objection", "today": "soon"}, "today must be a day"),
    ({"procedure": "custom", "facts": {"term_weeks": -1}}, "term_weeks must be a whole number"),
    ({"procedure": "custom", "facts": {"term_weeks": 0}}, "term_weeks must be a whole number"),
    ({"procedure": "custom", "facts": {"term_weeks": 10**9}}, "term_weeks must be a whole number"),
    ({"procedure": "custom", "facts": {"term_weeks": True}}, "term_weeks must be a whole number"),
    ({"procedure": "custom", "facts": {"term_weeks": 6.5}}, "term_weeks must be a whole number"),
    ({"procedure": "objection", "facts": {"committee": "yes"}}, "committee must be true or false"),
    ({"procedure": "objection", "facts": {"channel": "pigeon"}}, "channel must be one of post"),
    ({"procedure": "objection", "facts": {"clause": 6}}, "clause must be a text"),
    ({"procedure": "objection", "law": 6}, "law must be a text"),
    ({"procedure": "objection", "facts": {"made_known": "9999-12-01"}}, "beyond what a calendar can hold"),
    ({"procedure": "custom", "facts": {"made_known": "9999-12-01", "term_workdays": 900}}, "beyond what a calendar"),
    ({"procedure": "hearing", "facts": {"hearing_on": "0001-01-05"}}, "beyond what a calendar can hold"),
]


@pytest.mark.parametrize(("request_", "sentence"), BAD)
@pytest.mark.parametrize("ask", [compute, path])
def test_bad_input_is_refused_in_one_sentence(ask: Any, request_: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refusal:
        ask(request_)
    assert str(refusal.value).endswith(".")


def test_path_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond what a calendar"):
        path({"procedure": "application", "law": "participatiewet", "facts": {"filed": "9999-12-10"}})


def test_days_of_the_library_are_as_good_as_text() -> None:
    by_day = compute({"procedure": "objection", "facts": {"made_known": date(2024, 2, 20)}})
    by_text = compute({"procedure": "objection", "facts": {"made_known": "2024-02-20"}})
    assert by_day == by_text


def test_null_fact_is_no_fact() -> None:
    assert compute({"procedure": "objection", "facts": {"made_known": None}})["missing"][0]["fact"] == "made_known"


@pytest.mark.parametrize("law", ["planschade", "asteroid law"])
def test_unknown_law_is_ignored_with_a_note(law: str) -> None:
    answer = compute({"id": 7, "procedure": "objection", "law": law, "facts": {"made_known": "2024-02-20"}})
    assert answer["id"] == 7
    assert answer["last_day"] == "2024-04-02"
    assert [note["code"] for note in answer["notes"]] == ["unknown_law", "alternative"]


@pytest.mark.parametrize("law", ["", None])
def test_no_law_is_fine(law: str | None) -> None:
    assert compute({"procedure": "appeal", "law": law})["notes"] == []


def test_unknown_fact_is_named() -> None:
    answer = compute({"procedure": "appeal", "facts": {"made_known": "2024-02-20", "weather": "rain"}})
    assert [note["code"] for note in answer["notes"]] == ["unknown_fact"]


def test_day_after_today_is_named() -> None:
    answer = compute({"procedure": "appeal", "facts": {"made_known": "2024-02-20"}, "today": "2024-02-19"})
    assert [note["code"] for note in answer["notes"]] == ["in_the_future"]


CONTRADICTIONS = [
    ("objection", {"made_known": "2024-01-02", "posted": "2024-01-20", "received": "2024-01-10"}, "timely"),
    ("objection", {"made_known": "2024-01-02", "filed": "2024-01-20", "received": "2024-01-10"}, "timely"),
    ("application", {"notice_of_default": "2024-03-20", "notice_received": "2024-03-10"}, "first_penalty_day"),
    ("application", {"received": "2024-03-20", "decision_sent": "2024-03-10"}, "decision_due"),
    (
        "application",
        {"notice_received": "2024-03-01", "decision_sent": "2024-04-01", "still_undecided_on": "2024-05-01"},
        "penalty_days",
    ),
]


@pytest.mark.parametrize(("procedure", "facts", "output"), CONTRADICTIONS)
def test_contradiction_is_named_and_never_used(procedure: str, facts: dict[str, str], output: str) -> None:
    answer: dict[str, Any] = dict(compute({"procedure": procedure, "facts": facts}))
    assert answer[output] is None
    assert answer["explanation"][0]["code"] == "contradiction"
    assert len(answer["missing"]) >= 2


def test_two_stated_terms_are_not_used() -> None:
    facts = {"made_known": "2024-01-02", "term_weeks": 2, "term_days": 10}
    answer = compute({"procedure": "custom", "facts": facts})
    assert answer["last_day"] is None
    assert answer["explanation"][0]["code"] == "too_many_terms"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"from": "the moon", "term_weeks": 2, "made_known": "2024-01-02"}, "unknown_from"),
        ({"from": "received"}, "from_without_term"),
    ],
)
def test_start_that_is_not_understood_is_named(facts: dict[str, Any], code: str) -> None:
    notes = compute({"procedure": "custom", "facts": facts})["notes"]
    assert code in [note["code"] for note in notes]
