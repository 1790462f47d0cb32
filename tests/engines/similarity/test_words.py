"""Words are found whatever the characters, and their forms meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundel.engines.similarity.words import fold, stem, words


@pytest.mark.parametrize(
    "forms",
    [
        ("weigert", "weigeren", "geweigerd"),
        ("deur", "deuren"),
        ("rolstoel", "rolstoelen", "rolstoeltje"),
        ("aanvraag", "aanvragen"),
        ("verlaagd", "verlaagt", "verlaagde"),
        ("brief", "brieven", "briefje"),
        ("mogelijkheid", "mogelijkheden"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("pair", [("moeder", "moe"), ("ouder", "oudere"), ("maand", "man"), ("week", "weekend")])
def test_other_words_keep_apart(pair: tuple[str, str]) -> None:
    assert stem(pair[0]) != stem(pair[1])


def test_word_keeps_its_place() -> None:
    assert [(w.start, w.end, w.folded) for w in words("Patiënt, Crohn's!")] == [(0, 7, "patient"), (9, 16, "crohns")]


def test_sign_that_folds_to_nothing_is_no_word() -> None:
    assert list(words("ͺ ͺ")) == []


@given(st.text())
def test_words_lie_in_the_text(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.folded == fold(text[word.start : word.end])
        end = word.end
