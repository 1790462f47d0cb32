"""The legal clock against a naive sum: computations a second with explanation, and days that come out wrong."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bundel.engines.deadlines import compute, path

FIRST_DAY = date(2024, 1, 1)
SOURCE = Path(__file__).parents[2] / "src"
Row = dict[str, Any]


def _naive(request: Row) -> Row:
    """What most people would write: the day of the decision plus six weeks."""
    made_known = date.fromisoformat(request["facts"]["made_known"])
    return {"last_day": (made_known + timedelta(weeks=6)).isoformat()}


def _requests() -> list[Row]:
    """Four kinds of question on each day of a year."""
    requests: list[Row] = []
    for number in range(366):
        day = FIRST_DAY + timedelta(days=number)
        made_known, received = day.isoformat(), (day + timedelta(days=40)).isoformat()
        notice, decision = (day + timedelta(days=190)).isoformat(), (day + timedelta(days=220)).isoformat()
        filed: Row = {"made_known": made_known, "channel": "post", "posted": received, "received": received}
        late: Row = {"made_known": made_known, "notice_received": notice, "decision_sent": decision}
        requests += [
            {"procedure": "objection", "facts": {"made_known": made_known}},
            {"procedure": "appeal", "facts": filed},
            {"procedure": "objection", "law": "wia-medical", "facts": late},
            {"procedure": "application", "law": "wmo", "facts": {"made_known": made_known, "received": received}},
        ]
    return requests


def _per_second(function: Callable[[Row], Any], requests: list[Row], rounds: int = 9) -> float:
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        for request in requests:
            function(request)
        best = min(best, time.process_time() - begin)
    return len(requests) / best


def _wrong_days() -> tuple[int, int]:
    """Mondays to Fridays of 1994 to 2040 on which the naive sum names another last day than the clock."""
    day, wrong, days = date(1994, 1, 1), 0, 0
    while day.year <= 2040:
        if day.isoweekday() > 5:
            day += timedelta(days=1)
            continue
        request: Row = {"procedure": "appeal", "facts": {"made_known": day.isoformat()}}
        wrong += compute(request)["last_day"] != _naive(request)["last_day"]
        days += 1
        day += timedelta(days=1)
    return wrong, days


def _seconds(program: str) -> float:
    best = float("inf")
    for _ in range(5):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": str(SOURCE)})
        best = min(best, time.perf_counter() - begin)
    return best


def main() -> list[Row]:
    """One row a measure; speeds are CPU time on one core, so that a busy machine does not hide growth."""
    requests = _requests()
    naive, ours, ahead = (_per_second(function, requests) for function in (_naive, compute, path))
    lines = _per_second(lambda request: json.dumps(compute(request), ensure_ascii=False), requests)
    wrong, days = _wrong_days()
    start, bare = _seconds("import bundel.engines.deadlines.filter"), _seconds("pass")
    return [
        _row("computations a second, explained", round(ours), round(naive), ours / naive, "20,000 a second"),
        _row("the same, written as JSON lines", round(lines), round(naive), lines / naive, ""),
        _row("ways ahead a second", round(ahead), round(naive), ahead / naive, ""),
        _row("wrong last days, Mondays to Fridays of 1994-2040", 0, f"{wrong} of {days}", 0.0, "none"),
        _row("seconds to start as a filter", round(start, 3), round(bare, 3), start / bare, "under 1 s"),
    ]


def _row(measure: str, ours: Any, baseline: Any, ratio: float, bar: str) -> Row:
    return {"measure": measure, "ours": ours, "baseline": baseline, "ratio": round(ratio, 4), "bar": bar}


if __name__ == "__main__":
    for row in main():
        sys.stdout.write(json.dumps(row) + "\n")
