"""A professional's pages, walked, looked at, and each with something wrong typed into it once."""

import re

import pytest
from tests.journeys.conftest import NewVisitor
from tests.journeys.steps import DESK, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def test_every_page_of_the_desk(visitor: NewVisitor) -> None:
    helper = visitor("desk")
    sign_in(helper, "hanneke@spierkracht.example")
    desk = "/w/spierkracht/"
    for path in ("", "signalen/", "signalen/nieuw/", "mensen/", "instellingen/", "zoek/?q=hulp", "zoek/?q=qqqq"):
        helper.go(f"{desk}{path}")
        helper.look(re.sub(r"\W+", "-", f"desk-{path}").strip("-"))
    for path in ("/mijn/account/", "/mijn/account/apparaten/", "/mijn/account/tweede-stap/"):
        helper.go(path)
        helper.look(re.sub(r"\W+", "-", path).strip("-"))


def test_bulk_acts_can_be_undone(visitor: NewVisitor) -> None:
    helper = visitor("bulk", width=1280)
    sign_in(helper, "marijke@helder-zicht.example")
    helper.go("/w/helder-zicht/signalen/?state=received")
    boxes = helper.page.locator("main input[type=checkbox]")
    before = boxes.count()
    assert before >= 2
    boxes.nth(0).check()
    boxes.nth(1).check()
    helper.page.get_by_role("button", name="Pak op").first.click()
    helper.page.get_by_role("button", name="Maak ongedaan").click()
    helper.go("/w/helder-zicht/signalen/?state=received")
    assert helper.page.locator("main input[type=checkbox]").count() == before


def test_the_privacy_officer_sees_who_saw_what_and_no_story(visitor: NewVisitor) -> None:
    officer = visitor("officer")
    sign_in(officer, "ineke@spierkracht.example")
    officer.go("/w/spierkracht/wie-zag-wat/")
    officer.look("trail")
    officer.go("/w/spierkracht/signalen/")
    assert "Signalen" not in officer.page.locator("h1").inner_text()


def test_another_workspace_does_not_exist(visitor: NewVisitor) -> None:
    stranger = visitor("stranger")
    sign_in(stranger, "pieter@helder-zicht.example")
    stranger.go(DESK)
    stranger.look("not-found")
    there = stranger.page.locator("h1").inner_text()
    stranger.go("/w/bestaat-niet/")
    assert stranger.page.locator("h1").inner_text() == there
