"""The parts journeys are made of: telling, signing in, reading a receipt."""

import re

from tests.journeys.conftest import Visitor

PASSWORD = "samen-sterker-vertellen"
HELPER = "samira@platform-lindewaard.example"
DESK = "/w/platform-lindewaard/"

STORY = (
    "Mevrouw Zonneveldt van de gemeente belde op 3 november. Ik krijg nog maar twee uur hulp in huis. Dat was vier. "
    "Niemand kwam kijken. Bel me gerust: 06-12345678."
)


def begin(teller: Visitor, place: str = "Edde") -> None:
    """To the first question, past who will read it; the name of the place has a slip of the pen."""
    teller.go("/")
    teller.page.get_by_role("link", name="Vertel wat er gebeurt").last.click()
    teller.page.get_by_label("In welke gemeente gebeurt het?").fill(place)
    teller.page.get_by_role("button", name="Zoek").click()
    teller.page.get_by_role("radio").first.check()
    teller.press("Kies deze gemeente")
    assert "Platform Lindewaard" in teller.page.inner_text("main")


def on(teller: Visitor) -> None:
    """The one filled button of a question."""
    teller.page.locator("main form .utrecht-button--primary-action").first.click()


def answer_questions(teller: Visitor, look: bool = False) -> None:
    """Seven questions, from the story to how to reach the teller."""
    page = teller.page

    def seen(label: str) -> None:
        if look:
            teller.look(label)

    seen("question-story")
    page.locator("textarea").fill(STORY)
    on(teller)
    seen("question-theme")
    page.get_by_role("radio", name="Hulp in huis").check()
    on(teller)
    seen("question-decider")
    page.get_by_role("radio", name=re.compile("^De gemeente")).first.check()
    on(teller)
    page.locator("input[name=since][value=weeks]").check()
    page.locator("input[name=letter_got][value=yes]").check()
    seen("question-since")
    for part, value in {"day": "3", "month": "november", "year": "2026"}.items():
        page.locator(f"[name=letter_dated_on_{part}]").fill(value)
    page.locator("input[name=letter_by][value=post]").check()
    on(teller)
    seen("question-for-whom")
    page.locator("input[name=for_whom][value=myself]").check()
    on(teller)
    seen("question-wish")
    page.locator("textarea").fill("Weer vier uur hulp.")
    on(teller)
    seen("question-reach")
    page.locator("input[name=reachable][value=no]").check()
    on(teller)


def send(teller: Visitor) -> str:
    """Say how far the card may go, and send; the code of the receipt."""
    teller.page.locator("input[name=consent][value=others]").check()
    teller.press("Verstuur en maak mijn bewijs")
    return code_on(teller)


def code_on(teller: Visitor) -> str:
    """The sixteen digits on the page."""
    found = re.search(r"(\d{4})\s+(\d{4})\s+(\d{4})\s+(\d{4})", teller.page.inner_text("main"))
    assert found, teller.page.inner_text("main")
    return "".join(found.groups())


def follow(teller: Visitor, code: str) -> None:
    """From the code to the page that says how it stands."""
    teller.go("/volg/")
    teller.page.locator("input[name=code]").fill(code)
    teller.press("Kijk hoe het ermee staat")


def sign_in(helper: Visitor, email: str = HELPER) -> None:
    """With password and second factor, as the demo's own page gives them."""
    page = helper.page
    helper.go("/inloggen/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/inloggen/code/|/w/|/mijn/"))
    # The digits change every half minute: who is just too late types the next ones.
    for _ in range(3):
        if "/inloggen/code/" in page.url:
            page.locator("input[name=code]").fill(digits_now(helper))
            with page.expect_navigation():
                page.locator("main form button[type=submit]").first.click()
    assert re.search(r"/w/|/mijn/", page.url), page.inner_text("main")


def digits_now(helper: Visitor) -> str:
    """What the app on somebody's telephone shows: here the demo's own page, in a second window."""
    telephone = helper.context.new_page()
    telephone.goto(f"{helper.address}/demo/")
    digits = telephone.locator("dd code").nth(1).inner_text()
    telephone.close()
    return digits
