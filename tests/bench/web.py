"""What the web costs: confirm, inbox, public page, memory, first byte; beside a bare Django of the same run.

CPU is that of the web processes and of the database's backends together, per request, over many
requests. BUNDEL_BENCH_SIZES says how many concerns the workspace has ("10000,100000" unless told).
"""

import gzip
import http.client
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench.filling import fill
from tests.bench.starting import compiled, cpu_of, new_project, served, start_of, start_of_ours
from tests.running import Running, running_bundel

ROOT = Path(__file__).resolve().parents[2]
SIZES = [int(size) for size in os.environ.get("BUNDEL_BENCH_SIZES", "10000,100000").split(",")]
REQUESTS = int(os.environ.get("BUNDEL_BENCH_REQUESTS", "240"))
BARE = "tests.bench.bare:application"

Row = dict[str, Any]


@dataclass(frozen=True)
class Cost:
    """A kind of request: milliseconds of CPU each, 95th percentile of waiting, and how many a second."""

    cpu_ms: float
    p95_ms: float
    per_second: float


def main() -> list[Row]:
    """All rows; starts a bare Django and a real Bundel of its own."""
    with tempfile.TemporaryDirectory(prefix="bundel-bench-") as name:
        folder = Path(name)
        environment = compiled(folder)
        bare = _bare(environment)
        rows = [
            _row("calibration: a million additions, ms CPU", _calibration(), None, "shows the machine, not Bundel"),
            _row("a bare Django page, ms CPU", bare.cpu_ms, None, "the floor"),
        ]
        with running_bundel(folder, "up", BUNDEL_WEB_PROCESSES="2", **environment) as bundel:
            rows += _start(bundel, folder, environment)
            rows += _public_page(bundel, bare)
            rows += _memory(bundel)
            with _worker_at_rest(bundel):
                filled = 0
                for size in SIZES:
                    office = _office(bundel)
                    fill(bundel.instance.database_url("bundel_owner"), office.workspace_id, size, already=filled)
                    filled = size
                    rows += _inbox(bundel, bare, office, size) + _pages(bundel, bare, office, size)
                    rows += _confirm(bundel, bare, office, size)
    return rows


@contextmanager
def _worker_at_rest(bundel: Running) -> Iterator[None]:
    """Jobs are queued meanwhile, not run: the database cannot tell the worker's cost from the web's."""
    workers = bundel.parts("bundel worker")
    for worker in workers:
        worker.suspend()
    try:
        yield
    finally:
        for worker in workers:
            worker.resume()


def _row(measure: str, ours: float, baseline: float | None, bar: str) -> Row:
    ratio = round(ours / baseline, 2) if baseline else ""
    return {
        "measure": measure,
        "ours": round(ours, 2),
        "baseline": round(baseline, 2) if baseline else "",
        "ratio": ratio,
        "bar": bar,
    }


def _calibration() -> float:
    started = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return (time.process_time() - started) * 1000


def _bare(environment: dict[str, str]) -> Cost:
    """What a page costs that a bare Django under the same server makes."""
    with served(ROOT, BARE, environment) as (master, port):
        tree = [master.pid, *(child.pid for child in master.children())]
        return _measure(port, [("GET", "/", {}, "")] * REQUESTS, lambda: cpu_of(tree))


Request = tuple[str, str, dict[str, str], str]


