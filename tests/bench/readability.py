"""How fast a text is measured, and how near its syllables come to a table by hand, beside textstat where it is.

`BUNDEL_TEXTSTAT_PYTHON` names a Python that has textstat (an environment of its own).
"""

import json
import os
import subprocess
import sys
import time
from typing import Any

from tests.engines.deidentify.examples import own_examples
from tests.engines.readability.syllables_by_hand import DUTCH

from bundel.engines.readability import assess, count_syllables

_TEXTSTAT = """
import json, sys, time
words, texts = json.load(sys.stdin)
import textstat
textstat.set_lang("nl")
counts = [textstat.syllable_count(word) for word in words]
before = time.process_time()
scores = [textstat.flesch_reading_ease(text) for text in texts]
print(json.dumps([counts, time.process_time() - before, scores]))
"""


def _textstat(words: list[str], texts: list[str]) -> list[Any] | None:
    python = os.environ.get("BUNDEL_TEXTSTAT_PYTHON")
    if not python:
        sys.stderr.write("textstat: not compared; BUNDEL_TEXTSTAT_PYTHON names no Python that has it\n")
        return None
    done = subprocess.run(
        [python, "-c", _TEXTSTAT], input=json.dumps([words, texts]), capture_output=True, text=True, check=False
    )
    if done.returncode:
        return None
    answer: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> list[dict[str, Any]]:
    """Rows: words with the right number of syllables, and milliseconds a text."""
    texts = [example.text for example in own_examples()]
    theirs = _textstat(list(DUTCH), texts)
    right = sum(count_syllables(word) == count for word, count in DUTCH.items())
    before = time.process_time()
    for text in texts:
        assess(text)
    ours_ms = (time.process_time() - before) * 1000 / len(texts)
    base_right: object = "textstat: not here"
    base_ms: object = "textstat: not here"
    ratio = ""
    if theirs:
        base_right = sum(got == count for got, count in zip(theirs[0], DUTCH.values(), strict=True))
        milliseconds = theirs[1] * 1000 / len(texts)
        base_ms, ratio = round(milliseconds, 3), f"{ours_ms / milliseconds:.2f}"
    return [
        {
            "measure": f"syllables right, of {len(DUTCH)} words",
            "ours": right,
            "baseline": base_right,
            "ratio": "",
            "bar": "the table by hand",
        },
        {"measure": "per text, ms", "ours": round(ours_ms, 3), "baseline": base_ms, "ratio": ratio, "bar": ""},
    ]
