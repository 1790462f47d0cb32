"""Making, opening and destroying data keys in the active workspace."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from bundel.sealing.cipher import Place, SealBroken, derive, keyed_hash, new_key, seal, unseal
from bundel.sealing.masters import master_keys
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.rows import add_rows


class Erased(Exception):
    """The key of this text was destroyed: nobody can read it any more."""


@dataclass(frozen=True)
class OpenKey:
    """A data key in hand, with the seals it makes and opens in the active workspace."""

    id: UUID
    secret: bytes

    def seal(self, text: str, *, table: str, column: str, row: UUID) -> bytes:
        """A text under lock at its place; an empty text stays empty."""
        if not text:
            return b""
        return seal(self.secret, text.encode(), Place(active_workspace_id(), table, column, row))

    def unseal(self, sealed: bytes | memoryview, *, table: str, column: str, row: UUID) -> str:
        """The text again. Raises SealBroken."""
        if not sealed:
            return ""
        return unseal(self.secret, sealed, Place(active_workspace_id(), table, column, row)).decode()


def make_key(*, now: datetime) -> OpenKey:
    """A new data key, kept wrapped."""
    key, row = new_key_row(now=now)
    add_rows(row)
    return key


def new_key_row(*, now: datetime) -> tuple[OpenKey, SealKey]:
    """A new data key, and the row that keeps it, to be added with the rows of what it seals."""
    key = OpenKey(uuid4(), new_key())
    name, master = master_keys()[0]
    return key, SealKey(id=key.id, wrapped=seal(master, key.secret, _place(key.id)), master=name, created_at=now)


def open_key(key_id: UUID) -> OpenKey:
    """The data key in hand. Raises Erased, or SealBroken when no master key of this instance fits."""
    row = SealKey.objects.filter(pk=key_id).first()
    if row is None:
        raise Erased(str(key_id))
    return OpenKey(key_id, _unwrap(row))


def destroy_key(key_id: UUID) -> None:
    """Erase: what was sealed with this key cannot be read again, and its id goes on the erasure list."""
    SealKey.objects.filter(pk=key_id).delete()


@dataclass(frozen=True)
class Wrapped:
    """One batch of data keys: the last id looked at (None without any), how many went over, how many cannot."""

    last: UUID | None
    done: int
    broken: int


def wrap_anew(after: UUID, most: int) -> Wrapped:
    """Wrap up to `most` data keys of the active workspace, with ids after `after`, with the current master key."""
    name, master = master_keys()[0]
    rows = list(SealKey.objects.exclude(master=name).filter(pk__gt=after).order_by("pk").select_for_update()[:most])
    opened = []
    for row in rows:
        try:
            row.wrapped, row.master = seal(master, _unwrap(row), _place(row.pk)), name
            opened.append(row)
        except SealBroken:
            continue
    SealKey.objects.bulk_update(opened, ["wrapped", "master"])
    return Wrapped(rows[-1].pk if rows else None, len(opened), len(rows) - len(opened))


def count_by_master() -> Counter[str]:
    """How many data keys of the active workspace each master key wraps."""
    counted = SealKey.objects.order_by().values_list("master").annotate(models.Count("pk"))
    return Counter(dict(counted))


def _unwrap(row: SealKey) -> bytes:
    master = dict(master_keys()).get(row.master)
    if master is None:
        raise SealBroken(f"master key {row.master} is not among BUNDEL_MASTER_KEYS")
    return unseal(master, row.wrapped, _place(row.pk))


def word_marks(text: str) -> list[bytes]:
    """A mark for each word of a name, to find it by whole word without keeping it; differs per workspace."""
    key = derive(settings.ENVIRONMENT.pepper, f"names/{active_workspace_id()}")
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"[^\W\d_]{2,}", "".join(c for c in plain if not unicodedata.combining(c)))
    return [keyed_hash(key, word) for word in dict.fromkeys(words)]


def _place(key_id: UUID) -> Place:
    return Place(active_workspace_id(), "seal_key", "wrapped", key_id)
