"""The filter: which form goes where, and what each flag does."""

import json
from pathlib import Path
from typing import Any

import pytest

from bundel.engines.disclosure.filter import prepare

EQUATIONS = {"id": 1, "values": [50, 4, 20, 26], "relations": [[[0, -1], [1, 1], [2, 1], [3, 1]]], "primary": [1]}
ROWS = [["a", "x"]] * 12 + [["a", "y"]] * 4 + [["b", "x"]] * 20 + [["b", "y"]] * 30
RECORDS = {
    "id": "jan",
    "columns": ["k", "l", "who"],
    "rows": [[*row, at] for at, row in enumerate(ROWS)],
    "by": ["k", "l"],
}
RELEASE = {"id": "jan", "cells": {"all": 24, "a": 4, "b": 20}, "relations": [[["all", -1], ["a", 1], ["b", 1]]]}


def values(result: dict[str, Any]) -> dict[tuple[str, str], Any]:
    return {(row[0], row[1]): row[2] for row in result["rows"]}


def test_table_as_equations_comes_back_with_its_id() -> None:
    result = prepare(["--seconds", "5"])(EQUATIONS)
    assert result["id"] == 1
    assert result["suppressed"] == [1, 2]
    assert result["cost"] == result["bound"] == 24
    assert result["intervals"] == {"1": [0, 24], "2": [0, 24]}


def test_records_come_back_as_a_table() -> None:
    result = prepare([])(RECORDS)
    assert values(result)["a", "y"] is None
    assert "inside" not in result
    assert "inside" in prepare(["--inside"])(RECORDS)


def test_release_comes_back_with_nulls() -> None:
    result = prepare([])({**RELEASE, "primary": ["a"]})
    assert result["cells"] == {"all": 24, "a": None, "b": None}
    assert "entry" not in result


def test_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="Give a table as equations"):
        prepare([])({"id": 1})


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--seconds", "-1"], "0 or more"),
        (["--seconds", "soon"], "invalid float value"),
        (["--method", "cellkey"], "--secret FILE"),
        (["--method", "cellkey", "--secret", "no/such/file"], "No such file"),
        (["--method", "swap"], "invalid choice"),
    ],
)
def test_bad_flag_ends_the_run_with_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        prepare(arguments)
    assert sentence in capsys.readouterr().err


def test_ledger_that_is_no_ledger_ends_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ledger.jsonl"
    file.write_text("not a release\n")
    with pytest.raises(SystemExit):
        prepare(["--ledger", str(file)])
    assert "Expecting value" in capsys.readouterr().err


def test_rounding_and_cell_keys_are_the_alternatives(tmp_path: Path) -> None:
    assert prepare(["--method", "round", "--base", "10"])(EQUATIONS)["values"][0] == 50
    secret = tmp_path / "secret"
    secret.write_text("a well kept word\n")
    shown = prepare(["--method", "cellkey", "--secret", str(secret), "--most", "2"])({**RECORDS, "identity": "who"})
    assert abs(values(shown)["total", "total"] - 66) <= 2


def test_ledger_remembers_within_and_between_runs(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    answer = prepare(["--ledger", str(file), "--inside"])
    first = answer(RECORDS)
    later = {**RECORDS, "id": "feb", "rows": [*RECORDS["rows"], ["b", "x", 99]]}
    second = answer(later)
    assert "inside" in second
    shown = {cell for cell, value in values(first).items() if value is not None}
    both = shown & {cell for cell, value in values(second).items() if value is not None}
    assert all(values(first)[cell] == values(second)[cell] for cell in both)
    assert [json.loads(line)["id"] for line in file.read_text().splitlines()] == ["jan", "feb"]
    with pytest.raises(ValueError, match="stands in the ledger already"):
        prepare(["--ledger", str(file)])(RECORDS)
    third = prepare(["--ledger", str(file)])({**RELEASE, "id": "mrt", "primary": ["a"]})
    assert third["hidden"] == ["a", "b"]
    fourth = prepare(["--ledger", str(file)])({**RECORDS, "id": "apr", "changes": []})
    assert fourth["optimal"]


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ({**EQUATIONS}, "needs names for cells"),
        ({**RECORDS, "id": None}, "needs an `id`"),
        (
            {"id": 2, "columns": ["k", "v"], "rows": [["a", -1.0]], "by": ["k"], "value": "v"},
            "negative value",
        ),
    ],
)
def test_what_the_ledger_cannot_hold_is_refused(tmp_path: Path, record: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        prepare(["--ledger", str(tmp_path / "ledger.jsonl")])(record)
