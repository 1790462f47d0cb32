"""How fast a text is measured, and how near its syllables and scores come, beside textstat's Dutch formula.

textstat stands in an environment of its own; `BUNDEL_TEXTSTAT_PYTHON` may name a Python that has it.
"""

import json
import subprocess
import time
from typing import Any

from tests.bench.beside import python_with
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
    python = python_with("BUNDEL_TEXTSTAT_PYTHON", "textstat")
    if not python:
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
    scores = [assess(text).flesch_douma for text in texts]
    ours_ms = (time.process_time() - before) * 1000 / len(texts)
    base_right: object = "textstat: not here"
    base_ms: object = "textstat: not here"
    apart: object = "textstat: not here"
    ratio = ""
    if theirs:
        base_right = sum(got == count for got, count in zip(theirs[0], DUTCH.values(), strict=True))
        milliseconds = theirs[1] * 1000 / len(texts)
        base_ms, ratio = round(milliseconds, 3), f"{ours_ms / milliseconds:.2f}"
        both = [(a, b) for a, b in zip(scores, theirs[2], strict=True) if a is not None]
        apart = round(sum(abs(a - b) for a, b in both) / len(both), 1)
    return [
        {
            "measure": f"syllables right, of {len(DUTCH)} words",
            "ours": right,
            "baseline": base_right,
            "ratio": "",
            "bar": "the table by hand",
        },
        {
            "measure": "score, mean distance to textstat's Dutch Flesch",
            "ours": apart,
            "baseline": 0,
            "ratio": "",
            "bar": "",
        },
        {"measure": "per text, ms", "ours": round(ours_ms, 3), "baseline": base_ms, "ratio": ratio, "bar": ""},
    ]
