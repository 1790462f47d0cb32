"""What one equation by itself already asks: enough hidden beside each primary cell."""

from collections.abc import Iterator

import numpy as np

from bundel.engines.disclosure.checker import Breach
from bundel.engines.disclosure.table import Table


def line_breaches(table: Table) -> Iterator[Breach]:
    """For every primary cell, each of its equations and each level: the inequality over that line alone."""
    for place in range(len(table.primary)):
        for entry in table.relations.entries_of(int(table.primary[place])):
            yield from _over_line(table, place, int(entry))


def _over_line(table: Table, place: int, entry: int) -> Iterator[Breach]:
    relations = table.relations
    row = relations.rows[entry]
    line = slice(relations.starts[row], relations.starts[row + 1])
    others = relations.cells[line] != table.primary[place]
    cells = relations.cells[line][others]
    share = -relations.coefficients[line][others] / relations.coefficients[entry]
    above = np.where(share > 0, table.up[cells], table.down[cells]) * np.abs(share)
    below = np.where(share < 0, table.up[cells], table.down[cells]) * np.abs(share)
    for side, level, room in (
        (1, table.upper[place], above),
        (-1, table.lower[place], below),
        (0, table.sliding[place], above + below),
    ):
        if level > 0:
            yield Breach(table, place, side, float(level), cells, room)
