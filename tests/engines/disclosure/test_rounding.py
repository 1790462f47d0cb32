"""Controlled rounding and the cell-key method: what comes out, and what it costs."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bundel.engines.disclosure.cellkey import NoiseTable, cell_key, noise_table, perturb, record_key
from bundel.engines.disclosure.rounding import controlled, known_range, round_table
from bundel.engines.disclosure.table import Relations

SHARED = Path(os.environ.get("BUNDEL_SHARED", Path(__file__).parents[3] / "../shared"))
ORACLES = SHARED / "data/disclosure/cellkey_rounding_oracles.json"
TABLE = {"values": [16.0, 7.0, 9.0], "relations": [[[0, -1], [1, 1], [2, 1]]]}


def oracles() -> list[Any]:
    return [json.loads(ORACLES.read_text())] if ORACLES.exists() else []


def test_every_equation_still_holds_and_multiples_stay() -> None:
    result = round_table(TABLE)
    assert result["values"] == [15, 5, 10]
    assert result["intervals"] == {"0": [11, 19], "1": [1, 9], "2": [6, 14]}
    assert result["loss"] == {"mean": 1.333333, "most": 2, "share": 0.125}
    assert round_table({**TABLE, "values": [15, 5, 10]})["loss"]["most"] == 0


def test_steps_widen_only_where_nothing_nearer_adds_up() -> None:
    values = np.array([6.0, *[2.0] * 3])
    pairs = Relations.of([[(0, -1.0), (1, 1.0), (2, 1.0), (3, 1.0)], [(1, 1.0), (2, -1.0)], [(2, 1.0), (3, -1.0)]], 4)
    found = controlled(values, pairs, 5.0)
    assert found.steps == 1
    assert (pairs.left(found.values) == 0).all()


def test_rounding_that_cannot_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="choose another base"):
        round_table({"values": [10.5, 1500], "relations": [[[0, -1000], [1, 7]]], "base": 1})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"base": 0}, "give a number above 0"), ({"values": [1, -1, 2]}, "negative value"), ({"base": "x"}, "finite")],
)
def test_bad_rounding_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        round_table({**TABLE, **change})


@pytest.mark.parametrize("known", oracles())
def test_handbook_examples_of_rounding(known: dict[str, Any]) -> None:
    step = known["rounding"]["example"]
    assert list(known_range(step["a"], step["b"], step["K"])) == step["interval"]
    assert known_range(0, 5) == (0, 4)
    for row in known["rounding"]["controlled_rounding_example"]["rows"].values():
        record = {"values": row[::-1], "relations": [[[0, -1], [1, 1], [2, 1]]]}
        assert round_table(record)["values"] == row[::-1]


@pytest.mark.parametrize("known", oracles())
def test_handbook_example_of_a_cell_key(known: dict[str, Any]) -> None:
    rows: dict[int, list[tuple[int, float]]] = {}
    for row in known["ptable"]:
        rows.setdefault(row["n"], []).append((row["out"], row["hi"]))
    table, example = NoiseTable(tuple(tuple(steps) for steps in rows.values())), known["example"]
    key = cell_key(example["record_keys"])
    assert key == pytest.approx(example["cell_key"])
    assert table.published(example["count"], key) == example["perturbed"]
    assert table.published(0, 0.5) == 0
    assert table.published(1, 0.5) == 0
    assert table.published(1, 0.500001) == 2
    assert table.published(40, 0.8) == 41
    assert table.published(40, 0.1) == 39


def test_a_cell_key_is_what_lies_behind_the_point_of_the_sum() -> None:
    assert cell_key([0.5, 0.75]) == 0.25
    assert cell_key([]) == 0


@pytest.mark.parametrize(("most", "variance"), [(3, 1.0), (5, 2.0), (1, 0.5)])
def test_noise_is_unbiased_and_bounded(most: int, variance: float) -> None:
    for count, steps in enumerate(noise_table(most, variance).rows):
        uppers = np.array([upper for _, upper in steps])
        noise = np.array([shown for shown, _ in steps]) - count
        chances = np.diff(uppers, prepend=0.0)
        assert uppers[-1] == pytest.approx(1)
        assert chances @ noise == pytest.approx(0, abs=1e-6)
        assert noise.min() >= -count
        assert np.abs(noise).max() <= most
    assert chances @ noise**2 == pytest.approx(variance, abs=1e-6)


def records(count: int) -> dict[str, Any]:
    random = np.random.default_rng(5)
    rows = [[str(random.choice(["a", "b"])), str(random.choice(["x", "y"])), f"person {at}"] for at in range(count)]
    return {"columns": ["k", "l", "who"], "rows": rows, "by": ["k", "l"], "identity": "who"}


def test_same_people_get_the_same_noise_in_every_table() -> None:
    one = perturb(records(200), b"secret", noise_table())
    other = perturb({**records(200), "by": ["k"]}, b"secret", noise_table())
    alike = {row[0]: row[2] for row in one["rows"] if row[1] == "total"}
    assert {row[0]: row[1] for row in other["rows"]} == alike
    assert one["loss"]["most"] <= 3
    assert set(one["loss"]) == {"mean", "most", "share", "additivity"}
    assert perturb(records(200), b"another", noise_table())["rows"] != one["rows"]
    assert 0 <= record_key(b"secret", "person 1") < 1


def test_cell_keys_need_a_column_that_tells_records_apart() -> None:
    with pytest.raises(ValueError, match="name the column that tells records apart"):
        perturb({**records(20), "identity": None}, b"secret", noise_table())
