"""Reading exports: how far each is, and their pieces while they are kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Subquery

from bundel.accounts.access import Actor, OpenReason, allows, require
from bundel.accounts.permissions import ActorKind, Permission
from bundel.audit.queries import Trace
from bundel.concerns.models import Concern, Export, ExportPart
from bundel.concerns.rules.taking import KEPT, ExportReason, ExportState
from bundel.files import queries as files
from bundel.files.models import Attachment
from bundel.files.queries import OpenFile
from bundel.files.stores import BlobGone
from bundel.sealing.keys import Erased, open_key


@dataclass(frozen=True)
class ExportRow:
    """One export in the list."""

    id: UUID
    asked_by: UUID
    reason: ExportReason
    state: ExportState
    has_stories: bool
    done: int
    total: int
    asked_at: datetime
    until: datetime | None


def visible_exports(actor: Actor) -> list[ExportRow]:
    """The twenty newest exports of the active workspace, newest first. Raises Refused."""
    require(actor, Permission.WORKSPACE_EXPORT)
    return [
        ExportRow(
            e.id,
            e.asked_by,
            ExportReason(e.reason),
            ExportState(e.state),
            e.has_stories,
            e.done,
            e.total,
            e.asked_at,
            e.ready_at + KEPT if e.ready_at else None,
        )
        for e in Export.objects.order_by("-asked_at", "-id")[:20]
    ]


def taken_along(concern_id: UUID) -> list[Trace]:
    """The exports that hold this story, each as an opening of it: the audit names a whole batch in one row."""
    made = Export.objects.filter(has_stories=True, last_id__gte=concern_id)
    held = made.filter(asked_at__gte=Subquery(Concern.objects.filter(pk=concern_id).values("received_at")))
    act, reason = "concerns.export_stories", OpenReason.TAKEN
    return [Trace(e.asked_at, ActorKind.USER, e.asked_by, act, concern_id, reason) for e in held]


def lock_export(export_id: UUID) -> Export:
    """One export, held until the end of this act. Raises Export.DoesNotExist."""
    return Export.objects.select_for_update().get(pk=export_id)


@dataclass(frozen=True)
class Piece:
    """Where a piece of an export lies: the file it belongs to, and its id."""

    file: str
    id: UUID


def pieces_of(export_id: UUID) -> list[Piece]:
    """All pieces of an export, file after file and in their order."""
    rows = ExportPart.objects.filter(export_id=export_id).order_by("name", "number")
    return [Piece(*row) for row in rows.values_list("name", "id")]


def read_piece(actor: Actor, piece_id: UUID) -> bytes:
    """One piece, opened; who takes it along was written down when the download began. Raises Refused, Erased."""
    require(actor, Permission.WORKSPACE_EXPORT)
    part = ExportPart.objects.get(pk=piece_id)
    return open_key(part.key_id).unseal(part.content, table="export_part", column="content", row=part.id).encode()


@dataclass(frozen=True)
class AttachedFile:
    """A file of a concern in an export, which stays in its own place until it is taken along."""

    concern_id: UUID
    handle: str
    id: UUID


def files_of_export(actor: Actor, export_id: UUID) -> list[AttachedFile]:
    """The files of every concern in an export with stories, concern by concern. Raises Refused."""
    require(actor, Permission.WORKSPACE_EXPORT)
    export = Export.objects.get(pk=export_id)
    if not export.has_stories or export.last_id is None or not allows(actor, Permission.STORY_OPEN):
        return []
    concerns = Concern.objects.filter(pk__lte=export.last_id, received_at__lte=export.asked_at)
    handles = dict(concerns.values_list("id", "handle"))
    return [AttachedFile(concern, handles[concern], file) for concern, file in files.owners_of(concerns.values("id"))]


def read_attached(actor: Actor, attached: AttachedFile) -> OpenFile | None:
    """One of those files, opened; None when it was erased meanwhile. Who took it along was written down before.

    Raises Refused, StoreFailed.
    """
    require(actor, Permission.STORY_OPEN)
    try:
        file = files.get_file(attached.concern_id, attached.id)
        return files.opened(file, open_key(file.key_id))
    except (Attachment.DoesNotExist, Erased, BlobGone):
        return None
