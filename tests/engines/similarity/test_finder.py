"""Concepts are found as people say them."""

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundel.engines.similarity.finder import Finder, finder
from bundel.engines.similarity.vocabulary import Concept, Vocabulary, vocabulary

# The package gives its own name `finder` to the function.
finder_module = import_module("bundel.engines.similarity.finder")


def _concepts(text: str) -> set[str]:
    return {found.concept for found in finder().find(text)}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Ik krijg hulp in de huishouding", "household-help"),
        ("ik krijg hulp in huishouding", "household-help"),
        ("mijn gehandicaptenparkeerkaart is op", "parking-card"),
        ("de gemeente wijst mijn verzoek af", "refused"),
        ("Ze trokken mijn uitkering in", "benefit"),
        ("rolstoeltaxibedrijf", "regional-taxi"),
        ("de scotmobiel doet het niet", "mobility-scooter"),
        ("ik heb ALS", "muscle-disease"),
        ("het p.g.b. is te laag", "personal-budget"),
        ("van het kastje naar de muur gestuurd", "passed-around"),
    ],
)
def test_concept_is_found(text: str, concept: str) -> None:
    assert concept in _concepts(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("als het regent", "muscle-disease"),
        ("een vertrouwd gezicht", "grief"),
        ("ze was ongelukkig", "accident"),
        ("het was gewoon zo", "accident"),
        ("dat is aangeboden", "rare-disease"),
    ],
)
def test_word_that_only_looks_like_it_is_left(text: str, concept: str) -> None:
    assert concept not in _concepts(text)


def test_finding_says_where() -> None:
    text = "Al weken geen rolstoel."
    assert [text[f.start : f.end] for f in finder().find(text) if f.concept == "wheelchair"] == ["rolstoel"]


def test_every_label_finds_its_concept() -> None:
    missed = [
        (concept.id, label)
        for concept in vocabulary().values()
        for label in concept.labels
        if concept.id not in _concepts(label.replace("…", "hem"))
    ]
    assert missed == []


def test_full_memory_of_spellings_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder_module, "_CACHED", 2)
    text = "Ik krijg hulp in de huishouding, maar de scotmobiel doet het niet."
    assert Finder(vocabulary()).find(text) == finder().find(text)


def test_label_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        Finder(Vocabulary({"a": Concept("a", "events", "het", "it")}))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for found in finder().find(text):
        assert 0 <= found.start < found.end <= len(text)
