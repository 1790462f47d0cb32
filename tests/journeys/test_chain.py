"""From what one person runs into to an answer they read, in a real browser, 360 pixels wide."""

import re

import pytest
from tests.journeys.conftest import NewVisitor, Visitor
from tests.journeys.steps import DESK, answer_questions, begin, code_on, follow, on, send, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def find_in_inbox(helper: Visitor, title: str) -> None:
    """The newest concern with this title."""
    helper.go(f"{DESK}signalen/")
    helper.page.get_by_role("link", name=title).first.click()


def test_told_read_answered_and_followed(visitor: NewVisitor) -> None:
    teller = visitor("teller")
    teller.go("/")
    teller.look("start")
    begin(teller)
    teller.look("who-reads-it")
    teller.press("Begin")
    answer_questions(teller, look=True)
    card = teller.page.inner_text("main")
    assert "[telefoon]" in card
    assert "[naam]" in card
    teller.look("card")
    teller.page.get_by_text("Verander de kaart").click()
    teller.page.locator("input[name=title]").fill("Twee uur minder hulp na een telefoontje")
    teller.press("Bewaar de kaart")
    code = send(teller)
    teller.look("receipt")
    assert re.search(r"15\sdecember\s2026", teller.page.inner_text("main")), "six weeks after 3 November"

    helper = visitor("helper")
    sign_in(helper)
    helper.look("today")
    find_in_inbox(helper, "Twee uur minder hulp na een telefoontje")
    helper.look("signal")
    assert "Zonneveldt" not in helper.page.content()
    helper.press("Open het verhaal")
    assert helper.page.get_by_role("alert").count(), "without a reason no story opens"
    helper.page.locator("input[name=reason][value=help]").check()
    helper.press("Open het verhaal")
    assert "Mevrouw Zonneveldt" in helper.page.inner_text("main")
    helper.look("story")
    helper.page.locator("textarea[name=text]").fill("Dag, ik ben Samira. Ik bel de gemeente voor je.")
    helper.page.locator("input[name=asks_person][value=no]").check()
    helper.press("Verstuur het antwoord")
    assert helper.page.get_by_role("button", name="Haal terug").count()
    helper.look("answered")

    # It leaves after a minute in which it can be taken back.
    teller.page.wait_for_timeout(61_000)
    follow(teller, code)
    page = teller.page.inner_text("main")
    assert "Ik bel de gemeente voor je." in page
    assert "Samira" in page
    opened = teller.page.locator("section", has=teller.page.get_by_role("heading", name="Wie opende je verhaal?"))
    assert "Nog niemand" not in opened.inner_text()
    teller.look("follow")


def test_without_javascript(visitor: NewVisitor) -> None:
    teller = visitor("plain", javascript=False)
    begin(teller)
    teller.press("Begin")
    answer_questions(teller)
    code = send(teller)
    follow(teller, code)
    teller.page.locator("textarea[name=text]").fill("Ik heb er nog iets bij.")
    teller.press("Verstuur mijn bericht")
    assert "Ik heb er nog iets bij." in teller.page.inner_text("main")


def test_by_keyboard_alone(visitor: NewVisitor) -> None:
    teller = visitor("keys", width=1280)
    begin(teller)
    teller.tab_to("Begin")
    keys = teller.page.keyboard
    teller.tab_into("textarea")
    keys.type("De taxi komt nooit op tijd.")
    teller.tab_to("Verder naar vraag 2")
    for number, name in enumerate(("theme", "decides"), start=3):
        teller.tab_into(f"[name={name}]")
        keys.press("Space")
        teller.tab_to(f"Verder naar vraag {number}")
    teller.tab_into("[name=since]")
    keys.press("Space")
    teller.tab_into("[name=letter_got]")
    keys.press("ArrowRight")
    teller.tab_to("Verder naar vraag 5")
    teller.tab_into("[name=for_whom]")
    keys.press("Space")
    teller.tab_to("Verder naar vraag 6")
    teller.tab_to("Verder naar vraag 7")
    teller.tab_into("[name=reachable]")
    keys.press("ArrowDown")
    teller.tab_to("Bekijk wat anderen zien")
    teller.tab_into("[name=consent]")
    keys.press("Space")
    teller.tab_to("Verstuur en maak mijn bewijs")
    teller.page.wait_for_url(re.compile("/bewijs/"))
    teller.tab_to("Volg je verhaal")
    teller.tab_into("textarea")
    keys.type("Ik ben er nog.")
    teller.tab_to("Verstuur mijn bericht")
    teller.page.get_by_text("Ik ben er nog.").wait_for()


def test_stop_and_go_on_elsewhere(visitor: NewVisitor) -> None:
    teller = visitor("later")
    begin(teller)
    teller.press("Begin")
    teller.page.locator("textarea").fill("De lift is al drie weken stuk.")
    teller.press("Ga later verder")
    teller.page.wait_for_url(re.compile("/vertel/later/"))
    teller.look("later")
    teller.press("Geef me een code")
    code = code_on(teller)
    elsewhere = visitor("elsewhere")
    elsewhere.go("/vertel/verder/")
    elsewhere.look("resume")
    elsewhere.page.locator("input[name=code]").fill(code)
    on(elsewhere)
    elsewhere.page.wait_for_url(re.compile("/vertel/(?!verder)"))
    elsewhere.go("/vertel/verhaal/")
    assert elsewhere.page.locator("textarea").input_value() == "De lift is al drie weken stuk."


def test_stop_take_along_and_erase(visitor: NewVisitor) -> None:
    teller = visitor("erase")
    begin(teller)
    teller.press("Begin")
    answer_questions(teller)
    code = send(teller)
    follow(teller, code)
    teller.press("Trek je verhaal in")
    teller.press("Maak ongedaan")
    teller.go("/volg/mijn/meenemen/")
    teller.look("take-along")
    assert "Zonneveldt" in teller.page.inner_text("main")
    teller.go("/volg/mijn/wissen/")
    teller.look("erase")
    teller.page.locator("main form button[type=submit]").last.click()
    teller.page.wait_for_url(re.compile("/volg/gewist/"))
    teller.look("goodbye")
    follow(teller, code)
    assert "Zonneveldt" not in teller.page.content()
    assert teller.page.locator("input[name=code]").count(), "the code is not known any more"
