"""The clock as a filter."""

import sys
from pathlib import Path
from subprocess import run

import pytest

from bundel.engines.deadlines.filter import prepare

HEAVY = ("django", "numpy", "scipy", "psycopg", "hypothesis")


def test_answer_keeps_its_id() -> None:
    answer = prepare([])({"id": "x", "procedure": "objection", "facts": {"made_known": "2026-03-02"}})
    assert answer["id"] == "x"
    assert answer["last_day"] == "2026-04-13"


def test_path_gives_the_way_ahead() -> None:
    answer = prepare(["--path"])({"id": "x", "procedure": "objection", "facts": {"made_known": "2026-03-02"}})
    assert answer["id"] == "x"
    assert [(step["procedure"], step["who"]) for step in answer["path"]][:3] == [
        ("objection", "me"),
        ("interim_relief", "me"),
        ("objection", "them"),
    ]


def test_bad_line_raises_a_sentence() -> None:
    with pytest.raises(ValueError, match="procedure must be one of"):
        prepare([])({"id": "x"})


def test_clock_starts_without_the_rest_of_bundel() -> None:
    program = (
        "import sys; import bundel.engines.deadlines.filter;"
        f"print([name for name in {HEAVY!r} if name in sys.modules],"
        " sorted(name for name in sys.modules if name.startswith('bundel.') and 'deadlines' not in name))"
    )
    source = Path(__file__).parents[3] / "src"
    out = run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(source)}
    )
    assert out.stdout.strip() == "[] ['bundel.engines']"
