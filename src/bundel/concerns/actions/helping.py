"""Helping: what the workspace does with a concern, and how it takes that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.models import Concern, Message
from bundel.concerns.queries import lock_concern, lock_concerns, visible_concerns
from bundel.concerns.rules.states import WAITING_FOR_US, State, after_answer, check_move
from bundel.concerns.rules.told import LONGEST_MESSAGE
from bundel.concerns.rules.words import Side
from bundel.kit.rules import RuleBroken
from bundel.sealing.keys import open_key
from bundel.tenancy.queries import find_membership
from bundel.tenancy.queue import enqueue

WAIT_BEFORE_SENDING = timedelta(seconds=60)

_MOVED = ["state", "waiting_since", "closed_at", "assigned_to", "version"]


@dataclass(frozen=True)
class Before:
    """How a concern stood before a bulk act, and the version that act left: undo goes no further than that."""

    id: UUID
    state: State
    assigned_to: UUID | None
    waiting_since: datetime
    closed_at: datetime | None
    left_version: int

    def __str__(self) -> str:
        return str(self.id)  # so stands it in the audit


def set_state(concern: Concern, state: State, now: datetime) -> None:
    """Move a concern that is locked; who waits starts waiting now."""
    if (concern.state in WAITING_FOR_US) != (state in WAITING_FOR_US):
        concern.waiting_since = now
    concern.state = state
    concern.closed_at = now if state is State.CLOSED else None
    concern.version += 1


@action(Permission.CONCERN_ANSWER)
def answer_person(
    actor: Actor, concern_id: UUID, /, *, text: str, asks_person: bool, version: int, now: datetime
) -> UUID:
    """Write to the person; it is sent after a minute, until then `take_back_message` undoes it.

    Raises Stale when somebody else changed the concern, RuleBroken for an empty or endless text.
    """
    concern = lock_concern(actor, concern_id, version=version)
    message = add_message(concern, text, side=Side.WORKSPACE, actor=actor, now=now, sends_at=now + WAIT_BEFORE_SENDING)
    set_state(concern, after_answer(State(concern.state), asks_person=asks_person), now)
    if concern.assigned_to is None:
        concern.assigned_to = actor.id
    concern.save(update_fields=_MOVED)
    enqueue("concerns.announce_news", at=message.sends_at, concern_id=concern.id, message_id=message.id)
    return message.id


def add_message(concern: Concern, text: str, *, side: Side, actor: Actor, now: datetime, sends_at: datetime) -> Message:
    """A sealed message on a concern that is locked."""
    text = text.strip()
    if not text:
        raise RuleBroken("message_empty")
    if len(text) > LONGEST_MESSAGE:
        raise RuleBroken("message_too_long")
    row = uuid4()
    message = Message(
        id=row,
        concern=concern,
        side=side,
        text=open_key(concern.key_id).seal(text, table="message", column="text", row=row),
        author_id=actor.id if side is Side.WORKSPACE else None,
        author_name=actor.name if side is Side.WORKSPACE else "",
        written_at=now,
        sends_at=sends_at,
    )
    message.save(force_insert=True)
    return message


@action(Permission.CONCERN_ANSWER)
def take_back_message(actor: Actor, message_id: UUID, /, *, now: datetime) -> UUID:
    """Take back one's own message before it is sent; the concern's id.

    The person waits again as long as they did. Raises RuleBroken("not_yours"), RuleBroken("already_sent").
    """
    concerns = visible_concerns(actor).values("id")
    concern = lock_concern(actor, Message.objects.get(pk=message_id, concern__in=concerns).concern_id)
    message = Message.objects.get(pk=message_id)
    if message.side != Side.WORKSPACE or message.author_id != actor.id:
        raise RuleBroken("not_yours")
    if message.sends_at <= now:
        raise RuleBroken("already_sent")
    message.delete()
    set_state(concern, State.IN_PROGRESS, now)
    concern.waiting_since = _last_heard(concern)
    concern.save(update_fields=_MOVED)
    return concern.id


def _last_heard(concern: Concern) -> datetime:
    """When the person last said something: from then on they wait."""
    written = Message.objects.filter(concern=concern, side=Side.PERSON).order_by("-written_at")
    return written.values_list("written_at", flat=True).first() or concern.received_at


@action(Permission.CONCERN_MOVE)
def move_concerns(actor: Actor, concern_ids: Sequence[UUID], /, *, state: State, now: datetime) -> list[Before]:
    """Move concerns to a state; how they stood before, for `restore_concerns`. Raises RuleBroken."""
    before = []
    for concern in _lock_all(actor, concern_ids):
        check_move(State(concern.state), state)
        before.append(_before(concern))
        set_state(concern, state, now)
        concern.save(update_fields=_MOVED)
    return before


@action(Permission.CONCERN_MOVE)
def take_up_concerns(actor: Actor, concern_ids: Sequence[UUID], /, *, now: datetime) -> list[Before]:
    """Make concerns one's own and begin; how they stood before. Raises RuleBroken."""
    before = []
    for concern in _lock_all(actor, concern_ids):
        check_move(State(concern.state), State.IN_PROGRESS)
        before.append(_before(concern))
        set_state(concern, State.IN_PROGRESS, now)
        concern.assigned_to = actor.id
        concern.save(update_fields=_MOVED)
    return before


@action(Permission.CONCERN_ASSIGN)
def assign_concerns(
    actor: Actor, concern_ids: Sequence[UUID], /, *, user_id: UUID | None, now: datetime
) -> list[Before]:
    """Give concerns to a member of this workspace, or to nobody; how they stood before. Raises RuleBroken."""
    if user_id is not None and find_membership(user_id) is None:
        raise RuleBroken("not_a_member")
    before = []
    for concern in _lock_all(actor, concern_ids):
        before.append(_before(concern))
        concern.assigned_to = user_id
        concern.version += 1
        concern.save(update_fields=_MOVED)
    return before


@action(Permission.CONCERN_MOVE)
def restore_concerns(actor: Actor, before: Sequence[Before], /, *, now: datetime) -> list[UUID]:
    """Undo a bulk act: state, helper and waiting time as they were. What changed since then stays as it is."""
    was = {b.id: b for b in before}
    restored = []
    for concern in lock_concerns(actor, list(was)):
        old = was[concern.id]
        if concern.version != old.left_version:
            continue
        concern.state, concern.assigned_to = old.state, old.assigned_to
        concern.waiting_since, concern.closed_at = old.waiting_since, old.closed_at
        concern.version += 1
        concern.save(update_fields=_MOVED)
        restored.append(concern.id)
    return restored


def _lock_all(actor: Actor, concern_ids: Sequence[UUID]) -> list[Concern]:
    """Every one of these concerns, held; Concern.DoesNotExist when the actor may not see one of them."""
    concerns = lock_concerns(actor, concern_ids)
    if len(concerns) != len(set(concern_ids)):
        raise Concern.DoesNotExist
    return concerns


def _before(concern: Concern) -> Before:
    """How a locked concern stands, just before an act that counts one version further."""
    return Before(
        concern.id,
        State(concern.state),
        concern.assigned_to,
        concern.waiting_since,
        concern.closed_at,
        concern.version + 1,
    )
