"""Reading what people told; everything starts from `visible_concerns`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from bundel.accounts.access import Actor, OpenReason, allows, open_sealed, require
from bundel.accounts.models import User
from bundel.accounts.permissions import ActorKind, Permission
from bundel.audit.queries import Trace, acts_on
from bundel.concerns.models import Concern, Message
from bundel.concerns.rules.states import ANSWERED_STATES, OPEN_STATES, WAITING_FOR_US, State
from bundel.concerns.rules.words import Side
from bundel.concerns.taken import taken_along
from bundel.sealing.keys import OpenKey
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.models import Receives
from bundel.tenancy.rules import Role

PAGE_SIZE = 50
COUNTS_UP_TO = 100
FOUND_AT_MOST = 25


class Stale(Exception):
    """Somebody else changed this record since it was read; `record` is how it stands now."""

    def __init__(self, record: Concern) -> None:
        super().__init__(str(record.pk))
        self.record = record


def visible_concerns(actor: Actor) -> QuerySet[Concern]:
    """The concerns of the active workspace that this actor may know of.

    An advocate sees their own and what nobody has taken up; a receipt holder only the one of the receipt.
    """
    concerns = Concern.objects.all()
    if actor.kind is ActorKind.RECEIPT and actor.id is not None:
        return concerns.filter(pk=actor.id)
    if not allows(actor, Permission.CONCERNS_SEE):
        return concerns.none()
    if actor.role is Role.ADVOCATE:
        return concerns.filter(Q(assigned_to=actor.id) | Q(assigned_to=None))
    return concerns


def get_concern(actor: Actor, concern_id: UUID) -> Concern:
    """One concern with its card. Raises Concern.DoesNotExist, also for what the actor may not see."""
    return visible_concerns(actor).select_related("card").get(pk=concern_id)


def lock_concern(actor: Actor, concern_id: UUID, *, version: int | None = None) -> Concern:
    """One concern, held until the transaction ends. Raises Stale when `version` is no longer the newest."""
    concern = visible_concerns(actor).select_for_update().get(pk=concern_id)
    if version is not None and concern.version != version:
        raise Stale(concern)
    return concern


def lock_concerns(actor: Actor, concern_ids: Sequence[UUID]) -> list[Concern]:
    """Several concerns, held in one order so that two bulk acts never wait for each other."""
    return list(visible_concerns(actor).filter(pk__in=concern_ids).order_by("pk").select_for_update())


@dataclass(frozen=True)
class ConcernRow:
    """A concern in a list: what it is about and who waits, nothing of who told it."""

    id: UUID
    handle: str
    title: str
    state: State
    theme: str
    municipality_code: str
    received_at: datetime
    waiting_since: datetime
    last_day: date | None
    assigned_to: UUID | None
    may_be_danger: bool
    channel: str


_ROW = (
    "id",
    "handle",
    "card__title",
    "state",
    "theme",
    "municipality_code",
    "received_at",
    "waiting_since",
    "last_day",
    "assigned_to",
    "may_be_danger",
    "channel",
)


def as_rows(concerns: QuerySet[Concern]) -> list[ConcernRow]:
    """Concerns as they stand in a list."""
    return [_row(values) for values in concerns.values_list(*_ROW)]


def _row(values: Any) -> ConcernRow:
    row_id, handle, title, state, *rest = values
    return ConcernRow(row_id, handle, title, State(state), *rest)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; an empty one narrows nothing."""

    state: str = ""
    theme: str = ""
    municipality_code: str = ""
    assigned: str = ""  # "me", "nobody" or empty


@dataclass(frozen=True)
class Mark:
    """A place in the list, to read on from: the moment and id of the row at its edge."""

    received_at: datetime
    id: UUID


@dataclass(frozen=True)
class ConcernPage:
    """One page of a list, newest first, and whether there is more on either side."""

    rows: list[ConcernRow]
    has_older: bool
    has_newer: bool


def list_concerns(
    actor: Actor, filters: Filters, *, older_than: Mark | None = None, newer_than: Mark | None = None
) -> ConcernPage:
    """A page of the inbox. Pages by key, so that page 20,000 costs what page 1 costs."""
    concerns = _narrowed(actor, filters)
    if newer_than is not None:
        after = Q(received_at__gt=newer_than.received_at) | Q(received_at=newer_than.received_at, id__gt=newer_than.id)
        found = as_rows(
            concerns.filter(received_at__gte=newer_than.received_at)
            .filter(after)
            .order_by("received_at", "id")[: PAGE_SIZE + 1]
        )
        rows = found[:PAGE_SIZE][::-1]
        return ConcernPage(rows, has_older=True, has_newer=len(found) > PAGE_SIZE)
    if older_than is not None:
        before = Q(received_at__lt=older_than.received_at) | Q(received_at=older_than.received_at, id__lt=older_than.id)
        concerns = concerns.filter(received_at__lte=older_than.received_at).filter(before)
    found = as_rows(concerns.order_by("-received_at", "-id")[: PAGE_SIZE + 1])
    return ConcernPage(found[:PAGE_SIZE], has_older=len(found) > PAGE_SIZE, has_newer=older_than is not None)


def _narrowed(actor: Actor, filters: Filters) -> QuerySet[Concern]:
    concerns = visible_concerns(actor)
    concerns = concerns.filter(state=filters.state) if filters.state else concerns.exclude(state=State.SUSPECT)
    if filters.theme:
        concerns = concerns.filter(theme=filters.theme)
    if filters.municipality_code:
        concerns = concerns.filter(municipality_code=filters.municipality_code)
    if filters.assigned == "me":
        concerns = concerns.filter(assigned_to=actor.id)
    elif filters.assigned == "nobody":
        concerns = concerns.filter(assigned_to=None)
    return concerns


def count_by_state(actor: Actor) -> dict[State, int]:
    """How many concerns wait in each state, counted no further than `COUNTS_UP_TO`.

    One limited count a state, so that a million closed concerns cost what a hundred do.
    """
    shown, parameters = visible_concerns(actor).order_by().values("state", "received_at", "id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            # The condition is Django's own, and its values travel apart. The order is that of an index: without
            # one, a state that nobody is in can be looked for in the whole table.
            f"select s.state, (select count(*) from (select 1 from ({shown}) seen "  # noqa: S608 - as said above
            "where seen.state = s.state order by seen.received_at desc, seen.id desc limit %s) counted) "
            "from unnest(%s::text[]) s(state)",
            [*parameters, COUNTS_UP_TO, [state.value for state in State]],
        )
        return {State(state): number for state, number in cursor.fetchall()}


def terms_until(actor: Actor, day: date, *, today: date) -> list[ConcernRow]:
    """Open concerns whose last day falls from today up to and including `day`, soonest first."""
    concerns = visible_concerns(actor).filter(last_day__range=(today, day), state__in=OPEN_STATES)
    return as_rows(concerns.order_by("last_day", "id")[:FOUND_AT_MOST])


def newest_unread(actor: Actor, limit: int = 5) -> list[ConcernRow]:
    """The newest concerns nobody has read yet."""
    return as_rows(visible_concerns(actor).filter(state=State.RECEIVED).order_by("-received_at", "-id")[:limit])


def waiting_longer_than(actor: Actor, days: int, *, now: datetime, limit: int = 10) -> list[ConcernRow]:
    """Concerns where the person has waited for us longer than promised, longest first."""
    before = now - timedelta(days=days)
    concerns = visible_concerns(actor).filter(waiting_since__lt=before, state__in=WAITING_FOR_US)
    return as_rows(concerns.order_by("waiting_since", "id")[:limit])


@dataclass(frozen=True)
class MessageText:
    """A message, opened."""

    id: UUID
    side: Side
    text: str
    author_name: str
    written_at: datetime
    sends_at: datetime
    read_at: datetime | None


def messages_of(concern: Concern, key: OpenKey, *, sent_by: datetime | None = None) -> list[MessageText]:
    """The messages of a concern that is open, oldest first; for the person only what was sent by now."""
    rows = Message.objects.filter(concern=concern)
    if sent_by is not None:
        rows = rows.filter(sends_at__lte=sent_by)
    return [
        MessageText(
            m.id,
            Side(m.side),
            key.unseal(m.text, table="message", column="text", row=m.id),
            m.author_name,
            m.written_at,
            m.sends_at,
            m.read_at,
        )
        for m in rows.order_by("written_at", "id")
    ]


@dataclass(frozen=True)
class MessageMoment:
    """That somebody wrote, and when; not what. The person sees it from `sends_at` on."""

    id: UUID
    side: Side
    author_id: UUID | None
    author_name: str
    written_at: datetime
    sends_at: datetime
    read_at: datetime | None


_MOMENT = ("id", "side", "author_id", "author_name", "written_at", "sends_at", "read_at")


