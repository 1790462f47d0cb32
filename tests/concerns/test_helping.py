"""Answering, taking back, moving, dividing and undoing: what stands then, and the row in the audit."""

from dataclasses import astuple
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.conftest import Two
from tests.worlds import NOW, World, add_concern

from bundel.accounts.access import Actor, Refused
from bundel.accounts.permissions import ActorKind
from bundel.audit.queries import Trace, recent_acts
from bundel.concerns.actions.following import withdraw_concern, write_as_person
from bundel.concerns.actions.helping import (
    Before,
    answer_person,
    assign_concerns,
    move_concerns,
    restore_concerns,
    take_back_message,
    take_up_concerns,
)
from bundel.concerns.models import Concern, Message
from bundel.concerns.queries import Stale
from bundel.concerns.rules.states import State
from bundel.concerns.rules.told import LONGEST_MESSAGE
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def here(two: Two) -> World:
    """A world with two concerns nobody has read."""
    two.here.concerns = [add_concern(two.here, minutes_ago=minutes) for minutes in (60, 120)]
    return two.here


def stands(world: World, concern_id: UUID) -> Concern:
    with acting_for(world.workspace.id):
        return Concern.objects.get(pk=concern_id)


def answer(world: World, concern_id: UUID, **changes: object) -> UUID:
    given = {"text": "We bellen je.", "asks_person": False, "version": 1, "now": LATER} | changes
    role = given.pop("role", Role.PROFESSIONAL)
    assert isinstance(role, Role)
    with acting_for(world.workspace.id):
        return answer_person(world.actor(role), concern_id, **given)  # type: ignore[arg-type]  # changed by a test


def move(world: World, ids: list[UUID], state: State, role: Role = Role.PROFESSIONAL) -> list[Before]:
    with acting_for(world.workspace.id):
        return move_concerns(world.actor(role), ids, state=state, now=LATER)


def restore(world: World, before: list[Before]) -> list[UUID]:
    with acting_for(world.workspace.id):
        return restore_concerns(world.actor(Role.PROFESSIONAL), before, now=LATER)


def last_act(world: World) -> Trace:
    with acting_for(world.workspace.id):
        return recent_acts(limit=1)[0][1]


def person(concern_id: UUID) -> Actor:
    return Actor(ActorKind.RECEIPT, concern_id)


@pytest.mark.parametrize(("asks", "state"), [(True, State.WAITING_FOR_PERSON), (False, State.ANSWERED)])
def test_answer_person_says_who_waits_and_makes_it_ones_own(here: World, asks: bool, state: State) -> None:
    message_id = answer(here, here.concerns[0], asks_person=asks)
    concern = stands(here, here.concerns[0])
    assert (concern.state, concern.assigned_to, concern.version) == (state, here.members[Role.PROFESSIONAL].id, 2)
    assert concern.waiting_since == LATER
    with acting_for(here.workspace.id):
        message = Message.objects.get(pk=message_id)
    assert message.sends_at == LATER + timedelta(seconds=60)
    assert b"We bellen" not in bytes(message.text)
    trace = last_act(here)
    assert (trace.act, trace.subject_id, trace.actor_id) == (
        "concerns.answer_person",
        concern.id,
        here.members[Role.PROFESSIONAL].id,
    )


def test_answer_person_leaves_the_helper_there_is(here: World) -> None:
    answer(here, here.concerns[0])
    answer(here, here.concerns[0], role=Role.OWNER, version=2)
    assert stands(here, here.concerns[0]).assigned_to == here.members[Role.PROFESSIONAL].id


def test_answer_person_on_an_older_version_is_stale(here: World) -> None:
    answer(here, here.concerns[0])
    with pytest.raises(Stale) as stale:
        answer(here, here.concerns[0], role=Role.OWNER)
    assert stale.value.record.version == 2


