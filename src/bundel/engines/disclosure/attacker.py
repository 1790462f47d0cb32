"""The attacker: what can be worked out from everything that is published, by linear programming."""

from dataclasses import dataclass

import highspy
import numpy as np

from bundel.engines.disclosure.table import Cells, Floats, Table

NOISE = 1e-9


@dataclass(frozen=True)
class Reach:
    """How far one cell can move from its value, the price of each equation there, and where all cells stand."""

    distance: float
    prices: Floats
    moves: Floats


class Attacker:
    """All tables that agree with what is published, as a linear program over the moves away from the true one.

    ``openness`` runs from 0 (published) to 1 (hidden) for each cell; values between are for the solver's own use.
    """

    def __init__(self, table: Table, openness: Floats) -> None:
        self.table = table
        keep = (openness > 0) & ((table.up > 0) | (table.down > 0))
        self.cells: Cells = np.flatnonzero(keep).astype(np.int32)
        self.column = np.cumsum(keep, dtype=np.int32) - 1
        self.rows, starts, columns, coefficients = table.relations.among(keep)
        self.low = -table.down[self.cells] * openness[self.cells]
        self.high = table.up[self.cells] * openness[self.cells]
        self.keep = keep
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cells), len(self.rows)
        lp.col_cost_ = np.zeros(len(self.cells))
        lp.col_lower_, lp.col_upper_ = self.low, self.high
        lp.row_lower_ = lp.row_upper_ = np.zeros(len(self.rows))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, columns, coefficients
        self._highs = quiet_highs()
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("simplex_strategy", 4)
        self._highs.passModel(lp)

    def reach(self, cell: int, side: int) -> Reach:
        """How far a cell can go up (``side`` 1) or down (-1); infinite where nothing stops it."""
        if not self.keep[cell]:
            return Reach(0.0, np.zeros(self.table.relations.count), np.zeros(self.table.size))
        column = int(self.column[cell])
        self._highs.changeColCost(column, -float(side))
        self._highs.run()
        moves = np.zeros(self.table.size)
        prices = np.zeros(self.table.relations.count)
        status, solution = self._highs.getModelStatus(), self._highs.getSolution()
        self._highs.changeColCost(column, 0.0)
        if status != highspy.HighsModelStatus.kOptimal:
            return Reach(np.inf, prices, moves)
        moves[self.cells] = solution.col_value
        prices[self.rows] = -np.array(solution.row_dual)
        return Reach(float(side * moves[cell]), prices, moves)

    def push(self, gains: Floats, low: Floats, high: Floats) -> Floats:
        """One move of all cells together that gains most, each staying between ``low`` and ``high``."""
        count, every = len(self.cells), np.arange(len(self.cells), dtype=np.int32)
        lower, upper = np.maximum(self.low, low[self.cells]), np.minimum(self.high, high[self.cells])
        self._highs.changeColsBounds(count, every, lower, upper)
        self._highs.changeColsCost(count, every, -gains[self.cells])
        self._highs.run()
        moves = np.zeros(self.table.size)
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            moves[self.cells] = self._highs.getSolution().col_value
        self._highs.changeColsBounds(count, every, self.low, self.high)
        self._highs.changeColsCost(count, every, np.zeros(count))
        return moves


def quiet_highs() -> highspy.Highs:
    """A solver that prints nothing and takes one thread, so that a run can be repeated."""
    highs: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no type hints here
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs
