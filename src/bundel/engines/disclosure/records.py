"""Records in, a table that may be published out: hidden and empty look alike."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bundel.engines.disclosure.ledger import enter, follow
from bundel.engines.disclosure.protect import SECONDS, plain
from bundel.engines.disclosure.reading import number
from bundel.engines.disclosure.rules import Contributions, Dominance, PriorPosterior, Rule, Threshold
from bundel.engines.disclosure.suppress import suppress
from bundel.engines.disclosure.table import Floats, Mask, Table
from bundel.engines.disclosure.tabulate import Tabulation, tabulate

HIDDEN = "hidden"
REASONS = {
    HIDDEN: {
        "nl": "Te weinig om te tonen, of nodig om een ander getal te beschermen.",
        "en": "Too few to show, or needed to protect another number.",
    }
}
SHARE_OF_AMOUNT = 0.1


def publish(record: Mapping[str, Any], seconds: float = SECONDS, *, inside: bool = False) -> dict[str, Any]:
    """The published table; with ``inside`` also, apart from it, what only those who may see the counts may see."""
    made, rules = tabulate(record), read_rules(record)
    table = to_table(record, made, rules)
    found = suppress(table, seconds)
    seen = {"inside": inside_view(made, table, rules, found.hidden)} if inside else {}
    return {**show(made, table.values, found.hidden), "optimal": found.optimal, **seen}


def publish_next(
    ledger: Sequence[Mapping[str, Any]], record: Mapping[str, Any], seconds: float = SECONDS, *, inside: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The published table, safe beside all earlier releases, and the entry to keep in the ledger."""
    made, rules = tabulate(record), read_rules(record)
    table = to_table(record, made, rules)
    if (table.values < 0).any():
        raise ValueError("The ledger holds counts and amounts of 0 or more: this table has a negative value.")
    release = to_release(record, made, table)
    if "changes" not in release:
        release["changes"] = follow(ledger, release, record.get("mergers") or {})
    result = enter(ledger, release, seconds)
    hidden = np.isin(names_of(made), result["hidden"])
    seen = {"inside": inside_view(made, table, rules, hidden)} if inside else {}
    return {**show(made, table.values, hidden), "optimal": result["optimal"], **seen}, result["entry"]


def names_of(made: Tabulation) -> list[str]:
    return ["|".join(labels) for labels in made.labels]


def to_release(record: Mapping[str, Any], made: Tabulation, table: Table) -> dict[str, Any]:
    """The table as an entry of the ledger, its cells named by their labels joined with ``|``."""
    names, levels = names_of(made), zip(table.lower, table.upper, table.sliding, strict=True)
    terms = list(zip(table.relations.cells.tolist(), table.relations.coefficients.tolist(), strict=True))
    release = {
        "id": record["id"],
        "cells": dict(zip(names, table.values.tolist(), strict=True)),
        "relations": [
            [[names[cell], factor] for cell, factor in terms[start:end]]
            for start, end in itertools.pairwise(table.relations.starts)
        ],
        "primary": {
            names[cell]: {"lpl": float(below), "upl": float(above), "spl": float(width)}
            for cell, (below, above, width) in zip(table.primary.tolist(), levels, strict=True)
        },
        "threshold": record.get("threshold", 10),
    }
    return {**release, "changes": record["changes"]} if "changes" in record else release


def read_rules(record: Mapping[str, Any]) -> list[Rule]:
    """The rules a record names: a threshold always, dominance and p % for amounts."""
    least = number(record.get("threshold", 10), "threshold")
    if least < 1 or least != int(least):
        raise ValueError(f"`threshold` is {least:g}: give a whole number of people, 1 or more.")
    rules: list[Rule] = [Threshold(int(least))]
    if record.get("dominance") is not None:
        n, k = _two_numbers(record, "dominance")
        rules.append(Dominance(int(n), k))
    if record.get("p_percent") is not None:
        rules.append(PriorPosterior(number(record["p_percent"], "p_percent")))
    if record.get("prior_posterior") is not None:
        rules.append(PriorPosterior(*_two_numbers(record, "prior_posterior")))
    if len(rules) > 1 and record.get("value") is None:
        raise ValueError("Dominance and p % rules are for amounts: name the column with amounts in `value`.")
    return rules


def _two_numbers(record: Mapping[str, Any], name: str) -> tuple[float, float]:
    given = record[name]
    if not isinstance(given, list) or len(given) != 2 or not all(number(part, name) > 0 for part in given):
        raise ValueError(f"`{name}` must be two numbers above 0, such as [2, 85].")
    return float(given[0]), float(given[1])


def to_table(record: Mapping[str, Any], made: Tabulation, rules: list[Rule]) -> Table:
    """The equations to protect: every cell that breaks a rule, with the levels that the rules ask for."""
    amounts = record.get("value") is not None
    cells = made.contributions
    values = np.array([cell.total if amounts else cell.count for cell in cells])
    unsafe = [at for at, cell in enumerate(cells) if any(rule.is_unsafe(cell) for rule in rules)]
    primary = np.array(unsafe, dtype=np.int32)
    above = np.array([_level(cells[at], rules, amounts=amounts) for at in unsafe])
    below = np.minimum(above, np.abs(values[primary])) if amounts else values[primary]
    free = np.full(len(values), np.inf)
    alone = [at for at, cell in enumerate(cells) if cell.count == 1 and (amounts or record.get("owners"))]
    owned = np.array(alone, dtype=np.int32)
    return Table(
        values=values,
        relations=made.relations,
        primary=primary,
        lower=below,
        upper=above,
        sliding=np.where(above + below > 0, 0.0, 1.0),
        weights=np.maximum(np.abs(values), 1.0),
        lb=np.where(values.min(initial=0.0) < 0, -free, 0.0),
        ub=free,
        locked=np.zeros(len(values), dtype=bool),
        singletons=owned,
    )


def _level(cell: Contributions, rules: list[Rule], *, amounts: bool) -> float:
    """The widest level any broken rule asks for; an amount from too few people is blurred by a tenth."""
    broken = [rule for rule in rules if rule.is_unsafe(cell)]
    if not amounts:
        return max(rule.level(cell) for rule in broken)
    levels = [rule.level(cell) for rule in broken if not isinstance(rule, Threshold)]
    return max([*levels, SHARE_OF_AMOUNT * abs(cell.total)])


def show(made: Tabulation, values: Floats, hidden: Mask) -> dict[str, Any]:
    """Columns and rows as in the input; a hidden cell is ``None`` and every hidden cell gives the same reason."""
    rows = [
        [*labels, None if is_hidden else plain(value), HIDDEN if is_hidden else None]
        for labels, value, is_hidden in zip(made.labels, values, hidden, strict=True)
    ]
    return {"columns": [*made.by, "value", "reason"], "rows": rows, "reasons": REASONS}


def inside_view(made: Tabulation, table: Table, rules: list[Rule], hidden: Mask) -> dict[str, Any]:
    """Why each hidden cell is hidden, and how many more contributors it needs: for eyes that may see counts."""
    least = next(rule.least for rule in rules if isinstance(rule, Threshold))
    primary = set(table.primary.tolist())
    rows = [
        [
            *made.labels[cell],
            plain(table.values[cell]),
            "primary" if cell in primary else "protects others",
            plain(max(0.0, least - made.contributions[cell].count)),
        ]
        for cell in np.flatnonzero(hidden).tolist()
    ]
    return {
        "columns": [*made.by, "value", "why", "needed"],
        "rows": rows,
        "cost": plain(float(table.weights[hidden].sum())),
    }
