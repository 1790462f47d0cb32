"""Erasing by term, on a real database: what goes, what waits, and the trace of counts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from tests.conftest import Two
from tests.worlds import NOW, World, add_concern, told

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.audit.models import AuditRow
from bundel.concerns import drafts
from bundel.concerns.finding import search_concerns
from bundel.concerns.keeping import visible_ending
from bundel.concerns.models import Concern, Message, NameMark
from bundel.concerns.queries import visible_concerns
from bundel.concerns.rules.states import State
from bundel.kit.processing import TERMS, Keep
from bundel.kit.rules import RuleBroken
from bundel.notices.models import Notice, OutboxMail
from bundel.notices.rules import NoticeKind, NoticeState
from bundel.privacy import actions, keeping, queries
from bundel.privacy.rules import Broken, HoldReason
from bundel.privacy.sweeps import SWEEPS
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.tenancy.models import Invitation, Membership, Workspace
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

JOB = Actor(ActorKind.JOB, job="privacy.erase_what_is_due")


def night(workspace_id: UUID, now: datetime = NOW) -> dict[str, int]:
    with acting_for(workspace_id):
        return actions.erase_what_is_due(JOB, now=now)


def closed(world: World, days_ago: int, **answers: object) -> UUID:
    concern_id = add_concern(world, minutes_ago=None, **answers)
    with acting_for(world.workspace.id):
        Concern.objects.filter(pk=concern_id).update(state=State.CLOSED, closed_at=NOW - timedelta(days=days_ago))
    return concern_id


def test_every_kind_with_a_number_of_days_is_swept(db: None) -> None:
    assert set(SWEEPS) == set(TERMS)


def test_a_concern_goes_after_its_term_with_its_key_and_its_trace(two: Two) -> None:
    old, young = closed(two.here, 731), closed(two.here, 729)
    with acting_for(two.here.workspace.id):
        keys = SealKey.objects.count()
    assert night(two.here.workspace.id) == {"concern": 1}
    with acting_for(two.here.workspace.id):
        assert set(Concern.objects.values_list("id", flat=True)) == {*two.here.concerns} - {old}
        assert Concern.objects.filter(pk=young).exists()
        assert SealKey.objects.count() == keys - 1
        counts = AuditRow.objects.filter(act="privacy.count_erased").values_list("actor_kind", "detail")
        assert list(counts) == [("job", {"concern": 1})]
    assert night(two.here.workspace.id) == {}


def test_one_workspace_does_not_sweep_another(two: Two) -> None:
    closed(two.there, 4000)
    assert night(two.here.workspace.id) == {}


def test_names_and_messages_may_go_before_the_story(two: Two) -> None:
    concern_id = closed(two.here, 400, contact_name="Anna de Vries", contact="anna@voorbeeld.example", reachable=True)
    with acting_for(two.here.workspace.id):
        assert NameMark.objects.count() == 3
        Concern.objects.filter(pk=two.here.concerns[0]).update(state=State.CLOSED, closed_at=NOW - timedelta(days=400))
        actions.change_terms(two.here.actor(Role.OWNER), days={Keep.MESSAGE: 365}, now=NOW)
    assert night(two.here.workspace.id) == {"message": 1, "name_mark": 3}
    with acting_for(two.here.workspace.id):
        assert Concern.objects.filter(pk=concern_id).exists()
        assert Message.objects.count() == 0


def test_what_waits_is_not_erased_until_it_is_let_go(two: Two) -> None:
    old = closed(two.here, 4000)
    officer = two.here.actor(Role.PRIVACY_OFFICER)
    with acting_for(two.here.workspace.id):
        hold = actions.postpone_erasure(officer, old, kind=Keep.CONCERN, reason=HoldReason.CASE_RUNS, months=2, now=NOW)
        assert visible_ending(officer, now=NOW) == []
        (row,) = queries.visible_holds(officer, today=NOW.date())
        assert (row.subject_id, row.reason, row.until_on.isoformat()) == (old, HoldReason.CASE_RUNS, "2027-01-24")
    assert night(two.here.workspace.id) == {}
    with acting_for(two.here.workspace.id):
        assert AuditRow.objects.filter(act="privacy.postpone_erasure", subject_id=old).count() == 1
        actions.resume_erasure(officer, hold, now=NOW)
        with pytest.raises(RuleBroken, match=Broken.HOLD_OVER):
            actions.resume_erasure(officer, hold, now=NOW)
    assert night(two.here.workspace.id) == {"concern": 1}


def test_a_postponement_ends_by_itself(two: Two) -> None:
    old = closed(two.here, 4000)
    with acting_for(two.here.workspace.id):
        actions.postpone_erasure(
            two.here.actor(Role.OWNER), old, kind=Keep.CONCERN, reason=HoldReason.COMPLAINT, months=1, now=NOW
        )
    assert night(two.here.workspace.id, NOW + timedelta(days=30)) == {}
    assert night(two.here.workspace.id, NOW + timedelta(days=31))["concern"] == 1


def test_more_than_a_batch_comes_back_for_the_rest(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 2)
    for _ in range(3):
        closed(two.here, 4000)
    assert night(two.here.workspace.id) == {"concern": 2}
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'privacy.erase_what_is_due'")
        assert [row[0] for row in cursor.fetchall()] == [f'{{"workspace_id": "{two.here.workspace.id}"}}']
    assert night(two.here.workspace.id) == {"concern": 1}


def test_visible_plan_counts_tonight_this_week_and_this_month(two: Two) -> None:
    for days in (731, 729, 725, 705):
        closed(two.here, days)
    officer = two.here.actor(Role.PRIVACY_OFFICER)
    with acting_for(two.here.workspace.id):
        plan = {p.kind: (p.tonight, p.week, p.month) for p in queries.visible_plan(officer, now=NOW)}
        assert plan[Keep.CONCERN] == (1, 3, 4)
        ending = visible_ending(officer, now=NOW)
        assert [(NOW.date() - e.erased_on).days for e in ending] == [0, -1, -5, -25]
        actions.postpone_erasure(officer, None, kind=Keep.AUDIT, reason=HoldReason.INQUIRY, months=12, now=NOW)
        assert [p.waits for p in queries.visible_plan(officer, now=NOW) if p.kind is Keep.AUDIT] == [True]


def of_here(two: Two, act: Callable[[World], None]) -> int:
    with acting_for(two.here.workspace.id):
        act(two.here)
    return sum(night(two.here.workspace.id).values())


def test_invitations_memberships_and_mail_go_after_their_terms(two: Two) -> None:
    def age(world: World) -> None:
        Invitation.objects.update(expires_at=NOW - timedelta(days=30))
        Membership.objects.filter(pk=world.memberships[Role.READER]).update(ended_at=NOW - timedelta(days=365))
        for state in (NoticeState.SENT, NoticeState.QUEUED):
            Notice.objects.create(kind=NoticeKind.NEWS, language="nl", state=state, created_at=NOW - timedelta(days=30))

    with acting_for(two.here.workspace.id):
        Notice.objects.all().delete()
    assert of_here(two, age) == 3
    with acting_for(two.here.workspace.id):
        assert Invitation.objects.count() == 0
        assert [n.state for n in Notice.objects.all()] == [NoticeState.QUEUED]


def test_the_instance_sweeps_drafts_sessions_jobs_counters_and_the_demo_post(two: Two) -> None:
    secret = drafts.new_secret()
    drafts.start_draft(secret, told(), workspace_id=None, now=NOW - timedelta(days=15))
    long_ago = NOW - timedelta(days=400)
    Session.objects.create(session_key="x", session_data="", expire_date=long_ago)
    seen = UserSession.objects.create(
        user=two.here.members[Role.OWNER], ip="127.0.0.1", session_key="x", user_agent="x", created_at=long_ago
    )
    UserSession.objects.filter(pk=seen.pk).update(last_seen_at=long_ago)
    OutboxMail.objects.create(address="a@voorbeeld.example", subject="x", text="x", language="nl", at=long_ago)
    with connection.cursor() as cursor:
        cursor.execute("insert into bundel_cache values ('oud', 'x', %s), ('nieuw', 'x', %s)", [long_ago, NOW])
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status) values "
            "('default', 'x', '{}', 'todo'), ('default', 'x', '{}', 'todo') returning id"
        )
        ids = [row[0] for row in cursor.fetchall()]
        for status in ("doing", "succeeded"):
            cursor.execute(
                "update procrastinate_jobs set status = %s::procrastinate_job_status where id = %s", [status, ids[0]]
            )
        cursor.execute("update procrastinate_events set at = %s where job_id = any(%s)", [long_ago, ids])
    counts = night(INSTANCE)
    assert counts == {"draft": 1, "session": 1, "job": 1, "counter": 1, "demo_mail": 1}
    assert drafts.find_draft(secret, now=NOW - timedelta(days=14)) is None
    assert Session.objects.count() == 0
    with acting_for(INSTANCE):
        assert all(plan.tonight == 0 for plan in queries.visible_plan(two.here.actor(Role.OWNER), now=NOW))
    assert keeping._count_jobs(NOW, ()) == 0


def test_change_terms_stays_within_the_limits(two: Two) -> None:
    owner = two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        actions.change_terms(owner, days={Keep.CONCERN: 365, Keep.MESSAGE: 90, Keep.INVITATION: 7}, now=NOW)
        stored = Workspace.objects.get(pk=two.here.workspace.id)
        assert (stored.retention_days, stored.retention, stored.version) == (365, {"message": 90, "invitation": 7}, 2)
        days = queries.terms_of(stored)
        assert (days[Keep.CONCERN], days[Keep.MESSAGE], days[Keep.NAME_MARK], days[Keep.AUDIT]) == (365, 90, 365, 1826)
        for wrong, code in (
            ({Keep.AUDIT: 729}, Broken.TERM_OUT_OF_BOUNDS),
            ({Keep.DRAFT: 15}, Broken.TERM_OUT_OF_BOUNDS),
            ({Keep.CONCERN: 100, Keep.MESSAGE: 101}, Broken.MESSAGE_OUTLIVES),
        ):
            with pytest.raises(RuleBroken, match=code):
                actions.change_terms(owner, days=wrong, now=NOW)


def test_a_name_is_not_found_any_more_when_its_marks_are_gone(two: Two) -> None:
    concern_id = closed(two.here, 366, contact_name="Xantippe", reachable=True, contact="x@voorbeeld.example")
    owner = two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        assert [row.id for row in search_concerns(owner, "Xantippe", now=NOW)] == [concern_id]
    night(two.here.workspace.id)
    with acting_for(two.here.workspace.id):
        assert search_concerns(owner, "Xantippe", now=NOW) == []
        assert visible_concerns(owner).filter(pk=concern_id).exists()


def test_ids_of_another_workspace_hold_nothing_here(two: Two) -> None:
    closed(two.here, 4000)
    with acting_for(two.there.workspace.id):
        actions.postpone_erasure(
            two.there.actor(Role.OWNER), uuid4(), kind=Keep.CONCERN, reason=HoldReason.COMPLAINT, months=1, now=NOW
        )
    assert night(two.here.workspace.id) == {"concern": 1}
