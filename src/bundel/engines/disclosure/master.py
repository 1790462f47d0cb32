"""The choice of hidden cells: the cheapest one that meets every inequality found so far."""

from dataclasses import dataclass

import highspy
import numpy as np

from bundel.engines.disclosure.attacker import NOISE, quiet_highs
from bundel.engines.disclosure.checker import Breach
from bundel.engines.disclosure.table import TOLERANCE, Cells, Floats, Mask, Table

# The solver's searches for good choices cost ten times the rest of its work, and find choices that are not safe.
OWN_SEARCHES = ("rins", "rens", "root_reduced_cost", "zi_round")


class Unprotectable(ValueError):
    """No choice of hidden cells gives the protection asked for."""


@dataclass(frozen=True)
class Choice:
    """Hidden cells (1) and published ones (0), if one was found, and what no choice can be cheaper than."""

    openness: Floats | None
    bound: float


class Master:
    """Binary x for each cell that may be hidden besides the primary ones, least weight, growing inequalities."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.must: Mask = np.zeros(table.size, dtype=bool)
        self.must[table.primary] = True
        self.free: Mask = ~self.must & ~table.locked & ((table.up > 0) | (table.down > 0))
        self.cells: Cells = np.flatnonzero(self.free).astype(np.int32)
        self.base = float(table.weights[self.must].sum())
        whole = bool(np.all(table.weights == np.round(table.weights)))
        self.step = 1.0 if whole else 0.0
        self._open: Mask = np.ones(len(self.cells), dtype=bool)
        self._column = np.cumsum(self.free, dtype=np.int32) - 1
        self._known: set[bytes] = set()
        self._highs = quiet_highs()
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", 0.999 if whole else TOLERANCE)
        # Many short solves: a branching rule that first tries out every candidate costs more than it saves.
        self._highs.setOptionValue("mip_pscost_minreliable", 0)
        self._highs.setOptionValue("mip_heuristic_effort", 0.0)
        for search in OWN_SEARCHES:
            self._highs.setOptionValue(f"mip_heuristic_run_{search}", False)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cells), 0
        lp.col_cost_ = table.weights[self.cells]
        lp.col_lower_, lp.col_upper_ = np.zeros(len(self.cells)), np.ones(len(self.cells))
        lp.a_matrix_.start_ = np.zeros(len(self.cells) + 1, dtype=np.int32)
        self._highs.passModel(lp)

    def learn(self, breaches: list[Breach], refused: Floats | None = None) -> int:
        """Take in the inequalities of these breaches; how many were new. Without any, exclude what was refused."""
        rows = [row for row in map(self._sharpened, breaches) if row is not None]
        fresh = {cells.tobytes() + np.round(parts, 7).tobytes(): (cells, parts) for cells, parts in rows}
        new = [row for key, row in fresh.items() if key not in self._known]
        self._known.update(fresh)
        self._add(new)
        if refused is not None and not new:
            self.exclude(refused)
        return len(new)

    def exclude(self, openness: Floats) -> None:
        """Ask for at least one cell outside this choice: it was seen to be broken, and so is all within it."""
        cells = np.flatnonzero(self.free & (openness < 0.5)).astype(np.int32)
        if not len(cells):
            raise Unprotectable("Even with every cell hidden that may be hidden, this table can be worked out.")
        self._add([(cells, np.ones(len(cells)))])

    def _sharpened(self, breach: Breach) -> tuple[Cells, Floats] | None:
        """The inequality over free cells, no part larger than what is lacking, scaled to ``>= 1``."""
        parts = np.minimum(breach.capacities, breach.level)
        lacking = breach.level - parts[self.must[breach.cells]].sum()
        if lacking <= NOISE * max(1.0, breach.level):
            return None
        useful = self.free[breach.cells] & (parts > NOISE)
        if parts[useful].sum() < lacking - TOLERANCE * max(1.0, breach.level):
            raise Unprotectable(why_not(breach))
        return breach.cells[useful], np.clip(parts[useful] / lacking, TOLERANCE, 1.0)

    def way_out(self, breach: Breach, openness: Floats) -> int:
        """The published cell that mends most of a breach for its weight; a primary cell where nothing is left."""
        parts = np.minimum(breach.capacities, breach.level)
        useful = self.free[breach.cells] & (openness[breach.cells] < 0.5) & (parts > NOISE)
        if not useful.any():
            return int(breach.view.primary[breach.place])
        cells = breach.cells[useful]
        return int(cells[np.argmin(self.table.weights[cells] / parts[useful])])

    def _add(self, rows: list[tuple[Cells, Floats]]) -> None:
        if not rows:
            return
        lengths = [len(cells) for cells, _ in rows]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32)
        columns = self._column[np.concatenate([cells for cells, _ in rows])].astype(np.int32)
        parts = np.concatenate([parts for _, parts in rows])
        count = len(rows)
        self._highs.addRows(count, np.ones(count), np.full(count, np.inf), len(parts), starts, columns, parts)

    def relax(self) -> tuple[Floats, float, Floats]:
        """The best choice when cells may be hidden in part, its weight, and each cell's reduced weight."""
        self._prepare(highspy.HighsVarType.kContinuous, self._open, np.inf)
        self._highs.run()
        solution = self._highs.getSolution()
        reduced = np.zeros(self.table.size)
        reduced[self.cells] = solution.col_dual
        return self._openness(), self.base + self._highs.getObjectiveValue(), reduced

    def _prepare(self, kind: highspy.HighsVarType, allowed: Mask, seconds: float) -> None:
        every = np.arange(len(self.cells), dtype=np.int32)
        self._highs.changeColsIntegrality(len(every), every, np.full(len(every), kind))
        self._highs.changeColsBounds(len(every), every, np.zeros(len(every)), allowed.astype(np.float64))
        self._highs.setOptionValue("time_limit", seconds)

    def _openness(self) -> Floats:
        openness = self.must.astype(np.float64)
        openness[self.cells] = np.clip(self._highs.getSolution().col_value, 0.0, 1.0)
        return openness

    def close(self, cells: Mask) -> None:
        """Publish these cells for good: hiding them cannot lead to anything better."""
        self._open &= ~cells[self.cells]

    def solve(self, seconds: float, within: Mask | None = None, start: Floats | None = None) -> Choice:
        """The cheapest whole choice, if need be ``within`` these cells; the bound holds for those cells only."""
        allowed = self._open if within is None else self._open & within[self.cells]
        self._prepare(highspy.HighsVarType.kInteger, allowed, max(seconds, 0.01))
        if start is not None:
            every = np.arange(len(self.cells), dtype=np.int32)
            self._highs.setSolution(len(every), every, start[self.cells])
        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return Choice(None, np.inf)
        info = self._highs.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return Choice(np.round(self._openness()) if found else None, self.base + info.mip_dual_bound)


def why_not(breach: Breach) -> str:
    """One sentence on what cannot be had, and three ways to mend it."""
    cell = int(breach.view.primary[breach.place])
    what = {1: "above it (upl)", -1: "below it (lpl)", 0: "of room around it (spl)"}[breach.side]
    return (
        f"Cell {cell} cannot get {breach.level:g} {what}, whatever else is hidden: unlock other cells, "
        f"ask for a smaller level, or widen what is known beforehand (lb, ub)."
    )