def message_moments(actor: Actor, concern_id: UUID) -> list[MessageMoment]:
    """When was written about a concern, newest first; what was written stays under lock."""
    rows = Message.objects.filter(concern__in=visible_concerns(actor).filter(pk=concern_id).values("id"))
    moments = rows.order_by("-written_at", "-id").values_list(*_MOMENT)
    return [MessageMoment(m[0], Side(m[1]), *m[2:]) for m in moments]


def visible_handles(actor: Actor, concern_ids: Collection[UUID]) -> dict[UUID, str]:
    """The handles of concerns by id, and nothing else of them, for who reads the audit. Raises Refused."""
    require(actor, Permission.AUDIT_SEE)
    return dict(Concern.objects.filter(pk__in=concern_ids).values_list("id", "handle"))


def opened_by(actor: Actor, concern: UUID | Concern) -> list[Trace]:
    """Who opened this story and why, newest first; the teller's own visits left out.

    By its id, or of a concern in hand: who holds one has seen it already.
    """
    concern_id = (concern if isinstance(concern, Concern) else get_concern(actor, concern)).id
    traces = acts_on(concern_id, act=("concerns.open_story", "concerns.open_file"))
    opened = [t for t in traces if t.reason != OpenReason.OWN] + taken_along(concern_id)
    return sorted(opened, key=lambda t: t.at, reverse=True)


def opener_names(actor: Actor, concern_id: UUID) -> dict[UUID, str]:
    """The names of who opened this story: the person it belongs to may know them."""
    return dict(
        User.objects.filter(pk__in={t.actor_id for t in opened_by(actor, concern_id)}).values_list("pk", "name")
    )


def state_for_person(concern: Concern, *, now: datetime) -> State:
    """How it stands for the person: an answer that can still be taken back is not there yet."""
    state = State(concern.state)
    if state in ANSWERED_STATES and Message.objects.filter(concern=concern, sends_at__gt=now).exists():
        return State.IN_PROGRESS
    return state


def find_receipt(code_hash: bytes) -> tuple[UUID, UUID] | None:
    """Workspace and concern of a receipt, from the slow hash of its code; needs no workspace."""
    with connection.cursor() as cursor:
        cursor.execute("select workspace_id, concern_id from find_receipt(%s)", [code_hash])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True)
class Story:
    """Everything one person told, opened."""

    story: str
    wish: str
    contact_name: str
    contact: str
    messages: list[MessageText]


def open_story(actor: Actor, concern_id: UUID, *, reason: OpenReason, now: datetime) -> Story:
    """Open a story with a reason; the person sees who did. Raises Refused, Concern.DoesNotExist, Erased."""
    return unsealed(actor, get_concern(actor, concern_id), Permission.STORY_OPEN, reason, now)


def open_own_story(actor: Actor, concern_id: UUID, *, now: datetime) -> Story:
    """What a receipt holder told, and the messages sent to them so far."""
    return unsealed(actor, get_concern(actor, concern_id), Permission.CONCERN_FOLLOW, OpenReason.OWN, now)


def unsealed(
    actor: Actor, concern: Concern, permission: Permission, reason: OpenReason, now: datetime, **also: UUID | None
) -> Story:
    """Everything one person told, by this right; `also` names ids for the audit. Raises Refused, Erased."""
    key = open_sealed(
        actor,
        concern.key_id,
        permission=permission,
        subject_id=concern.id,
        act="concerns.open_story",
        reason=reason,
        now=now,
        also=also,
    )

    def text(column: str) -> str:
        return key.unseal(getattr(concern, column), table="concern", column=column, row=concern.id)

    sent_by = now if reason is OpenReason.OWN else None
    messages = messages_of(concern, key, sent_by=sent_by)
    return Story(text("story"), text("wish"), text("contact_name"), text("contact"), messages)


@dataclass(frozen=True)
class ReceivesLine:
    """Receives what is told about this place and theme; empty means every one."""

    municipality_code: str
    theme: str

    def __str__(self) -> str:
        return f"{self.municipality_code or '*'}/{self.theme or '*'}"  # so stands it in the audit


def receives(actor: Actor) -> list[ReceivesLine]:
    """What the active workspace receives, as it set that itself. Raises Refused."""
    require(actor, Permission.SETTINGS_CHANGE)
    lines = Receives.objects.filter(workspace_id=active_workspace_id()).order_by("municipality_code", "theme")
    return [ReceivesLine(*line) for line in lines.values_list("municipality_code", "theme")]
