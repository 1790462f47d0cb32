"""Making, opening and destroying data keys in the active workspace."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings

from bundel.sealing.cipher import Place, SealBroken, derive, keyed_hash, new_key, seal, unseal
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import active_workspace_id


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
    key = OpenKey(uuid4(), new_key())
    name, master = settings.ENVIRONMENT.master_keys[0]
    SealKey(id=key.id, wrapped=seal(master, key.secret, _place(key.id)), master=name, created_at=now).save(
        force_insert=True
    )
    return key


def open_key(key_id: UUID) -> OpenKey:
    """The data key in hand. Raises Erased, or SealBroken when no master key of this instance fits."""
    row = SealKey.objects.filter(pk=key_id).first()
    if row is None:
        raise Erased(str(key_id))
    master = dict(settings.ENVIRONMENT.master_keys).get(row.master)
    if master is None:
        raise SealBroken(f"master key {row.master} is not among BUNDEL_MASTER_KEYS")
    return OpenKey(key_id, unseal(master, row.wrapped, _place(key_id)))


def destroy_key(key_id: UUID) -> None:
    """Erase: what was sealed with this key cannot be read again."""
    SealKey.objects.filter(pk=key_id).delete()


def word_marks(text: str) -> list[bytes]:
    """A mark for each word of a name, to find it by whole word without keeping it; differs per workspace."""
    key = derive(settings.ENVIRONMENT.pepper, f"names/{active_workspace_id()}")
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"[^\W\d_]{2,}", "".join(c for c in plain if not unicodedata.combining(c)))
    return [keyed_hash(key, word) for word in dict.fromkeys(words)]


def _place(key_id: UUID) -> Place:
    return Place(active_workspace_id(), "seal_key", "wrapped", key_id)
