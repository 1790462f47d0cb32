"""Problems of one theme find each other, also when typed in a hurry."""

from collections.abc import Callable

import pytest
from tests.engines.similarity.examples import (
    Problem,
    Worth,
    careless,
    is_shown,
    own_problems,
    shared_problems,
    worth,
)

from bundel.engines.similarity.building import Builder
from bundel.engines.similarity.cards import Cards
from bundel.engines.similarity.features import features
from bundel.engines.similarity.finder import finder
from bundel.engines.similarity.segment import Segment

CASES = [
    pytest.param(problems, themes, id=name)
    for name, problems, themes in (
        ("own", own_problems(), lambda theme: True),
        ("shared", shared_problems(), is_shown),
        ("shared, held back", shared_problems(), lambda theme: not is_shown(theme)),
    )
    if problems
]


def _worth(problems: list[Problem], themes: Callable[[str], bool], typed: Callable[[str], str]) -> Worth:
    builder = Builder()
    for problem in problems:
        builder.add(problem.id, features(problem.text, finder()))
    cards = Cards(Segment(builder.arrays()))

    def search(problem: Problem) -> list[str]:
        return [name for _, name in cards.nearest(features(typed(problem.text), finder()), 10, but=problem.id)]

    return worth(problems, search, themes)


@pytest.mark.parametrize(("problems", "themes"), CASES)
def test_problems_of_a_theme_find_each_other(problems: list[Problem], themes: Callable[[str], bool]) -> None:
    assert _worth(problems, themes, str).ndcg >= 0.60


@pytest.mark.parametrize(("problems", "themes"), CASES)
def test_careless_typing_costs_little(problems: list[Problem], themes: Callable[[str], bool]) -> None:
    assert _worth(problems, themes, careless).ndcg >= _worth(problems, themes, str).ndcg - 0.05
