"""The clock as a filter: one request a line in, one answer a line out, or with `--path` the way ahead."""

import argparse
from collections.abc import Callable
from typing import Any

from bundel.engines.deadlines import compute, path

Convert = Callable[[dict[str, Any]], dict[str, Any]]


def prepare(arguments: list[str]) -> Convert:
    """The conversion of one object to one object with the same "id"; it raises ValueError for bad input."""
    parser = argparse.ArgumentParser(
        prog="bundel deadlines", description="Dutch procedural terms, for the citizen's side."
    )
    parser.add_argument(
        "--path", action="store_true", help="give the whole way ahead for both sides instead of one answer"
    )
    return _way_ahead if parser.parse_args(arguments).path else _answer


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    return dict(compute(request))


def _way_ahead(request: dict[str, Any]) -> dict[str, Any]:
    return {"id": request.get("id"), "path": path(request)}
