"""`kill -9` of web, worker or database while somebody tells: nothing typed is lost, what was sent is there once."""

import http.cookiejar
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import psycopg
import pytest
from tests.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

PARTS = {"web": "gunicorn", "worker": "bundel worker", "database": "postgres -D"}
# No digits: a number on a card would be taken for a telephone number, and left out.
WORDS = ("eerst", "toen")
PATIENCE_SECONDS = 60.0
BROKEN = (502, 503)


class Walker:
    """A browser without a screen: keeps cookies, follows redirects, and tries again while Bundel recovers."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.page = ""

    def get(self, path: str) -> str:
        """The page, as soon as Bundel answers."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._open(path, None)
            except (OSError, urllib.error.HTTPError) as error:
                if time.monotonic() > until or getattr(error, "code", 503) not in BROKEN:
                    raise
                time.sleep(0.2)

    def post(self, path: str, **fields: str) -> str:
        """Send the form of the page one is on, and press again while the line is broken, as a person would."""
        tokens = re.findall(r'name="(csrfmiddlewaretoken|receiver)" value="([^"]*)"', self.page)
        form = urllib.parse.urlencode(dict(tokens) | fields).encode()
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._open(path, form)
            except (OSError, urllib.error.HTTPError) as error:
                if time.monotonic() > until or getattr(error, "code", 503) not in BROKEN:
                    raise
                time.sleep(0.2)

    def _open(self, path: str, body: bytes | None) -> str:
        with self.opener.open(f"{self.address}{path}", body, timeout=30) as answer:
            self.page = answer.read().decode()
        return self.page


def tell_until_card(walker: Walker, story: str, title: str) -> None:
    """All questions answered, standing before the card."""
    walker.get("/vertel/?gemeente=GM0228")
    walker.post("/vertel/?gemeente=GM0228", gemeente="GM0228")
    answers = {
        "verhaal": {"story": story},
        "onderwerp": {"theme": "home_help"},
        "wie-beslist": {"decides": "municipality"},
        "sinds-wanneer": {"since": "weeks", "letter_got": "no"},
        "voor-wie": {"for_whom": "myself"},
        "wat-helpt": {"wish": ""},
        "bereikbaar": {"reachable": "no"},
    }
    for step, fields in answers.items():
        walker.get(f"/vertel/{step}/")
        walker.post(f"/vertel/{step}/", **fields)
    walker.get("/vertel/kaart/")
    walker.post("/vertel/kaart/", act="change", title=title, text="De hulp ging terug.")


def heading(page: str) -> str:
    """What the page says first."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[1]) if found else page[:300]


def kill(demo: Running, words: str) -> None:
    """`kill -9` of the oldest process of a part."""
    found = demo.parts(words)
    assert found, f"no process has {words!r}"
    found[0].kill()


@pytest.mark.parametrize("part", PARTS)
def test_what_was_typed_can_be_resumed(demo: Running, part: str) -> None:
    walker = Walker(demo.address)
    walker.get("/vertel/?gemeente=GM0228")
    walker.post("/vertel/?gemeente=GM0228", gemeente="GM0228")
    walker.post("/vertel/verhaal/", story=f"De lift is stuk, {part}.")
    kill(demo, PARTS[part])
    assert f"De lift is stuk, {part}." in walker.get("/vertel/verhaal/")


@pytest.mark.parametrize("part", PARTS)
def test_what_was_sent_is_there_once(demo: Running, part: str) -> None:
    for number in range(len(WORDS)):
        title = f"Minder hulp {WORDS[number]} {part}"
        walker = Walker(demo.address)
        tell_until_card(walker, "De hulp ging van vier naar twee uur.", title)
        killing = threading.Timer(random.uniform(0, 0.15), kill, [demo, PARTS[part]])
        killing.start()
        walker.post("/vertel/kaart/", act="send", title=title, text="De hulp ging terug.", consent="others")
        killing.join()
        assert "Je verhaal is binnen" in heading(walker.get("/bewijs/")), heading(walker.page)
        assert _told(demo, title) == 1


def _told(demo: Running, title: str) -> int:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with psycopg.connect(demo.instance.database_url("bundel_owner")) as owner:
                row = owner.execute("select count(*) from card where title = %s", [title]).fetchone()
                return int(row[0]) if row else 0
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_jobs_of_a_killed_worker_are_done(demo: Running) -> None:
    walker = Walker(demo.address)
    tell_until_card(walker, "De taxi komt niet.", "De taxi komt niet")
    kill(demo, PARTS["worker"])
    walker.post("/vertel/kaart/", act="send", title="Taxi", text="De taxi komt niet.", consent="helper")
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with psycopg.connect(demo.instance.database_url("bundel_owner")) as owner:
            waiting = owner.execute(
                "select count(*) from procrastinate_jobs where status in ('todo', 'doing') "
                "and coalesce(scheduled_at, now()) <= now()"
            ).fetchone()
        if waiting == (0,):
            return
        time.sleep(0.5)
    raise AssertionError(f"jobs still wait: {waiting}")
