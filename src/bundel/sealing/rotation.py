"""Moves all data keys to the current master key, in small transactions, so that it can stop anywhere."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from bundel.sealing.keys import count_by_master, wrap_anew
from bundel.sealing.masters import master_keys
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.tenancy.models import Workspace

BATCH = 500


@dataclass(frozen=True)
class Progress:
    """How many data keys were to be wrapped anew, how many are done, and how many no master key opens."""

    total: int
    done: int
    broken: int


def count_all_by_master() -> Counter[str]:
    """How many data keys each master key wraps, over all workspaces."""
    total: Counter[str] = Counter()
    for workspace_id in _workspace_ids():
        with acting_for(workspace_id):
            total += count_by_master()
    return total


def wrap_all_anew(batch: int = BATCH) -> Iterator[Progress]:
    """Wrap every data key with the current master key; a step for each batch that was committed.

    What is done is done: started again, it goes on with what still has another master key.
    """
    counted = count_all_by_master()
    total = sum(counted.values()) - counted[master_keys()[0][0]]
    done = broken = 0
    for workspace_id in _workspace_ids():
        after: UUID | None = UUID(int=0)
        while after is not None:
            with acting_for(workspace_id):
                wrapped = wrap_anew(after, batch)
            after = wrapped.last
            done, broken = done + wrapped.done, broken + wrapped.broken
            if after is not None:
                yield Progress(total, done, broken)


def _workspace_ids() -> list[UUID]:
    return [INSTANCE, *Workspace.objects.order_by("id").values_list("id", flat=True)]
