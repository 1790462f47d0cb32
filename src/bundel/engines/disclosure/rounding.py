"""Controlled rounding: every cell to a multiple of a base, and every equation still true."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from bundel.engines.disclosure.attacker import quiet_highs
from bundel.engines.disclosure.protect import SECONDS, plain
from bundel.engines.disclosure.reading import number, read_relations, read_values
from bundel.engines.disclosure.table import TOLERANCE, Floats, Relations

MOST_STEPS = 5


@dataclass(frozen=True)
class Rounding:
    """Rounded values, and how many multiples beyond the nearest two any cell had to be allowed."""

    values: Floats
    steps: int


def round_table(record: Mapping[str, Any], seconds: float = SECONDS, base: float = 5.0) -> dict[str, Any]:
    """Rounded values that add up, what an attacker knows of each, and the loss."""
    values = read_values(record)
    if (values < 0).any():
        raise ValueError("Rounding is for counts and amounts of 0 or more: this table has a negative value.")
    base = number(record.get("base", base), "base")
    if base <= 0:
        raise ValueError(f"`base` is {base:g}: give a number above 0.")
    found = controlled(values, read_relations(record, values), base, seconds)
    moved = np.abs(found.values - values)
    ranges = [known_range(value, base, found.steps) for value in found.values]
    return {
        "values": [plain(value) for value in found.values],
        "intervals": {str(cell): [plain(low), plain(high)] for cell, (low, high) in enumerate(ranges)},
        "base": plain(base),
        "steps": found.steps,
        "loss": loss(values, moved),
    }


def loss(values: Floats, moved: Floats) -> dict[str, Any]:
    """How far published values lie from true ones: on average, at most, and as a share of the table."""
    return {
        "mean": plain(float(moved.mean())),
        "most": plain(float(moved.max())),
        "share": plain(float(moved.sum() / max(np.abs(values).sum(), TOLERANCE))),
    }


def known_range(published: float, base: float, steps: int = 0) -> tuple[float, float]:
    """Which whole true values a published multiple can stand for (Handbook, chapter 5.4)."""
    reach = (steps + 1) * base
    return (0.0 if published < reach else published - reach + 1), published + reach - 1


def controlled(values: Floats, relations: Relations, base: float, seconds: float = SECONDS) -> Rounding:
    """The additive rounding nearest to the table; multiples stay, and others move as few steps as can be.

    With 0 steps it is zero-restricted: each cell goes to one of the two multiples around it.
    """
    for steps in range(MOST_STEPS + 1):
        rounded = _solve(values, relations, base, steps, seconds)
        if rounded is not None:
            return Rounding(rounded, steps)
    raise ValueError(f"No rounding to base {base:g} adds up within {MOST_STEPS} steps: choose another base.")


def _solve(values: Floats, relations: Relations, base: float, steps: int, seconds: float) -> Floats | None:
    """Whole numbers of bases, at least distance; the first multiple beyond the value costs its extra distance."""
    floor = np.floor(values / base + TOLERANCE)
    rest = np.clip(values / base - floor, 0.0, None)
    exact = rest < TOLERANCE
    lower = np.maximum(floor - steps, 0.0)
    upper = np.where(exact, floor, floor + 1) + steps
    size = len(values)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = 2 * size, relations.count + 2 * size
    lp.col_cost_ = np.concatenate([np.zeros(size), np.ones(size)])
    lp.col_lower_ = np.concatenate([lower, np.zeros(size)])
    lp.col_upper_ = np.concatenate([upper, np.full(size, np.inf)])
    lp.row_lower_ = np.concatenate([np.zeros(relations.count), -values / base, values / base])
    lp.row_upper_ = np.concatenate([np.zeros(relations.count), np.full(2 * size, np.inf)])
    every = np.arange(size, dtype=np.int32)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    pairs = np.stack([every, every + size], axis=1).ravel()
    lp.a_matrix_.start_ = np.concatenate([relations.starts, relations.starts[-1] + 2 * np.arange(1, 2 * size + 1)])
    lp.a_matrix_.index_ = np.concatenate([relations.cells, pairs, pairs])
    lp.a_matrix_.value_ = np.concatenate([relations.coefficients, np.tile([-1.0, 1.0], size), np.ones(2 * size)])
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole] * size + [part] * size
    highs = quiet_highs()
    highs.setOptionValue("time_limit", max(seconds, 1.0))
    highs.passModel(lp)
    highs.run()
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return base * np.round(np.array(highs.getSolution().col_value)[:size])
