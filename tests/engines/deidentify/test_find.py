"""What is found, by what it is replaced, and how offsets lead back."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.deidentify.examples import own_examples

from bundel.engines.deidentify import DIRECT, REPLACE_ALL, Kind, Policy, Span, find, replace, replaced
from bundel.engines.deidentify.finding import Replaced
from bundel.engines.deidentify.kinds import Found, settle

_PIECES = [e.text for e in own_examples()]
_FRAGMENTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(_PIECES),
    st.sampled_from(
        [
            "mijn zoon daan",
            "J.P. van 't Hof",
            "06 12345678",
            "1234 AB",
            "[naam]",
            "[",
            "mevr. ",
            " van der ",
            "12-03-1960",
            "\n",
            "de",
        ]
    ),
)
texts = st.lists(_FRAGMENTS, max_size=6).map(" ".join)


@given(texts)
@settings(max_examples=60, deadline=None)
def test_spans_lie_inside_sorted_and_apart(text: str) -> None:
    spans = find(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))


@given(texts)
@settings(max_examples=60, deadline=None)
def test_replacing_twice_changes_nothing_more(text: str) -> None:
    once = replace(text, find(text))
    assert replace(once, find(once)) == once


@given(texts)
@settings(max_examples=40, deadline=None)
def test_offsets_lead_back(text: str) -> None:
    spans = find(text)
    result = replaced(text, spans)
    for start in range(len(result.text)):
        old_start, old_end = result.original(start, start + 1)
        hit = [s for s in spans if (old_start, old_end) == (s.start, s.end)]
        assert hit or text[old_start:old_end] == result.text[start : start + 1]


def test_offsets_before_between_and_after_replacements() -> None:
    result = replaced("abcdef", [Span(1, 3, Kind.PERSON, "[naam]")])
    assert result.text == "a[naam]def"
    assert result.original(0, 1) == (0, 1)
    assert result.original(2, 4) == (1, 3)
    assert result.original(7, 10) == (3, 6)
    assert Replaced("x", ()).original(0, 1) == (0, 1)


def test_problem_stays_and_person_leaves() -> None:
    text = "Mijn zoon Daan (9) wacht op vervoer. Bel Truus Blom, 06-12345678."
    assert replace(text, find(text)) == "Mijn zoon [naam] ([leeftijd]) wacht op vervoer. Bel [naam], [telefoon]."


def test_what_shows_only_after_the_rest_is_gone_is_found_too() -> None:
    text = "in J.06-12345678 06-12345678 "
    once = replace(text, find(text))
    assert "06-" not in once
    assert replace(once, find(once)) == once


def test_policy_keeps_a_type_and_reports_it() -> None:
    policy: Policy = {kind: new for kind, new in REPLACE_ALL.items() if kind is not Kind.MUNICIPALITY}
    text = "Truus Blom woont in Zwolle."
    spans = find(text, policy)
    assert [(s.type, s.replacement) for s in spans] == [(Kind.PERSON, "[naam]"), (Kind.MUNICIPALITY, "Zwolle")]
    assert replace(text, spans) == "[naam] woont in Zwolle."


def test_replace_takes_its_own_policy() -> None:
    text = "Truus Blom woont in Zwolle."
    assert replace(text, find(text), {Kind.MUNICIPALITY: "Overijssel"}) == "Truus Blom woont in Overijssel."


@pytest.mark.parametrize("spans", [[(3, 9)], [(0, 2), (1, 3)], [(2, 1)]])
def test_replace_refuses_spans_outside_or_overlapping(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="lies outside the text or overlaps"):
        replace("abcd", [Span(start, end, Kind.PERSON, "x") for start, end in spans])


def test_settle_covers_overlaps_whole_with_the_longest_kind() -> None:
    found = [Found(4, 9, Kind.DATE), Found(0, 6, Kind.PERSON), Found(4, 9, Kind.DOB), Found(12, 13, Kind.AGE)]
    assert settle(found) == [Found(0, 9, Kind.PERSON), Found(12, 13, Kind.AGE)]
    assert settle([Found(0, 4, Kind.DATE), Found(0, 4, Kind.DOB)]) == [Found(0, 4, Kind.DOB)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "woord",
        "12345",
        "1 2 3 4 5 6",
        "\ud800\udfff",
        "日本語のテキスト",
        "Ich bin müde.",
        "\x00\x07",
        "a" * 500,
    ],
)
def test_odd_input_gives_no_direct_identifier(text: str) -> None:
    assert not any(span.type in DIRECT for span in find(text))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        " ",
        "A",
        "@",
        "a@",
        "J. ",
        "van ",
        "Jan ",
        "12-",
        "mevr. ",
        "[",
        "nul ",
        "geboren ",
        "\n",
        "Jan de Vries, 06-12345678, ",
    ],
)
def test_long_input_takes_linear_time(piece: str) -> None:
    text = (piece * 100_000)[:15_000]
    start = time.process_time()
    find(text)
    assert time.process_time() - start < 5


def test_address_of_many_words_before_a_postcode_is_found() -> None:
    text = "Ik woon sinds kort Bij Het Hof Van De Oude Witte Heer Bork 5, 1234 AB"
    assert any(s.type is Kind.ADDRESS and text[s.start : s.end].endswith("Bork 5") for s in find(text))
