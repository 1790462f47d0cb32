"""The reply reader as a filter over JSON lines."""

import argparse
import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

from bundel.engines.letters.reader import read


def _plain(value: Any) -> Any:
    """The value in types of JSON."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """The findings in one letter; ValueError when `text` is no text."""
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError("text must be the text of one letter")
    return {"id": record.get("id"), **_plain(read(text))}


def prepare(arguments: list[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The function from {"id", "text"} to the findings; there are no flags."""
    argparse.ArgumentParser(prog="bundel letters", description=__doc__).parse_args(arguments)
    return answer
