"""The fence, hole by hole: every way in which one workspace could touch another's records."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.conftest import Two
from tests.worlds import NOW

from bundel.audit.models import AuditRow
from bundel.concerns.models import Card, Concern, NameMark
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import INSTANCE, NoWorkspace, acting_for, active_workspace_id, fenced_models
from bundel.tenancy.models import Membership
from bundel.tenancy.queries import workspaces_of
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db


def test_every_fenced_table_raises_without_a_workspace() -> None:
    for model in fenced_models():
        with pytest.raises(NoWorkspace):
            model.objects.exists()


def test_every_fenced_table_shows_its_own_rows_only(two: Two) -> None:
    for model in fenced_models():
        with acting_for(two.here.workspace.id):
            seen = set(model.objects.values_list("workspace_id", flat=True))
        assert seen <= {two.here.workspace.id}, model


def test_raw_sql_sees_nothing_without_a_workspace(two: Two) -> None:
    with connection.cursor() as cursor:
        for model in fenced_models():
            cursor.execute(f'select count(*) from "{model._meta.db_table}"')
            assert cursor.fetchone() == (0,), model


def test_raw_sql_sees_one_workspace_inside_it(two: Two) -> None:
    with acting_for(two.here.workspace.id), connection.cursor() as cursor:
        cursor.execute("select distinct workspace_id from concern")
        assert cursor.fetchall() == [(two.here.workspace.id,)]


def test_a_foreign_id_does_not_exist(two: Two) -> None:
    foreign = two.there.concerns[0]
    with acting_for(two.here.workspace.id):
        assert not Concern.objects.filter(pk=foreign).exists()
        assert Concern.objects.in_bulk([foreign]) == {}
        with pytest.raises(Concern.DoesNotExist):
            Concern.objects.get(pk=foreign)


def test_create_into_another_workspace_raises(two: Two) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(NoWorkspace):
        SealKey.objects.create(workspace_id=two.there.workspace.id, wrapped=b"x", master="k", created_at=NOW)


def test_bulk_create_into_another_workspace_is_refused_by_the_database(two: Two) -> None:
    leak = SealKey(workspace_id=two.there.workspace.id, wrapped=b"x", master="k", created_at=NOW)
    with acting_for(two.here.workspace.id), pytest.raises(ProgrammingError), transaction.atomic():
        SealKey.objects.bulk_create([leak])


def test_update_cannot_move_a_row_out(two: Two) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(ProgrammingError), transaction.atomic():
        SealKey.objects.update(workspace_id=two.there.workspace.id)


def test_a_child_on_a_foreign_parent_is_refused(two: Two) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(IntegrityError), transaction.atomic():
        NameMark.objects.create(concern_id=two.there.concerns[0], mark=b"m")
    with acting_for(two.here.workspace.id), pytest.raises(IntegrityError), transaction.atomic():
        NameMark.objects.bulk_create([NameMark(concern_id=two.there.concerns[0], mark=b"m")])


def test_a_forward_foreign_key_does_not_lead_out(two: Two) -> None:
    with acting_for(two.there.workspace.id):
        card = Card.objects.get()
    with acting_for(two.here.workspace.id), pytest.raises(Concern.DoesNotExist):
        _ = card.concern


def test_refresh_save_and_delete_of_a_foreign_object_raise(two: Two) -> None:
    with acting_for(two.there.workspace.id):
        foreign = Concern.objects.get()
    with acting_for(two.here.workspace.id):
        with pytest.raises(Concern.DoesNotExist):
            foreign.refresh_from_db()
        with pytest.raises(NoWorkspace):
            foreign.save()
        with pytest.raises(NoWorkspace):
            foreign.delete()
    with pytest.raises(NoWorkspace):
        foreign.delete()


def test_unfenced_update_and_delete_touch_nothing_foreign(two: Two) -> None:
    with acting_for(two.here.workspace.id), connection.cursor() as cursor:
        cursor.execute("update concern set theme = 'other' where workspace_id = %s", [two.there.workspace.id])
        assert cursor.rowcount == 0
        cursor.execute("delete from concern where workspace_id = %s", [two.there.workspace.id])
        assert cursor.rowcount == 0


def test_scopes_do_not_nest_and_leave_nothing_behind(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        assert active_workspace_id() == two.here.workspace.id
        with pytest.raises(NoWorkspace), acting_for(two.there.workspace.id):
            pass
    with pytest.raises(NoWorkspace):
        active_workspace_id()
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.workspace_id', true)")
        assert cursor.fetchone() == ("",)


def test_an_exception_undoes_everything(two: Two) -> None:
    def stumble() -> None:
        with acting_for(two.here.workspace.id):
            SealKey.objects.create(wrapped=b"x", master="gone", created_at=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stumble()
    with acting_for(two.here.workspace.id):
        assert not SealKey.objects.filter(master="gone").exists()


def test_a_user_reads_their_own_memberships_and_no_others(two: Two) -> None:
    user = two.here.members[Role.OWNER]
    with acting_for(two.there.workspace.id):
        Membership.objects.create(user=user, role=Role.READER, created_at=NOW)
    assert [(w.slug, w.role) for w in workspaces_of(user.id)] == [("daar", Role.READER), ("hier", Role.OWNER)]
    assert [w.slug for w in workspaces_of(two.there.members[Role.OWNER].id)] == ["daar"]
    assert workspaces_of(uuid4()) == []


def test_receipts_cannot_be_listed_and_the_audit_cannot_be_changed(two: Two) -> None:
    for statement in (
        "select * from receipt",
        "delete from receipt",
        "update audit_row set act = 'x'",
        "delete from audit_row",
        "select * from audit_head",
        "update audit_head set seq = 0",
        "delete from django_migrations",
        "truncate concern",
        "create table mine (a int)",
        "alter table concern disable row level security",
        "set local role bundel_owner",
    ):
        with (
            acting_for(two.here.workspace.id),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_search_function_stays_inside_its_workspace(two: Two) -> None:
    with acting_for(two.here.workspace.id), connection.cursor() as cursor:
        cursor.execute("select concern_id from search_cards('hulp', 100)")
        assert [row[0] for row in cursor.fetchall()] == two.here.concerns


def test_forget_receipts_spares_another_workspace(two: Two) -> None:
    with acting_for(two.here.workspace.id), connection.cursor() as cursor:
        cursor.execute("select forget_receipts(%s)", [two.there.concerns[0]])
    with acting_for(INSTANCE), connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_stat_user_tables where relname = 'receipt'")
        assert cursor.fetchone() == (1,)


def test_the_audit_of_one_workspace_is_not_seen_in_another(two: Two) -> None:
    with acting_for(two.there.workspace.id):
        foreign = AuditRow.objects.first()
    assert foreign is not None
    with acting_for(two.here.workspace.id):
        assert not AuditRow.objects.filter(pk=foreign.pk).exists()
