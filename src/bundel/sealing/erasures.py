"""The erasure list, and proof that what was not erased still opens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from bundel.sealing.cipher import Place, SealBroken, unseal
from bundel.sealing.keys import Erased, open_key
from bundel.tenancy.fence import Fenced, active_workspace_id

# Longer than anybody should keep a backup of the data: each restore of one asks the list what to erase again.
LIST_DAYS = 400


def forget_old_erasures(*, now: datetime) -> None:
    """Take off the list what was erased so long ago that no backup can still hold it."""
    with connection.cursor() as cursor:
        cursor.execute("select forget_erasures(%s)", [now - timedelta(days=LIST_DAYS)])


@dataclass(frozen=True)
class Sample:
    """Rows with something sealed that were tried: how many, and how many of them open."""

    tried: int
    opened: int

    def __add__(self, other: "Sample") -> "Sample":
        return Sample(self.tried + other.tried, self.opened + other.opened)


def try_seals(most: int) -> Sample:
    """Open something of up to `most` rows, taken by chance, of each sealed table of the active workspace."""
    total = Sample(0, 0)
    for model in _sealed_models():
        columns = [f.name for f in model._meta.fields if isinstance(f, models.BinaryField)]
        with_key = model.objects.filter(models.Q(key_id__isnull=False))
        rows = with_key.order_by("?").values("pk", "key_id", *columns)[:most]
        opened = [_opens(model._meta.db_table, row, columns) for row in rows]
        total += Sample(len(opened), sum(opened))
    return total


def _sealed_models() -> list[type[Fenced]]:
    """By the name every sealed table gives its data key: `key_id`."""
    found = [m for m in apps.get_models() if issubclass(m, Fenced)]
    return [m for m in found if any(f.attname == "key_id" for f in m._meta.concrete_fields)]


def _opens(table: str, row: dict[str, object], columns: list[str]) -> bool:
    """Whether its key opens, and one of its columns with it: not every column of bytes is a seal."""
    key_id, row_id = row["key_id"], row["pk"]
    assert isinstance(key_id, UUID)
    assert isinstance(row_id, UUID)
    try:
        secret = open_key(key_id).secret
    except (Erased, SealBroken):
        return False
    sealed = {c: bytes(row[c]) for c in columns if row[c]}  # type: ignore[call-overload]  # the driver gives bytes
    places = {c: Place(active_workspace_id(), table, c, row_id) for c in sealed}
    return not sealed or any(_is_whole(secret, sealed[c], places[c]) for c in sealed)


def _is_whole(secret: bytes, sealed: bytes, place: Place) -> bool:
    try:
        unseal(secret, sealed, place)
    except SealBroken:
        return False
    return True
