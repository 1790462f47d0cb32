"""Erasing every record of the active workspace, whichever subject keeps it."""

from collections.abc import Collection
from graphlib import TopologicalSorter

from django.db import connection

from bundel.tenancy.fence import Fenced, FencedKey, active_workspace_id, fenced_models


def erase_records(*, keep: Collection[type[Fenced]]) -> int:
    """Delete all rows of the active workspace from every fenced table but those kept; how many.

    What points at a row goes before that row.
    """
    erased = 0
    with connection.cursor() as cursor:
        for table in _children_first({m for m in fenced_models() if m not in keep}):
            name = connection.ops.quote_name(table)
            cursor.execute(f"delete from {name} where workspace_id = %s", [active_workspace_id()])  # noqa: S608 - names of our own tables
            erased += cursor.rowcount
    return erased


def _children_first(fenced: Collection[type[Fenced]]) -> list[str]:
    points_at = {
        model._meta.db_table: {c.to for c in model._meta.constraints if isinstance(c, FencedKey)} for model in fenced
    }
    order = TopologicalSorter(points_at).static_order()
    return [table for table in reversed([*order]) if table in points_at]
