"""The vocabulary holds together, and says what is wrong when it does not."""

import pytest

from bundel.engines.similarity.vocabulary import SCHEMES, Concept, Vocabulary, vocabulary


def test_vocabulary_covers_the_field() -> None:
    assert len(vocabulary()) >= 300
    assert all(len(vocabulary().scheme(scheme)) >= 15 for scheme in SCHEMES)
    assert all(concept.nl and concept.en for concept in vocabulary().values())


def test_conditions_point_to_everyday_consequences() -> None:
    lonely = [concept.id for concept in vocabulary().scheme("conditions") if not concept.related]
    assert lonely == []


def test_wider_and_narrower_answer_each_other() -> None:
    assert "aids" in vocabulary().wider("wheelchair")
    assert "wheelchair" in vocabulary().narrower["aids"]


def test_concept_that_points_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="points to nothing-like-it"):
        Vocabulary({"a": Concept("a", "events", "a", "a", related=("nothing-like-it",))})


def test_circle_is_refused() -> None:
    circle = (Concept("a", "events", "a", "a", broader=("b",)), Concept("b", "events", "b", "b", broader=("a",)))
    with pytest.raises(ValueError, match="above itself"):
        Vocabulary({concept.id: concept for concept in circle})


def test_concepts_can_be_added_and_changed() -> None:
    ours = vocabulary().with_concepts([Concept("ferry-pass", "provisions", "veerpas", "ferry pass")])
    assert len(ours) == len(vocabulary()) + 1
    assert ours["ferry-pass"].nl == "veerpas"
