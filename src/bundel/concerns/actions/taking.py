"""Taking along: everything of a workspace in one file, made in batches by the queue and kept for a day."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder

from bundel.accounts.access import Actor, action, allows
from bundel.accounts.permissions import ActorKind, Permission
from bundel.audit.actions import Entry, record
from bundel.concerns.models import Concern, Export, ExportPart
from bundel.concerns.queries import messages_of
from bundel.concerns.rules import taking
from bundel.concerns.rules.taking import ExportReason, ExportState
from bundel.concerns.taken import Piece, lock_export, pieces_of
from bundel.sealing.keys import OpenKey, destroy_key, make_key, open_key
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.models import Membership, Receives
from bundel.tenancy.queries import find_membership, get_workspace
from bundel.tenancy.queue import enqueue
from bundel.tenancy.rules import Role

Row = dict[str, object]


@action(Permission.WORKSPACE_EXPORT)
def start_export(actor: Actor, /, *, reason: ExportReason, with_stories: bool, now: datetime) -> UUID:
    """Begin to put everything of this workspace in one file; the export's id.

    Stories, names, contact and messages only for who may open stories: else they are left out.
    """
    assert actor.id is not None
    export = Export(
        asked_by=actor.id,
        reason=reason,
        has_stories=with_stories and allows(actor, Permission.STORY_OPEN),
        data_key=make_key(now=now).id,
        total=Concern.objects.count(),
        asked_at=now,
    )
    export.save(force_insert=True)
    enqueue("concerns.fill_export", export_id=export.id)
    return export.id


@action(Permission.RETENTION_RUN, as_job=True)
def fill_export(actor: Actor, export_id: UUID, /, *, now: datetime) -> int:
    """Add a batch to an export, and ask for the next; how many concerns are in it now.

    It acts with the rights of who asked, as they are now: who left meanwhile gets nothing.
    """
    export = lock_export(export_id)
    if export.state != ExportState.RUNNING or export.data_key is None:
        return export.done
    person = _who_asked(export)
    if person is None or (export.has_stories and not allows(person, Permission.STORY_OPEN)):
        _empty(export, ExportState.FAILED)
        return 0
    key, number = open_key(export.data_key), export.done
    if export.last_id is None:
        _add(export, key, number, _frame_files())
    concerns = _batch(export)
    if concerns:
        _add(export, key, number + 1, _files_of(concerns, with_stories=export.has_stories))
        export.done, export.last_id = export.done + len(concerns), concerns[-1].id
        _note(export, person, concerns, now)
        enqueue("concerns.fill_export", export_id=export.id)
    else:
        export.state, export.ready_at = ExportState.READY, now
        enqueue("concerns.drop_export", at=now + taking.KEPT, export_id=export.id)
    export.save()
    return export.done


def _who_asked(export: Export) -> Actor | None:
    membership = find_membership(export.asked_by)
    return Actor(ActorKind.USER, export.asked_by, Role(membership.role)) if membership else None


def _batch(export: Export) -> list[Concern]:
    rows = Concern.objects.select_related("card").order_by("id")
    if export.last_id is not None:
        rows = rows.filter(pk__gt=export.last_id)
    return list(rows[: taking.BATCH])


def _note(export: Export, person: Actor, concerns: list[Concern], now: datetime) -> None:
    """One row in the audit for the whole batch, with every id in it, when stories were opened."""
    if export.has_stories:
        ids = [str(c.id) for c in concerns]
        act, kind = "concerns.export_stories", person.kind.value
        record(Entry(now, kind, person.id, act, export.id, export.reason, {"ids": ids}))


def _add(export: Export, key: OpenKey, number: int, files: dict[str, str]) -> None:
    for name, text in files.items():
        if text:
            row = uuid4()
            content = key.seal(text, table="export_part", column="content", row=row)
            ExportPart(id=row, export=export, name=name, number=number, key_id=key.id, content=content).save(
                force_insert=True
            )


def _frame_files() -> dict[str, str]:
    """What comes first: the workspace itself, its members, and the heading of every table."""
    workspace = get_workspace(active_workspace_id())
    told = ("slug", "name", "kind", "about", "telephone", "answer_days", "retention_days", "created_at")
    receives = Receives.objects.filter(workspace=workspace).values("municipality_code", "theme")
    about = {**{name: getattr(workspace, name) for name in told}, "receives": list(receives)}
    headings = {name: taking.csv_line(columns) for name, columns in taking.TABLES.items()}
    members = Membership.objects.select_related("user").order_by("created_at", "id")
    headings["members.csv"] += "".join(
        taking.csv_line([m.user.name, m.user.email, m.role, _moment(m.created_at), _moment(m.ended_at)])
        for m in members
    )
    return {taking.WORKSPACE: _json(about) + "\n", **headings}


@dataclass(frozen=True)
class Opened:
    """One concern as it goes into the files; without the story when that stays under lock."""

    concern: Row
    story: Row
    messages: list[Row]


def _files_of(concerns: list[Concern], *, with_stories: bool) -> dict[str, str]:
    opened = [_opened(concern, with_stories=with_stories) for concern in concerns]
    lines = [_json({**o.concern, **o.story, "messages": o.messages}) + "\n" for o in opened]
    return {
        "concerns.csv": _table(taking.CONCERNS, (o.concern for o in opened)),
        "stories.csv": _table(taking.STORIES, (o.story for o in opened if o.story)),
        "messages.csv": _table(taking.MESSAGES, (m for o in opened for m in o.messages)),
        taking.LINES: "".join(lines),
    }


def _opened(concern: Concern, *, with_stories: bool) -> Opened:
    plain: Row = {name: getattr(concern, name, None) for name in taking.CONCERNS}
    plain |= {"card_title": concern.card.title, "card_text": concern.card.text}
    plain |= {"received_at": _moment(concern.received_at), "closed_at": _moment(concern.closed_at)}
    if not with_stories:
        return Opened(plain, {}, [])
    key = open_key(concern.key_id)

    def text(column: str) -> str:
        return key.unseal(getattr(concern, column), table="concern", column=column, row=concern.id)

    story: Row = {"handle": concern.handle, **{name: text(name) for name in taking.STORIES[1:]}}
    messages: list[Row] = [
        {
            "handle": concern.handle,
            "side": m.side.value,
            "author_name": m.author_name,
            "written_at": _moment(m.written_at),
            "read_at": _moment(m.read_at),
            "text": m.text,
        }
        for m in messages_of(concern, key)
    ]
    return Opened(plain, story, messages)


def _table(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    return "".join(taking.csv_line(row[name] for name in columns) for row in rows)


def _json(data: Row) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


@action(Permission.WORKSPACE_EXPORT)
def take_export(actor: Actor, export_id: UUID, /, *, now: datetime) -> list[Piece]:
    """Take a finished export along: its pieces, in order. Raises Export.DoesNotExist when it is there no longer."""
    export = Export.objects.get(pk=export_id, state=ExportState.READY, ready_at__gt=now - taking.KEPT)
    return pieces_of(export.id)


@action(Permission.RETENTION_RUN, as_job=True)
def drop_export(actor: Actor, export_id: UUID, /, *, now: datetime) -> bool:
    """A day later: destroy the key and the pieces; whether there were any."""
    export = lock_export(export_id)
    if export.data_key is None:
        return False
    _empty(export, ExportState.GONE)
    return True


def _empty(export: Export, state: ExportState) -> None:
    if export.data_key is not None:
        destroy_key(export.data_key)
    ExportPart.objects.filter(export=export).delete()
    export.data_key, export.state = None, state
    export.save(update_fields=["data_key", "state"])
