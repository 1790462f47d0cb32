"""The files of a concern: known of by who sees the concern, opened with a reason like the story."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from bundel.accounts.access import Actor, OpenReason, open_sealed
from bundel.accounts.permissions import ActorKind, Permission
from bundel.concerns.models import Concern
from bundel.concerns.queries import get_concern, visible_concerns
from bundel.concerns.rules.states import State
from bundel.files import queries as files
from bundel.files.queries import FileRow, OpenFile
from bundel.files.rules.kinds import PUT_BACK_WITHIN, Side
from bundel.sealing.keys import OpenKey, open_key

# As with a message: until then who sent it can take it back, and the person does not see it.
WAIT_BEFORE_SENDING = timedelta(seconds=60)


def visible_files(actor: Actor, concern_id: UUID, *, now: datetime) -> list[FileRow]:
    """The files of a concern, oldest first. What one side took away only that side still sees, to put it back."""
    seen = visible_concerns(actor).filter(pk=concern_id).values("id")
    own = Side.PERSON if actor.kind is ActorKind.RECEIPT else Side.WORKSPACE
    return [row for row in files.files_of(seen) if _is_visible(row, own, now=now)]


def _is_visible(row: FileRow, own: Side, *, now: datetime) -> bool:
    if row.removed_at is not None:
        return row.side is own and row.removed_at > now - PUT_BACK_WITHIN
    return row.side in (own, Side.PERSON) or row.added_at + WAIT_BEFORE_SENDING <= now


def get_visible_file(actor: Actor, concern_id: UUID, file_id: UUID, *, now: datetime) -> FileRow:
    """One of the files that can be opened. Raises Concern.DoesNotExist."""
    for row in visible_files(actor, concern_id, now=now):
        if row.id == file_id and row.removed_at is None:
            return row
    raise Concern.DoesNotExist


def own_file_names(actor: Actor, concern_id: UUID) -> dict[UUID, str]:
    """The names of the files of one's own concern, for the person who may know them anyway."""
    assert actor.kind is ActorKind.RECEIPT
    return files.names_of(concern_id, open_key(get_concern(actor, concern_id).key_id))


def open_file(actor: Actor, concern_id: UUID, file_id: UUID, *, reason: OpenReason, now: datetime) -> OpenFile:
    """Open a file with a reason; the person sees who did.

    Raises Refused, Concern.DoesNotExist, Attachment.DoesNotExist, Erased, StoreFailed, BlobGone.
    """
    get_visible_file(actor, concern_id, file_id, now=now)
    concern = get_concern(actor, concern_id)
    return files.opened(files.get_file(concern_id, file_id), _key(actor, concern, reason, now, file_id))


def own_files(actor: Actor, concern_id: UUID, *, now: datetime) -> Iterator[OpenFile]:
    """Every file of one's own concern, one at a time, to take along."""
    concern = get_concern(actor, concern_id)
    key = _key(actor, concern, OpenReason.OWN, now)
    for row in visible_files(actor, concern_id, now=now):
        if row.removed_at is None:
            yield files.opened(files.get_file(concern_id, row.id), key)


def _key(actor: Actor, concern: Concern, reason: OpenReason, now: datetime, file_id: UUID | None = None) -> OpenKey:
    return open_sealed(
        actor,
        concern.key_id,
        permission=Permission.CONCERN_FOLLOW if reason is OpenReason.OWN else Permission.STORY_OPEN,
        subject_id=concern.id,
        act="concerns.open_file",
        reason=reason,
        now=now,
        also={"file_id": file_id},
    )


def may_send(concern: Concern) -> bool:
    """Whether files can be added: not to what was withdrawn."""
    return State(concern.state) is not State.WITHDRAWN
