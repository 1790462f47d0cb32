"""`bundel draft`: one letter a line."""

from typing import Any

import pytest

from bundel.engines.drafting.filter import prepare

answer = prepare([])
FACTS = {"name": "N", "organisation": "O", "about": "hulp", "made_known": "2026-11-02"}


def test_a_line_gives_a_letter_in_two_languages() -> None:
    path = [{"procedure": "objection", "who": "me", "state": "open", "why": "more"}]
    letter = answer({"id": 7, "sample": "talk", "facts": FACTS, "path": path})
    assert letter["id"] == 7
    assert letter["subject"] == {"nl": "Vraag om een gesprek over hulp", "en": "Request for a talk about hulp"}
    assert "2 november 2026" in letter["paragraphs"][0]["nl"]
    assert "2 November 2026" in letter["paragraphs"][0]["en"]
    assert letter["paragraphs"][-1]["nl"].startswith("Met deze brief")
    assert letter["enclosures"] == []


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"sample": "poem"}, "sample must be one of"),
        ({"sample": "talk"}, "not told yet: name, organisation, about"),
        ({"sample": "talk", "facts": []}, "facts must be an object"),
        ({"sample": "talk", "facts": {"name": 3}}, "name must be text"),
        ({"sample": "talk", "facts": {"made_known": "gisteren"}}, "Invalid isoformat"),
        ({"sample": "talk", "facts": FACTS, "path": ["x"]}, "each step of path"),
    ],
)
def test_a_bad_line_says_what_is_wrong(record: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer(record)
