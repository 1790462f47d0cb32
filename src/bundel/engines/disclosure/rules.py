"""Primary rules: which cells must stay hidden by themselves, and how wide the doubt about them must be.

Definitions follow Hundepool and others, Handbook on Statistical Disclosure Control, chapter 4.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Contributions:
    """What a cell is made of: its weighted total, how many contribute, and the largest contributions in order."""

    total: float
    count: float
    largest: tuple[float, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[float, float]], keep: int = 8) -> "Contributions":
        """From (value, weight) pairs: somebody with weight 4 stands for four people with that value."""
        ordered = sorted(pairs, key=lambda pair: -abs(pair[0]))
        largest: list[float] = []
        for value, weight in ordered:
            largest += [abs(value)] * min(keep - len(largest), max(1, int(weight)))
        return cls(
            sum(value * weight for value, weight in ordered),
            sum(weight for _, weight in ordered),
            tuple(largest),
        )

    def top(self, n: int) -> float:
        return sum(self.largest[:n])

    @property
    def rest(self) -> float:
        """What the two largest leave."""
        return max(0.0, abs(self.total) - self.top(2))


@dataclass(frozen=True)
class Threshold:
    """Fewer than ``least`` contributors is too few, none included."""

    least: int = 10

    def is_unsafe(self, cell: Contributions) -> bool:
        return cell.count < self.least

    def level(self, cell: Contributions) -> float:
        """How far above the value the doubt must reach, for a table of counts."""
        return max(0.0, self.least - cell.count)


@dataclass(frozen=True)
class Dominance:
    """The ``n`` largest contributors make up more than ``k`` percent of the total."""

    n: int
    k: float

    def is_unsafe(self, cell: Contributions) -> bool:
        return cell.top(self.n) > self.k / 100 * abs(cell.total)

    def level(self, cell: Contributions) -> float:
        return max(0.0, 100 / self.k * cell.top(self.n) - abs(cell.total))


@dataclass(frozen=True)
class PriorPosterior:
    """Who knows others to within ``q`` percent must not learn anybody to within ``p`` percent.

    With ``q`` at 100 it is the p % rule: the second largest contributor, who knows two contributions, estimates
    the largest one.
    """

    p: float
    q: float = 100.0

    def is_unsafe(self, cell: Contributions) -> bool:
        return bool(cell.largest) and cell.rest < self.p / self.q * cell.top(1)

    def level(self, cell: Contributions) -> float:
        return max(0.0, self.p / self.q * cell.top(1) - cell.rest)


Rule = Threshold | Dominance | PriorPosterior
