"""How much of the person leaves the text, and at what cost, beside deduce in an environment of its own.

`BUNDEL_DEDUCE_PYTHON` may name a Python that has it; deduce builds its lists on its first run, which takes minutes.
"""

import json
import os
import subprocess
import sys
import time
from typing import Any

from tests.bench.beside import python_with
from tests.engines.deidentify.examples import Example, own_examples, shared_examples

_OURS = """
import json, resource, sys, time
texts = json.load(sys.stdin)
before = time.perf_counter()
from bundel.engines.deidentify import DIRECT, find
find("")
start = time.perf_counter() - before
before = time.process_time()
spans = [[[s.start, s.end, s.type in DIRECT] for s in find(text)] for text in texts]
print(json.dumps([start, time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, spans]))
"""
_DEDUCE = """
import json, resource, sys, time
texts = json.load(sys.stdin)
before = time.perf_counter()
from deduce import Deduce
deduce = Deduce()
deduce.deidentify("Jan")
start = time.perf_counter() - before
before = time.process_time()
direct = {"persoon", "patient", "straat", "locatie", "telefoonnummer", "emailadres", "bsn", "id", "postcode"}
spans = [[[a.start_char, a.end_char, a.tag in direct] for a in deduce.deidentify(text).annotations] for text in texts]
print(json.dumps([start, time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, spans]))
"""


def _run(python: str, script: str, texts: list[str]) -> list[Any] | None:
    """Start seconds, process seconds, peak kilobytes, spans per text; `None` when it cannot run here."""
    environment = dict(os.environ, PYTHONPATH="src")
    try:
        done = subprocess.run(
            [python, "-c", script],
            input=json.dumps(texts),
            check=False,
            capture_output=True,
            text=True,
            timeout=900,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        return None
    answer: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _covered(example: Example, spans: list[list[int]]) -> bool:
    inside = {offset for start, end, _ in spans for offset in range(start, end)}
    return all(
        offset in inside or example.text[offset].isspace()
        for start, end, _ in example.direct
        for offset in range(start, end)
    )


def _quality(examples: list[Example], spans: list[list[list[int]]]) -> tuple[str, str]:
    pairs = list(zip(examples, spans, strict=True))
    direct = [_covered(e, s) for e, s in pairs if e.direct]
    clean = [any(is_direct for _, _, is_direct in s) for e, s in pairs if not e.labels]
    return f"{sum(direct)} of {len(direct)}", f"{sum(clean)} of {len(clean)}"


def _row(measure: str, ours: object, baseline: object, bar: str) -> dict[str, Any]:
    is_ratio = isinstance(ours, float) and isinstance(baseline, float) and baseline > 0
    ratio = f"{ours / baseline:.3f}" if is_ratio else ""  # type: ignore[operator]  # both are floats when is_ratio
    return {"measure": measure, "ours": ours, "baseline": baseline, "ratio": ratio, "bar": bar}


def main() -> list[dict[str, Any]]:
    """Rows per set of texts, then the cost on all of them and on one of 100,000 characters."""
    sets = {"own texts": own_examples(), "shared texts": shared_examples()}
    other = python_with("BUNDEL_DEDUCE_PYTHON", "deduce==3.0.6")
    if other:
        _run(other, _DEDUCE, ["Jan"])  # the first run builds its lists
    texts = [e.text for examples in sets.values() for e in examples]
    ours = _run(sys.executable, _OURS, texts)
    theirs = _run(other, _DEDUCE, texts) if other else None
    if ours is None:
        raise RuntimeError("the engine did not run")
    rows: list[dict[str, Any]] = []
    done = 0
    for name, examples in sets.items():
        if not examples:
            continue
        here = slice(done, done + len(examples))
        covered, false = _quality(examples, ours[3][here])
        base = _quality(examples, theirs[3][here]) if theirs else ("deduce: not here", "deduce: not here")
        rows.append(_row(f"direct identifiers fully covered, {name}", covered, base[0], "95 %"))
        rows.append(_row(f"false hit without personal data, {name}", false, base[1], "2 of 30"))
        done += len(examples)
    costs = zip(("start, s", "per text, ms", "peak, MB"), (1.0, 1000 / len(texts), 1 / 1024), strict=True)
    for place, ((measure, factor), bar) in enumerate(zip(costs, ("< 1", "< 5", "< 200"), strict=True)):
        base_cost = round(theirs[place] * factor, 2) if theirs else "deduce: not here"
        rows.append(_row(measure, round(ours[place] * factor, 2), base_cost, bar))
    rows.append(_long_text(texts))
    return rows


def _long_text(texts: list[str]) -> dict[str, Any]:
    from bundel.engines.deidentify import find

    long = ("\n".join(texts) * 10)[:100_000]
    seconds = []
    for text in (long[:50_000], long):
        before = time.process_time()
        find(text)
        seconds.append(round(time.process_time() - before, 2))
    return _row("100,000 characters, s (baseline: half of it)", seconds[1], seconds[0], "ratio near 2")
