"""Every table stands behind the fence, or on a list that is read before it grows."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from bundel.tenancy.fence import between_models, fenced_models

# Table and why it stands outside: nothing somebody told, and nothing about a case, is in any of them.
FROZEN = {
    "account": "people who sign in; members of several workspaces (GDPR 6(1)(b))",
    "account_emailaddress": "sign-in library: the address of an account",
    "account_emailconfirmation": "sign-in library: unused, addresses are proven by invitation",
    "audit_head": "the last link of each chain; out of the application's reach",
    "auth_group": "Django's own, empty",
    "auth_group_permissions": "Django's own, empty",
    "auth_permission": "Django's own, names of models only",
    "bundel_cache": "counters of the rate limits, keyed by hashes",
    "django_content_type": "Django's own, names of models only",
    "django_migrations": "which migrations ran",
    "django_session": "sign-in sessions: an account's id, never a text",
    "draft": "sealed under a key that only the visitor holds; has no workspace yet",
    "erasure": "ids of destroyed keys and when, so that no restored backup brings a story back (GDPR 17)",
    "mfa_authenticator": "second factors of accounts",
    "outbox_mail": "the demo's outbox; empty where mail is really sent",
    "own_concern": "which receipts an account put together; row policy of the account itself, no member reads it",
    "procrastinate_events": "the queue: names and moments",
    "procrastinate_jobs": "the queue: ids and codes",
    "procrastinate_periodic_defers": "the queue: the schedule",
    "procrastinate_workers": "the queue: heartbeats",
    "public_dossier": "what a workspace published of a dossier; row policies let only that workspace write it",
    "public_card": "only what a person approved for publication, and only while they want it; row policies",
    "receipt": "slow hashes of codes; can be added and asked for, not listed",
    "recognition_receipt": "slow hashes of codes; can be added and asked for, not listed",
    "receives": "which office receives what: public",
    "socialaccount_socialaccount": "sign-in library: which account an organisation's own account opens",
    "socialaccount_socialapp": "sign-in library: unused, the organisation stands in the settings",
    "socialaccount_socialtoken": "sign-in library: unused, no token is kept",
    "usersessions_usersession": "on which devices an account is signed in, for its owner to end",
    "workspace": "name, colour and promises of an office: public",
}


@pytest.mark.django_db
def test_every_table_is_fenced_or_on_the_frozen_list() -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    fenced = {model._meta.db_table for model in fenced_models()}
    between = {model._meta.db_table for model in between_models()}
    assert tables - fenced - between == set(FROZEN)


@pytest.mark.django_db
def test_every_table_between_two_workspaces_is_forced_and_has_the_policies_it_declares() -> None:
    with connection.cursor() as cursor:
        for model in between_models():
            cursor.execute(
                "select relrowsecurity, relforcerowsecurity, relowner::regrole::text, "
                "(select array_agg(polname::text) from pg_policy where polrelid = c.oid) "
                "from pg_class c where oid = %s::regclass",
                [model._meta.db_table],
            )
            *forced, policies = cursor.fetchone()
            assert forced == [True, True, "bundel_owner"], model
            assert set(policies) == {*model.policies, "owner_all"}, model
            assert model.app_may != "SELECT, INSERT, UPDATE, DELETE", f"{model} says what may be done with it"


@pytest.mark.django_db
def test_every_fenced_table_is_forced_and_keyed_by_workspace() -> None:
    with connection.cursor() as cursor:
        for model in fenced_models():
            cursor.execute(
                "select relrowsecurity, relforcerowsecurity, relowner::regrole::text "
                "from pg_class where oid = %s::regclass",
                [model._meta.db_table],
            )
            assert cursor.fetchone() == (True, True, "bundel_owner"), model
            cursor.execute(
                "select array_agg(a.attname::text order by array_position(i.indkey::int2[], a.attnum)) "
                "from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey) "
                "where i.indrelid = %s::regclass and i.indisprimary",
                [model._meta.db_table],
            )
            assert cursor.fetchone() == (["workspace_id", "id"],), model


@pytest.mark.django_db
def test_every_key_between_fenced_tables_carries_the_workspace() -> None:
    fenced = {model._meta.db_table for model in fenced_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "select conrelid::regclass::text, confrelid::regclass::text, array_length(conkey, 1) "
            "from pg_constraint where contype = 'f'"
        )
        plain = [(a, b) for a, b, columns in cursor.fetchall() if a in fenced and b in fenced and columns != 2]
    assert plain == []


@pytest.mark.django_db
def test_tests_run_as_the_application_role_that_row_security_binds() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolsuper, rolbypassrls, rolinherit, rolcreatedb, rolcreaterole "
            "from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == ("bundel_app", False, False, False, False, False)


def test_no_request_is_one_transaction_by_itself() -> None:
    # The doorkeeper opens the transaction; a second one around it would commit half of a failed page.
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


def test_no_migration_makes_an_extension() -> None:
    package = Path(__file__).resolve().parents[2] / "src" / "bundel"
    texts = {file: file.read_text() for file in package.glob("*/migrations/*.py")}
    assert texts
    assert [f for f, text in texts.items() if re.search(r"create\s+extension|Extension\(", text, re.IGNORECASE)] == []
