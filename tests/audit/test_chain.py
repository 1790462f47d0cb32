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
from bundel.audit.actions import Entry, record
from bundel.audit.models import AuditRow
from bundel.audit.queries import CHAIN, acts_on, check_chains, recent_acts
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
        assert owner.execute(CHAIN, [ELSEWHERE] * 2).fetchone() == (3, None, True)
        owner.execute(meddle)
        rows, broken, ends_at_head = owner.execute(CHAIN, [ELSEWHERE] * 2).fetchone() or (0, None, True)
        owner.rollback()
    assert rows in (2, 3)
    assert broken is not None or not ends_at_head


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
