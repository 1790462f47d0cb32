"""From a plain record to a table of equations, or to a sentence that says how to mend the record."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from bundel.engines.disclosure.table import Cells, Floats, Mask, Relations, Table, sums, tolerance


def read_table(record: Mapping[str, Any]) -> Table:
    """The table in ``values``, ``relations``, ``primary`` and, if given, weights, limits, levels and locks."""
    values = read_values(record)
    size = len(values)
    relations = read_relations(record, values)
    primary = read_cells(record, "primary", size)
    locked: Mask = np.zeros(size, dtype=bool)
    locked[read_cells(record, "locked", size, required=False)] = True
    if locked[primary].any():
        cell = int(primary[locked[primary]][0])
        raise ValueError(f"Cell {cell} is in both primary and locked: a locked cell is published, so drop one.")
    lb, ub = read_limits(record, values)
    lower, upper, sliding = read_levels(record, primary, size)
    weights = per_cell(record, "weights", size, np.maximum(np.abs(values), 1.0))
    refuse_negative("weights", weights)
    singletons = read_cells(record, "singletons", size, required=False)
    return Table(values, relations, primary, lower, upper, sliding, weights, lb, ub, locked, singletons)


def read_values(record: Mapping[str, Any]) -> Floats:
    values = record.get("values")
    if not isinstance(values, list):
        raise ValueError("`values` is missing: give a list with one number per cell.")
    if not values:
        raise ValueError("The table has no cells: `values` is an empty list.")
    return np.array([number(value, f"values[{cell}]") for cell, value in enumerate(values)])


def number(value: object, name: str) -> float:
    """A finite number, or a ValueError that names the place."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}: give a finite number.")
    return float(value)


def read_relations(record: Mapping[str, Any], values: Floats) -> Relations:
    """The equations, each of which must sum to zero over the values."""
    given = record.get("relations")
    if not isinstance(given, list):
        raise ValueError("`relations` is missing: give a list of equations, each a list of [cell, coefficient].")
    relations = Relations.of([_equation(row, at, len(values)) for at, row in enumerate(given)], len(values))
    terms = np.abs(relations.coefficients * values[relations.cells])
    size = sums(relations.rows, terms, relations.count)
    off = np.flatnonzero(np.abs(relations.left(values)) > tolerance(size))
    if len(off):
        gap = relations.left(values)[off[0]]
        raise ValueError(f"relations[{off[0]}] adds up to {gap:g}, not to 0: mend its values or coefficients.")
    return relations


def _equation(row: object, at: int, size: int) -> list[tuple[int, float]]:
    if not isinstance(row, list) or not row or not all(isinstance(pair, list) and len(pair) == 2 for pair in row):
        raise ValueError(f"relations[{at}] must be a list of [cell, coefficient] pairs, with at least one pair.")
    terms = [
        (cell_number(cell, f"relations[{at}]", size), number(coefficient, f"relations[{at}], cell {cell}"))
        for cell, coefficient in row
    ]
    if len({cell for cell, _ in terms}) < len(terms):
        raise ValueError(f"relations[{at}] names a cell twice: add its coefficients up into one pair.")
    return [(cell, coefficient) for cell, coefficient in terms if coefficient]


def cell_number(cell: object, name: str, size: int) -> int:
    if isinstance(cell, str) and cell.strip().isdigit():
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int) or not 0 <= cell < size:
        raise ValueError(f"{name} names cell {cell!r}: cells are numbered 0 to {size - 1}.")
    return cell


def read_cells(record: Mapping[str, Any], name: str, size: int, *, required: bool = True) -> Cells:
    """A list of cell numbers, sorted, each once."""
    given = record.get(name)
    if given is None and not required:
        given = []
    if not isinstance(given, list):
        raise ValueError(f"`{name}` is missing: give a list of cell numbers, which may be empty.")
    return np.array(sorted({cell_number(cell, name, size) for cell in given}), dtype=np.int32)


def per_cell(record: Mapping[str, Any], name: str, size: int, default: Floats, infinite: float | None = None) -> Floats:
    """One number per cell: a list, an object keyed by cell, or one number for all; null means the default."""
    given = record.get(name)
    numbers = default.copy()
    if given is None:
        return numbers
    if isinstance(given, list):
        if len(given) != size:
            raise ValueError(f"`{name}` has {len(given)} numbers for {size} cells: give one per cell.")
        pairs = list(enumerate(given))
    elif isinstance(given, dict):
        pairs = [(cell_number(cell, name, size), value) for cell, value in given.items()]
    else:
        pairs = [(cell, given) for cell in range(size)]
    for cell, value in pairs:
        if value is not None:
            endless = infinite is not None and value == infinite
            numbers[cell] = infinite if endless else number(value, f"{name}[{cell}]")
    return numbers


def refuse_negative(name: str, numbers: Floats) -> None:
    if (numbers < 0).any():
        cell = int(np.flatnonzero(numbers < 0)[0])
        raise ValueError(f"{name}[{cell}] is {numbers[cell]:g}: give 0 or more.")


def read_limits(record: Mapping[str, Any], values: Floats) -> tuple[Floats, Floats]:
    """What everybody knows beforehand: by default that a cell is not below zero, and nothing above it."""
    size = len(values)
    lb = per_cell(record, "lb", size, np.zeros(size), -math.inf)
    ub = per_cell(record, "ub", size, np.full(size, math.inf), math.inf)
    slack = tolerance(np.abs(values))
    for name, wrong in (("lb", lb > values + slack), ("ub", ub < values - slack)):
        if wrong.any():
            cell, limit = int(np.flatnonzero(wrong)[0]), (lb if name == "lb" else ub)
            raise ValueError(
                f"Cell {cell} is {values[cell]:g}, but its {name} is {limit[cell]:g}: give limits that hold the value."
            )
    return np.minimum(lb, values), np.maximum(ub, values)


def read_levels(record: Mapping[str, Any], primary: Cells, size: int) -> tuple[Floats, Floats, Floats]:
    """Levels below, above and in width, per primary cell; a cell with none at all gets a width of 1."""
    nothing = np.full(size, np.nan)
    levels = [per_cell(record, name, size, nothing) for name in ("lpl", "upl", "spl")]
    listed: Mask = np.zeros(size, dtype=bool)
    listed[primary] = True
    for name, level in zip(("lpl", "upl", "spl"), levels, strict=True):
        refuse_negative(name, level)
        stray = np.flatnonzero((level > 0) & ~listed)
        if len(stray) and isinstance(record[name], dict):
            raise ValueError(f"{name} names cell {stray[0]}, which is not in `primary`: add it there or drop it.")
    lower, upper, sliding = (level[primary] for level in levels)
    silent = np.isnan(lower) & np.isnan(upper) & np.isnan(sliding)
    return np.nan_to_num(lower), np.nan_to_num(upper), np.where(silent, 1.0, np.nan_to_num(sliding))
