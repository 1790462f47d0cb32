"""The choice of hidden cells by itself."""

import numpy as np
import pytest

from bundel.engines.disclosure.checker import Breach
from bundel.engines.disclosure.intervals import implied
from bundel.engines.disclosure.master import Master, Unprotectable
from bundel.engines.disclosure.reading import read_table
from bundel.engines.disclosure.table import Relations, Table


def small_table() -> Table:
    relations = [[[0, -1], [1, 1], [2, 1], [3, 1]]]
    return read_table({"values": [30, 4, 10, 16], "relations": relations, "primary": [1], "weights": [9, 1, 2, 3]})


def test_excluded_choice_does_not_come_back() -> None:
    master = Master(small_table())
    first = master.solve(5.0)
    assert first.openness is not None
    assert first.bound == 1
    assert master.learn([], refused=first.openness) == 0
    second = master.solve(5.0)
    assert second.openness is not None
    assert second.openness.tolist() == [0, 1, 1, 0]
    assert second.bound == pytest.approx(3)


def test_excluding_everything_is_the_end() -> None:
    with pytest.raises(Unprotectable, match="Even with every cell hidden"):
        Master(small_table()).exclude(np.ones(4))


def test_choice_within_cells_that_cannot_do_is_no_choice() -> None:
    master = Master(small_table())
    master.exclude(np.array([0.0, 1.0, 0.0, 0.0]))
    nothing = master.solve(5.0, within=np.zeros(4, dtype=bool))
    assert nothing.openness is None
    assert nothing.bound == np.inf


def test_way_out_is_the_lightest_cell_that_helps() -> None:
    table = small_table()
    master = Master(table)
    breach = Breach(table, 0, 1, 1.0, np.array([0, 2], dtype=np.int32), np.array([30.0, 10.0]))
    assert master.way_out(breach, np.array([0.0, 1.0, 0.0, 0.0])) == 2
    assert master.way_out(breach, np.array([1.0, 1.0, 1.0, 0.0])) == 1


def test_limits_that_creep_are_followed_only_so_far() -> None:
    creeping = Relations.of([[(0, 1.0), (1, -0.99)], [(1, 1.0), (0, -0.99)]], 2)
    low, high = implied(creeping, np.zeros(2), np.ones(2))
    assert (low == 0).all()
    assert 0 < high.max() < 1
