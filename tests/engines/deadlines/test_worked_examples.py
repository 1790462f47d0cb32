"""Worked examples from rulings and official explanations: facts, and what must come out."""

import json
from pathlib import Path
from typing import Any

import pytest

from bundel.engines.deadlines import compute

LINES = (Path(__file__).parent / "worked_examples.jsonl").read_text("utf-8").splitlines()
EXAMPLES = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["says"]))
def test_example_comes_out(example: dict[str, Any]) -> None:
    answer: dict[str, Any] = dict(compute(example))
    assert {name: answer[name] for name in example["expected"]} == example["expected"]
