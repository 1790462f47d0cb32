"""Whether a choice of hidden cells protects every primary cell, and if not, the inequality that says why."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bundel.engines.disclosure.attacker import NOISE, Attacker
from bundel.engines.disclosure.table import TOLERANCE, Cells, Floats, Mask, Table

# Asking for one cell takes about as long as an eighth of a push of all.
PAYS = 8


@dataclass(frozen=True)
class Breach:
    """A primary cell, by its place in ``primary``, that an attacker gets too close to.

    ``side`` is 1 above the value, -1 below it, 0 for the width. Every safe choice of hidden cells x has
    ``sum(capacities × x) >= level``: the dual of the attacker's program (Fischetti and Salazar 2001).
    """

    view: Table
    place: int
    side: int
    level: float
    cells: Cells
    capacities: Floats


class Seen:
    """The farthest that tables agreeing with what is published were seen to lie from the true one."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.far = {1: np.zeros(len(table.primary)), -1: np.zeros(len(table.primary))}
        self.slack = TOLERANCE * np.maximum(1.0, table.lower + table.upper + table.sliding)

    def note(self, moves: Floats) -> None:
        for side, far in self.far.items():
            np.maximum(far, side * moves[self.table.primary], out=far)

    def short(self, side: int) -> Mask:
        """Which primary cells were not yet seen far enough: above (1), below (-1), in width (0)."""
        if side == 0:
            return self.far[1] + self.far[-1] < self.table.sliding - self.slack
        level = self.table.upper if side == 1 else self.table.lower
        return self.far[side] < level - self.slack

    def shortages(self, watched: Mask) -> int:
        return int(sum((self.short(side) & watched).sum() for side in (1, -1, 0)))

    def any_short(self) -> Mask:
        return self.short(1) | self.short(-1) | self.short(0)


class Checker:
    """The protection of one table before the eyes of one attacker."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._random = np.random.default_rng(table.size)

    def breaches(self, openness: Floats, watched: Mask | None = None) -> Iterator[Breach]:
        """Breaches, if need be only among ``watched`` (a mask in the order of ``primary``)."""
        if watched is None:
            watched = np.ones(len(self.table.primary), dtype=bool)
        if not watched.any():
            return
        attacker, seen = Attacker(self.table, openness), Seen(self.table)
        self._push_together(attacker, seen, watched)
        for place in np.flatnonzero(watched & seen.any_short()):
            if seen.any_short()[place]:
                yield from self._look_at(attacker, seen, int(place))

    def _push_together(self, attacker: Attacker, seen: Seen, watched: Mask) -> None:
        """One program can prove many cells safe at once; go on while that pays."""
        left, before = seen.shortages(watched), np.inf
        while left > PAYS and before - left > PAYS:
            seen.note(attacker.push(*self._goals(seen, watched)))
            left, before = seen.shortages(watched), left

    def _goals(self, seen: Seen, watched: Mask) -> tuple[Floats, Floats, Floats]:
        """What to gain by moving which cell, and no farther than its level, so that others move as well."""
        table = self.table
        wide = seen.short(0)
        above, below = (seen.short(1) | wide) & watched, (seen.short(-1) | wide) & watched
        heads = self._random.random(len(wide)) < 0.5
        above, below = above & (heads | ~below), below & ~(heads & above)
        taste = self._random.random(len(wide)) + 0.5
        goal = np.maximum(np.where(above, table.upper, table.lower), np.where(wide, table.sliding, 0.0))
        gains, low, high = np.zeros(table.size), np.full(table.size, -np.inf), np.full(table.size, np.inf)
        gains[table.primary] = taste * (above * 1.0 - below) / np.maximum(goal, NOISE)
        high[table.primary] = np.where(above, goal, np.inf)
        low[table.primary] = np.where(below, -goal, -np.inf)
        return gains, low, high

    def _look_at(self, attacker: Attacker, seen: Seen, place: int) -> Iterator[Breach]:
        """Ask for one cell exactly; both sides where its width is in doubt."""
        prices: dict[int, Floats] = {}
        for side in (1, -1):
            if seen.short(side)[place] or seen.short(0)[place]:
                reach = attacker.reach(int(self.table.primary[place]), side)
                seen.note(reach.moves)
                seen.far[side][place] = reach.distance
                prices[side] = reach.prices
                if seen.short(side)[place]:
                    yield self._breach(place, side, prices)
        if seen.short(0)[place]:
            yield self._breach(place, 0, prices)

    def _breach(self, place: int, side: int, prices: dict[int, Floats]) -> Breach:
        levels = {1: self.table.upper, -1: self.table.lower, 0: self.table.sliding}
        sides = (1, -1) if side == 0 else (side,)
        cell = int(self.table.primary[place])
        parts = np.sum([capacities(self.table, cell, s, prices[s]) for s in sides], axis=0)
        cells = np.flatnonzero(parts).astype(np.int32)
        return Breach(self.table, place, side, float(levels[side][place]), cells, parts[cells])


def capacities(table: Table, cell: int, side: int, prices: Floats) -> Floats:
    """How much each cell, once hidden, can at most add to the reach of one cell, at these prices."""
    share = -table.relations.priced(prices)
    share[cell] += side
    share[np.abs(share) < NOISE] = 0.0
    room = np.where(share > 0, table.up, table.down)
    room[share == 0] = 0.0
    return np.multiply(room, np.abs(share), where=share != 0, out=room)
