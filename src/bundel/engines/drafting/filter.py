"""Sample letters as a filter over JSON lines."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from bundel.engines.drafting.composing import DAYS, Fact, Step, compose, samples


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """The letter for one record; ValueError when the sample is unknown or something is not told yet."""
    sample = samples().get(str(record.get("sample")))
    if sample is None:
        raise ValueError("sample must be one of " + ", ".join(samples()))
    letter = compose(sample, _facts(record.get("facts", {})), map(_step, record.get("path", [])))
    return {
        "id": record.get("id"),
        "subject": letter.subject._asdict(),
        "paragraphs": [part._asdict() for part in letter.paragraphs],
        "enclosures": [enclosure._asdict() for enclosure in letter.enclosures],
    }


def prepare(arguments: list[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The function from {"id", "sample", "facts", "path"} to the letter; there are no flags.

    `path` takes the steps as `bundel deadlines --path` gives them.
    """
    argparse.ArgumentParser(prog="bundel draft", description=__doc__).parse_args(arguments)
    return answer


def _facts(given: Any) -> dict[str, Fact]:
    if not isinstance(given, dict):
        raise ValueError("facts must be an object")
    facts: dict[str, Fact] = {}
    for name, value in given.items():
        if name in DAYS:
            facts[name] = date.fromisoformat(str(value))
        elif isinstance(value, str | bool):
            facts[name] = value
        else:
            raise ValueError(f"{name} must be text, true or false")
    return facts


def _step(given: Any) -> Step:
    try:
        return Step(str(given["procedure"]), str(given["who"]), str(given["state"]))
    except (TypeError, KeyError) as error:
        raise ValueError("each step of path needs procedure, who and state") from error
