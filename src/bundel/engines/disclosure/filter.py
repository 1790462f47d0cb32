"""The filter behind `bundel protect`: one table a line in, one safe table a line out."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bundel.engines.disclosure.cellkey import noise_table, perturb
from bundel.engines.disclosure.ledger import enter
from bundel.engines.disclosure.protect import protect
from bundel.engines.disclosure.records import publish, publish_next
from bundel.engines.disclosure.rounding import round_table

Record = dict[str, Any]

FORMS = (
    "Give a table as equations (`values`, `relations`, `primary`), records (`columns`, `rows`, `by`), "
    "or a release (`cells`, `relations`, `primary`)."
)


def prepare(arguments: list[str]) -> Callable[[Record], Record]:
    """The answer to one record, for these flags; a ValueError says how to mend a record, an exit how to mend a flag."""
    parser = _parser()
    flags = parser.parse_args(arguments)
    try:
        answer = _choose(flags)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    return lambda record: {"id": record.get("id"), **answer(record)}


def _choose(flags: argparse.Namespace) -> Callable[[Record], Record]:
    if not flags.seconds >= 0:
        raise ValueError(f"--seconds is {flags.seconds}: give a number of seconds, 0 or more.")
    if flags.method == "cellkey":
        return _by_cell_key(flags)
    if flags.method == "round":
        return lambda record: round_table(record, flags.seconds, flags.base)
    if flags.ledger is not None:
        return Bookkeeper(flags.ledger, flags.seconds, inside=flags.inside).answer
    return _by_hiding(flags)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bundel protect", description="Hide what would say too much about people.")
    parser.add_argument("--seconds", type=float, default=60.0, help="time to look for a cheaper safe table")
    parser.add_argument("--inside", action="store_true", help="add the view for those who may see the counts")
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="protect beside the releases in FILE; add this one")
    parser.add_argument("--method", choices=["suppress", "round", "cellkey"], default="suppress")
    parser.add_argument("--base", type=float, default=5.0, help="round: to multiples of this")
    parser.add_argument("--secret", type=Path, metavar="FILE", help="cellkey: file with the secret behind the noise")
    parser.add_argument("--most", type=int, default=3, help="cellkey: largest noise, up or down")
    parser.add_argument("--variance", type=float, default=1.0, help="cellkey: variance of the noise")
    return parser


def _by_hiding(flags: argparse.Namespace) -> Callable[[Record], Record]:
    def answer(record: Record) -> Record:
        if "values" in record:
            return protect(record, flags.seconds)
        if "rows" in record or "columns" in record:
            return publish(record, flags.seconds, inside=flags.inside)
        if "cells" in record:
            return shown_release(record, enter([], record, flags.seconds))
        raise ValueError(FORMS)

    return answer


def _by_cell_key(flags: argparse.Namespace) -> Callable[[Record], Record]:
    if flags.secret is None or not (secret := flags.secret.read_bytes().strip()[:64]):
        raise ValueError("The cell-key method needs --secret FILE, a file that holds the secret behind the noise.")
    noise = noise_table(flags.most, flags.variance)
    return lambda record: perturb(record, secret, noise)


class Bookkeeper:
    """Protects each table beside the ledger's releases, and writes it in the ledger once it is safe."""

    def __init__(self, path: Path, seconds: float, *, inside: bool) -> None:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.path, self.seconds, self.inside = path, seconds, inside
        self.releases: list[Record] = [json.loads(line) for line in lines if line.strip()]

    def answer(self, record: Record) -> Record:
        if record.get("id") is None:
            raise ValueError("A release in the ledger needs an `id`, such as the month it is about.")
        if "cells" in record:
            result = enter(self.releases, record, self.seconds)
            self._keep(result["entry"])
            return shown_release(record, result)
        if "rows" not in record:
            raise ValueError("The ledger needs names for cells: give records, or a release with `cells`.")
        published, entry = publish_next(self.releases, record, self.seconds, inside=self.inside)
        self._keep(entry)
        return published

    def _keep(self, entry: Record) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.releases.append(entry)


def shown_release(record: Record, result: Record) -> Record:
    """A release with its hidden cells as null; the true values stay in the ledger."""
    hidden = set(result["hidden"])
    cells = {name: None if name in hidden else value for name, value in record["cells"].items()}
    return {"cells": cells, **{name: value for name, value in result.items() if name != "entry"}}
