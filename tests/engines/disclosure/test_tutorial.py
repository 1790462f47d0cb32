"""What the tutorial shows is what comes out."""

import json
import re
from pathlib import Path

from bundel.engines.disclosure.filter import prepare

TUTORIAL = Path(__file__).parents[3] / "docs/tutorial/safe-numbers.md"


def test_first_table_of_the_tutorial_gives_the_answer_it_shows() -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    asked = re.search(r"echo '(.+)' \| bundel protect", text)
    shown = re.search(r"```json\n(\{\"id\": \"first\".+)\n", text)
    assert asked is not None
    assert shown is not None
    assert prepare([])(json.loads(asked[1])) == json.loads(shown[1])


def test_records_of_the_tutorial_are_counted() -> None:
    record = next(line for line in TUTORIAL.read_text(encoding="utf-8").splitlines() if line.startswith('{"id": "2026'))
    answer = prepare(["--inside"])(json.loads(record))
    assert {row[-2] for row in answer["rows"]} == {None}
    assert answer["inside"]["rows"][0] == ["total", "total", 2, "primary", 8]
