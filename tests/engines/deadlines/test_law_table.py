"""The table of law row by row: no row without a rule, and every row gives its day or is told in words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bundel.engines.deadlines import compute, path, rules

# The rows of the table of Dutch terms: how to count, making known, legal remedies, decisions, complaints, special laws.
CHAPTERS = {1: 13, 2: 19, 3: 24, 4: 11, 5: 10, 6: 24}
BESIDE = {"1a", "4a", "5.9a"}
NUMBERS = BESIDE | {f"{chapter}.{row}" for chapter, last in CHAPTERS.items() for row in range(1, last + 1)}
LINES = (Path(__file__).parent / "law_rows.jsonl").read_text("utf-8").splitlines()
ROWS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
# Rows without a day of their own: no last day, or a delay that is not held against the person.
ONLY_IN_WORDS = {"2.4", "2.7", "3.3", "3.20", "3.24", "4.11"}


def _name(row: dict[str, Any]) -> str:
    return f"{row['row']}-{row['rules'][0]}"


def _days(row: dict[str, Any]) -> Iterator[Any]:
    yield from row.get("expected", {}).values()
    yield from (row.get(kind, [None, None])[1] for kind in ("step", "opens"))


def test_no_row_is_without_a_rule() -> None:
    assert {row["row"] for row in ROWS} == NUMBERS
    known = rules.rules_by_code()
    assert [code for row in ROWS for code in row["rules"] if code not in known] == []


def test_every_row_with_a_term_is_computed() -> None:
    counted = {row["row"] for row in ROWS if any(value is not None and value != [] for value in _days(row))}
    assert NUMBERS - counted == ONLY_IN_WORDS


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_row_gives_its_days(row: dict[str, Any]) -> None:
    answer: dict[str, Any] = dict(compute(row))
    expected = row.get("expected", {})
    assert {name: answer[name] for name in expected} == expected
    assert set(row.get("confirm", ())) <= {doubt["code"] for doubt in answer["confirm"]}
    steps = {step["procedure"]: step for step in path(row)}
    for kind, day in (("step", "last_day"), ("opens", "opens_on")):
        if kind in row:
            name, wanted = row[kind]
            assert steps[name][day] == wanted  # type: ignore[literal-required]


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_row_names_its_article(row: dict[str, Any]) -> None:
    answer = compute(row)
    told = [step["article"] for step in answer["explanation"]] + [step["article"] for step in path(row)]
    said = " ".join(each["nl"] for each in (*answer["explanation"], *answer["notes"], *answer["confirm"]))
    first = rules.rules_by_code()[row["rules"][0]]
    assert row.get("says", "") in said
    if row.get("told", True):
        assert first.article in told or first.nl in said


def test_every_rule_is_told_when_its_code_is_cited() -> None:
    for rule in rules.rules_by_code().values():
        answer = compute({"procedure": "custom", "facts": {"clause": rule.code, "event_on": "2026-03-02"}})
        assert (answer["last_day"] is None) == (rule.length is None), rule.code
        assert rule.article in [step["article"] for step in answer["explanation"]], rule.code
        assert rule.is_certain or rule.code in [doubt["code"] for doubt in answer["confirm"]], rule.code
