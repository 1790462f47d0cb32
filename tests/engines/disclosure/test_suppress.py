"""Secondary suppression: at the proven optimum, and never open to its own attacker."""

import itertools
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from bundel.engines.disclosure.master import Unprotectable
from bundel.engines.disclosure.protect import protect
from bundel.engines.disclosure.reading import read_table
from bundel.engines.disclosure.suppress import breaches

SHARED = Path(os.environ.get("BUNDEL_SHARED", Path(__file__).parents[3] / "../shared"))
EXAMPLES = SHARED / "data/disclosure/suppression.jsonl"
TABLES = int(os.environ.get("BUNDEL_RANDOM_TABLES", "2000"))

Record = dict[str, Any]


def margins(inner: Any) -> list[float]:
    """Cells of an inner table of any number of ways, with the totals first along each way."""
    for way in range(inner.ndim):
        inner = np.concatenate([inner.sum(axis=way, keepdims=True), inner], axis=way)
    return [float(value) for value in inner.ravel()]


def equations(shape: tuple[int, ...]) -> list[list[list[int]]]:
    """The equations of a table with totals, along each way, for the inner shape."""
    number = np.arange(np.prod([size + 1 for size in shape])).reshape([size + 1 for size in shape])
    lines = (np.moveaxis(number, way, -1).reshape(-1, shape[way] + 1) for way in range(len(shape)))
    return [[[int(line[0]), -1], *([int(cell), 1] for cell in line[1:])] for block in lines for line in block]


def random_record(seed: int, shapes: list[tuple[int, ...]]) -> Record:
    random = np.random.default_rng(seed)
    shape = shapes[seed % len(shapes)]
    values = margins(random.poisson(random.choice([2, 8, 30]), size=shape))
    record: Record = {"id": seed, "values": values, "relations": equations(shape)}
    threshold = int(random.choice([3, 5, 10]))
    small = [cell for cell, value in enumerate(values) if 0 < value < threshold]
    record["primary"] = small
    style = seed % 3
    if style == 0:
        record["lpl"] = {str(cell): values[cell] for cell in small}
        record["upl"] = {str(cell): threshold - values[cell] for cell in small}
    elif style == 1:
        record["spl"] = {str(cell): float(random.integers(1, threshold)) for cell in small}
    record["ub"] = [2 * max(values) + 10] * len(values)
    record["weights"] = [float(weight) for weight in random.integers(1, 50, size=len(values))]
    return record


def slow_interval(record: Record, hidden: set[int], cell: int) -> tuple[float, float]:
    """The attacker's interval by another solver, from the record itself."""
    values = record["values"]
    matrix = np.zeros((len(record["relations"]), len(values)))
    for row, relation in enumerate(record["relations"]):
        for at, coefficient in relation:
            matrix[row, at] = coefficient
    limits = [(0, record["ub"][i]) if i in hidden else (value, value) for i, value in enumerate(values)]
    aim = np.eye(len(values))[cell]
    ends = [linprog(s * aim, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=limits).fun * s for s in (1, -1)]
    return ends[0], ends[1]


def is_safe(record: Record, cell: int, low: float, high: float) -> bool:
    level = {name: record.get(name, {}).get(str(cell), 0.0) for name in ("lpl", "upl", "spl")}
    if not any(name in record for name in level):
        level["spl"] = 1.0
    value, slack = record["values"][cell], 1e-5
    below, above = value - low >= level["lpl"] - slack, high - value >= level["upl"] - slack
    return bool(below and above and high - low >= level["spl"] - slack)


def cheapest_by_trying_all(record: Record) -> float | None:
    """The least weight over all choices of hidden cells, cheapest first."""
    primary, weights = record["primary"], record["weights"]
    others = [cell for cell in range(len(weights)) if cell not in primary]
    choices = [
        (sum(weights[cell] for cell in extra), extra)
        for size in range(len(others) + 1)
        for extra in itertools.combinations(others, size)
    ]
    relations = [{cell for cell, _ in relation} for relation in record["relations"]]
    for cost, extra in sorted(choices):
        hidden = {*primary, *extra}
        if any(len(line & hidden) == 1 for line in relations):
            continue
        if all(is_safe(record, cell, *slow_interval(record, hidden, cell)) for cell in primary):
            return float(cost + sum(weights[cell] for cell in primary))
    return None


def example_records() -> list[Any]:
    lines = EXAMPLES.read_text().splitlines() if EXAMPLES.exists() else []
    return [pytest.param(record, id=record["id"]) for record in map(json.loads, lines)]


@pytest.mark.parametrize("record", example_records())
def test_published_example_reaches_its_proven_optimum(record: Record) -> None:
    result = protect(record)
    assert result["optimal"]
    assert result["cost"] == result["bound"] == record["optimal_cost"]
    assert result["suppressed"] == record["optimal_set"]
    for cell in record["primary"]:
        low, high = result["intervals"][str(cell)]
        assert record["values"][cell] - low >= record["lpl"][str(cell)]
        assert high - record["values"][cell] >= record["upl"][str(cell)]
        assert high - low >= record["spl"][str(cell)]


