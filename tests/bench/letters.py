"""The reply reader against a naive search for key words: milliseconds a letter, and letters named rightly."""

import json
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bundel.engines.letters import read

LETTERS = Path(__file__).parents[1] / "engines" / "letters"
Row = dict[str, Any]
_KEY_WORDS = {
    "ruling": "uitspraak",
    "decision_on_objection": "beslissing op bezwaar",
    "intention": "voornemen",
    "adjournment": "verdag",
    "extension": "verleng",
    "repair": "ontbre",
    "hearing": "hoorzitting",
    "complaint_outcome": "klacht",
    "talk_report": "verslag",
    "court_fee": "griffierecht",
    "receipt": "ontvangen",
    "reminder": "aanmaning",
    "decision": "besluit",
}


def _naive(text: str) -> set[str]:
    """What a search for key words says: the first word that stands in the letter."""
    lowered = text.lower()
    return {next((kind for kind, word in _KEY_WORDS.items() if word in lowered), "unknown")}


def _ours(text: str) -> set[str]:
    return {each.kind.value for each in read(text).kinds}


def _letters(name: str) -> list[Row]:
    found: list[Row] = tomllib.loads((LETTERS / name).read_text("utf-8"))["letter"]
    return found


def _milliseconds(function: Callable[[str], Any], texts: list[str]) -> float:
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        for text in texts:
            function(text)
        best = min(best, time.process_time() - begin)
    return best / len(texts) * 1000


def _right(function: Callable[[str], set[str]], letters: list[Row]) -> int:
    return sum(function(letter["text"]) == set(letter["kinds"]) for letter in letters)


def main() -> list[Row]:
    """One row a measure; times are CPU time on one core."""
    known, held_back = _letters("letters.toml"), _letters("held_back.toml")
    texts = [letter["text"] for letter in known + held_back]
    long = ("\n".join(texts) * 5)[:200_000]
    read(texts[0])
    rows = []
    for measure, sample, bar in (("ms a letter", texts, "5"), ("ms for 200,000 characters", [long], "1,000")):
        ours, naive = _milliseconds(read, sample), _milliseconds(_naive, sample)
        rows.append(_row(measure, round(ours, 2), round(naive, 4), ours / naive, bar))
    for measure, letters in (("kinds right", known), ("kinds right, held back", held_back)):
        ours_right, naive_right = _right(_ours, letters), _right(_naive, letters)
        total = len(letters)
        rows.append(
            _row(measure, f"{ours_right} of {total}", f"{naive_right} of {total}", ours_right / naive_right, "")
        )
    return rows


def _row(measure: str, ours: Any, baseline: Any, ratio: float, bar: str) -> Row:
    return {"measure": measure, "ours": ours, "baseline": baseline, "ratio": round(ratio, 2), "bar": bar}


if __name__ == "__main__":
    for row in main():
        sys.stdout.write(json.dumps(row) + "\n")
