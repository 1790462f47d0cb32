"""The ledger of releases: what was published before is part of what an attacker knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bundel.engines.disclosure.protect import SECONDS, plain, told
from bundel.engines.disclosure.reading import number, refuse_negative
from bundel.engines.disclosure.suppress import breaches, suppress
from bundel.engines.disclosure.table import Mask, Relations, Table, tolerance

Release = Mapping[str, Any]
LEVELS = ("lpl", "upl", "spl")
FORM = (
    "give `cells` {name: value}, `relations` [[[name, coefficient], …], …], `primary` [name, …], "
    "`changes` [{cell, before: [release/cell, …], added, withdrawn}, …]."
)


@dataclass
class Whole:
    """All releases as one set of equations; cells are named ``release/cell``."""

    number: dict[str, int] = field(default_factory=dict)
    values: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    open: list[bool] = field(default_factory=list)
    levels: dict[int, tuple[float, float, float]] = field(default_factory=dict)
    rows: list[list[tuple[int, float]]] = field(default_factory=list)

    def add(self, name: str, value: float, weight: float, *, is_open: bool = False) -> int:
        """A cell; one that is not open is either published already or never will be."""
        if name in self.number:
            raise ValueError(f"{name!r} stands in the ledger already: give the release an id of its own.")
        self.number[name] = len(self.values)
        self.values.append(value)
        self.weights.append(weight)
        self.open.append(is_open)
        return self.number[name]

    def find(self, name: str) -> int:
        if name not in self.number:
            raise ValueError(f"{name!r} is in no release of the ledger: name cells as `release/cell`.")
        return self.number[name]

    def equate(self, row: list[tuple[int, float]]) -> None:
        """An equation over values, refused where it does not hold."""
        gap = sum(factor * self.values[cell] for cell, factor in row)
        if abs(gap) > tolerance(np.array([abs(self.values[cell]) for cell, _ in row])).max():
            names = [name for name, cell in self.number.items() if cell == row[0][0]]
            raise ValueError(f"An equation with {names[0]!r} is off by {gap:g}: mend its values or its changes.")
        self.rows.append(row)

    def table(self) -> Table:
        values = np.array(self.values)
        refuse_negative("value", values)
        primary = np.array(sorted(self.levels), dtype=np.int32)
        lower, upper, sliding = np.array([self.levels[cell] for cell in primary.tolist()]).reshape(-1, 3).T
        return Table(
            values=values,
            relations=Relations.of(self.rows, len(values)),
            primary=primary,
            lower=lower,
            upper=upper,
            sliding=sliding,
            weights=np.array(self.weights),
            lb=np.zeros(len(values)),
            ub=np.full(len(values), np.inf),
            locked=~np.array(self.open, dtype=bool),
            singletons=np.zeros(0, dtype=np.int32),
        )


def enter(ledger: Sequence[Release], release: Release, seconds: float = SECONDS) -> dict[str, Any]:
    """The smallest further hiding that keeps this release and all earlier ones safe together.

    Returns the entry to keep in the ledger, what is hidden, and what an attacker who has every release can say.
    """
    whole = combine(ledger, release)
    table = whole.table()
    found = suppress(table, seconds)
    hidden = sorted(name for name in release["cells"] if found.hidden[whole.number[f"{release['id']}/{name}"]])
    asked = set(release.get("hidden", ())) | set(_levels(release))
    known = told(table, found.hidden)
    return {
        "hidden": hidden,
        "further": [name for name in hidden if name not in asked],
        "intervals": {name: known[str(cell)] for name, cell in whole.number.items() if str(cell) in known},
        "cost": plain(found.cost),
        "bound": plain(found.bound),
        "optimal": found.optimal,
        "entry": {**release, "hidden": hidden},
    }


def check(ledger: Sequence[Release], release: Release) -> dict[str, Any]:
    """Whether the release, hidden as it says, is safe beside all earlier ones; if not, which cells are broken."""
    whole = combine(ledger, release)
    table = whole.table()
    hidden: Mask = np.zeros(table.size, dtype=bool)
    hidden[table.primary] = True
    names = {cell: name for name, cell in whole.number.items()}
    found = breaches(table, hidden.astype(np.float64))
    broken = sorted({names[int(table.primary[breach.place])] for breach in found})
    known = told(table, hidden)
    return {"safe": not broken, "broken": {name: known[str(whole.number[name])] for name in broken}}


def combine(ledger: Sequence[Release], release: Release) -> Whole:
    """Every release and every link between them; only the new release's cells may still be hidden."""
    whole = Whole()
    for one in (*ledger, release):
        try:
            _enter(whole, one, is_new=one is release)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"Release {one.get('id')!r} has a part of the wrong form ({error}): {FORM}") from error
    return whole