@pytest.mark.parametrize("block", range(20))
def test_random_tables_keep_the_attacker_outside_every_protection_interval(block: int) -> None:
    shapes = [(2, 3), (3, 3), (3, 4), (2, 2, 2), (4, 3), (7,)]
    each = TABLES // 20
    protected = 0
    for seed in range(block * each, (block + 1) * each):
        record = random_record(seed, shapes)
        try:
            result = protect(record)
        except Unprotectable:
            continue
        protected += 1
        assert result["optimal"], seed
        assert set(record["primary"]) <= set(result["suppressed"]), seed
        assert result["cost"] == sum(record["weights"][cell] for cell in result["suppressed"]), seed
        assert all(is_safe(record, cell, *result["intervals"][str(cell)]) for cell in record["primary"]), seed
        if seed % 40 == 0:
            for cell, interval in result["intervals"].items():
                slow = slow_interval(record, set(result["suppressed"]), int(cell))
                assert interval == pytest.approx(slow, abs=1e-4), (seed, cell)
    assert protected > 0.8 * each


@pytest.mark.parametrize("shape", [(4,), (8,), (11,), (2, 2), (2, 3), (3, 2)])
def test_small_tables_equal_brute_force(shape: tuple[int, ...]) -> None:
    for seed in range(6):
        record = random_record(seed + 100 * len(shape), [shape])
        expected = cheapest_by_trying_all(record)
        if expected is None:
            with pytest.raises(Unprotectable):
                protect(record)
        else:
            assert protect(record)["cost"] == expected, seed


def test_four_by_four_with_two_hidden_in_every_line_is_not_safe() -> None:
    inner = np.array([[9, 9, 40, 40], [9, 9, 40, 40], [40, 40, 9, 9], [40, 40, 9, 9]])
    record: Record = {"values": margins(inner), "relations": equations((4, 4)), "ub": 1000}
    record["primary"] = [cell for cell, value in enumerate(record["values"]) if value == 9]
    record["upl"] = dict.fromkeys(map(str, record["primary"]), 10)
    result = protect(record)
    assert set(result["suppressed"]) > set(record["primary"])
    assert all(high >= 19 for cell, (_, high) in result["intervals"].items() if int(cell) in record["primary"])


@pytest.mark.parametrize("seed", range(12))
def test_stopped_early_is_safe_still_and_says_how_far_it_may_be_off(seed: int) -> None:
    record = random_record(seed, [(8, 6), (5, 5, 3)])
    best, hasty = protect(record), protect(record, seconds=0)
    assert hasty["bound"] <= best["cost"] <= hasty["cost"]
    assert hasty["optimal"] == (hasty["bound"] == hasty["cost"])
    for cell in record["primary"]:
        low, high = slow_interval({**record, "ub": record["ub"]}, set(hasty["suppressed"]), cell)
        assert is_safe(record, cell, low, high)


def test_when_quick_repair_takes_too_long_everything_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bundel.engines.disclosure.suppress.MOST_PASSES", 0)
    record = random_record(3, [(5, 4)])
    result = protect(record, seconds=0)
    assert result["suppressed"] == list(range(len(record["values"])))
    assert not result["optimal"]


def test_weights_need_not_be_whole_numbers() -> None:
    record = random_record(1, [(3, 3)])
    halves = [weight / 2 + 0.25 for weight in record["weights"]]
    assert protect({**record, "weights": halves})["optimal"]


def test_table_that_cannot_be_protected_is_refused_in_haste_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bundel.engines.disclosure.suppress.MOST_PASSES", 0)
    chain = [[[0, 1], [1, -1]], [[1, 1], [2, -1]], [[2, 1], [3, -1]]]
    record = {"values": [4, 4, 4, 4], "relations": chain, "primary": [0], "ub": [99, 99, 99, 4.5]}
    with pytest.raises(Unprotectable, match="Cell 0 cannot get 1 of room"):
        protect({**record, "lb": [0, 0, 0, 4]}, seconds=0)


def test_owner_of_a_single_contribution_cannot_work_out_a_neighbour() -> None:
    lines = [[[0, -1], [1, 1], [2, 1], [3, 1]], [[4, -1], [5, 1], [6, 1], [7, 1]]]
    record = {"values": [30, 4, 5, 21, 40, 6, 4, 30], "relations": lines, "primary": [1, 2, 5, 6]}
    assert protect(record)["suppressed"] == [1, 2, 5, 6]
    table = read_table({**record, "singletons": [1, 5]})
    hidden = np.isin(np.arange(8), [1, 2, 5, 6]).astype(float)
    assert [breach.view.primary[breach.place] for breach in breaches(table, hidden)] == [2]
    assert protect({**record, "singletons": [1, 5]})["suppressed"] == [1, 2, 3, 5, 6, 7]
