"""Signing in with an organisation's account: two processes that speak real HTTP, and the browser between them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from tests.conftest import Two
from tests.running import free_port
from tests.worlds import PASSWORD, make_user

from bundel.accounts.models import User
from bundel.accounts.rules import shows_two_factors
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Membership
from bundel.tenancy.rules import Role

PEOPLE = {
    "noor": {"email": "noor@organisatie.example", "verified": True, "amr": ["pwd"]},
    "piet": {"email": "piet@organisatie.example", "verified": True, "amr": ["pwd", "otp"]},
    "kwaad": {"email": "slachtoffer@organisatie.example", "verified": False, "amr": ["pwd", "otp"]},
    "vreemd": {"email": "vreemd@organisatie.example", "verified": True, "amr": ["mfa"]},
}


@pytest.mark.parametrize(
    ("claims", "enough"),
    [
        ({}, False),
        ({"amr": "mfa"}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "pin"]}, False),
        ({"amr": ["pwd", "sms"]}, False),
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["face", "hwk"]}, True),
        ({"amr": ["mfa"]}, True),
        ({"acr": "1"}, False),
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"amr": ["http://schemas.microsoft.com/claims/multipleauthn"]}, True),
    ],
)
def test_two_factors_are_two_different_kinds(claims: dict[str, Any], enough: bool) -> None:
    assert shows_two_factors(claims) is enough


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The organisation's server, in a process of its own."""
    port, folder = free_port(), tmp_path_factory.mktemp("idp")
    script = Path(__file__).with_name("identity_provider.py")
    command = [sys.executable, str(script), str(port), str(folder / "idp.sqlite"), json.dumps(PEOPLE)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", (folder / "log").read_text()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)
    process.stdout.close()


@pytest.fixture
def browser(issuer: str, client: Client, two: Two) -> Iterator[Client]:
    """A browser of a Bundel that names that server."""
    cache.clear()
    environment = replace(
        settings.ENVIRONMENT,
        oidc_issuer=issuer,
        oidc_client_id="bundel",
        oidc_client_secret="a secret between two",
        oidc_name="Organisatie",
    )
    with override_settings(ENVIRONMENT=environment):
        yield client


def sign_in(browser: Client, person: str, start: str = "/inloggen/via/oidc/") -> Any:
    """All the way there and back; the last answer of Bundel."""
    there = browser.get(start)["Location"]
    back = requests.get(there, headers={"X-Person": person}, allow_redirects=False, timeout=10)
    assert back.status_code == 302, back.text
    where = back.headers["Location"].removeprefix("http://testserver")
    assert where.startswith("/inloggen/via/oidc/terug/?"), where
    return browser.get(where)


def account(person: str) -> User:
    user = make_user(person)
    User.objects.filter(pk=user.pk).update(email=PEOPLE[person]["email"])
    return user


def said(browser: Client) -> str:
    return str(browser.get("/inloggen/").content.decode())


@pytest.mark.django_db
def test_without_the_setting_there_is_no_button_and_no_page(client: Client, two: Two) -> None:
    assert "Log in met Organisatie" not in said(client)
    assert client.get("/inloggen/via/oidc/").status_code == 404
    assert client.get("/inloggen/via/iets-anders/terug/").status_code == 404


@pytest.mark.django_db
def test_a_verified_address_opens_the_account_that_is_there(browser: Client) -> None:
    user = account("noor")
    assert "Log in met Organisatie" in said(browser)
    assert sign_in(browser, "noor")["Location"] == "/mijn/"
    assert browser.get("/mijn/account/").context["user"] == user
    kept = SocialAccount.objects.get(user=user)
    assert kept.extra_data == {}
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["kwaad", "vreemd"])
def test_an_unverified_or_unknown_address_opens_and_makes_nothing(browser: Client, person: str) -> None:
    if person == "kwaad":
        account(person)
    before = User.objects.count()
    assert sign_in(browser, person)["Location"] == "/inloggen/"
    assert "hoort geen account hier" in said(browser)
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()
    assert browser.get("/mijn/")["Location"].startswith("/inloggen/")


@pytest.mark.django_db
def test_who_showed_two_factors_there_needs_none_here(browser: Client, two: Two) -> None:
    user = account("piet")
    with acting_for(two.here.workspace.id):
        Membership.objects.create(user=user, role=Role.OWNER, created_at=user.created_at)
    sign_in(browser, "piet")
    assert browser.get("/w/hier/").status_code == 200


@pytest.mark.django_db
def test_who_showed_one_factor_is_sent_to_a_second_step(browser: Client, two: Two) -> None:
    user = account("noor")
    with acting_for(two.here.workspace.id):
        Membership.objects.create(user=user, role=Role.OWNER, created_at=user.created_at)
    sign_in(browser, "noor")
    assert browser.get("/w/hier/")["Location"] == "/mijn/account/tweede-stap/aan/"


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "next_page"), [("noor", "/inloggen/code/"), ("piet", "/mijn/")])
def test_ones_own_second_step_is_asked_unless_shown_there(browser: Client, person: str, next_page: str) -> None:
    TOTP.activate(account(person), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert sign_in(browser, person)["Location"] == next_page
    waiting = json.dumps(dict(browser.session))
    assert "organisatie.example" not in waiting


@pytest.mark.django_db
def test_a_later_sign_in_with_a_password_does_not_count_as_two_factors(browser: Client, two: Two) -> None:
    user = account("piet")
    with acting_for(two.here.workspace.id):
        Membership.objects.create(user=user, role=Role.OWNER, created_at=user.created_at)
    sign_in(browser, "piet")
    browser.post("/uitloggen/")
    browser.post("/inloggen/", {"login": PEOPLE["piet"]["email"], "password": PASSWORD})
    assert browser.get("/w/hier/")["Location"] == "/mijn/account/tweede-stap/aan/"


@pytest.mark.django_db
def test_an_account_cannot_be_linked_to_another_address(browser: Client) -> None:
    victim = account("piet")
    browser.force_login(victim)
    assert sign_in(browser, "vreemd", "/inloggen/via/oidc/?process=connect")["Location"] == "/inloggen/"
    assert not SocialAccount.objects.exists()


@pytest.mark.django_db
def test_a_way_back_that_was_made_up_is_explained(browser: Client) -> None:
    assert browser.get("/inloggen/via/oidc/terug/?code=x&state=y")["Location"] == "/inloggen/"
    assert "niet gelukt" in said(browser)
