"""Keeping files for the acts of higher storeys, and sweeping up what belongs to nothing any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.files.arriving import Arrived, address_of
from bundel.files.models import Attachment
from bundel.files.queries import known_ids
from bundel.files.rules.kinds import MOST_BYTES_TOGETHER, MOST_FILES, PUT_BACK_WITHIN, Side
from bundel.files.stores import Blob, store_of
from bundel.kit.rules import RuleBroken
from bundel.sealing.cipher import to_text
from bundel.sealing.keys import OpenKey
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.queue import enqueue

# Long enough for every request and transaction that began before.
STRAY_AFTER = timedelta(days=1)
LOOKED_UP_AT_ONCE = 500


def attach(
    subject_id: UUID, key: OpenKey, arrived: Sequence[Arrived], *, side: Side, added_by: UUID | None, now: datetime
) -> list[UUID]:
    """Make files part of a thing that is locked, as many as it has room for; the ids of those."""
    sizes = list(Attachment.objects.filter(subject_id=subject_id).values_list("size", flat=True))
    kept = []
    for file in arrived:
        if len(sizes) == MOST_FILES or sum(sizes) + file.size > MOST_BYTES_TOGETHER:
            continue
        sizes.append(file.size)
        Attachment(
            id=file.id,
            subject_id=subject_id,
            key_id=key.id,
            name=key.seal(file.name, table="attachment", column="name", row=file.id),
            secret=key.seal(to_text(file.secret), table="attachment", column="secret", row=file.id),
            kind=file.kind,
            size=file.size,
            side=side,
            added_by=added_by,
            added_at=now,
        ).save(force_insert=True)
        kept.append(file.id)
    return kept


def remove(subject_id: UUID, file_id: UUID, *, side: Side, now: datetime) -> None:
    """Take one's own file away: nobody sees it any more, and at night it is erased. `put_back` undoes it."""
    found = Attachment.objects.filter(pk=file_id, subject_id=subject_id, side=side, removed_at=None)
    if not found.update(removed_at=now):
        raise Attachment.DoesNotExist


def put_back(subject_id: UUID, file_id: UUID, *, side: Side, now: datetime) -> None:
    """Undo the taking away of a file. Raises RuleBroken("gone") when it was too long ago."""
    since = now - PUT_BACK_WITHIN
    removed = Attachment.objects.filter(pk=file_id, subject_id=subject_id, side=side, removed_at__gt=since)
    if not removed.update(removed_at=None):
        raise RuleBroken("gone")


def forget(subject_id: UUID) -> None:
    """Erase the files of a thing that is being erased: the rows now, the sealed contents by the queue."""
    files = Attachment.objects.filter(subject_id=subject_id)
    for file_id in files.values_list("id", flat=True):
        enqueue("files.erase_content", file_id=file_id)
    files.delete()


@action(Permission.RETENTION_RUN, as_job=True)
def erase_content(actor: Actor, file_id: UUID, /, *, now: datetime) -> None:
    """Delete the sealed content of a file that was erased; one that is a file still stays."""
    if not known_ids([file_id]):
        store_of(settings.ENVIRONMENT).delete(address_of(active_workspace_id(), file_id))


@action(Permission.RETENTION_RUN, as_job=True)
def sweep_files(actor: Actor, /, *, now: datetime) -> int:
    """Erase what was taken away a day ago, and contents older than a day that belong to no file; how many.

    Looks only under the address of the active workspace: what another database keeps in the same store stays.
    """
    Attachment.objects.filter(removed_at__lte=now - PUT_BACK_WITHIN).delete()
    store = store_of(settings.ENVIRONMENT)
    old = [b for b in store.under(str(active_workspace_id())) if b.written_at <= now - STRAY_AFTER]
    stray = [b for n in range(0, len(old), LOOKED_UP_AT_ONCE) for b in _strays(old[n : n + LOOKED_UP_AT_ONCE])]
    for blob in stray:
        store.delete(blob.address)
    return len(stray)


def _strays(blobs: list[Blob]) -> list[Blob]:
    ids = {blob: _id_in(blob.address) for blob in blobs}
    known = known_ids([found for found in ids.values() if found])
    return [blob for blob, found in ids.items() if found not in known]


def _id_in(address: str) -> UUID | None:
    """The id at the end of an address; None for what a broken write left behind."""
    try:
        return UUID(address.rpartition("/")[2])
    except ValueError:
        return None
