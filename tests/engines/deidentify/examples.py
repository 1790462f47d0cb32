"""Labelled texts: our own invented ones, and the shared ones where they stand beside the repository."""

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from bundel.engines.deidentify import DIRECT, Kind, Span

_MARK = re.compile(r"\{([A-Z]+):([^}]*)\}")
_HERE = Path(__file__).parent
_SHARED = Path(os.environ.get("BUNDEL_SHARED", _HERE.parents[2] / "../shared"))


class Example(NamedTuple):
    """A text and what must be covered: (start, end, kind)."""

    text: str
    labels: tuple[tuple[int, int, Kind], ...]

    @property
    def direct(self) -> tuple[tuple[int, int, Kind], ...]:
        return tuple(label for label in self.labels if label[2] in DIRECT)


def own_examples() -> list[Example]:
    """Our own texts; `{TYPE:piece}` marks what must go. `unseen_*.txt` were written before the engine ran on them."""
    lines = [line for path in sorted(_HERE.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [_marked(line.replace("\\n", "\n")) for line in lines if line and not line.startswith("#")]


def _marked(line: str) -> Example:
    pieces: list[str] = []
    labels: list[tuple[int, int, Kind]] = []
    done = length = 0
    for mark in _MARK.finditer(line):
        pieces += (line[done : mark.start()], mark[2])
        start = length + mark.start() - done
        length = start + len(mark[2])
        labels.append((start, length, Kind(mark[1])))
        done = mark.end()
    return Example("".join([*pieces, line[done:]]), tuple(labels))


def shared_examples() -> list[Example]:
    """The shared texts with labels; none where they are absent."""
    path = _SHARED / "data/texts/personal_details.jsonl"
    if not path.exists():
        return []
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Example(row["text"], tuple((s["start"], s["end"], Kind(s["type"])) for s in row["spans"])) for row in rows]


def is_covered(example: Example, spans: list[Span]) -> bool:
    """Does every direct identifier lie wholly within spans?"""
    covered = {offset for span in spans for offset in range(span.start, span.end)}
    return all(
        offset in covered or example.text[offset].isspace()
        for start, end, _ in example.direct
        for offset in range(start, end)
    )


def has_direct(spans: list[Span]) -> bool:
    """Is any finding a direct identifier?"""
    return any(span.type in DIRECT for span in spans)
