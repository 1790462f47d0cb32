"""A table in, as a plain record; out the cells to hide and what an attacker can still say about each."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from bundel.engines.disclosure.intervals import intervals
from bundel.engines.disclosure.reading import read_table
from bundel.engines.disclosure.suppress import suppress
from bundel.engines.disclosure.table import Mask, Table

SECONDS = 60.0


def protect(record: Mapping[str, Any], seconds: float = SECONDS) -> dict[str, Any]:
    """Hidden cells, their weight, the attacker's intervals, and whether a cheaper safe choice is ruled out.

    Raises ValueError, with a sentence that says how to mend it, for a record that is no table and for a table
    that cannot be protected.
    """
    table = read_table(record)
    found = suppress(table, seconds)
    return {
        "suppressed": [int(cell) for cell in np.flatnonzero(found.hidden)],
        "cost": plain(found.cost),
        "intervals": told(table, found.hidden),
        "optimal": found.optimal,
        "bound": plain(found.bound),
    }


def told(table: Table, hidden: Mask) -> dict[str, list[float | int | None]]:
    """The intervals of the hidden cells as plain data; ``null`` where there is no limit."""
    low, high = intervals(table, hidden)
    return {str(cell): [plain(low[cell]), plain(high[cell])] for cell in np.flatnonzero(hidden)}


def plain(value: float) -> float | int | None:
    """A number as people write it: no noise of the solver, whole where it is whole, None where it is infinite."""
    if not math.isfinite(value):
        return None
    rounded = round(float(value), 6)
    return int(rounded) if rounded == int(rounded) else rounded