@pytest.mark.parametrize(
    ("text", "code"), [("  \n", "message_empty"), ("x" * (LONGEST_MESSAGE + 1), "message_too_long")]
)
def test_answer_person_refuses_what_is_no_message(here: World, text: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        answer(here, here.concerns[0], text=text)
    assert stands(here, here.concerns[0]).version == 1


def test_answer_person_is_refused_after_a_withdrawal(here: World) -> None:
    with acting_for(here.workspace.id):
        withdraw_concern(person(here.concerns[0]), here.concerns[0], now=NOW)
    with pytest.raises(RuleBroken, match="withdrawn"):
        answer(here, here.concerns[0], version=2)


@pytest.mark.parametrize("role", [Role.COACH, Role.ORGANISER, Role.READER, Role.PRIVACY_OFFICER])
def test_answer_person_is_not_for_every_role(here: World, role: Role) -> None:
    with pytest.raises(Refused):
        answer(here, here.concerns[0], role=role)


def test_take_back_message_before_it_goes_makes_the_person_wait_as_long_as_before(here: World) -> None:
    concern_id = here.concerns[0]
    with acting_for(here.workspace.id):
        write_as_person(person(concern_id), concern_id, text="Hoor ik nog iets?", now=NOW)
    message_id = answer(here, concern_id, version=2)
    with acting_for(here.workspace.id):
        at = LATER + timedelta(seconds=59)
        assert take_back_message(here.actor(Role.PROFESSIONAL), message_id, now=at) == concern_id
        assert not Message.objects.filter(pk=message_id).exists()
    concern = stands(here, concern_id)
    assert (concern.state, concern.waiting_since) == (State.IN_PROGRESS, NOW)
    assert last_act(here).act == "concerns.take_back_message"


def test_take_back_message_of_a_first_answer_counts_from_the_telling(here: World) -> None:
    message_id = answer(here, here.concerns[0])
    with acting_for(here.workspace.id):
        take_back_message(here.actor(Role.PROFESSIONAL), message_id, now=LATER)
    concern = stands(here, here.concerns[0])
    assert concern.waiting_since == concern.received_at


def test_take_back_message_is_too_late_once_sent(here: World) -> None:
    message_id = answer(here, here.concerns[0])
    with acting_for(here.workspace.id), pytest.raises(RuleBroken, match="already_sent"):
        take_back_message(here.actor(Role.PROFESSIONAL), message_id, now=LATER + timedelta(seconds=60))


def test_take_back_message_is_for_who_wrote_it(here: World) -> None:
    message_id = answer(here, here.concerns[0])
    with acting_for(here.workspace.id):
        theirs = write_as_person(person(here.concerns[0]), here.concerns[0], text="Dank je.", now=LATER)
    for message in (message_id, theirs):
        with acting_for(here.workspace.id), pytest.raises(RuleBroken, match="not_yours"):
            take_back_message(here.actor(Role.OWNER), message, now=LATER)


def test_take_back_message_of_another_workspace_is_not_there(here: World, two: Two) -> None:
    with acting_for(here.workspace.id), pytest.raises(Message.DoesNotExist):
        take_back_message(here.actor(Role.OWNER), two.there.message, now=LATER)


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.WAITING_FOR_PERSON, State.ANSWERED, State.CLOSED])
def test_move_concerns_and_restore_concerns_leave_everything_as_it_was(here: World, state: State) -> None:
    old = [stands(here, concern_id) for concern_id in here.concerns]
    before = move(here, here.concerns, state)
    moved = [stands(here, concern_id) for concern_id in here.concerns]
    assert {c.state for c in moved} == {state}
    assert {c.closed_at for c in moved} == {LATER if state is State.CLOSED else None}
    assert [c.version for c in moved] == [2, 2]
    assert set(restore(here, before)) == set(here.concerns)
    for was, concern_id in zip(old, here.concerns, strict=True):
        now = stands(here, concern_id)
        assert (now.state, now.assigned_to, now.waiting_since, now.closed_at) == (
            was.state,
            was.assigned_to,
            was.waiting_since,
            was.closed_at,
        )
    assert last_act(here).act == "concerns.restore_concerns"


