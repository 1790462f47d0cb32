"""How long finding a municipality takes, against the standard library's close matches over the same names."""

import difflib
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bundel.places import rules

DAY = date(2026, 11, 21)
EVERY_NTH = 7


def cpu_ms(work: Callable[[str], object], queries: list[str]) -> list[float]:
    took = []
    for query in queries:
        start = time.process_time()
        work(query)
        took.append((time.process_time() - start) * 1000)
    return took


def _all_names() -> list[str]:
    return [m.name for m in rules.load().values()] + [name.text for name in rules.other_names()]


def main() -> list[dict[str, Any]]:
    """Median and 95th percentile of CPU milliseconds a query, whole names and names with a letter missing."""
    names = [municipality.name for municipality in rules.municipalities_on(DAY)][::EVERY_NTH]
    known = [name.lower() for name in _all_names()]
    rules.find("warm", DAY)
    rows = []
    for label, queries in (("own name", names), ("letter missing", [n[:2] + n[3:] for n in names])):
        ours = cpu_ms(lambda query: rules.find(query, DAY), queries)
        theirs = cpu_ms(lambda query: difflib.get_close_matches(query.lower(), known, n=8), queries)
        for measure, pick in (("median", 0.5), ("p95", 0.95)):
            mine, other = (statistics.quantiles(t, n=100)[int(pick * 100) - 1] for t in (ours, theirs))
            rows.append(
                {
                    "measure": f"find a municipality, {label}, {measure} ms CPU",
                    "ours": round(mine, 2),
                    "baseline": round(other, 2),
                    "ratio": round(mine / other, 3),
                    "bar": "under 2 ms (baseline: difflib.get_close_matches)",
                }
            )
    return rows


if __name__ == "__main__":
    for row in main():
        sys.stdout.write(f"{row}\n")
