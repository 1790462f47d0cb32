"""The rules as data: complete, distinct, and each with words a person can read."""

from pathlib import Path

import pytest

from bundel.engines.letters.clause import Contest
from bundel.engines.letters.letter import Kind
from bundel.engines.letters.rules import find_all, rules
from bundel.engines.letters.stream import read_stream
from bundel.engines.letters.tables import FOLDER, read_table

RULE_FILES = [path.stem for path in sorted(FOLDER.glob("*.toml")) if "rule" in read_table(path.stem)]
ENGINE = Path(FOLDER).parent


def test_every_kind_has_its_file() -> None:
    assert {kind.value for kind in Kind} - {"unknown"} <= set(RULE_FILES)


def test_rules_have_ids_of_their_own() -> None:
    ids = [rule.id for name in RULE_FILES for rule in rules(name)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", RULE_FILES)
def test_rule_says_what_it_means_in_both_languages(name: str) -> None:
    for rule in rules(name):
        assert rule.nl.endswith("."), rule.id
        assert rule.en.endswith("."), rule.id
        assert rule.words, rule.id
        if name in set(Kind):
            assert rule.key == name


def test_term_rules_say_whose_term_it_is() -> None:
    assert {rule.extra["who"] for rule in rules("terms")} == {"me", "them"}


@pytest.mark.parametrize("name", ["follows", "contradictions"])
def test_every_sentence_is_used_and_stands_in_both_languages(name: str) -> None:
    code = "".join(path.read_text("utf-8") for path in ENGINE.glob("*.py") if path.stem != "reference")
    kinds = {kind.value for kind in Kind}
    for key, entry in read_table(name).items():
        assert entry["nl"].endswith((".", "?")), key
        assert entry["en"].endswith((".", "?")), key
        assert key in kinds or key in code or key.startswith("term_wrong_"), key


def test_unclear_words_are_about_sixty_or_more_and_distinct() -> None:
    words = [entry["words"] for entry in read_table("unclear_words")["word"]]
    assert len(words) == len(set(words)) >= 60


def test_rule_is_taken_back_by_words_before_and_after() -> None:
    assert "decision" in find_all("decision", read_stream("Wij hebben besloten. Daarom schrijven wij."))
    far = "Mocht het zo zijn dat " + "heel " * 30 + "lang duurt. Wij hebben besloten."
    assert "decision" in find_all("decision", read_stream(far))
    assert "decision" not in find_all("decision", read_stream("Zodra wij hebben besloten, hoort u het."))


def test_rule_shows_at_most_a_dozen_places() -> None:
    found = find_all("clause", read_stream("U kunt bezwaar maken. " * 50))
    assert len([match for rule, match in found["objection"] if rule.id == "clause-objection"]) == 12


def test_contest_is_documented() -> None:
    assert Contest.way.__doc__
