"""From records to the cells of a table, with the equations between them and what each cell is made of."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bundel.engines.disclosure.hierarchy import TOTAL, Hierarchy, read_hierarchy
from bundel.engines.disclosure.reading import number
from bundel.engines.disclosure.rules import Contributions
from bundel.engines.disclosure.table import Relations

MOST_CELLS = 200_000

Labels = tuple[str, ...]


@dataclass(frozen=True)
class Tabulation:
    """Cells by their labels, one per classification, what each is made of, and the equations between them."""

    by: list[str]
    labels: list[Labels]
    contributions: list[Contributions]
    relations: Relations

    @property
    def counts(self) -> list[float]:
        return [cell.count for cell in self.contributions]


def tabulate(record: Mapping[str, Any]) -> Tabulation:
    """Count or add up ``rows`` over ``by``: one list of columns, or several for tables that share cells."""
    columns, rows = read_rows(record)
    tables = _read_by(record, columns)
    by = list(dict.fromkeys(itertools.chain.from_iterable(tables)))
    trees = _grow_trees(record, by, columns, rows)
    labels = _cells(tables, by, trees)
    found: dict[Labels, list[tuple[float, float]]] = {cell: [] for cell in labels}
    value, weight = (_measure(record, name, columns) for name in ("value", "weight"))
    for at, row in enumerate(rows):
        pair = tuple(1.0 if place is None else number(row[place], f"rows[{at}]") for place in (value, weight))
        for cell in itertools.product(*(trees[name].path(str(row[columns.index(name)])) for name in by)):
            if cell in found:
                found[cell].append((pair[0], pair[1]))
    made_of = [Contributions.of(pairs) for pairs in found.values()]
    return Tabulation(by, labels, made_of, _relations(labels, by, trees))


def read_rows(record: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """Column names and rows of that length; a row may also be an object keyed by column."""
    columns, rows = record.get("columns"), record.get("rows")
    if not isinstance(columns, list) or not columns or not all(isinstance(name, str) for name in columns):
        raise ValueError("`columns` is missing: give a list with the names of the columns.")
    if not isinstance(rows, list):
        raise ValueError("`rows` is missing: give a list of rows, each with one value per column.")
    plain = [[row.get(name) for name in columns] if isinstance(row, dict) else row for row in rows]
    for at, row in enumerate(plain):
        if not isinstance(row, list) or len(row) != len(columns):
            raise ValueError(f"rows[{at}] must hold {len(columns)} values, one per column.")
    return columns, plain


def _read_by(record: Mapping[str, Any], columns: list[str]) -> list[list[str]]:
    by = record.get("by")
    tables = by if isinstance(by, list) and by and all(isinstance(one, list) for one in by) else [by]
    plain: list[list[str]] = []
    for table in tables:
        if not isinstance(table, list) or not table or not all(name in columns for name in table):
            raise ValueError(f"`by` is {table!r}: name one or more of the columns {', '.join(columns)}.")
        plain.append(list(dict.fromkeys(table)))
    return plain


def _measure(record: Mapping[str, Any], name: str, columns: list[str]) -> int | None:
    column = record.get(name)
    if column is None:
        return None
    if column not in columns:
        raise ValueError(f"`{name}` is {column!r}: name one of the columns {', '.join(columns)}.")
    return columns.index(column)


def _grow_trees(
    record: Mapping[str, Any], by: list[str], columns: list[str], rows: list[list[Any]]
) -> dict[str, Hierarchy]:
    """One tree per column, with every label seen in the rows on it."""
    given = record.get("hierarchies") or {}
    if not isinstance(given, Mapping) or not set(given) <= set(columns):
        raise ValueError(f"`hierarchies` must be an object keyed by column: {', '.join(columns)}.")
    trees = {name: read_hierarchy(name, given.get(name)) for name in by}
    for name in by:
        known, place = set(trees[name].labels), columns.index(name)
        for at, row in enumerate(rows):
            label = row[place]
            if not isinstance(label, str | int) or isinstance(label, bool) or str(label) == TOTAL or label == "":
                raise ValueError(f"rows[{at}] has {label!r} as its {name}: give a label, not {TOTAL!r}.")
            if str(label) not in known:
                trees[name].add(str(label), TOTAL)
                known.add(str(label))
    return trees


def _cells(tables: list[list[str]], by: list[str], trees: dict[str, Hierarchy]) -> list[Labels]:
    """The cells of all tables together, each once: a column a table leaves out stands at its total."""
    size = sum(int(np.prod([len(trees[name].labels) for name in table])) for table in tables)
    if size > MOST_CELLS:
        raise ValueError(f"The table has {size} cells, more than {MOST_CELLS}: use fewer columns or coarser labels.")
    cells: dict[Labels, None] = {}
    for table in tables:
        ways = [trees[name].labels if name in table else [TOTAL] for name in by]
        cells.update(dict.fromkeys(itertools.product(*ways)))
    return list(cells)


def _relations(labels: list[Labels], by: list[str], trees: dict[str, Hierarchy]) -> Relations:
    """A total and its parts, along one classification at a time, wherever all of them are cells."""
    number_of = {cell: at for at, cell in enumerate(labels)}
    rows = []
    for way, name in enumerate(by):
        for total, parts in trees[name].sums():
            for cell in (cell for cell in labels if cell[way] == total):
                line = [number_of.get((*cell[:way], part, *cell[way + 1 :])) for part in parts]
                if None not in line:
                    rows.append([(number_of[cell], -1.0), *((at, 1.0) for at in line if at is not None)])
    return Relations.of(rows, len(labels))
