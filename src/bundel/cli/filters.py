"""Runs an engine over JSON lines: one object in, one object out, same order."""

import json
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, TextIO

# The command's name and the engine it runs; the engine is loaded only when it is asked for.
FILTERS = {
    "deadlines": "bundel.engines.deadlines.filter",
    "deidentify": "bundel.engines.deidentify.filter",
    "draft": "bundel.engines.drafting.filter",
    "flags": "bundel.engines.flags.filter",
    "letters": "bundel.engines.letters.filter",
    "protect": "bundel.engines.disclosure.filter",
    "readability": "bundel.engines.readability.filter",
    "similar": "bundel.engines.similarity.filter",
}

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def run_filter(name: str, arguments: list[str], lines: Iterable[bytes], out: TextIO) -> int:
    """Answer each line of JSON; 1 when a line could not be answered, else 0.

    A bad line gives an object with `id`, `error` and `line` in its place, and the run goes on.
    """
    answer: Answer = import_module(FILTERS[name]).prepare(arguments)
    failed = False
    for result in _answers(answer, lines):
        failed = failed or "error" in result
        out.write(json.dumps(result, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if failed else 0


def _answers(answer: Answer, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        record: Any = None
        try:
            record = json.loads(line)
            if not isinstance(record, dict):
                raise ValueError("a line must hold one JSON object")
            yield answer(record)
        except (ValueError, RecursionError) as error:
            known = record.get("id") if isinstance(record, dict) else None
            yield {"id": known, "error": str(error) or type(error).__name__, "line": number}
