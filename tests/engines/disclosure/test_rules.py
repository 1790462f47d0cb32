"""Primary rules, against the examples of the handbook and a published set of records."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from bundel.engines.disclosure.rules import Contributions, Dominance, PriorPosterior, Rule, Threshold
from bundel.engines.disclosure.tabulate import tabulate

DATA = Path(os.environ.get("BUNDEL_SHARED", Path(__file__).parents[3] / "../shared")) / "data/disclosure"


def cell(*values: float, weight: float = 1.0) -> Contributions:
    return Contributions.of((value, weight) for value in values)


def with_rest(total: float, *largest: float) -> Contributions:
    return Contributions(total, 99, largest)


@pytest.mark.parametrize(
    ("rule", "made_of", "unsafe"),
    [
        (Dominance(1, 90), with_rest(100_000, 50_000, 49_000), False),
        (PriorPosterior(10), with_rest(110_000, 52_000, 50_000), False),
        (Dominance(2, 90.909), with_rest(110_000, 52_000, 50_000), True),
        (Dominance(1, 85), cell(300, 20, 10), True),
        (PriorPosterior(10), cell(100, 50), True),
        (PriorPosterior(60, 80), cell(100, 50, 74), True),
        (PriorPosterior(60, 80), cell(100, 50, 50, 26), False),
        (PriorPosterior(10), cell(), False),
        (Dominance(1, 50), cell(), False),
        (Threshold(), cell(*[1.0] * 10), False),
        (Threshold(), cell(*[1.0] * 9), True),
        (Threshold(), cell(), True),
        (Threshold(3), cell(1.0, weight=3), False),
    ],
)
def test_rule_tells_unsafe_from_safe(rule: Rule, made_of: Contributions, *, unsafe: bool) -> None:
    assert rule.is_unsafe(made_of) is unsafe


def test_level_makes_the_largest_share_as_small_as_the_rule_allows() -> None:
    assert Dominance(1, 85).level(cell(300, 20, 10)) == pytest.approx(22.9412, abs=1e-4)
    assert PriorPosterior(10).level(cell(300, 20, 10)) == pytest.approx(20)
    assert PriorPosterior(60, 80).level(cell(100, 50)) == pytest.approx(75)
    assert Threshold(10).level(cell(1, 1, 1)) == 7
    assert Threshold(10).level(cell(*[1.0] * 12)) == 0


def test_weight_stands_for_that_many_contributors() -> None:
    made_of = Contributions.of([(100, 4), (10, 7)])
    assert made_of.total == 470
    assert made_of.count == 11
    assert made_of.top(2) == 200
    assert made_of.top(5) == 410


def unsafe_cells(rows: list[list[Any]], order: list[list[str]], rule: Rule) -> list[int]:
    """Numbers, counting from one, of the unsafe cells in this order of (region, gender)."""
    record = {"columns": ["region", "gender", "val"], "rows": rows, "by": ["region", "gender"], "value": "val"}
    made = tabulate(record)
    found = dict(zip(made.labels, made.contributions, strict=True))
    return [at for at, labels in enumerate(order, 1) if rule.is_unsafe(found[tuple(labels)])]


RULES: dict[str, Rule] = {
    "freq_maxN2": Threshold(3),
    "nk_n2_k75": Dominance(2, 75),
    "p70": PriorPosterior(70),
    "pq_60_80": PriorPosterior(60, 80),
}


@pytest.mark.parametrize("name", list(RULES) if DATA.exists() else [])
def test_published_records_give_the_published_unsafe_cells(name: str) -> None:
    known = json.loads((DATA / "primary_rules.json").read_text())
    with (DATA / "microdata1.csv").open() as file:
        rows: list[list[Any]] = [[one["region"], one["gender"], float(one["val"])] for one in csv.DictReader(file)]
    assert unsafe_cells(rows, known["cell_order_1based"], RULES[name]) == known["expected"][name]
