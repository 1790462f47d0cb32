"""The cell-key method: the same noise on a count wherever it appears, drawn from a table of chances."""

import hashlib
import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bundel.engines.disclosure.protect import plain
from bundel.engines.disclosure.rounding import loss
from bundel.engines.disclosure.tabulate import read_rows, tabulate

Step = tuple[int, float]


@dataclass(frozen=True)
class NoiseTable:
    """For each count, published values with the cell key up to which each holds.

    Counts beyond the last row use that row's noise (Handbook, chapter 5.4: lower < cell key <= upper).
    """

    rows: tuple[tuple[Step, ...], ...]

    def published(self, count: int, key: float) -> int:
        row = min(count, len(self.rows) - 1)
        steps = self.rows[row]
        place = bisect_left([upper for _, upper in steps[:-1]], key)
        return count + steps[place][0] - row


def record_key(secret: bytes, identity: str) -> float:
    """A lasting number from 0 to 1 for one record; who lacks the secret cannot tell it from chance."""
    digest = hashlib.blake2b(identity.encode(), key=secret, digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def cell_key(record_keys: Iterable[float]) -> float:
    """What lies behind the decimal point of the sum: equal for equal sets of records."""
    return math.fmod(math.fsum(record_keys), 1.0)


def noise_table(most: int = 3, variance: float = 1.0) -> NoiseTable:
    """The noise of greatest entropy: no bias, this variance, at most ``most`` up or down, zero stays zero.

    Small counts cannot go below zero, so there the variance is as near as that allows.
    """
    rows: list[tuple[Step, ...]] = [((0, 1.0),)]
    for count in range(1, most + 1):
        noise = np.arange(-min(count, most), most + 1)
        chances = _greatest_entropy(noise, min(variance, 0.9 * count * most))
        rows.append(tuple(zip((count + noise).tolist(), np.cumsum(chances).tolist(), strict=True)))
    return NoiseTable(tuple(rows))


def _greatest_entropy(noise: Any, variance: float) -> Any:
    """Chances of the shape exp(a·x + b·x²) with mean 0 and this variance, by Newton's method."""
    terms = np.stack([noise, noise**2]).astype(float)
    aim, tilt = np.array([0.0, variance]), np.zeros(2)
    chances = np.full(len(noise), 1 / len(noise))
    for _ in range(200):
        gap = aim - terms @ chances
        spread = (terms * chances) @ terms.T - np.outer(terms @ chances, terms @ chances)
        step = np.linalg.lstsq(spread, gap, rcond=None)[0]
        tilt = tilt + step * min(1.0, 1.0 / max(np.abs(step).max(), 1e-12))
        chances = np.exp(tilt @ terms - (tilt @ terms).max())
        chances = chances / chances.sum()
    return chances


def perturb(record: Mapping[str, Any], secret: bytes, noise: NoiseTable) -> dict[str, Any]:
    """The counted table with noise on every cell, and the loss: also how far the parts miss their totals."""
    columns, rows = read_rows(record)
    name = record.get("identity")
    if name not in columns:
        raise ValueError(f"`identity` is {name!r}: name the column that tells records apart, for lasting noise.")
    place = columns.index(name)
    keyed = {"columns": [*columns, "key"], "rows": [[*row, record_key(secret, str(row[place]))] for row in rows]}
    made = tabulate({**record, **keyed, "value": "key", "weight": None})
    counts = np.array(made.counts)
    keys = [cell.total % 1.0 for cell in made.contributions]
    noisy = np.array([noise.published(int(c), key) for c, key in zip(counts, keys, strict=True)], dtype=float)
    shown = [[*labels, int(value)] for labels, value in zip(made.labels, noisy, strict=True)]
    gap = np.abs(made.relations.left(noisy))
    missed = {"additivity": plain(float(gap.mean())) if len(gap) else 0}
    return {"columns": [*made.by, "value"], "rows": shown, "loss": {**loss(counts, np.abs(noisy - counts)), **missed}}
