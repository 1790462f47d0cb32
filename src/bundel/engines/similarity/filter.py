"""The filter `bundel similar`: one text in, the texts of a corpus that resemble it out."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bundel.engines.similarity.building import Builder
from bundel.engines.similarity.cards import Cards
from bundel.engines.similarity.features import features
from bundel.engines.similarity.finder import finder
from bundel.engines.similarity.segment import Segment


def prepare(arguments: list[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Read the flags and the corpus: a `--corpus` has an `id` and a `text` a line; `--top` answers are given at most.

    Without a corpus each line is compared with the lines before it.
    """
    parser = argparse.ArgumentParser(prog="bundel similar", description="Find the texts that tell of the same problem.")
    parser.add_argument("--corpus", type=Path, metavar="FILE")
    parser.add_argument("--top", default=10, type=_count, metavar="N")
    flags = parser.parse_args(arguments)
    try:
        corpus = dict(_read(flags.corpus)) if flags.corpus else {}
    except (OSError, ValueError) as error:
        parser.error(f"the corpus cannot be read: {error}")
    known, builder = finder(), Builder()
    for told, text in corpus.items():
        builder.add(told, features(text, known))
    cards = Cards(Segment(builder.arrays()))

    def similar(row: dict[str, Any]) -> dict[str, Any]:
        text = row.get("text")
        if not isinstance(text, str):
            raise ValueError('"text" must be a string')
        found, name = features(text, known), json.dumps(row.get("id"))
        near = cards.nearest(found, flags.top, but=name)
        if flags.corpus is None:
            cards.take(name, found)
        return {"id": row.get("id"), "similar": [{"id": json.loads(n), "score": round(s, 4)} for s, n in near]}

    return similar


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _read(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
                raise ValueError(f'line {number} must be an object with "id" and "text"')
            yield json.dumps(row["id"]), row["text"]
