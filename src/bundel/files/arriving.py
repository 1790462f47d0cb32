"""Taking in a file, before any transaction: looked at, cleaned, sealed with a key of its own, and put in the store."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings

from bundel.files.rules.checking import check_file
from bundel.files.rules.kinds import Kind
from bundel.files.stores import StoreFailed, store_of
from bundel.sealing.cipher import Place, new_key, seal_in_pieces


@dataclass(frozen=True)
class Arrived:
    """A file that stands sealed in the store and belongs to nothing yet. Left so, it is swept away after a day."""

    id: UUID
    name: str
    kind: Kind
    size: int
    secret: bytes


def take_in(workspace_id: UUID, name: str, content: bytes) -> Arrived:
    """Keep a file for a workspace. Slow, so before the scope opens. Raises RuleBroken, StoreFailed."""
    checked = check_file(name, content)
    arrived = Arrived(uuid4(), checked.name, checked.kind, len(checked.content), new_key())
    place = content_place(workspace_id, arrived.id)
    sealed = seal_in_pieces(arrived.secret, [checked.content], place)
    store_of(settings.ENVIRONMENT).put(address_of(workspace_id, arrived.id), sealed)
    return arrived


def discard(workspace_id: UUID, arrived: Iterable[Arrived]) -> None:
    """Take files out of the store again that did not become part of anything; the sweep takes what fails here."""
    store = store_of(settings.ENVIRONMENT)
    with suppress(StoreFailed):
        for file in arrived:
            store.delete(address_of(workspace_id, file.id))


def content_place(workspace_id: UUID, attachment_id: UUID) -> Place:
    """Where a sealed content belongs: put at another address it does not open."""
    return Place(workspace_id, "attachment", "content", attachment_id)


def address_of(workspace_id: UUID, attachment_id: UUID) -> str:
    """The address in the store; random, so that it tells nothing of the content."""
    return f"{workspace_id}/{attachment_id}"
