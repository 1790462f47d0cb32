"""A table as a set of equations, with what must be protected in it."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Cells = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

TOLERANCE = 1e-6


def tolerance(size: Floats) -> Floats:
    """What may be noise of computing, for numbers of this size: far below one, also in large tables."""
    return TOLERANCE * np.maximum(1.0, size / 1000)


def sums(place: Cells, amounts: Floats, size: int) -> Floats:
    """For each of ``size`` places, the sum of the amounts that belong there."""
    return np.bincount(place, amounts, minlength=size).astype(np.float64)


@dataclass(frozen=True)
class Relations:
    """Linear equations over cells, row by row: each row's coefficient × value sums to zero."""

    starts: Cells
    cells: Cells
    coefficients: Floats
    size: int

    @classmethod
    def of(cls, rows: list[list[tuple[int, float]]], size: int) -> "Relations":
        lengths = [len(row) for row in rows]
        return cls(
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
            np.array([cell for row in rows for cell, _ in row], dtype=np.int32),
            np.array([coefficient for row in rows for _, coefficient in row], dtype=np.float64),
            size,
        )

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def rows(self) -> Cells:
        """The row of each stored coefficient."""
        return np.repeat(np.arange(self.count, dtype=np.int32), np.diff(self.starts))

    def left(self, values: Floats) -> Floats:
        """Each row's sum for these values."""
        return sums(self.rows, self.coefficients * values[self.cells], self.count)

    def priced(self, prices: Floats) -> Floats:
        """For each cell the sum of its coefficients, each times the price of its row."""
        return sums(self.cells, self.coefficients * prices[self.rows], self.size)

    @cached_property
    def _by_cell(self) -> tuple[Cells, Cells]:
        order = np.argsort(self.cells, kind="stable").astype(np.int32)
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.cells, minlength=self.size))])
        return order, starts.astype(np.int32)

    def entries_of(self, cell: int) -> Cells:
        """Positions, in the stored coefficients, of one cell."""
        order, starts = self._by_cell
        return order[starts[cell] : starts[cell + 1]]

    def among(self, keep: Mask) -> tuple[Cells, Cells, Cells, Floats]:
        """The equations left when only these cells vary: row numbers, starts, renumbered cells, coefficients."""
        entries = keep[self.cells]
        lengths = np.bincount(self.rows[entries], minlength=self.count)
        used = np.flatnonzero(lengths).astype(np.int32)
        starts = np.concatenate([[0], np.cumsum(lengths[used])]).astype(np.int32)
        number = np.cumsum(keep, dtype=np.int32) - 1
        return used, starts, number[self.cells[entries]].astype(np.int32), self.coefficients[entries]


@dataclass(frozen=True)
class Table:
    """Cells with their true values, the equations between them, and the protection asked for.

    ``lower``, ``upper`` and ``sliding`` belong to ``primary``, in its order: how far below the value, how far
    above it, and how wide in all an attacker's interval must reach. ``lb`` and ``ub`` are what everybody knows
    about a cell beforehand. ``singletons`` are cells with one contributor, who knows that cell exactly.
    """

    values: Floats
    relations: Relations
    primary: Cells
    lower: Floats
    upper: Floats
    sliding: Floats
    weights: Floats
    lb: Floats
    ub: Floats
    locked: Mask
    singletons: Cells

    @property
    def size(self) -> int:
        return len(self.values)

    @cached_property
    def down(self) -> Floats:
        """How far each cell may lie below its value, as far as everybody knows."""
        return self.values - self.lb

    @cached_property
    def up(self) -> Floats:
        return self.ub - self.values

    def known_to(self, cell: int) -> "Table":
        """The same table before the eyes of somebody who knows one cell exactly."""
        lb, ub = self.lb.copy(), self.ub.copy()
        lb[cell] = ub[cell] = self.values[cell]
        others = self.primary != cell
        return replace(
            self,
            primary=self.primary[others],
            lower=self.lower[others],
            upper=self.upper[others],
            sliding=self.sliding[others],
            lb=lb,
            ub=ub,
            singletons=np.zeros(0, dtype=np.int32),
        )
