"""Sixteen people, and web server, worker and database killed in turn: what was confirmed is there once.

`make test` runs a short piece of it; `make soak` runs it for half an hour.
"""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tests.journeys.test_kills import PARTS, Walker, kill
from tests.running import Running, running_bundel
from tests.soak.crowd import MARK, Crowd, Known, follow

pytestmark = pytest.mark.xdist_group("processes")

SECONDS = int(os.environ.get("BUNDEL_SOAK_SECONDS", "60"))
SEED = int(os.environ.get("BUNDEL_SOAK_SEED", "0")) or random.randrange(1, 100_000)
# The last part is without kills: only then the same processes live long enough to see them grow.
CALM = 0.5
BETWEEN_KILLS = (3.0, 9.0)
DRAIN_SECONDS = 180.0
# `up` itself, a worker, and a web server with two processes.
LIVING = 5
# What a process may grow by while it does the same work again and again. In a short run it still warms up: each
# page it shows for the first time loads its templates and word lists.
GROWTH_BYTES = 25_000_000 if SECONDS >= 600 else 100_000_000


@pytest.fixture(scope="module")
def bundel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_bundel(tmp_path_factory.mktemp("soak"), "demo") as running:
        yield running


class Killer(threading.Thread):
    """Kills a part at random moments, each part in turn and in an order of chance."""

    def __init__(self, bundel: Running, seconds: float) -> None:
        super().__init__()
        self._bundel, self._until = bundel, time.monotonic() + seconds
        self._chance = random.Random(SEED)
        self.killed: list[str] = []

    def run(self) -> None:
        order: list[str] = []
        while time.monotonic() < self._until:
            time.sleep(self._chance.uniform(*BETWEEN_KILLS))
            order = order or self._chance.sample(list(PARTS), len(PARTS))
            part = order.pop()
            try:
                kill(self._bundel, PARTS[part])
            except (AssertionError, psutil.NoSuchProcess):
                continue  # it is being started again
            self.killed.append(part)


def memory(bundel: Running) -> dict[str, int]:
    """Proportional memory of web server, worker and `up` itself, by the ids of their processes."""
    found = {}
    for words in ("gunicorn", "bundel worker"):
        for process in bundel.parts(words):
            found[f"{words} {process.pid}"] = process.memory_full_info().pss
    found["up"] = psutil.Process(bundel.process.pid).memory_full_info().pss
    return found


@pytest.fixture(scope="module")
def known(bundel: Running) -> Known:
    """What people know after the load and the kills, and once the queue is empty."""
    print(f"soak: {SECONDS} seconds, seed {SEED}")  # noqa: T201 - to play the same again
    with Crowd(bundel.address, SEED) as known:
        killer = Killer(bundel, SECONDS * (1 - CALM))
        killer.start()
        killer.join()
        settle(bundel)
        time.sleep(SECONDS * CALM * 0.6)
        first = memory(bundel)
        time.sleep(SECONDS * CALM * 0.4)
        last = memory(bundel)
    known.killed = killer.killed
    known.grown = {name: last[name] - first[name] for name in first.keys() & last.keys()}
    drain(bundel)
    print(f"soak: {len(known.codes)} told, {known.followed} followed, {known.read} read, {known.killed}")  # noqa: T201
    print(f"soak: grown by {known.grown}")  # noqa: T201
    return known


def settle(bundel: Running) -> None:
    """Until everything that was killed runs again: a master and its processes, a worker, and a database behind."""
    until = time.monotonic() + DRAIN_SECONDS
    while len(memory(bundel)) < LIVING or "true" not in Walker(bundel.address).get("/ready"):
        assert time.monotonic() < until, f"not all of it runs again: {memory(bundel)}"
        time.sleep(0.5)


def drain(bundel: Running) -> None:
    """Wait until no job is due any more."""
    until = time.monotonic() + DRAIN_SECONDS
    while True:
        with bundel.database() as owner:
            due = owner.execute(
                "select task_name, status::text, count(*) from procrastinate_jobs "
                "where status in ('todo', 'doing') and coalesce(scheduled_at, now()) <= now() group by 1, 2"
            ).fetchall()
        if not due:
            return
        assert time.monotonic() < until, f"jobs still wait: {due}"
        time.sleep(1)


