"""The second look as a filter over JSON lines."""

import argparse
from collections.abc import Callable
from typing import Any

from bundel.engines.flags.finding import find, kinds


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """The flags of one text; ValueError when `text` is no text."""
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError("text must be text")
    flags = [
        {
            "start": flag.start,
            "end": flag.end,
            "code": flag.code,
            "nl": kinds()[flag.code].nl,
            "en": kinds()[flag.code].en,
        }
        for flag in find(text)
    ]
    return {"id": record.get("id"), "flags": flags}


def prepare(arguments: list[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The function from {"id", "text"} to its flags; there are no command-line flags."""
    argparse.ArgumentParser(prog="bundel flags", description=__doc__).parse_args(arguments)
    return answer
