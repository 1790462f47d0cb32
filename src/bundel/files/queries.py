"""Reading what was sent along. Who may see the thing that files belong to is for that thing's storey to say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from bundel.files.arriving import address_of, content_place
from bundel.files.models import Attachment
from bundel.files.rules.kinds import Kind, Side
from bundel.files.stores import store_of
from bundel.sealing.cipher import from_text, unseal_in_pieces
from bundel.sealing.keys import OpenKey


@dataclass(frozen=True)
class FileRow:
    """A file as everybody may know of it who sees what it belongs to: no name, no content."""

    id: UUID
    kind: Kind
    size: int
    side: Side
    added_by: UUID | None
    added_at: datetime
    removed_at: datetime | None


_ROW = ("id", "kind", "size", "side", "added_by", "added_at", "removed_at")


def files_of(subject_ids: QuerySet[Any, Any]) -> list[FileRow]:
    """The files of things by their ids, oldest first; also those that were taken away and can still be put back."""
    rows = Attachment.objects.filter(subject_id__in=subject_ids).order_by("added_at", "id").values_list(*_ROW)
    return [FileRow(r[0], Kind(r[1]), r[2], Side(r[3]), *r[4:]) for r in rows]


def owners_of(subject_ids: QuerySet[Any, Any]) -> list[tuple[UUID, UUID]]:
    """Thing and file for every file of these things that was not taken away, thing by thing, oldest first."""
    rows = Attachment.objects.filter(subject_id__in=subject_ids, removed_at=None)
    return list(rows.order_by("subject_id", "added_at", "id").values_list("subject_id", "id"))


def names_of(subject_id: UUID, key: OpenKey) -> dict[UUID, str]:
    """The names of the files of one thing, opened."""
    rows = Attachment.objects.filter(subject_id=subject_id).values_list("id", "name")
    return {row: key.unseal(name, table="attachment", column="name", row=row) for row, name in rows}


@dataclass(frozen=True)
class OpenFile:
    """A file, opened."""

    name: str
    kind: Kind
    content: bytes


def get_file(subject_id: UUID, file_id: UUID) -> Attachment:
    """One file that was not taken away. Raises Attachment.DoesNotExist."""
    return Attachment.objects.get(pk=file_id, subject_id=subject_id, removed_at=None)


def opened(attachment: Attachment, key: OpenKey) -> OpenFile:
    """A file with its content, whole or not at all. Raises SealBroken, StoreFailed, BlobGone."""

    def text(column: str) -> str:
        return key.unseal(getattr(attachment, column), table="attachment", column=column, row=attachment.id)

    where = attachment.workspace_id, attachment.id
    sealed = store_of(settings.ENVIRONMENT).read(address_of(*where))
    content = b"".join(unseal_in_pieces(from_text(text("secret")), sealed, content_place(*where)))
    return OpenFile(text("name"), Kind(attachment.kind), content)


def known_ids(ids: Collection[UUID]) -> set[UUID]:
    """Which of these ids are files of the active workspace."""
    return set(Attachment.objects.filter(pk__in=ids).values_list("id", flat=True))