def test_move_concerns_keeps_the_waiting_time_while_the_person_waits(here: World) -> None:
    received = stands(here, here.concerns[0]).waiting_since
    move(here, here.concerns, State.IN_PROGRESS)
    assert stands(here, here.concerns[0]).waiting_since == received


def test_move_concerns_moves_all_or_none(here: World) -> None:
    with acting_for(here.workspace.id):
        withdraw_concern(person(here.concerns[1]), here.concerns[1], now=NOW)
    with pytest.raises(RuleBroken, match="state_not_possible"):
        move(here, here.concerns, State.CLOSED)
    assert stands(here, here.concerns[0]).state == State.RECEIVED


def test_move_concerns_of_somebody_else_are_not_there(here: World, two: Two) -> None:
    for ids in ([*here.concerns, *two.there.concerns], [uuid4()]):
        with pytest.raises(Concern.DoesNotExist):
            move(here, ids, State.CLOSED)


def test_restore_concerns_leaves_what_changed_meanwhile(here: World) -> None:
    before = move(here, here.concerns, State.CLOSED)
    with acting_for(here.workspace.id):
        write_as_person(person(here.concerns[0]), here.concerns[0], text="Toch nog iets.", now=LATER)
    assert restore(here, before) == [here.concerns[1]]
    assert stands(here, here.concerns[0]).state == State.IN_PROGRESS


def test_take_up_concerns_makes_them_ones_own(here: World) -> None:
    helper = here.actor(Role.ADVOCATE)
    with acting_for(here.workspace.id):
        before = take_up_concerns(helper, here.concerns, now=LATER)
    assert [str(b) for b in before] == sorted(str(c) for c in here.concerns)
    taken = [stands(here, concern_id) for concern_id in here.concerns]
    assert {(c.state, c.assigned_to) for c in taken} == {(State.IN_PROGRESS, helper.id)}
    assert last_act(here).act == "concerns.take_up_concerns"


def test_take_up_concerns_of_a_colleague_are_not_there_for_an_advocate(here: World) -> None:
    with acting_for(here.workspace.id):
        take_up_concerns(here.actor(Role.OWNER), here.concerns, now=LATER)
    with acting_for(here.workspace.id), pytest.raises(Concern.DoesNotExist):
        take_up_concerns(here.actor(Role.ADVOCATE), here.concerns, now=LATER)


def test_assign_concerns_gives_them_to_a_member_or_to_nobody(here: World) -> None:
    coach, helper = here.actor(Role.COACH), here.members[Role.ADVOCATE].id
    with acting_for(here.workspace.id):
        before = assign_concerns(coach, here.concerns, user_id=helper, now=LATER)
    assert {stands(here, c).assigned_to for c in here.concerns} == {helper}
    assert [astuple(b)[1:3] for b in before] == [(State.RECEIVED, None)] * 2
    with acting_for(here.workspace.id):
        assign_concerns(coach, here.concerns, user_id=None, now=LATER)
    assert {stands(here, c).assigned_to for c in here.concerns} == {None}
    assert last_act(here).act == "concerns.assign_concerns"


def test_assign_concerns_gives_nothing_to_a_stranger(here: World, two: Two) -> None:
    with acting_for(here.workspace.id), pytest.raises(RuleBroken, match="not_a_member"):
        assign_concerns(here.actor(Role.OWNER), here.concerns, user_id=two.there.members[Role.OWNER].id, now=LATER)


def test_assign_concerns_is_not_for_an_advocate(here: World) -> None:
    with acting_for(here.workspace.id), pytest.raises(Refused):
        assign_concerns(here.actor(Role.ADVOCATE), here.concerns, user_id=None, now=LATER)