def _measure(port: int, requests: list[Request], cpu: Callable[[], float], clients: int = 2) -> Cost:
    def one(request: Request) -> float:
        method, path, headers, body = request
        started = time.perf_counter()
        connection = http.client.HTTPConnection("localhost", port, timeout=60)
        connection.request(method, path, body, headers | {"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        # A form that comes back with a complaint would be measured as one that was sent.
        if answer.status != (302 if method == "POST" else 200):
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        return (time.perf_counter() - started) * 1000

    # A thread of the server opens its connection and plans its statements once in its life: not here.
    warm = len(requests) // 3
    with ThreadPoolExecutor(max(clients, 8)) as pool:
        list(pool.map(one, requests[:warm]))
    before, started = cpu(), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        waited = list(pool.map(one, requests[warm:]))
    took = time.perf_counter() - started
    spent = (cpu() - before) * 1000 / len(waited)
    return Cost(spent, statistics.quantiles(waited, n=100)[94], len(waited) / took)


def _port(bundel: Running) -> int:
    return int(bundel.address.rpartition(":")[2])


def _cpu_of(bundel: Running) -> Callable[[], float]:
    def cpu() -> float:
        web = [p.pid for p in bundel.parts("gunicorn")]
        database = [p.pid for p in bundel.parts("postgres:") if "bundel_app" in " ".join(p.cmdline())]
        return cpu_of([*web, *database])

    return cpu


def _start(bundel: Running, folder: Path, environment: dict[str, str]) -> list[Row]:
    ours = start_of_ours(bundel)
    project = start_of(*new_project(folder, bundel.instance), environment)
    empty = start_of(ROOT, BARE, environment)
    return [
        _row(
            "first byte after the web server's start, s (beside a new Django project)",
            ours.seconds,
            project.seconds,
            "at most 2 x",
        ),
        _row("  of which CPU, s", ours.cpu, project.cpu, "at most 2 x"),
        _row("  the same CPU beside Django with an empty view and nothing else, s", ours.cpu, empty.cpu, "no bar"),
    ]


def _public_page(bundel: Running, bare: Cost) -> list[Row]:
    visit: Request = ("GET", "/", {}, "")
    visits = [visit] * REQUESTS * 3
    cost = _measure(_port(bundel), visits, _cpu_of(bundel))
    many = _measure(_port(bundel), visits, _cpu_of(bundel), clients=16)
    return [
        _row("public start page, ms CPU", cost.cpu_ms, bare.cpu_ms, "at most 10 ms"),
        _row("public start page, a second, 16 clients", many.per_second, bare.per_second, "300 a second"),
        _row("public start page, first visit, kB gzipped", _weight(bundel) / 1000, None, "under 100 kB"),
    ]


def _weight(bundel: Running) -> int:
    """The page and all it asks for, as it goes over the wire."""
    page = _get(bundel, "/")
    total = len(gzip.compress(page))
    for address in set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)):
        body = _get(bundel, address.decode())
        total += len(body) if address.endswith(b".woff2") else len(gzip.compress(body))
    return total


def _get(bundel: Running, path: str) -> bytes:
    connection = http.client.HTTPConnection("localhost", _port(bundel), timeout=60)
    connection.request("GET", path)
    return connection.getresponse().read()


def _memory(bundel: Running) -> list[Row]:
    worker = max(bundel.parts("gunicorn"), key=lambda p: p.create_time())
    lines = Path(f"/proc/{worker.pid}/smaps_rollup").read_text().splitlines()
    proportional = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return [_row("memory of one web process, MB proportional", proportional / 1024, None, "under 100 MB")]


@dataclass(frozen=True)
class Office:
    """A workspace to measure in, and the cookies of somebody who is signed in there."""

    workspace_id: Any
    slug: str
    session: str


def _office(bundel: Running) -> Office:
    made = _inside(bundel, "make_office()")
    workspace_id, slug, session = made.split()
    return Office(workspace_id, slug, session)


def _inside(bundel: Running, call: str) -> str:
    """Run one function of `tests.bench.inside` in a process with the settings of this Bundel."""
    port = _port(bundel)
    environment = os.environ | {
        "BUNDEL_MODE": "production",
        "BUNDEL_VAR": str(bundel.instance.folder),
        "BUNDEL_LISTEN": f"127.0.0.1:{port}",
        "BUNDEL_ADDRESS": bundel.address,
        "DJANGO_SETTINGS_MODULE": "bundel.conf.settings",
    }
    code = f"import django; django.setup(); from tests.bench.inside import *; print({call})"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _queries(bundel: Running, request: Request) -> int:
    """How many statements the database gets for one such request."""
    return int(_inside(bundel, f"count_queries{request!r}"))


