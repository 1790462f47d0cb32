"""The audit only grows, in order, and shows it when somebody meddles."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from tests.conftest import INSTANCE, Two
from tests.worlds import NOW

from bundel.accounts.access import ACTIONS, Actor, Refused, action
from bundel.accounts.permissions import Permission
from bundel.audit.actions import Entry, expire, record
from bundel.audit.models import AuditRow
from bundel.audit.queries import CHAIN, acts_on, check_chains, count_before, recent_acts, sightings
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

ELSEWHERE = UUID(int=42)


def test_every_chain_is_whole(two: Two) -> None:
    reports = {report.slug: report for report in check_chains()}
    assert {slug: report.broken_at for slug, report in reports.items()} == {"-": None, "hier": None, "daar": None}
    assert reports["hier"].rows == reports["daar"].rows > 0


def test_a_row_links_to_the_one_before(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        rows = list(AuditRow.objects.order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    for before, after in pairwise(rows):
        assert bytes(after.previous) == bytes(before.hash)


MEDDLING = [
    "update audit_row set reason = 'other' where seq = 2",
    "delete from audit_row where seq = 2",
    "delete from audit_row where seq = 3",
    "update audit_row set seq = 1002 where seq = 2",
    "update audit_row set hash = decode('00', 'hex') where seq = 2",
    "update audit_row set previous = decode('00', 'hex') where seq = 3",
]


@pytest.mark.parametrize("meddle", MEDDLING)
def test_meddling_shows(db: None, meddle: str) -> None:
    # The application cannot do this, so the owner does, on a connection and in a transaction of its own.
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(INSTANCE.database_url("bundel_owner", name)) as owner:
        owner.execute("select set_config('app.workspace_id', %s, true)", [str(ELSEWHERE)])
        for act in ("one", "two", "three"):
            owner.execute(
                "insert into audit_row (workspace_id, id, seq, at, actor_kind, act, reason, detail, previous, hash) "
                "values (%s, gen_random_uuid(), 0, %s, 'user', %s, '', '{}', '', '')",
                [ELSEWHERE, NOW, act],
            )
        assert owner.execute(CHAIN, [ELSEWHERE] * 2).fetchone() == (3, None, 3, True)
        owner.execute(meddle)
        rows, broken, _last, ends_at_head = owner.execute(CHAIN, [ELSEWHERE] * 2).fetchone() or (0, None, 0, True)
        owner.rollback()
    assert rows in (2, 3)
    assert broken is not None or not ends_at_head


def _age(owner: psycopg.Connection[tuple[object, ...]], *years: int) -> None:
    """Rows of so many years old, in the workspace of the meddling tests."""
    owner.execute("select set_config('app.workspace_id', %s, true)", [str(ELSEWHERE)])
    for number, age in enumerate(years):
        owner.execute(
            "insert into audit_row (workspace_id, id, seq, at, actor_kind, act, reason, detail, previous, hash) "
            "values (%s, gen_random_uuid(), 0, now() - make_interval(years => %s), 'user', %s, '', '{}', '', '')",
            [ELSEWHERE, age, f"act.{number}"],
        )


def _chain(owner: psycopg.Connection[tuple[object, ...]]) -> tuple[object, ...]:
    return owner.execute(CHAIN, [ELSEWHERE] * 2).fetchone() or ()


TWO_YEARS = "select expire_audit(now() - interval '2 years', %s)"


def test_old_rows_go_and_the_chain_still_proves_itself(db: None) -> None:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(INSTANCE.database_url("bundel_owner", name)) as owner:
        _age(owner, 9, 8, 7, 1, 5, 0)
        assert owner.execute(TWO_YEARS, [2]).fetchone() == (2,)
        assert _chain(owner) == (5, None, 7, True)  # four left, and the row that says so
        assert owner.execute(TWO_YEARS, [1000]).fetchone() == (1,)
        # The fifth is old too, but stands behind a younger one: no gap is ever made.
        assert _chain(owner) == (5, None, 8, True)
        assert owner.execute(TWO_YEARS, [1000]).fetchone() == (0,)
        owner.rollback()


@pytest.mark.parametrize(
    "meddle",
    [
        "delete from audit_row where seq = 4",
        "delete from audit_row where act = 'audit.expire'",
        "update audit_row set detail = jsonb_set(detail, '{seq}', '4') where act = 'audit.expire'",
        "update audit_row set previous = decode('00', 'hex') where seq = 4",
    ],
)
def test_meddling_after_an_expiry_shows(db: None, meddle: str) -> None:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(INSTANCE.database_url("bundel_owner", name)) as owner:
        _age(owner, 9, 8, 7, 1, 0)
        assert owner.execute(TWO_YEARS, [1000]).fetchone() == (3,)
        assert _chain(owner) == (3, None, 6, True)
        owner.execute(meddle)
        _rows, broken, _last, ends_at_head = _chain(owner)
        owner.rollback()
    assert broken is not None or not ends_at_head


def test_rows_taken_off_the_end_after_an_expiry_are_told_by_their_number(db: None) -> None:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(INSTANCE.database_url("bundel_owner", name)) as owner:
        _age(owner, 9, 8, 7, 1, 0)
        owner.execute(TWO_YEARS, [1000])
        _age(owner, 0)
        assert _chain(owner) == (4, None, 7, True)
        owner.execute("delete from audit_row where seq = 7")
        assert _chain(owner) == (3, None, 6, False)  # the seventh is gone
        owner.rollback()


def test_young_rows_stay_and_the_last_row_stays(db: None) -> None:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(INSTANCE.database_url("bundel_owner", name)) as owner:
        _age(owner, 9, 9)
        assert owner.execute(TWO_YEARS, [1000]).fetchone() == (1,)
        owner.rollback()
        _age(owner, 9)
        with pytest.raises(psycopg.errors.RaiseException, match="at least 180 days"):
            owner.execute("select expire_audit(now() - interval '179 days', 1)")
        owner.rollback()


def test_the_application_expires_its_own_workspace_only(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        rows = AuditRow.objects.count()
        assert count_before(NOW + timedelta(days=1)) == rows
        assert expire(NOW - timedelta(days=900), most=10) == 0
        assert AuditRow.objects.count() == rows


def test_sightings_are_who_saw_what_between_two_moments(two: Two) -> None:
    owner, concern = two.here.actor(Role.OWNER), two.here.concerns[0]
    with acting_for(two.here.workspace.id):
        record(Entry(NOW, "user", owner.id, "concerns.open_story", concern, "help"))
        record(Entry(NOW, "user", None, "concerns.search_names", None, "", {"ids": [str(concern), str(ELSEWHERE)]}))
        record(Entry(NOW, "user", owner.id, "concerns.open_story", concern, "refused"))
        record(Entry(NOW, "user", owner.id, "concerns.move_concerns", concern))
        record(Entry(NOW, "job", None, "concerns.open_contact", concern, "notice"))
        record(Entry(NOW, "receipt", concern, "concerns.open_story", concern, "own"))
    later = NOW + timedelta(seconds=1)
    with acting_for(two.here.workspace.id):
        found = sightings(NOW, later)
        assert [(s.act, s.subject_ids) for s in found] == [
            ("concerns.open_story", [concern]),
            ("concerns.search_names", [concern, ELSEWHERE]),
        ]
        assert sightings(NOW - timedelta(days=1), NOW) == []
        assert [s.act for s in sightings(NOW, later, actor_id=owner.id)] == ["concerns.open_story"]
        assert [s.reason for s in sightings(NOW, later, subject_id=concern)] == ["help", "", "own"]
    with acting_for(two.there.workspace.id):
        assert sightings(NOW, later) == []


def test_a_failed_act_leaves_no_row(two: Two) -> None:
    @action(Permission.CONCERNS_SEE)
    def stumble(actor: Actor, /, *, now: object) -> None:
        record(Entry(NOW, "user", actor.id, "inner"))
        raise RuntimeError

    with acting_for(two.here.workspace.id):
        with pytest.raises(RuntimeError):
            stumble(two.here.actor(Role.OWNER), now=NOW)
        seq = recent_acts(limit=1)[0][0]
    with acting_for(two.here.workspace.id):
        assert recent_acts(limit=1)[0][0] == seq
    del ACTIONS["audit.stumble"]


def test_no_act_without_right(two: Two) -> None:
    @action(Permission.SETTINGS_CHANGE)
    def change(actor: Actor, /, *, now: object) -> None:
        raise AssertionError("a reader may not come here")

    with acting_for(two.here.workspace.id), pytest.raises(Refused) as refused:
        change(two.here.actor(Role.READER), now=NOW)
    assert refused.value.permission is Permission.SETTINGS_CHANGE
    del ACTIONS["audit.change"]


def test_acts_on_a_record_newest_first(two: Two) -> None:
    concern = two.here.concerns[0]
    with acting_for(two.here.workspace.id):
        acts = [trace.act for trace in acts_on(concern)]
        assert acts == ["concerns.answer_person", "concerns.enter_concern"]
        assert acts_on(concern, act="concerns.enter_concern")[0].at == NOW - timedelta(minutes=1)


def test_pages_of_the_trail_follow_each_other(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        first = recent_acts(limit=2)
        second = recent_acts(before_seq=first[-1][0], limit=2)
    numbers = [seq for seq, _ in first + second]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers)
