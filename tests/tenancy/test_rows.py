"""Rows of several tables in one statement: together or not at all, and never over the fence."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.worlds import NOW

from bundel.concerns.models import Card, Concern, NameMark
from bundel.sealing.models import SealKey
from bundel.tenancy.fence import NoWorkspace, acting_for
from bundel.tenancy.rows import add_rows

pytestmark = pytest.mark.django_db


def key() -> SealKey:
    return SealKey(id=uuid4(), wrapped=b"x", master="k1", created_at=NOW)


def test_add_rows_adds_to_several_tables_in_one_statement(
    two: Two, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with acting_for(two.here.workspace.id):
        concern = Concern.objects.get(pk=two.here.concerns[0])
        rows = [key(), NameMark(concern=concern, mark=b"one"), NameMark(concern=concern, mark=b"two")]
        with django_assert_num_queries(1):
            add_rows(*rows)
        assert SealKey.objects.filter(pk=rows[0].pk).exists()
        assert {bytes(m.mark) for m in NameMark.objects.filter(concern=concern)} == {b"one", b"two"}
        rows[1].delete()
        assert NameMark.objects.filter(concern=concern).count() == 1


def test_add_rows_adds_nothing_when_one_cannot_be(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        added = key()
        astray = Card(concern_id=uuid4(), title="Kop", text="", consequences=["worse"], approved_at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            add_rows(added, astray)
        assert not SealKey.objects.filter(pk=added.pk).exists()


def test_add_rows_refuses_a_row_of_another_workspace(two: Two) -> None:
    with acting_for(two.there.workspace.id):
        elsewhere = key()
    with acting_for(two.here.workspace.id), pytest.raises(NoWorkspace):
        add_rows(elsewhere)


def test_add_rows_of_nothing_asks_nothing(two: Two, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with acting_for(two.here.workspace.id), django_assert_num_queries(0):
        add_rows()
