"""One classification of a table: a tree of labels, from the total down to the finest ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TOTAL = "total"


@dataclass
class Hierarchy:
    """A tree of labels; ``parents`` leads each label one step up, ending at the total."""

    name: str
    parents: dict[str, str] = field(default_factory=dict)

    def add(self, label: str, parent: str) -> None:
        """Place a label; it has one place only, and never under itself."""
        if label == TOTAL or self.parents.get(label, parent) != parent:
            raise ValueError(f"{self.name}: {label!r} has two places in the hierarchy: give it one parent.")
        self.parents[label] = parent

    def path(self, label: str) -> list[str]:
        """The label and everything above it, up to the total."""
        path = [label]
        while path[-1] != TOTAL:
            path.append(self.parents.get(path[-1], TOTAL))
            if len(path) > len(self.parents) + 2:
                raise ValueError(f"{self.name}: {label!r} lies under itself: mend its parents.")
        return path

    @property
    def labels(self) -> list[str]:
        """The total, then every label, parents before children."""
        return sorted({TOTAL, *self.parents, *self.parents.values()}, key=lambda one: (len(self.path(one)), one))

    def sums(self) -> list[tuple[str, list[str]]]:
        """Every label that has parts, with its parts."""
        parts: dict[str, list[str]] = {}
        for label in self.labels[1:]:
            parts.setdefault(self.parents.get(label, TOTAL), []).append(label)
        return list(parts.items())


def read_hierarchy(name: str, given: Any) -> Hierarchy:
    """From ``{child: parent}`` or from a tree: ``{parent: [child, …]}`` or ``{parent: {child: {…}}}``."""
    tree = Hierarchy(name)
    if given is None:
        return tree
    if not isinstance(given, Mapping):
        raise ValueError(f"hierarchies[{name!r}] must be an object: child to parent, or parent to its children.")
    for label, under in given.items():
        if isinstance(under, str):
            if label != TOTAL:
                tree.add(str(label), under)
        else:
            _grow(tree, str(label), under)
    for label in list(tree.parents):
        tree.path(label)
    return tree


def _grow(tree: Hierarchy, parent: str, children: Any) -> None:
    if children is None:
        return
    if not isinstance(children, Mapping | Sequence) or isinstance(children, str):
        raise ValueError(f"hierarchies[{tree.name!r}]: what lies under {parent!r} must be a list or an object.")
    for child in children:
        tree.add(str(child), parent)
        if isinstance(children, Mapping):
            _grow(tree, str(child), children[child])
