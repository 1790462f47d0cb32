"""Bad input is the normal case: each gives one sentence that says how to mend it."""

import math
from typing import Any

import pytest

from bundel.engines.disclosure.protect import protect

GOOD: dict[str, Any] = {
    "values": [10, 4, 6],
    "relations": [[[0, -1], [1, 1], [2, 1]]],
    "primary": [1],
    "ub": [30, 30, 30],
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"values": None}, "`values` is missing"),
        ({"values": []}, "no cells"),
        ({"values": [10, math.nan, 6]}, r"values\[1\] is nan: give a finite number"),
        ({"values": [10, "4", 6]}, "give a finite number"),
        ({"values": [10, True, 6]}, "give a finite number"),
        ({"values": [10, 4, 7]}, r"relations\[0\] adds up to 1, not to 0"),
        ({"relations": None}, "`relations` is missing"),
        ({"relations": [[]]}, "at least one pair"),
        ({"relations": [[0, 1]]}, r"\[cell, coefficient\] pairs"),
        ({"relations": [[[0, -1], [7, 1]]]}, "cells are numbered 0 to 2"),
        ({"relations": [[[0, -1], [1, None]]]}, "finite number"),
        ({"relations": [[[0, -1], [1, 1], [1, 1]]]}, "names a cell twice"),
        ({"primary": None}, "`primary` is missing"),
        ({"primary": 1}, "`primary` is missing"),
        ({"primary": [3]}, "cells are numbered"),
        ({"primary": [1.5]}, "cells are numbered"),
        ({"primary": [True]}, "cells are numbered"),
        ({"locked": [1]}, "both primary and locked"),
        ({"weights": [1, 2]}, "has 2 numbers for 3 cells"),
        ({"weights": [1, -2, 1]}, r"weights\[1\] is -2"),
        ({"lb": {"9": 1}}, "cells are numbered"),
        ({"lb": "much"}, "give a finite number"),
        ({"lb": [0, 5, 0]}, "its lb is 5"),
        ({"ub": [30, 30, 5]}, "its ub is 5"),
        ({"values": [2, -4, 6], "lb": None}, "its lb is 0"),
        ({"lpl": {"2": 3}}, "not in `primary`"),
        ({"lpl": {"1": -3}}, "give 0 or more"),
        ({"upl": {"1": math.inf}}, "finite number"),
    ],
)
def test_bad_record_is_refused_with_a_way_to_mend_it(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        protect({**GOOD, **change})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"locked": [0, 2]}, "Cell 1 cannot get 1 of room around it"),
        ({"lpl": {"1": 5}}, "Cell 1 cannot get 5 below it"),
        ({"upl": {"1": 27}}, "Cell 1 cannot get 27 above it"),
        ({"spl": {"1": 31}}, "Cell 1 cannot get 31 of room"),
        ({"values": [10], "relations": [], "ub": [10], "lb": [10], "primary": [0]}, "Cell 0 cannot get 1"),
    ],
)
def test_levels_that_cannot_be_had_are_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        protect({**GOOD, **change})


def test_numbers_may_be_a_list_an_object_or_one_for_all() -> None:
    for levels in ([0, 2, 0], {"1": 2}, {1: 2}):
        assert protect({**GOOD, "lpl": levels, "ub": 30, "weights": {"2": 1}})["suppressed"] == [1, 2]
    assert protect({**GOOD, "lb": [0, None, 0], "primary": ["1"]})["suppressed"] == [1, 2]


def test_limit_that_is_not_given_is_no_limit() -> None:
    result = protect({**GOOD, "ub": None, "primary": [0, 1]})
    assert result["intervals"]["0"] == [6, None]
    assert result["intervals"]["1"] == [0, None]
    assert protect({**GOOD, "values": [2, -4, 6], "lb": -math.inf})["intervals"]["1"] == [None, 24]


def test_table_with_nothing_to_protect_hides_nothing() -> None:
    assert protect({**GOOD, "primary": []}) == {
        "suppressed": [],
        "cost": 0,
        "intervals": {},
        "optimal": True,
        "bound": 0,
    }


def test_zero_coefficient_ties_nothing() -> None:
    record = {**GOOD, "relations": [[[0, -1], [1, 1], [2, 1]], [[1, 0]]]}
    assert protect(record)["suppressed"] == [1, 2]


def test_level_of_zero_asks_for_nothing() -> None:
    assert protect({**GOOD, "lpl": {"1": 0}})["suppressed"] == [1]


def test_one_person_counts_in_a_table_of_millions() -> None:
    millions = {**GOOD, "values": [9_000_010, 9_000_004, 6], "ub": 10**8, "primary": [2]}
    assert protect(millions)["suppressed"] == [1, 2]
    with pytest.raises(ValueError, match="adds up to 1"):
        protect({**millions, "values": [9_000_010, 9_000_005, 6]})
