"""Single sentences and the kind they point to."""

import tomllib
from pathlib import Path

import pytest

from bundel.engines.letters import read
from bundel.engines.letters.letter import Sure

PHRASES = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))
CASES = [(kind, phrase) for kind, phrases in PHRASES.items() for phrase in phrases]


@pytest.mark.parametrize(("kind", "phrase"), CASES)
def test_phrase_points_to_its_kind(kind: str, phrase: str) -> None:
    certain = {each.kind.value for each in read(phrase).kinds if each.sure is Sure.CERTAIN}
    assert certain == set() if kind == "none" else kind in certain
