"""Reading concerns: who sees which, pages by key, counts, search, and opening a story."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.conftest import Two
from tests.worlds import NOW, World, add_concern

from bundel.accounts.access import Actor, OpenReason, Refused
from bundel.accounts.permissions import ActorKind
from bundel.concerns import queries
from bundel.concerns.actions.following import write_as_person
from bundel.concerns.actions.helping import answer_person, move_concerns, take_up_concerns
from bundel.concerns.finding import search_concerns
from bundel.concerns.models import Concern
from bundel.concerns.queries import Filters, Mark
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import Side, Theme
from bundel.kit.days import day_of
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

TODAY = day_of(NOW)


@pytest.fixture
def here(two: Two) -> World:
    """A world with four concerns that differ, newest first; the fifth, answered one comes with every world."""
    world = two.here
    letter = {"letter_got": True}
    world.concerns = [
        add_concern(world, minutes_ago=10, theme=Theme.TRANSPORT, card_title="De taxi komt te laat"),
        add_concern(world, minutes_ago=20, municipality_code="GM0344", contact_name="Sjoerd Bakema", reachable=True),
        add_concern(world, minutes_ago=5 * 24 * 60, letter_dated_on=TODAY - timedelta(days=42), **letter),
        add_concern(world, minutes_ago=6 * 24 * 60, letter_dated_on=TODAY - timedelta(days=36), **letter),
    ]
    return world


def ids(rows: list[queries.ConcernRow]) -> list[UUID]:
    return [row.id for row in rows]


def listed(world: World, role: Role = Role.PROFESSIONAL, **filters: str) -> list[UUID]:
    with acting_for(world.workspace.id):
        page = queries.list_concerns(world.actor(role), Filters(**filters))
    return [row for row in ids(page.rows) if row in world.concerns]


def receipt(concern_id: UUID) -> Actor:
    return Actor(ActorKind.RECEIPT, concern_id)


def test_list_concerns_narrows_by_what_was_chosen(here: World) -> None:
    taxi, utrecht, today, later = here.concerns
    assert listed(here) == here.concerns
    assert listed(here, theme="transport") == [taxi]
    assert listed(here, municipality_code="GM0344") == [utrecht]
    assert listed(here, state="received", assigned="nobody") == here.concerns
    with acting_for(here.workspace.id):
        take_up_concerns(here.actor(Role.PROFESSIONAL), [today], now=NOW)
    assert listed(here, assigned="me") == [today]
    assert listed(here, assigned="nobody") == [taxi, utrecht, later]
    assert listed(here, state="in_progress") == [today]


def test_list_concerns_of_an_advocate_holds_no_colleagues_concern(here: World) -> None:
    with acting_for(here.workspace.id):
        take_up_concerns(here.actor(Role.PROFESSIONAL), [here.concerns[0]], now=NOW)
        take_up_concerns(here.actor(Role.ADVOCATE), [here.concerns[1]], now=NOW)
    assert listed(here, Role.ADVOCATE) == here.concerns[1:]


def test_list_concerns_shows_nothing_of_another_workspace_or_without_the_right(here: World, two: Two) -> None:
    assert set(two.there.concerns).isdisjoint(listed(here))
    assert listed(here, Role.PRIVACY_OFFICER) == []


def test_list_concerns_pages_there_and_back(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    with acting_for(here.workspace.id):
        actor = here.actor(Role.PROFESSIONAL)
        every = ids([*_walk(actor)])
        first = queries.list_concerns(actor, Filters())
        second = queries.list_concerns(actor, Filters(), older_than=_mark(first.rows[-1]))
        third = queries.list_concerns(actor, Filters(), older_than=_mark(second.rows[-1]))
        back = queries.list_concerns(actor, Filters(), newer_than=_mark(third.rows[0]))
        top = queries.list_concerns(actor, Filters(), newer_than=_mark(back.rows[0]))
    assert len(every) == len(set(every)) == 5
    assert (first.has_newer, first.has_older) == (False, True)
    assert (third.has_newer, third.has_older) == (True, False)
    assert ids(back.rows) == ids(second.rows)
    assert ids(top.rows) == ids(first.rows)
    assert (back.has_newer, top.has_newer) == (True, False)


def _walk(actor: Actor) -> list[queries.ConcernRow]:
    found, mark = [], None
    while page := queries.list_concerns(actor, Filters(), older_than=mark).rows:
        found += page
        mark = _mark(page[-1])
    return found


def _mark(row: queries.ConcernRow) -> Mark:
    return Mark(row.received_at, row.id)


def test_counts_go_as_far_as_they_are_shown(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = here.actor(Role.PROFESSIONAL)
    with acting_for(here.workspace.id):
        counts = queries.count_by_state(actor)
        monkeypatch.setattr(queries, "COUNTS_UP_TO", 3)
        assert queries.count_by_state(actor)[State.RECEIVED] == 3
    assert counts == dict.fromkeys(State, 0) | {State.RECEIVED: 4, State.ANSWERED: 1}


def test_terms_until_holds_open_last_days_from_today(here: World) -> None:
    actor = here.actor(Role.PROFESSIONAL)
    with acting_for(here.workspace.id):
        rows = queries.terms_until(actor, TODAY + timedelta(days=10), today=TODAY)
        assert ids(rows) == here.concerns[2:]
        assert [row.last_day for row in rows] == [TODAY, TODAY + timedelta(days=6)]
        assert queries.terms_until(actor, TODAY + timedelta(days=5), today=TODAY) == rows[:1]
        move_concerns(actor, [here.concerns[2]], state=State.CLOSED, now=NOW)
        assert ids(queries.terms_until(actor, TODAY + timedelta(days=10), today=TODAY)) == here.concerns[3:]


def test_newest_unread_and_waiting_longer_than(here: World) -> None:
    actor = here.actor(Role.PROFESSIONAL)
    with acting_for(here.workspace.id):
        assert ids(queries.newest_unread(actor, limit=2)) == here.concerns[:2]
        assert ids(queries.waiting_longer_than(actor, 3, now=NOW)) == here.concerns[:1:-1]
        assert queries.waiting_longer_than(actor, 6, now=NOW) == []


def test_get_concern_is_not_there_for_strangers(here: World, two: Two) -> None:
    with acting_for(two.there.workspace.id), pytest.raises(Concern.DoesNotExist):
        queries.get_concern(two.there.actor(Role.OWNER), here.concerns[0])
    with acting_for(here.workspace.id), pytest.raises(Concern.DoesNotExist):
        queries.get_concern(receipt(here.concerns[1]), here.concerns[0])


def test_open_story_needs_a_right_and_tells_the_person(here: World) -> None:
    concern_id, helper = here.concerns[1], here.actor(Role.PROFESSIONAL)
    with acting_for(here.workspace.id):
        story = queries.open_story(helper, concern_id, reason=OpenReason.HELP, now=NOW)
        queries.open_own_story(receipt(concern_id), concern_id, now=NOW)
        with pytest.raises(Refused):
            queries.open_story(here.actor(Role.COACH), concern_id, reason=OpenReason.HELP, now=NOW)
    with acting_for(here.workspace.id):
        opened = queries.opened_by(receipt(concern_id), concern_id)
    assert (story.contact_name, story.wish, story.messages) == ("Sjoerd Bakema", "Weer vier uur hulp.", [])
    assert [(t.actor_id, t.reason, t.at) for t in opened] == [(helper.id, "help", NOW)]


def test_messages_are_read_by_the_person_once_sent(here: World) -> None:
    concern_id, helper = here.concerns[0], here.actor(Role.PROFESSIONAL)
    with acting_for(here.workspace.id):
        write_as_person(receipt(concern_id), concern_id, text="Hoort iemand mij?", now=NOW)
        answer_person(helper, concern_id, text="Ja.", asks_person=True, version=2, now=NOW)
        ours = queries.open_story(helper, concern_id, reason=OpenReason.CHECK, now=NOW).messages
        theirs = queries.open_own_story(receipt(concern_id), concern_id, now=NOW).messages
        moments = queries.message_moments(helper, concern_id)
        assert queries.message_moments(here.actor(Role.PRIVACY_OFFICER), concern_id) == []
    assert {(m.text, m.side) for m in ours} == {("Hoort iemand mij?", Side.PERSON), ("Ja.", Side.WORKSPACE)}
    assert [m.text for m in theirs] == ["Hoort iemand mij?"]
    assert {(m.side, m.author_id) for m in moments} == {(Side.PERSON, None), (Side.WORKSPACE, helper.id)}


def test_search_concerns_finds_words_handles_and_whole_names(here: World, two: Two) -> None:
    def found(text: str, role: Role = Role.PROFESSIONAL) -> list[UUID]:
        with acting_for(here.workspace.id):
            return ids(search_concerns(here.actor(role), text, now=NOW))

    with acting_for(here.workspace.id):
        handle = queries.get_concern(here.actor(Role.OWNER), here.concerns[0]).handle
    assert found("taxi") == [here.concerns[0]]
    assert found(handle.lower().replace("-", " ")) == [here.concerns[0]]
    assert found("bakema") == found("Sjoerd Bakema") == [here.concerns[1]]
    assert found("Bake") == found("Sjoerd Jansen") == found("!?") == []
    assert found("bakema", Role.READER) == []
    with acting_for(two.there.workspace.id):
        assert search_concerns(two.there.actor(Role.OWNER), "bakema", now=NOW) == []


def test_visible_handles_are_for_who_reads_the_audit(here: World, two: Two) -> None:
    with acting_for(here.workspace.id):
        officer = here.actor(Role.PRIVACY_OFFICER)
        known = queries.visible_handles(officer, [here.concerns[0], two.there.concerns[0], uuid4()])
        assert list(known) == [here.concerns[0]]
        with pytest.raises(Refused):
            queries.visible_handles(here.actor(Role.OWNER), here.concerns)


def test_find_receipt_needs_no_workspace_and_the_right_hash() -> None:
    assert queries.find_receipt(b"x" * 32) is None
