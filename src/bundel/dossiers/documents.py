"""The documents of a dossier: seen by who sees the dossier, under a lock of the dossier's own."""

from dataclasses import dataclass
from uuid import UUID

from bundel.accounts.access import Actor
from bundel.dossiers.queries import visible_dossiers
from bundel.files import queries as files
from bundel.files.queries import FileRow, OpenFile
from bundel.sealing.keys import open_key


@dataclass(frozen=True)
class Document:
    """A document by its name."""

    row: FileRow
    name: str


def documents_of(actor: Actor, dossier_id: UUID) -> list[Document]:
    """The documents of a dossier, oldest first; also what was taken away and can still be put back."""
    dossier = visible_dossiers(actor).filter(pk=dossier_id, key_id__isnull=False).first()
    if dossier is None or dossier.key_id is None:
        return []
    rows = files.files_of(visible_dossiers(actor).filter(pk=dossier_id).values("id"))
    names = files.names_of(dossier_id, open_key(dossier.key_id)) if rows else {}
    return [Document(row, names[row.id]) for row in rows]


def open_document(actor: Actor, dossier_id: UUID, file_id: UUID) -> OpenFile:
    """One document. Raises Dossier.DoesNotExist, Attachment.DoesNotExist, StoreFailed, BlobGone."""
    dossier = visible_dossiers(actor).get(pk=dossier_id)
    attachment = files.get_file(dossier.id, file_id)
    assert dossier.key_id is not None
    return files.opened(attachment, open_key(dossier.key_id))
