"""The reader as a filter."""

import json
import sys
from pathlib import Path
from subprocess import run

import pytest

from bundel.engines.letters.filter import prepare


def test_answer_keeps_its_id_and_is_json() -> None:
    answer = prepare([])({"id": "x", "text": "Gemeente. Datum: 2 maart 2026. Wij wijzen uw aanvraag af."})
    again = json.loads(json.dumps(answer))
    assert again["id"] == "x"
    assert again["decision"] == "yes"
    assert again["kinds"][0]["kind"] == "decision"
    assert again["facts"]["dated"]["value"] == "2026-03-02"


@pytest.mark.parametrize("record", [{"id": 1}, {"id": 1, "text": None}, {"id": 1, "text": 3}])
def test_bad_line_raises_a_sentence(record: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="text must be"):
        prepare([])(record)


def test_reader_starts_without_the_rest_of_bundel() -> None:
    program = (
        "import sys, time; begin = time.process_time();"
        "from bundel.engines.letters.filter import prepare; prepare([])({'id': 1, 'text': 'Wij wijzen af.'});"
        "heavy = [m for m in ('django', 'numpy', 'bundel.kit', 'bundel.engines.deadlines') if m in sys.modules];"
        "print(heavy, time.process_time() - begin < 3)"
    )
    source = Path(__file__).parents[3] / "src"
    done = run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(source)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] True"
