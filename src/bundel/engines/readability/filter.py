"""The filter `bundel readability`: one text in, its score, level, sentences and hints out."""

import argparse
from collections.abc import Callable
from typing import Any

from bundel.engines.readability.assessing import assess
from bundel.engines.readability.hints import LANGUAGES


def prepare(arguments: list[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Read the flags; `--lang` is the language of texts that do not name their own."""
    parser = argparse.ArgumentParser(prog="bundel readability", description="Say how readable a text is.")
    parser.add_argument("--lang", default="nl", choices=sorted(LANGUAGES))
    default = parser.parse_args(arguments).lang

    def readability(row: dict[str, Any]) -> dict[str, Any]:
        text, lang = row.get("text"), row.get("lang", default)
        if not isinstance(text, str):
            raise ValueError('"text" must be a string')
        if not isinstance(lang, str):
            raise ValueError('"lang" must be a string')
        report = assess(text, lang)
        return {
            "id": row.get("id"),
            "flesch_douma": report.flesch_douma,
            "level": report.level,
            "sentences": [
                {"start": s.start, "end": s.end, "words": s.words, "flesch_douma": s.flesch_douma}
                for s in report.sentences
            ],
            "hints": [
                {"start": h.start, "end": h.end, "code": h.code.value, "suggestion": h.suggestion} for h in report.hints
            ],
        }

    return readability
