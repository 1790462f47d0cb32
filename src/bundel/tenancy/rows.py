"""New rows of one or more tables, in one statement."""

from functools import cache
from itertools import groupby
from typing import Any

from django.db import connection, models

from bundel.tenancy.fence import Fenced

Shape = tuple[tuple[type[models.Model], int], ...]


def add_rows(*rows: models.Model) -> None:
    """Insert all of these, or none. The database looks at the keys between them when all are there.

    What `save(force_insert=True)` does for each, without a round trip and a compilation for each and without
    signals, to which nobody here listens. Raises NoWorkspace for a row of another workspace, and IntegrityError.
    """
    if not rows:
        return
    together = [(model, list(some)) for model, some in groupby(rows, type)]
    values = [v for model, some in together for row in some for v in _values(model, row)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple((model, len(some)) for model, some in together)), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _values(model: type[models.Model], row: models.Model) -> list[Any]:
    if isinstance(row, Fenced):
        row.check_workspace()
    given = row.__dict__
    return [
        f.get_db_prep_save(given[f.attname], connection) if is_json else given[f.attname]
        for f, is_json in _columns(model)
    ]


@cache
def _columns(model: type[models.Model]) -> "tuple[tuple[models.Field[object, object], bool], ...]":
    """What the database fills in by itself is left out. Only JSON is not yet of the type that its column takes."""
    own = (f for f in model._meta.local_concrete_fields if not f.generated)
    return tuple((f, isinstance(f, models.JSONField)) for f in own)


@cache
def _statement(shape: Shape) -> str:
    """Each insert but the last stands in front of it under a name of its own."""
    *before, last = [_insert(model, number) for model, number in shape]
    named = [f"rows_{place} as ({insert})" for place, insert in enumerate(before)]
    return f"with {', '.join(named)} {last}" if named else last


def _insert(model: type[models.Model], number: int) -> str:
    quote = connection.ops.quote_name
    columns = [quote(str(f.column)) for f, _is_json in _columns(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    return " ".join(
        ["insert into", quote(model._meta.db_table), f"({', '.join(columns)})", "values", ", ".join([row] * number)]
    )
