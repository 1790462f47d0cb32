"""A real demo and a real browser; every page a journey passes is looked at by axe."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.running import Running, running_bundel

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Pictures of every page that was passed, to be looked at by people.
SEEN = ROOT / "var" / "test" / "seen"

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The living example, as `make demo` starts it."""
    with running_bundel(tmp_path_factory.mktemp("demo"), "demo") as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; where it is missing the run fails with how to get it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "The journeys need a browser: install Debian's package chromium (apt-get install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


NewVisitor = Callable[..., "Visitor"]


class Visitor:
    """Somebody in front of a screen: walks pages, each of which is checked and pictured."""

    def __init__(self, context: BrowserContext, address: str, name: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.address = address
        self.name = name
        self.errors: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def go(self, path: str) -> None:
        """To an address of this Bundel."""
        self.page.goto(f"{self.address}{path}")

    def press(self, name: str) -> None:
        """The one button or link with these words."""
        button = self.page.get_by_role("button", name=name, exact=True)
        (button if button.count() else self.page.get_by_role("link", name=name, exact=True)).first.click()

    def look(self, label: str) -> None:
        """Check the page with axe, see that nothing sticks out, and keep pictures at both widths."""
        self.page.wait_for_load_state("networkidle")
        assert self.violations() == [], f"{label} ({self.page.url})"
        SEEN.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size or {"width": 360, "height": 740}
        for width in (1280, 360):
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{label} at {width}"
            self.page.screenshot(path=SEEN / f"{self.name}-{label}-{width}.png", full_page=True)
        self.page.set_viewport_size(size)

    def violations(self) -> list[str]:
        """What axe finds on this page."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run()")["violations"]
        return [f"{v['id']}: {[n['html'][:120] for n in v['nodes']]}" for v in found]

    def tab_to(self, name: str) -> None:
        """With the Tab key alone to the button or link with these words, press Enter, and arrive."""
        self._tab_until("name => (document.activeElement?.innerText || '').trim().replace(/\\s+/g, ' ') === name", name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tab_into(self, field: str) -> None:
        """With the Tab key alone into a field."""
        self._tab_until("field => document.activeElement?.matches(field)", field)

    def _tab_until(self, is_there: str, what: str) -> None:
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(is_there, what):
                return
        raise AssertionError(f"Tab does not come to {what!r} on {self.page.url}")


@pytest.fixture
def visitor(chromium: Browser, demo: Running) -> Iterator[NewVisitor]:
    """Makes visitors with a browser of their own: 360 wide, Dutch, with JavaScript unless told."""
    made: list[Visitor] = []

    def new(name: str, *, javascript: bool = True, width: int = 360) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, locale="nl-NL", java_script_enabled=javascript
        )
        context.set_default_timeout(20_000)
        made.append(Visitor(context, demo.address, name))
        return made[-1]

    yield new
    for one in made:
        errors = [e for e in one.errors if "status of 4" not in e]
        one.context.close()
        assert errors == [], one.name
