"""Secondary suppression: the cheapest further cells to hide so that no attacker gets inside a protection level."""

import time
from dataclasses import dataclass

import numpy as np

from bundel.engines.disclosure.attacker import NOISE
from bundel.engines.disclosure.checker import Breach, Checker
from bundel.engines.disclosure.lines import line_breaches
from bundel.engines.disclosure.master import Master, Unprotectable, why_not
from bundel.engines.disclosure.table import TOLERANCE, Floats, Mask, Table

ROOT_SHARE = 0.5
MOST_PASSES = 100


@dataclass(frozen=True)
class Suppression:
    """A safe choice of hidden cells, its weight, and what no safe choice can be cheaper than."""

    hidden: Mask
    cost: float
    bound: float
    optimal: bool


def suppress(table: Table, seconds: float = 60.0) -> Suppression:
    """Hide the least weight that protects every primary cell, proven where ``seconds`` allow.

    What comes back is safe in any case. Raises ``Unprotectable`` where no choice is.
    """
    return Search(table, seconds).run()


def breaches(table: Table, openness: Floats) -> list[Breach]:
    """What the public could break, and, once that is nothing, what each owner of a single contribution could."""
    return list(Checker(table).breaches(openness)) or owners_breaches(table, openness)


def owners_breaches(table: Table, openness: Floats) -> list[Breach]:
    """What the first owner, of those who can break anything, can break."""
    for cell in table.singletons[openness[table.singletons] > 0.5]:
        found = list(Checker(table.known_to(int(cell))).breaches(openness))
        if found:
            return found
    return []


class Search:
    """Benders' scheme of Fischetti and Salazar: choose cells, attack the choice, learn an inequality, repeat."""

    def __init__(self, table: Table, seconds: float) -> None:
        self.table = table
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds
        self.master = Master(table)
        self.checker = Checker(table)
        self.watched: Mask = np.zeros(len(table.primary), dtype=bool)
        self.everything = (self.master.free | self.master.must).astype(np.float64)
        self.best = self.everything
        self.cost = np.inf
        self.bound = self.master.base

    def left(self) -> float:
        return self.deadline - time.monotonic()

    def run(self) -> Suppression:
        self.master.learn(list(line_breaches(self.table)))
        openness = self._root()
        near = (openness > NOISE) | self._mend(np.round(openness))
        self._descend(near)
        while self._root() is not None and (touched := self._step(None)) is not None:
            near |= touched
            self._descend(near)
        proven = self._nothing_cheaper()
        return Suppression(self.best > 0.5, self.cost, self.cost if proven else self.bound, proven)

    def _root(self) -> Floats:
        """Learn from choices that hide cells in part, which is quick, until they teach nothing more.

        Then a cell whose reduced weight exceeds what is still to gain is in no cheaper choice: publish it for good.
        """
        while True:
            openness, bound, reduced = self.master.relax()
            self.bound = max(self.bound, min(bound, self.cost))
            late = self.left() < (1 - ROOT_SHARE) * self.seconds
            if late or not self.master.learn(self._public_breaches(openness)):
                gain = self.cost - bound - self.master.step
                self.master.close((openness < NOISE) & (reduced > gain + TOLERANCE))
                return openness

    def _public_breaches(self, openness: Floats) -> list[Breach]:
        """Breaches among the cells that were in danger last time; only when there are none, among all."""
        found = list(self.checker.breaches(openness, self.watched)) or list(self.checker.breaches(openness))
        self.watched[:] = False
        self.watched[[breach.place for breach in found]] = True
        return found

    def _breaches(self, openness: Floats) -> list[Breach]:
        return self._public_breaches(openness) or owners_breaches(self.table, openness)

    def _mend(self, openness: Floats) -> Mask:
        """Hide the cheapest way out of each breach until there is none: quick, safe, and it teaches the solver."""
        for _ in range(MOST_PASSES):
            found = self._breaches(openness)
            if not found:
                return self._keep(openness)
            self.master.learn(found)
            openness = openness.copy()
            openness[[self.master.way_out(breach, openness) for breach in found]] = 1.0
        return self._hide_everything()

    def _hide_everything(self) -> Mask:
        found = self._breaches(self.everything)
        if found:
            raise Unprotectable(why_not(found[0]))
        return self._keep(self.everything)

    def _keep(self, openness: Floats) -> Mask:
        """Remember a safe choice if it is the lightest so far."""
        cost = float(self.table.weights[openness > 0.5].sum())
        if cost < self.cost:
            self.best, self.cost = openness, cost
        return openness > 0.5

    def _descend(self, near: Mask) -> None:
        """Learn as much as can be learnt among few cells, which is quick."""
        while (touched := self._step(near)) is not None:
            near = near | touched

    def _step(self, within: Mask | None) -> Mask | None:
        """Choose, attack, learn. Returns the cells it touched, or None once nothing cheaper is left to find."""
        if self.left() <= 0 or self._nothing_cheaper():
            return None
        choice = self.master.solve(self.left(), within, self.best)
        if within is None:
            self.bound = max(self.bound, min(choice.bound, self.cost))
        if choice.openness is None or choice.bound > self.cost - self._least_gain():
            return None
        found = self._breaches(choice.openness)
        if not found:
            self._keep(choice.openness)
            return None
        self.master.learn(found, refused=choice.openness)
        return (choice.openness > 0.5) | self._mend(choice.openness)

    def _least_gain(self) -> float:
        return self.master.step - TOLERANCE if self.master.step else TOLERANCE

    def _nothing_cheaper(self) -> bool:
        return self.bound > self.cost - self._least_gain()
