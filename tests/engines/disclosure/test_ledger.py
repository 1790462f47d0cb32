"""The ledger: releases that are safe one by one must be safe together."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from bundel.engines.disclosure.ledger import check, combine, enter, follow

Release = dict[str, Any]


def month(name: str, counts: dict[str, float], **more: Any) -> Release:
    cells = {"all": sum(counts.values()), **counts}
    relation: list[Any] = [["all", -1], *([town, 1] for town in counts)]
    small = [cell for cell, count in cells.items() if 0 < count < 10]
    return {"id": name, "cells": cells, "relations": [relation], "primary": small, **more}


def keep(ledger: list[Release], release: Release) -> dict[str, Any]:
    result = enter(ledger, release, 20.0)
    ledger.append(result["entry"])
    return result


def test_second_release_may_not_give_away_what_the_first_one_hid() -> None:
    ledger: list[Release] = []
    first = month("jan", {"Aardorp": 4, "Beekdorp": 20, "Ceedorp": 30})
    keep(ledger, first)
    again: Release = {"id": "extra", "cells": {"Aardorp": 4, "rest": 50}, "relations": [], "primary": []}
    again["changes"] = [{"cell": "Aardorp", "before": ["jan/Aardorp"]}]
    outcome = check(ledger, again)
    assert not outcome["safe"]
    assert outcome["broken"] == {"jan/Aardorp": [4, 4]}
    result = keep(ledger, again)
    assert result["further"] == result["hidden"] == ["Aardorp"]
    assert result["intervals"]["jan/Aardorp"] == result["intervals"]["extra/Aardorp"]
    assert result["intervals"]["jan/Aardorp"][1] >= 10
    assert check(ledger[:1], ledger[1])["safe"]


def test_outside_total_counts_as_a_release() -> None:
    outside = {"id": "bureau", "cells": {"all": 54.0}}
    release = month("jan", {"Aardorp": 4, "Beekdorp": 50}, changes=[{"cell": "all", "before": ["bureau/all"]}])
    assert not check([outside], {**release, "hidden": ["all", "Aardorp"]})["safe"]
    result = enter([outside], release)
    assert result["hidden"] == ["Aardorp", "Beekdorp"]


def test_few_people_added_between_two_releases_stay_hidden() -> None:
    ledger: list[Release] = []
    keep(ledger, month("jan", {"Aardorp": 20, "Beekdorp": 30}))
    february = month("feb", {"Aardorp": 23, "Beekdorp": 30})
    february["changes"] = [
        {"cell": "Aardorp", "before": ["jan/Aardorp"], "added": 3},
        {"cell": "Beekdorp", "before": ["jan/Beekdorp"]},
    ]
    assert list(check(ledger, february)["broken"]) == ["feb/added Aardorp"]
    result = enter(ledger, february)
    low, high = result["intervals"]["feb/added Aardorp"]
    assert low == 0
    assert high is None or high >= 10


def test_one_move_ties_two_towns() -> None:
    ledger: list[Release] = []
    keep(ledger, month("jan", {"Aardorp": 20, "Beekdorp": 30}))
    move = {"from Aardorp to Beekdorp": 2}
    february = month("feb", {"Aardorp": 18, "Beekdorp": 32})
    february["changes"] = [
        {"cell": "Aardorp", "before": ["jan/Aardorp"], "withdrawn": move},
        {"cell": "Beekdorp", "before": ["jan/Beekdorp"], "added": move},
    ]
    assert enter(ledger, february)["hidden"] == ["Aardorp", "Beekdorp"]


def test_merged_town_follows_from_its_parts() -> None:
    ledger: list[Release] = []
    keep(ledger, month("jan", {"Aardorp": 4, "Beekdorp": 20, "Ceedorp": 30}))
    merged = month("feb", {"Aarbeek": 24, "Ceedorp": 30})
    merged["changes"] = follow(ledger, merged, {"Aarbeek": ["Aardorp", "Beekdorp"]})
    assert merged["changes"][1] == {"cell": "Aarbeek", "before": ["jan/Aardorp", "jan/Beekdorp"]}
    hidden_before = set(ledger[0]["hidden"])
    assert check(ledger, merged)["safe"] == (hidden_before == {"Aardorp", "Beekdorp"})
    assert enter(ledger, merged)["optimal"]


def test_cell_seen_for_the_first_time_has_no_change() -> None:
    ledger = [month("jan", {"Aardorp": 20})]
    later = month("feb", {"Aardorp": 15, "Beekdorp": 12})
    assert follow(ledger, later, {}) == [
        {"cell": "all", "before": ["jan/all"], "added": 7},
        {"cell": "Aardorp", "before": ["jan/Aardorp"], "withdrawn": 5},
    ]


def test_levels_and_weights_may_be_given_by_name() -> None:
    release = month("jan", {"Aardorp": 4, "Beekdorp": 20, "Ceedorp": 30})
    release["primary"], release["weights"] = {"Aardorp": {"lpl": 2, "upl": 3}}, {"Beekdorp": 90, "Ceedorp": 1}
    result = enter([], release)
    assert result["hidden"] == ["Aardorp", "Ceedorp"]
    assert result["cost"] == 5


def test_twenty_four_months_withstand_an_attack_on_all_of_them() -> None:
    random = np.random.default_rng(7)
    ledger: list[Release] = []
    counts = {"Aardorp": 31.0, "Beekdorp": 6.0, "Ceedorp": 44.0, "Duindorp": 18.0}
    for number in range(24):
        release = month(f"m{number:02}", dict(counts))
        release["changes"] = follow(ledger, release, {})
        keep(ledger, release)
        for town in counts:
            counts[town] += float(random.choice([0, 0, 2, 12, 15]))
    whole = combine(ledger[:-1], ledger[-1])
    hidden = {f"{one['id']}/{name}" for one in ledger for name in one["hidden"]}
    moved = {name for name in whole.number if any(way in name for way in ("added", "withdrawn"))}
    limits = [
        (0, None) if name in hidden | moved else (v, v) for name, v in zip(whole.number, whole.values, strict=True)
    ]
    matrix = np.zeros((len(whole.rows), len(limits)))
    for at, row in enumerate(whole.rows):
        for cell, factor in row:
            matrix[at, cell] = factor
    for cell, (below, above, _) in whole.levels.items():
        for side, level in ((1, below), (-1, above)):
            if level:
                aim = side * np.eye(len(limits))[cell]
                found = linprog(aim, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=limits)
                assert found.status == 3 or abs(found.fun * side - whole.values[cell]) >= level - 1e-5
    assert any(len(one["hidden"]) < len(one["cells"]) for one in ledger[1:])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": None}, "needs an `id`"),
        ({"cells": {}}, "needs an `id` and `cells`"),
        ({"id": "jan"}, "stands in the ledger already"),
        ({"hidden": ["Zeedorp"]}, "in no release of the ledger"),
        ({"relations": [[["all", -1], ["Aardorp", 1]]]}, "off by -30"),
        ({"cells": {"all": -1.0}, "relations": []}, "give 0 or more"),
        ({"changes": [{"before": []}]}, "has a part of the wrong form"),
        ({"relations": 5}, "has a part of the wrong form"),
        ({"primary": 5}, "has a part of the wrong form"),
        ({"changes": [{"cell": "all", "before": ["dec/all"]}]}, "in no release"),
    ],
)
def test_bad_release_is_refused_with_a_way_to_mend_it(change: Release, sentence: str) -> None:
    ledger = [month("jan", {"Aardorp": 20, "Beekdorp": 30})]
    with pytest.raises(ValueError, match=sentence):
        enter(ledger, {**month("feb", {"Aardorp": 20, "Beekdorp": 30}), **change})
