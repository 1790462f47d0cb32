"""The operator's page, the figures for a monitor, and the addresses that say whether this process can serve."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from tests.conftest import Two
from tests.house.test_routes import signed_in

from bundel.accounts.access import OPERATOR, Actor, Refused
from bundel.accounts.permissions import ActorKind
from bundel.audit.queries import recent_acts
from bundel.kit import keeping
from bundel.kit.instance import Instance
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.tenancy.rules import Role
from bundel.upkeep import queries

pytestmark = pytest.mark.django_db

TOKEN = "a-token-for-the-monitor"


@pytest.fixture
def operator(db: None) -> Client:
    """A browser in which the operator has signed in, second factor and all."""
    client = Client()
    user = get_user_model()(email="beheer@example.org", name="Bea Beheer", is_operator=True, created_at=_now())
    user.save()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def dead_job(db: None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status, attempts) "
            "values ('default', 'notices.send_notice', 'todo', 7) returning id"
        )
        job = int(cursor.fetchone()[0])
        cursor.execute("update procrastinate_jobs set status = 'failed' where id = %s", [job])
        return job


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, metrics_token=TOKEN))


def _now() -> datetime:
    return datetime.now(UTC)


def test_health_answers_without_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/health")
    assert (answer.status_code, answer.json()) == (200, {"healthy": True})
    assert answer.cookies == {}


def test_ready_asks_one_thing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        answer = Client().get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "wrong": []})


def test_ready_refuses_when_a_migration_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_written", lambda: frozenset({"tenancy.9999_later"}))
    answer = Client().get("/ready")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "wrong": ["migrations"]})


def test_ready_refuses_when_nobody_does_the_jobs(dead_job: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'todo', scheduled_at = now() - interval '2 minutes'")
        assert queries.find_missing() == ["queue"]
        cursor.execute("insert into procrastinate_workers default values")
        assert queries.find_missing() == []


def test_operator_sees_no_content(two: Two, operator: Client, dead_job: int) -> None:
    page = operator.get("/beheer/").content.decode()
    assert "Er zijn taken mislukt." in page
    assert "notices.send_notice" in page
    assert two.here.workspace.name in page
    for member in (*two.here.members.values(), *two.there.members.values()):
        assert member.email not in page
        assert member.name not in page


@pytest.mark.parametrize("role", Role)
def test_operator_pages_are_not_found_for_members(two: Two, role: Role, dead_job: int) -> None:
    client = signed_in(two.here, role)
    assert client.get("/beheer/").status_code == 404
    assert client.post(f"/beheer/taak/{dead_job}/opnieuw/").status_code == 404
    assert client.post(f"/beheer/taak/{dead_job}/weg/").status_code == 404
    assert client.get("/beheer/metrics").status_code == 404


def test_operator_without_second_factor_sets_one_up_first(operator: Client, dead_job: int) -> None:
    Authenticator.objects.all().delete()
    assert operator.get("/beheer/")["Location"] == "/mijn/account/tweede-stap/aan/"
    assert operator.post(f"/beheer/taak/{dead_job}/weg/")["Location"] == "/mijn/account/tweede-stap/aan/"
    assert _state(dead_job) == "failed"


def test_dead_job_is_tried_again(operator: Client, dead_job: int) -> None:
    assert operator.post(f"/beheer/taak/{dead_job}/opnieuw/")["Location"] == "/beheer/"
    assert _state(dead_job) == "todo"
    assert _last_act() == "upkeep.retry_job"


def test_dead_job_is_dismissed(operator: Client, dead_job: int) -> None:
    operator.post(f"/beheer/taak/{dead_job}/weg/")
    assert _state(dead_job) is None
    assert _last_act() == "upkeep.dismiss_job"


def test_job_that_waits_is_not_dismissed(operator: Client, dead_job: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'todo'")
    operator.post(f"/beheer/taak/{dead_job}/weg/")
    assert _state(dead_job) == "todo"


def test_metrics_are_for_who_shows_the_token(token: None) -> None:
    for shown in ({}, {"HTTP_AUTHORIZATION": "Bearer another-token-here"}, {"HTTP_AUTHORIZATION": TOKEN[:-1]}):
        assert Client().get("/beheer/metrics", **shown).status_code == 404  # type: ignore[arg-type]  # headers


def test_metrics_are_closed_without_a_token() -> None:
    assert Client().get("/beheer/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_metrics_name_routes_and_nobody(two: Two, token: None, dead_job: int) -> None:
    client = signed_in(two.here, Role.PROFESSIONAL)
    client.get(f"/w/{two.here.workspace.slug}/signalen/{two.here.concerns[0]}/")
    client.get("/geen/adres/1234-5678/")
    page = Client().get("/beheer/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}").content.decode()
    assert 'bundel_requests_total{method="GET",route="concern",status="200"}' in page
    assert 'route="none"' in page
    assert 'bundel_jobs{state="dead"} 1.0' in page
    assert "bundel_memory_bytes" in page
    for personal in (str(two.here.concerns[0]), two.here.workspace.slug, "1234-5678"):
        assert f'"{personal}' not in page
        assert f"{personal}/" not in page


def test_standing_is_for_the_operator_only() -> None:
    somebody = Actor(ActorKind.USER)
    for ask in (queries.visible_standing, queries.visible_dead_jobs, queries.visible_workspaces):
        with pytest.raises(Refused):
            ask(somebody)


def test_last_good_backup_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, instance=Instance(tmp_path)))
    assert queries.visible_standing(OPERATOR).last_backup is None
    keeping.record(Instance(tmp_path), "backup", now=_now())
    assert queries.visible_standing(OPERATOR).last_backup is not None


def _state(job: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs where id = %s", [job])
        row = cursor.fetchone()
    return row[0] if row else None


def _last_act() -> str:
    with acting_for(INSTANCE):
        return recent_acts(limit=1)[0][1].act
