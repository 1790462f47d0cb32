"""Real rulings: everything a court states must come out of the clock."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bundel.engines.deadlines import compute

SHARED = Path(os.environ.get("BUNDEL_SHARED", Path(__file__).parents[3] / "../shared"))
FILE = SHARED / "data/law/rulings.jsonl"
RULINGS = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()] if FILE.exists() else []


@pytest.mark.parametrize("ruling", RULINGS, ids=lambda ruling: str(ruling["id"]))
def test_ruling_comes_out_as_the_court_states(ruling: dict[str, Any]) -> None:
    request: dict[str, Any] = {key: ruling[key] for key in ("id", "procedure", "law", "facts") if key in ruling}
    answer: dict[str, Any] = dict(compute(request))
    assert {name: answer[name] for name in ruling["expected"]} == ruling["expected"]