def _inbox(bundel: Running, bare: Cost, office: Office, size: int) -> list[Row]:
    headers = {"Cookie": f"bundel_session_{_port(bundel)}={office.session}"}
    paths = {"": "inbox, 50 rows", "?theme=transport&state=received": "inbox, filtered by two"}
    rows = []
    for query, name in paths.items():
        path = f"/w/{office.slug}/signalen/{query}"
        cost = _measure(_port(bundel), [("GET", path, headers, "")] * REQUESTS, _cpu_of(bundel))
        rows += [
            _row(f"{name}, queries", _queries(bundel, ("GET", path, headers, "")), None, "at most 15"),
            _row(f"{name}, of {size}, ms CPU", cost.cpu_ms, bare.cpu_ms, "at most 25 ms"),
            _row(f"{name}, of {size}, ms p95 at 2 clients", cost.p95_ms, bare.p95_ms, "under 80 ms"),
        ]
    return rows


def _pages(bundel: Running, bare: Cost, office: Office, size: int) -> list[Row]:
    headers = {"Cookie": f"bundel_session_{_port(bundel)}={office.session}"}
    concern_id = _inside(bundel, f"newest_concern('{office.workspace_id}')")
    paths = {
        "Today": f"/w/{office.slug}/",
        "a concern's page": f"/w/{office.slug}/signalen/{concern_id}/",
    }
    rows = []
    for name, path in paths.items():
        cost = _measure(_port(bundel), [("GET", path, headers, "")] * REQUESTS, _cpu_of(bundel))
        rows += [
            _row(f"{name}, queries", _queries(bundel, ("GET", path, headers, "")), None, "at most 15"),
            _row(f"{name}, of {size}, ms CPU", cost.cpu_ms, bare.cpu_ms, "at most 40 ms"),
        ]
    return rows


def _confirm(bundel: Running, bare: Cost, office: Office, size: int) -> list[Row]:
    slow = float(_inside(bundel, "slow_hash_ms()"))
    rows = []
    for clients, count in ((2, REQUESTS), (16, REQUESTS)):
        requests = _confirmations(bundel, office, count)
        cost = _measure(_port(bundel), requests, _cpu_of(bundel), clients=clients)
        if clients == 2:
            queries = _queries(bundel, *_confirmations(bundel, office, 1))
            rows += [
                _row("confirm a concern, statements", queries, None, "as few as can be"),
                _row(f"confirm a concern, of {size}, ms CPU", cost.cpu_ms - slow, bare.cpu_ms, "at most 12 ms"),
                _row(f"confirm, of {size}, ms p95 at 2 clients", cost.p95_ms, bare.p95_ms, "under 80 ms"),
                _row("  of which the slow hash, apart, ms CPU", slow, None, "28 ms, on purpose"),
            ]
        rows.append(_row(f"confirm, of {size}, a second at {clients} clients", cost.per_second, None, "does not fall"))
    return rows


def _confirmations(bundel: Running, office: Office, count: int) -> list[Request]:
    """Forms that are ready to be sent, each with a draft of its own."""
    port, token = _port(bundel), secrets.token_hex(16)
    drafts = _inside(bundel, f"make_drafts('{office.workspace_id}', {count})").split()
    card = {
        "title": "Minder hulp",
        "text": "De hulp ging terug.",
        "consent": "others",
        "receiver": str(office.workspace_id),
        "csrfmiddlewaretoken": token,
    }
    return [
        (
            "POST",
            "/vertel/kaart/",
            {
                "Cookie": f"bundel_draft_{port}={draft}; bundel_csrf_{port}={token}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            urlencode(card),
        )
        for draft in drafts
    ]


if __name__ == "__main__":
    for row in main():
        sys.stdout.write(f"{row}\n")
