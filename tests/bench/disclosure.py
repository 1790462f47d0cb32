"""Hiding cells over growing tables: weight and time, against "two per line" and against the solver's own bound."""

import json
import sys
import time
from typing import Any

import numpy as np

from bundel.engines.disclosure.suppress import Suppression, breaches, suppress
from bundel.engines.disclosure.table import Mask, Relations, Table

THRESHOLD = 10
SECONDS = 300.0

Tree = list[list[int]]


def tree(leaves: int, groups: int) -> tuple[Tree, list[tuple[int, list[int]]]]:
    """Nodes as the leaves below them (total, groups, leaves), and each sum as a node with its parts."""
    blocks = [list(part) for part in np.array_split(np.arange(leaves), groups)] if groups else []
    nodes = [list(range(leaves)), *blocks, *([leaf] for leaf in range(leaves))]
    first = 1 + len(blocks)
    if not blocks:
        return nodes, [(0, list(range(1, 1 + leaves)))]
    below = [(1 + at, [first + leaf for leaf in block]) for at, block in enumerate(blocks)]
    return nodes, [(0, list(range(1, first))), *below]


def instance(towns: int, conditions: int, *, provinces: int = 0, groups: int = 0, mean: float = 100.0) -> Table:
    """Counts by town and condition, skewed as towns and conditions are; below ten, from nobody to enough."""
    random = np.random.default_rng(towns)
    sizes, rates = random.lognormal(0, 0.9, towns), random.lognormal(0, 1.0, conditions)
    inner = random.poisson(mean * np.outer(sizes / sizes.mean(), rates / rates.mean()))
    (rows, row_sums), (columns, column_sums) = tree(towns, provinces), tree(conditions, groups)
    values = np.array([inner[np.ix_(row, column)].sum() for row in rows for column in columns], dtype=float)
    wide = len(columns)
    down = [(t * wide + c, [p * wide + c for p in parts]) for c in range(wide) for t, parts in row_sums]
    along = [(r * wide + t, [r * wide + p for p in parts]) for r in range(len(rows)) for t, parts in column_sums]
    relations = [[(total, -1.0), *((part, 1.0) for part in parts)] for total, parts in down + along]
    size, primary = len(values), np.flatnonzero((values > 0) & (values < THRESHOLD)).astype(np.int32)
    small = values[primary]
    return Table(
        values=values,
        relations=Relations.of(relations, size),
        primary=primary,
        lower=small,
        upper=THRESHOLD - small,
        sliding=np.zeros(len(primary)),
        weights=np.maximum(values, 1.0),
        lb=np.zeros(size),
        ub=np.full(size, 2 * values.max() + 10),
        locked=np.zeros(size, dtype=bool),
        singletons=np.zeros(0, dtype=np.int32),
    )


def two_per_line(table: Table) -> Mask:
    """What is done by hand: in each line with one hidden cell, hide the lightest other one; until none is left."""
    hidden: Mask = np.zeros(table.size, dtype=bool)
    hidden[table.primary] = True
    relations, changed = table.relations, True
    while changed:
        changed = False
        for start, end in zip(relations.starts, relations.starts[1:], strict=False):
            line = relations.cells[start:end]
            if hidden[line].sum() == 1:
                others = line[~hidden[line]]
                hidden[others[np.argmin(table.weights[others])]] = True
                changed = True
    return hidden


def measured(name: str, table: Table) -> list[dict[str, Any]]:
    """Three rows: weight hidden, bounds broken, and processor time, of which two per line takes next to none."""
    by_hand = two_per_line(table)
    broken = len(breaches(table, by_hand.astype(np.float64)))
    start, wall = time.process_time(), time.monotonic()
    found: Suppression = suppress(table, SECONDS)
    cpu, wall = time.process_time() - start, time.monotonic() - wall
    left = len(breaches(table, found.hidden.astype(np.float64)))
    weight, gap = float(table.weights[by_hand].sum()), (found.cost - found.bound) / max(found.cost, 1.0)
    name = f"{name}: {table.size} cells, {len(table.primary)} primary"
    return [
        row(f"{name}: weight hidden (two per line)", found.cost, weight, None),
        row(f"{name}: weight hidden (bound; gap {gap:.2%})", found.cost, found.bound, "ratio 1"),
        {"measure": f"{name}: bounds broken (two per line)", "ours": left, "baseline": broken, "bar": "0"},
        {"measure": f"{name}: seconds of CPU (wall {wall:.1f})", "ours": round(cpu, 2), "bar": "60"},
    ]


def row(measure: str, ours: float, baseline: float, bar: str | None) -> dict[str, Any]:
    ratio = round(ours / baseline, 4) if baseline else None
    return {"measure": measure, "ours": ours, "baseline": baseline, "ratio": ratio, "bar": bar or ""}


def sizes() -> dict[str, Table]:
    return {
        "20 × 12": instance(20, 12),
        "100 × 12": instance(100, 12),
        "345 × 24": instance(345, 24),
        "345 × 24 with provinces and groups": instance(345, 24, provinces=12, groups=6),
        "the same, a quarter of it small": instance(345, 24, provinces=12, groups=6, mean=30.0),
    }


def main() -> list[dict[str, Any]]:
    """Weight, broken bounds and time over sizes."""
    return [line for name, table in sizes().items() for line in measured(name, table)]


if __name__ == "__main__":
    json.dump(main(), sys.stdout, indent=1, ensure_ascii=False)