def test_nothing_broke_for_people(known: Known) -> None:
    assert known.broken == []
    assert known.codes
    assert known.read
    assert set(known.killed) == set(PARTS)


def test_memory_stays_flat(known: Known) -> None:
    assert len(known.grown) >= LIVING
    assert {name: size for name, size in known.grown.items() if size > GROWTH_BYTES} == {}


def test_every_confirmed_concern_is_there_once(bundel: Running, known: Known) -> None:
    with bundel.database() as owner:
        told = owner.execute(
            "select d.title, count(*), count(distinct r.hash), count(distinct k.id) from card d "
            "join concern c on c.workspace_id = d.workspace_id and c.id = d.concern_id "
            "left join receipt r on r.concern_id = c.id left join seal_key k on k.id = c.key_id "
            "where d.title = any(%s) group by 1",
            [list(known.codes)],
        ).fetchall()
    assert {title for title, *_ in told} == set(known.codes)
    assert {tuple(counts) for _, *counts in told} == {(1, 1, 1)}


def test_receipts_open_the_story_they_belong_to(bundel: Running, known: Known) -> None:
    for title, code in random.Random(SEED).sample(sorted(known.codes.items()), min(12, len(known.codes))):
        with bundel.database() as owner:
            owner.execute("delete from bundel_cache")
        assert title in follow(bundel.address, code)


def test_no_job_is_lost_or_done_twice_with_effect(bundel: Running, known: Known) -> None:
    with bundel.database() as owner:
        failed = owner.execute("select task_name from procrastinate_jobs where status = 'failed'").fetchall()
        unannounced = owner.execute(
            "select count(*) from card d where d.title = any(%s) and not exists (select from audit_row a "
            "where a.act = 'concerns.announce_concern' and a.subject_id = d.concern_id) "
            # so many at once from one machine look like spam, and wait for a look instead
            "and not exists (select from concern c where c.id = d.concern_id and c.state = 'suspect')",
            [list(known.codes)],
        ).fetchone()
        confirmed = owner.execute(
            "select max(times) from (select count(*) as times from audit_row a "
            "join card d on d.concern_id = a.subject_id where a.act = 'concerns.confirm_draft' and d.title = any(%s) "
            "group by a.subject_id) as t",
            [list(known.codes)],
        ).fetchone()
        mails = owner.execute(
            "select (select count(*) from notice where state = 'sent'), (select count(*) from outbox_mail), "
            "(select coalesce(max(times), 0) from (select count(*) as times from notice where kind = 'new_concern' "
            "and created_at > now() - interval '50 minutes' group by workspace_id, account_id) as t)"
        ).fetchone()
    assert failed == []
    assert unannounced == (0,)
    assert confirmed == (1,)
    assert mails is not None
    sent, left, most_to_one_helper = mails
    assert sent == left
    assert most_to_one_helper == 1


def test_audit_chains_are_whole(bundel: Running, known: Known) -> None:
    own = {"BUNDEL_VAR": str(bundel.instance.folder), "BUNDEL_MODE": "demo"}
    verified = subprocess.run(
        [sys.executable, "-m", "bundel", "audit", "verify"],
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout


def test_nothing_is_left_locked(bundel: Running, known: Known) -> None:
    with bundel.database("bundel_root") as root:
        stuck = root.execute(
            "select state, count(*) from pg_stat_activity where usename = 'bundel_app' and xact_start is not null "
            "and now() - xact_start > interval '30 seconds' group by 1"
        ).fetchall()
        waiting = root.execute("select count(*) from pg_locks where not granted").fetchone()
    assert stuck == []
    assert waiting == (0,)


def test_no_log_holds_a_word_of_a_story(bundel: Running, known: Known) -> None:
    logs: list[Path] = [bundel.log, *bundel.instance.folder.glob("*.log*")]
    assert len(logs) > 1
    assert [log.name for log in logs if MARK in log.read_text(errors="replace")] == []
