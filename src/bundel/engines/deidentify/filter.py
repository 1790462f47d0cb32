"""The filter `bundel deidentify`: one text in, the text without the person and the spans out."""

import argparse
from collections.abc import Callable
from typing import Any

from bundel.engines.deidentify.finding import find, replace
from bundel.engines.deidentify.kinds import REPLACE_ALL, Kind


def prepare(arguments: list[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Read the flags; `--keep TYPE` leaves that type in the text (it is still reported)."""
    parser = argparse.ArgumentParser(prog="bundel deidentify", description="Take the person out of a text.")
    parser.add_argument("--keep", action="append", default=[], type=Kind, choices=list(Kind), metavar="TYPE")
    kept = frozenset(parser.parse_args(arguments).keep)
    policy = {kind: new for kind, new in REPLACE_ALL.items() if kind not in kept}

    def deidentify(row: dict[str, Any]) -> dict[str, Any]:
        text = row.get("text")
        if not isinstance(text, str):
            raise ValueError('"text" must be a string')
        spans = find(text, policy)
        return {
            "id": row.get("id"),
            "text": replace(text, spans),
            "spans": [
                {"start": s.start, "end": s.end, "type": s.type.value, "replacement": s.replacement} for s in spans
            ],
        }

    return deidentify
