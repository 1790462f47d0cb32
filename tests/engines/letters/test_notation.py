"""The notation in which the rules are written."""

import pytest

from bundel.engines.letters.notation import compile_after, compile_before, compile_pattern
from bundel.engines.letters.stream import read_stream


def found(words: str, text: str) -> list[str]:
    stream = read_stream(text)
    return [stream.line[start:end] for start, end in compile_pattern(words).find(stream)]


@pytest.mark.parametrize(
    ("words", "text", "matches"),
    [
        ("wij|we hebben", "Wij hebben, we hebben, zij hebben", ["wij hebben", "we hebben"]),
        ("wij .. af", "Wij wijzen uw aanvraag af", ["wij wijzen uw aanvraag af"]),
        ("wij .. af", "Wij een twee drie vier vijf zes zeven af", []),
        ("wij ... af", "Wij een twee drie vier vijf zes zeven af", ["wij een twee drie vier vijf zes zeven af"]),
        ("wij .. af", "Wij wijzen. Het is af", []),
        ("wij .. af", "Wij betalen 1.300,50 af", ["wij betalen 1.300,50 af"]),
        ("bezwaar* te", "bezwaarschrift te", ["bezwaarschrift te"]),
        ("de *brief", "de aanmaningsbrief", ["de aanmaningsbrief"]),
        ("niet nog? eens", "niet eens, niet nog eens", ["niet eens", "niet nog eens"]),
        ("het_college besluit", "Het college besluit", ["het college besluit"]),
        ("binnen <term>", "binnen zes weken", ["binnen <term>"]),
        ("op <date>", "op 12 maart 2026", ["op <date>"]),
        ("artikel <number>", "artikel 7:10", ["artikel 7:10"]),
    ],
)
def test_pattern_matches(words: str, text: str, matches: list[str]) -> None:
    assert found(words, text) == matches


@pytest.mark.parametrize("words", ["", ".. af", "nog? af", "*brief", "<number> weken"])
def test_pattern_without_a_first_word_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="must find"):
        compile_pattern(words)


def test_before_looks_right_before_the_words() -> None:
    assert compile_before(()) is None
    before = compile_before(("als ..", "geen"))
    assert before is not None
    assert before.search("als wij een besluit ")
    assert before.search("nog geen ")
    assert not before.search("geen enkel ")
    assert not before.search("algemeengeen ")


def test_after_looks_right_after_the_words() -> None:
    assert compile_after(()) is None
    after = compile_after((".. uitstellen", "niet"))
    assert after is not None
    assert after.match("niet ")
    assert after.match("om het uitstellen ")
    assert not after.match("wel niet ")
