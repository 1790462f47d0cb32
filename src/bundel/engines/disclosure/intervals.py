"""What an attacker can say about every hidden cell: the lowest and the highest it can be."""

import numpy as np

from bundel.engines.disclosure.attacker import Attacker
from bundel.engines.disclosure.table import Floats, Mask, Relations, Table, tolerance

ROUNDS = 30
PAYS = 0.01


def intervals(table: Table, hidden: Mask) -> tuple[Floats, Floats]:
    """Lowest and highest value of each cell that agree with all published cells; infinite where nothing stops it.

    Exact, by linear programming. Cells whose limit follows from one equation after another, and is seen to be
    reached, need no program of their own.
    """
    openness = hidden.astype(np.float64)
    free = (np.where(hidden, -table.down, 0.0), np.where(hidden, table.up, 0.0))
    low, high = implied(table.relations, *free)
    attacker = Attacker(table, openness)
    least, most = np.zeros(table.size), np.zeros(table.size)
    slack = tolerance(np.abs(table.values))
    _reach_together(attacker, (low, high), (least, most), slack)
    for side, far, limit in ((1, most, high), (-1, least, low)):
        for cell in np.flatnonzero(np.abs(limit - far) > slack):
            if abs(limit[cell] - far[cell]) > slack[cell]:
                reach = attacker.reach(int(cell), side)
                np.maximum(most, reach.moves, out=most)
                np.minimum(least, reach.moves, out=least)
                limit[cell] = far[cell] = side * reach.distance
    return table.values + least, table.values + most


def _reach_together(
    attacker: Attacker, limits: tuple[Floats, Floats], seen: tuple[Floats, Floats], slack: Floats
) -> None:
    """Push many cells to their limits at once, in changing company, for as long as that settles enough."""
    random, anywhere = np.random.default_rng(len(slack)), np.full(len(slack), np.inf)
    left, before = np.inf, np.inf
    while True:
        low, high = (np.abs(limit - far) > slack for limit, far in zip(limits, seen, strict=True))
        left, before = int(low.sum() + high.sum()), left
        if left <= 1 or before - left < PAYS * left:
            return
        upward = high & (~low | (random.random(len(slack)) < 0.5))
        gains = random.random(len(slack)) ** 4 * (upward * 1.0 - (low & ~upward))
        moves = attacker.push(gains, -anywhere, anywhere)
        np.minimum(seen[0], moves, out=seen[0])
        np.maximum(seen[1], moves, out=seen[1])


def implied(relations: Relations, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Limits on moves that follow from one equation after another."""
    low, high = low + 0.0, high + 0.0
    for _ in range(ROUNDS):
        before = low.copy(), high.copy()
        for sign in (1.0, -1.0):
            _narrow(relations, sign, low, high)
        if np.array_equal(before, (low, high)):
            break
    return low, high


def _narrow(relations: Relations, sign: float, low: Floats, high: Floats) -> None:
    """One pass: in ``sign`` × an equation, a term cannot exceed minus the least the others can be."""
    factor, cells = sign * relations.coefficients, relations.cells
    least = np.where(factor > 0, factor * low[cells], factor * high[cells])
    endless = np.isinf(least)
    finite = np.where(endless, 0.0, least)
    total = np.bincount(relations.rows, finite, minlength=relations.count)[relations.rows] - finite
    ends = np.bincount(relations.rows, endless, minlength=relations.count)[relations.rows] - endless
    limit = np.where(ends > 0, np.inf, -total) / factor
    raised = factor > 0
    np.minimum.at(high, cells[raised], limit[raised])
    np.maximum.at(low, cells[~raised], limit[~raised])
