"""The filter `bundel deidentify`."""

import subprocess
import sys

import pytest

from bundel.engines.deidentify.filter import prepare

_START = """
import re, sys, time
from pathlib import Path
before = time.perf_counter()
from bundel.engines.deidentify.filter import prepare
prepare([])({"id": 1, "text": "mijn zoon daan"})
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(time.perf_counter() - before, int(peak[1]) / 1024)
assert "django" not in sys.modules and "numpy" not in sys.modules
"""


def test_filter_answers_with_the_same_id() -> None:
    answer = prepare([])({"id": "a", "text": "Ik ben Truus Blom uit Zwolle."})
    assert answer == {
        "id": "a",
        "text": "Ik ben [naam] uit [gemeente].",
        "spans": [
            {"start": 7, "end": 17, "type": "PERSON", "replacement": "[naam]"},
            {"start": 22, "end": 28, "type": "MUNICIPALITY", "replacement": "[gemeente]"},
        ],
    }


def test_filter_keeps_what_it_is_told_to_keep() -> None:
    answer = prepare(["--keep", "MUNICIPALITY"])({"id": 1, "text": "Ik ben Truus Blom uit Zwolle."})
    assert answer["text"] == "Ik ben [naam] uit Zwolle."


@pytest.mark.parametrize("row", [{}, {"id": 1, "text": None}, {"text": 5}, {"text": ["a"]}])
def test_filter_says_what_is_wrong(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match='"text" must be a string'):
        prepare([])(row)


def test_filter_starts_fast_and_small() -> None:
    done = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 1.0 * 4, "a busy machine may take four times the bar, no more"
    assert megabytes < 200
