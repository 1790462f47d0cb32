"""A passkey made, used without a password, and used as the second step, with the browser's virtual authenticator."""

import re

import pytest
from tests.journeys.conftest import NewVisitor, Visitor
from tests.journeys.steps import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

EMAIL = "hanneke@spierkracht.example"


def plug_in(visitor: Visitor) -> None:
    """A device with a fingerprint reader, as the DevTools protocol plays it."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def sign_out(visitor: Visitor) -> None:
    visitor.go("/uitloggen/")
    visitor.press("Log uit")


def test_a_passkey_is_a_sign_in_of_its_own_and_a_second_step(visitor: NewVisitor) -> None:
    helper = visitor("passkey")
    plug_in(helper)
    sign_in(helper, EMAIL)
    helper.go("/mijn/account/sleutels/nieuw/")
    helper.look("passkey-new")
    helper.press("Maak de sleutel")
    helper.page.wait_for_url(re.compile(r"/noodcodes/|/tweede-stap/"))
    helper.go("/mijn/account/tweede-stap/")
    helper.look("second-step-with-passkey")
    helper.go("/mijn/account/sleutels/")
    helper.look("passkeys")
    sign_out(helper)

    helper.go("/inloggen/")
    helper.look("sign-in-with-passkey")
    helper.press("Log in met een toegangssleutel")
    helper.page.wait_for_url("**/w/spierkracht/**")
    sign_out(helper)

    helper.go("/inloggen/")
    helper.page.fill("input[name=login]", EMAIL)
    helper.page.fill("input[name=password]", "samen-sterker-vertellen")
    helper.press("Log in")
    helper.look("second-step-asked")
    helper.press("Gebruik een toegangssleutel")
    helper.page.wait_for_url("**/w/spierkracht/**")

    helper.go("/mijn/account/sleutels/")
    helper.page.get_by_role("link", name=re.compile("^Haal weg")).click()
    helper.look("passkey-away")
    helper.press("Ja, haal weg")
    assert "nog geen toegangssleutel" in helper.page.inner_text("main")


def test_a_browser_without_a_key_says_what_to_do(visitor: NewVisitor) -> None:
    stranger = visitor("no-passkey")
    plug_in(stranger)
    stranger.go("/inloggen/")
    stranger.press("Log in met een toegangssleutel")
    stranger.page.wait_for_selector("[data-passkey-failed]:visible")
