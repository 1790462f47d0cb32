"""Sixteen people at once: they tell, look back with their code, and read what came in."""

import http.client
import random
import re
import threading
import time
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.journeys.steps import DESK, HELPER, PASSWORD
from tests.journeys.test_kills import Walker, heading, tell_until_card

TELLERS, FOLLOWERS, HELPERS = 10, 3, 3
# Plain words: a number, a name or a made-up word on a card would be held back for a second look.
FIRST = ("hulp", "brief", "taxi", "stoel", "bed", "trap", "deur", "lift", "straat", "school")
THEN = ("werk", "geld", "tijd", "buurt", "bus", "auto", "fiets", "kamer", "keuken", "vloer")
CODE = re.compile(r"<span>(\d{4})</span> <span>(\d{4})</span> <span>(\d{4})</span> <span>(\d{4})</span>")
# A word that no log may hold; it stands in every story.
MARK = "kwikstaartveer"


@dataclass
class Known:
    """What people know afterwards: the code of each concern that was confirmed, by its title; and what broke."""

    codes: dict[str, str] = field(default_factory=dict)
    followed: int = 0
    read: int = 0
    broken: list[str] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)
    grown: dict[str, int] = field(default_factory=dict)


class Crowd:
    """The people, each in a thread of their own, until the block ends."""

    def __init__(self, address: str, seed: int) -> None:
        self.known = Known()
        self._address = address
        self._is_over = threading.Event()
        roles = [self._tell] * TELLERS + [self._follow] * FOLLOWERS + [self._help] * HELPERS
        self._threads = [
            threading.Thread(target=self._live, args=(role, random.Random(f"{seed} {n}")))
            for n, role in enumerate(roles)
        ]

    def __enter__(self) -> Known:
        self._helper = sign_in(self._address)
        for thread in self._threads:
            thread.start()
        return self.known

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _live(self, role: Callable[[random.Random], None], chance: random.Random) -> None:
        while not self._is_over.is_set():
            try:
                role(chance)
            except urllib.error.HTTPError as error:
                self.known.broken.append(f"{role.__name__}: {error.code} {error.url}")
                error.close()
            except http.client.HTTPException:
                continue  # broken off in the middle of a page, by a kill: a person begins anew
            except (AssertionError, OSError) as error:
                self.known.broken.append(f"{role.__name__}: {error!r}"[:500])
            time.sleep(0.05)

    def _tell(self, chance: random.Random) -> None:
        walker = Walker(self._address)
        title = f"Geen {' en '.join(chance.choices(FIRST + THEN, k=5))}"
        tell_until_card(walker, f"De hulp ging van vier naar twee uur. {MARK}", title)
        walker.post("/vertel/kaart/", act="send", title=title, text="De hulp ging terug.", consent="others")
        page = walker.get("/bewijs/")
        assert "Je verhaal is binnen" in heading(page), heading(page)
        found = CODE.search(page)
        assert found, "the receipt shows no code"
        self.known.codes[title] = "".join(found.groups())

    def _follow(self, chance: random.Random) -> None:
        if not self.known.codes:
            return time.sleep(0.5)
        title = chance.choice(list(self.known.codes))
        if title in follow(self._address, self.known.codes[title]):
            self.known.followed += 1
        return time.sleep(0.5)

    def _help(self, chance: random.Random) -> None:
        # Three windows of one helper: signing in is limited by address, and everybody here has the same.
        walker = Walker(self._address)
        walker.opener = self._helper.opener
        page = walker.get(chance.choice([DESK, f"{DESK}signalen/", f"{DESK}zoek/?q=hulp"]))
        assert "/uitloggen/" in page, heading(page)
        self.known.read += 1
        time.sleep(0.3)


def follow(address: str, code: str) -> str:
    """The page somebody sees who types this code."""
    walker = Walker(address)
    walker.get("/volg/")
    try:
        return walker.post("/volg/", code=code)
    except urllib.error.HTTPError as error:
        # Everybody here has one address, and after ten tries that were broken off it may wait a while.
        error.close()
        if error.code != 429:
            raise
        return ""


def sign_in(address: str) -> Walker:
    """A helper at work, with password and second factor, as the demo's own page gives them."""
    walker = Walker(address)
    for _ in range(4):
        walker.get("/inloggen/")
        page = walker.post("/inloggen/", login=HELPER, password=PASSWORD)
        if "/inloggen/code/" in page:
            digits = re.findall(r"<code>(\d{6})</code>", Walker(address).get("/demo/"))
            page = walker.post("/inloggen/code/", code=digits[0])
        if "/uitloggen/" in page:
            return walker
        time.sleep(2)
    raise AssertionError(f"signing in does not work: {heading(walker.page)}")
