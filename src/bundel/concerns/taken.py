"""Reading exports: how far each is, and their pieces while they are kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Subquery

from bundel.accounts.access import Actor, OpenReason, require
from bundel.accounts.permissions import ActorKind, Permission
from bundel.audit.queries import Trace
from bundel.concerns.models import Concern, Export, ExportPart
from bundel.concerns.rules.taking import KEPT, ExportReason, ExportState
from bundel.sealing.keys import open_key


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
