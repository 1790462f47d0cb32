"""What holds for any text."""

import re
import time
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.letters.samples import letters

from bundel.engines.letters import Letter, read
from bundel.engines.letters.letter import Match, UnclearWord

TEXTS = [labels["text"] for name in ("letters", "held_back") for labels in letters(name)]
PIECES = [piece for text in TEXTS for piece in re.split(r"(?<=[.\n])", text) if piece.strip()]


def spans(value: Any) -> list[tuple[int, int]]:
    """Every span anywhere in the findings."""
    if isinstance(value, Match | UnclearWord):
        return [(value.start, value.end)]
    if is_dataclass(value) and not isinstance(value, type):
        return [span for each in fields(value) for span in spans(getattr(value, each.name))]
    if isinstance(value, dict):
        return [span for each in value.values() for span in spans(each)]
    if isinstance(value, tuple):
        return [span for each in value for span in spans(each)]
    return []


def check_spans(text: str, letter: Letter) -> None:
    for start, end in spans(letter):
        assert 0 <= start < end <= len(text)


def without_places(value: Any) -> Any:
    """The findings without where they stand."""
    if isinstance(value, Match):
        return value.rule
    if isinstance(value, UnclearWord):
        return value.word
    if is_dataclass(value) and not isinstance(value, type):
        return [without_places(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, dict):
        return {name: without_places(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [without_places(each) for each in value]
    return value


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    check_spans(text, read(text))


@given(st.lists(st.sampled_from(PIECES), max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_heap_of_sentences_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    check_spans(text, read(text))


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_white_space_changes_nothing(text: str, random: Any) -> None:
    folded = re.sub(r"\s+", lambda _: random.choice([" ", "\n", "  ", "\n\n", "\t", "\u00a0", "\r\n"]), text)
    assert without_places(read(folded)) == without_places(read(text))


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_spans_lie_in_the_letter_and_hold_no_name(text: str) -> None:
    letter = read(text)
    check_spans(text, letter)


HOSTILE = {
    "real": "\n".join(TEXTS),
    "starts": "wij ",
    "nearly": "wij hebben uw aanvraag niet ",
    "terms": "binnen zes weken ",
    "days": "12-03-2026 ",
    "numbers": "12 ",
    "hyphens": "be-\n",
    "one word": "a",
    "stops": ". ",
    "letters": "a b ",
    "accents": "e\u0301",
    "mails": "a@b",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_long_text_takes_linear_time(name: str) -> None:
    text = (HOSTILE[name] * (200_000 // len(HOSTILE[name]) + 1))[:200_000]
    begin = time.process_time()
    read(text)
    assert time.process_time() - begin < 4  # a second on a quiet machine, without coverage
