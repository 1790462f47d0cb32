"""What grows old, told by each subject in its own `keeping`: how to count it, and how to erase a batch of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bundel.kit.processing import Keep

# The ids that wait (a hold) are left out of what is counted and erased.
Due = Callable[[datetime, Collection[UUID]], "QuerySet[Any]"]


@dataclass(frozen=True)
class Sweep:
    """One kind: `count(before, held)`, and `erase(before, held, most)` which gives how many went.

    `of_instance`: it stands outside workspaces, and is swept once a night.
    """

    kind: Keep
    count: Callable[[datetime, Collection[UUID]], int]
    erase: Callable[[datetime, Collection[UUID], int], int]
    of_instance: bool = False


SWEEPS: dict[Keep, Sweep] = {}


def keeps(sweep: Sweep) -> None:
    """Make a kind known; each is told once."""
    assert sweep.kind not in SWEEPS, sweep.kind
    SWEEPS[sweep.kind] = sweep


def keeps_rows(kind: Keep, due: Due, *, of_instance: bool = False) -> None:
    """Make a kind known whose rows just go: `due(before, held)` gives those that ended before a moment."""

    def erase(before: datetime, held: Collection[UUID], most: int) -> int:
        rows = due(before, held)
        batch = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
        rows.model._default_manager.filter(pk__in=batch).delete()
        return len(batch)

    keeps(Sweep(kind, lambda before, held: due(before, held).count(), erase, of_instance))