def _enter(whole: Whole, release: Release, *, is_new: bool) -> None:
    key, cells = release.get("id"), release.get("cells")
    if not isinstance(key, str | int) or not isinstance(cells, Mapping) or not cells:
        raise ValueError("A release needs an `id` and `cells`: an object with the value of each named cell.")
    for name, value in cells.items():
        value = number(value, f"{key}/{name}")
        weight = number(release.get("weights", {}).get(name, max(1.0, value)), f"weights of {name}")
        whole.add(f"{key}/{name}", value, weight if is_new else 0.0, is_open=is_new)
    for name in release.get("hidden", ()):
        whole.levels[whole.find(f"{key}/{name}")] = (0.0, 0.0, 0.0)
    for name, levels in _levels(release).items():
        whole.levels[whole.find(f"{key}/{name}")] = levels
    for row in release.get("relations", ()):
        whole.equate([(whole.find(f"{key}/{name}"), number(factor, str(key))) for name, factor in row])
    for change in release.get("changes", ()):
        _link(whole, release, change)


def _levels(release: Release) -> dict[str, tuple[float, float, float]]:
    """Levels per primary cell: as given, or, for a plain list, from none at all up to the threshold."""
    primary = release.get("primary", {})
    if isinstance(primary, Mapping):
        given = {name: tuple(number(level.get(at, 0), str(name)) for at in LEVELS) for name, level in primary.items()}
        return {str(name): (below, above, width) for name, (below, above, width) in given.items()}
    return {name: _as_count(number(release["cells"].get(name), name), _threshold(release)) for name in primary}


def _threshold(release: Release) -> float:
    return number(release.get("threshold", 10), "threshold")


def _as_count(count: float, threshold: float) -> tuple[float, float, float]:
    return count, max(0.0, threshold - count), 0.0


def _link(whole: Whole, release: Release, change: Mapping[str, Any]) -> None:
    """new = all that was before + who was added - who was withdrawn; too few of either is protected as a count."""
    key, threshold = release["id"], _threshold(release)
    row = [(whole.find(f"{key}/{change['cell']}"), 1.0)]
    row += [(whole.find(name), -1.0) for name in change.get("before", ())]
    for way, sign in (("added", -1.0), ("withdrawn", 1.0)):
        moves = change.get(way) or {}
        if not isinstance(moves, Mapping):
            moves = {f"{way} {change['cell']}": moves}
        for name, people in moves.items():
            people, full = number(people, str(name)), f"{key}/{name}"
            if full not in whole.number:
                cell = whole.add(full, people, 0.0)
                whole.levels[cell] = _as_count(people, threshold) if 0 < people < threshold else (0.0, 0.0, 0.0)
            row.append((whole.find(full), sign))
    whole.equate(row)


def follow(ledger: Sequence[Release], release: Release, mergers: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The changes since each cell was last released under its name, or, merged, under those of its parts.

    Names are labels joined by ``|``; the net change counts as people added, or as people withdrawn.
    """
    latest = {name: f"{one['id']}/{name}" for one in ledger for name in one["cells"]}
    values = {f"{one['id']}/{name}": value for one in ledger for name, value in one["cells"].items()}
    changes = []
    for name, value in release["cells"].items():
        before = [latest.get(old) for old in _former_names(name, mergers)]
        known = [old for old in before if old is not None]
        if known and len(known) == len(before):
            gained = value - sum(values[old] for old in known)
            moves = {"added": gained} if gained > 0 else {"withdrawn": -gained} if gained else {}
            changes.append({"cell": name, "before": known, **moves})
    return changes


def _former_names(name: str, mergers: Mapping[str, Sequence[str]]) -> list[str]:
    names: list[list[str]] = [[]]
    for label in name.split("|"):
        names = [[*front, old] for front in names for old in mergers.get(label, [label])]
    return ["|".join(front) for front in names]
