"""The bar: direct identifiers covered in 95 % of texts, hardly a false hit."""

from collections.abc import Callable

import pytest
from tests.engines.deidentify.examples import Example, has_direct, is_covered, own_examples, shared_examples

from bundel.engines.deidentify import find

BAR = 0.95
FALSE_BAR = 2 / 30


def lowered(example: Example) -> Example:
    """As typed on an old phone: no capitals."""
    text = "".join(c.lower() if len(c.lower()) == 1 else c for c in example.text)
    return example._replace(text=text)


def unpunctuated(example: Example) -> Example:
    """As typed in haste: no capitals and no marks, except inside numbers and addresses of the net."""
    kept = {
        offset
        for start, end, kind in example.labels
        if kind not in ("PERSON", "ADDRESS")
        for offset in range(start, end)
    }
    marks = ".,!?;:()"
    text = "".join(" " if c in marks and o not in kept else c for o, c in enumerate(lowered(example).text))
    return example._replace(text=text)


@pytest.mark.parametrize(
    ("typing", "bar"), [(lambda e: e, BAR), (lowered, 0.9), (unpunctuated, 0.9)], ids=["as is", "lower", "no marks"]
)
def test_own_texts_are_covered(typing: Callable[[Example], Example], bar: float) -> None:
    examples = [typing(e) for e in own_examples() if e.direct]
    covered = sum(is_covered(e, find(e.text)) for e in examples)
    assert covered >= bar * len(examples)


@pytest.mark.parametrize("typing", [lambda e: e, lowered, unpunctuated], ids=["as is", "lower", "no marks"])
def test_own_texts_without_personal_data_stay(typing: Callable[[Example], Example]) -> None:
    examples = [typing(e) for e in own_examples() if not e.labels]
    false = sum(has_direct(find(e.text)) for e in examples)
    assert false <= FALSE_BAR * len(examples)


def test_own_texts_are_many_and_varied() -> None:
    examples = own_examples()
    assert sum(bool(e.labels) for e in examples) >= 60
    assert sum(not e.labels for e in examples) >= 30


def test_shared_texts_reach_the_bar_where_they_are_present() -> None:
    examples = shared_examples()
    with_direct = [e for e in examples if e.direct]
    clean = [e for e in examples if not e.labels]
    assert sum(is_covered(e, find(e.text)) for e in with_direct) >= BAR * len(with_direct)
    assert sum(has_direct(find(e.text)) for e in clean) <= FALSE_BAR * len(clean)
