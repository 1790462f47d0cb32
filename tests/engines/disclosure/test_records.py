"""Records in, a table out: hidden and empty look alike, and only the inside view tells more."""

from typing import Any

import numpy as np
import pytest

from bundel.engines.disclosure.intervals import intervals
from bundel.engines.disclosure.records import publish, read_rules, to_table
from bundel.engines.disclosure.suppress import suppress
from bundel.engines.disclosure.tabulate import tabulate

REGIONS = {"Noord": ["Aardorp", "Beekdorp"], "Zuid": ["Ceedorp", "Duindorp", "Eikdorp"]}


def people(seed: int = 3, count: int = 300) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    places = [name for region in REGIONS.values() for name in region]
    rows = [
        [str(random.choice(places, p=[0.3, 0.3, 0.2, 0.19, 0.01])), str(random.choice(["MS", "ME", "Lupus"]))]
        for _ in range(count)
    ]
    return {"id": "jan", "columns": ["place", "condition"], "rows": rows, "by": ["place", "condition"]}


def by_label(result: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    return {tuple(row[:-2]): row[-2] for row in result["rows"]}


def test_no_count_below_the_threshold_is_shown_and_totals_add_up() -> None:
    result = publish({**people(), "hierarchies": {"place": REGIONS}})
    shown = by_label(result)
    assert result["columns"] == ["place", "condition", "value", "reason"]
    assert shown["total", "total"] == 300
    assert shown["Noord", "total"] + shown["Zuid", "total"] == 300
    assert all(value is None or value >= 10 for value in shown.values())
    assert None in shown.values()
    assert result["optimal"]


def test_hidden_and_empty_look_alike() -> None:
    record = people()
    record["rows"] = [row for row in record["rows"] if row != ["Eikdorp", "MS"]]
    result = publish(record)
    reasons = {row[-1] for row in result["rows"] if row[-2] is None}
    assert reasons == {"hidden"}
    assert by_label(result)["Eikdorp", "MS"] is None
    assert set(result) == {"columns", "rows", "reasons", "optimal"}


def test_inside_view_alone_tells_how_many_more_are_needed() -> None:
    record = people()
    inside = publish(record, inside=True)["inside"]
    assert inside["columns"] == ["place", "condition", "value", "why", "needed"]
    for *_, value, why, needed in inside["rows"]:
        assert needed == max(0, 10 - value)
        assert (why == "primary") == (value < 10)
    assert inside["cost"] >= sum(row[2] for row in inside["rows"])


def test_attacker_cannot_tell_few_from_none_nor_from_enough() -> None:
    record = {**people(), "hierarchies": {"place": REGIONS}}
    table = to_table(record, tabulate(record), read_rules(record))
    low, high = intervals(table, suppress(table).hidden)
    assert (low[table.primary] == 0).all()
    assert (high[table.primary] >= 10).all()


def test_hierarchy_may_lead_from_child_to_parent_or_down_a_tree() -> None:
    upward = {name: region for region, names in REGIONS.items() for name in names}
    tree = {"Nederland": {region: dict.fromkeys(names) for region, names in REGIONS.items()}}
    plain = by_label(publish({**people(), "hierarchies": {"place": REGIONS}}))
    assert (
        by_label(publish({**people(), "hierarchies": {"place": {**upward, "Noord": "total", "total": "nothing"}}}))
        == plain
    )
    deeper = by_label(publish({**people(), "hierarchies": {"place": tree}}))
    assert deeper["Nederland", "total"] == 300


def test_linked_tables_share_their_margins() -> None:
    record = people()
    record["columns"].append("year")
    record["rows"] = [[*row, 2024 + at % 2] for at, row in enumerate(record["rows"])]
    record["by"] = [["place", "condition"], ["place", "year"]]
    shown = by_label(publish(record))
    assert ("Aardorp", "total", "2024") in shown
    assert ("Aardorp", "MS", "2024") not in shown
    assert shown["total", "total", "total"] == 300


def test_three_way_table_keeps_its_levels() -> None:
    record = people(count=400)
    record["columns"].append("year")
    record["rows"] = [
        {**dict(zip(record["columns"], row, strict=False)), "year": at % 2} for at, row in enumerate(record["rows"])
    ]
    record["by"] = ["place", "condition", "year"]
    table = to_table(record, tabulate(record), read_rules(record))
    low, high = intervals(table, suppress(table, 10.0).hidden)
    assert (low[table.primary] <= 1e-6).all()
    assert (high[table.primary] >= 10 - 1e-6).all()


def test_amounts_follow_dominance_and_p_percent() -> None:
    random = np.random.default_rng(1)
    rows = [["abc"[at % 3], "xy"[at % 2], float(random.integers(20, 60))] for at in range(120)] + [["a", "x", 5000.0]]
    record = {"columns": ["k", "l", "eur"], "rows": rows, "by": ["k", "l"], "value": "eur", "dominance": [1, 75]}
    shown = by_label(publish({**record, "p_percent": 10, "prior_posterior": [20, 100]}))
    assert shown["a", "x"] is None
    assert sum(value is None for value in shown.values()) >= 4


def test_owner_of_the_only_contribution_cannot_break_a_neighbour() -> None:
    rows = [["a", "x", 40.0], ["a", "y", 30.0]] + [["b", "x", 9.0 + at] for at in range(12)]
    rows += [["b", "y", 9.0 + at] for at in range(12)] + [["c", "x", 50.0 + at] for at in range(12)]
    rows += [["c", "y", 50.0 + at] for at in range(12)]
    record = {"columns": ["k", "l", "eur"], "rows": rows, "by": ["k", "l"], "value": "eur", "threshold": 3}
    table = to_table(record, tabulate(record), read_rules(record))
    assert len(table.singletons) == 2
    hidden = suppress(table).hidden
    for cell in table.singletons:
        view = table.known_to(int(cell))
        low, high = intervals(view, hidden)
        assert (view.values - low)[view.primary] == pytest.approx(
            np.maximum((view.values - low)[view.primary], view.lower)
        )
        assert ((high - view.values)[view.primary] >= view.upper - 1e-4).all()


def test_owners_count_for_people_too_when_asked() -> None:
    record = {**people(count=60), "threshold": 3}
    record["rows"].append(["Fjorddorp", "MS"])
    assert len(to_table(record, tabulate(record), read_rules(record)).singletons) == 0
    record["owners"] = True
    assert len(to_table(record, tabulate(record), read_rules(record)).singletons) == 2


def test_amounts_may_be_negative() -> None:
    rows = [["a", -5.0], *([["b", 20.0]] * 12), *([["c", 7.0]] * 12)]
    record = {"columns": ["k", "eur"], "rows": rows, "by": ["k"], "value": "eur", "weight": None, "threshold": 3}
    assert by_label(publish(record))[("a",)] is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"columns": None}, "`columns` is missing"),
        ({"columns": [1]}, "`columns` is missing"),
        ({"rows": None}, "`rows` is missing"),
        ({"rows": [["Aardorp"]]}, r"rows\[0\] must hold 2 values"),
        ({"rows": ["Aardorp"]}, r"rows\[0\] must hold 2 values"),
        ({"rows": [[None, "MS"]]}, "give a label"),
        ({"rows": [["total", "MS"]]}, "give a label"),
        ({"rows": [["", "MS"]]}, "give a label"),
        ({"by": None}, "name one or more of the columns"),
        ({"by": ["town"]}, "name one or more of the columns"),
        ({"by": [["place"], []]}, "name one or more of the columns"),
        ({"value": "eur"}, "name one of the columns"),
        ({"value": "condition"}, "give a finite number"),
        ({"hierarchies": ["place"]}, "keyed by column"),
        ({"hierarchies": {"town": {}}}, "keyed by column"),
        ({"hierarchies": {"place": ["Noord"]}}, "child to parent"),
        ({"hierarchies": {"place": {"Noord": 5}}}, "must be a list or an object"),
        ({"hierarchies": {"place": {"Noord": ["Aardorp"], "Zuid": ["Aardorp"]}}}, "two places"),
        ({"hierarchies": {"place": {"a": "b", "b": "a"}}}, "lies under itself"),
        ({"threshold": 0}, "a whole number of people"),
        ({"threshold": "ten"}, "finite number"),
        ({"dominance": [1, 75]}, "are for amounts"),
        ({"dominance": [1]}, "two numbers above 0"),
        ({"p_percent": "x"}, "finite number"),
    ],
)
def test_bad_records_are_refused_with_a_way_to_mend_them(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        publish({**people(), **change})


def test_table_beyond_all_bounds_is_refused() -> None:
    rows = [[f"a{at}", f"b{at}"] for at in range(500)]
    with pytest.raises(ValueError, match="251001 cells"):
        publish({"columns": ["a", "b"], "rows": rows, "by": ["a", "b"]})


def test_table_without_rows_shows_nothing() -> None:
    assert by_label(publish({**people(), "rows": []})) == {("total", "total"): None}
