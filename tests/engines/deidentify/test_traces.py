"""What is kept of a piece of text when its words are not."""

import pytest

from bundel.engines.deidentify import Before, is_everyday, left_of, shape_of, type_of_institution


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Mevrouw De Bruin", "Xxxx Xx Xxxx"),
        ("06-12345678", "99-999"),
        ("een twee drie vier vijf zes zeven", "xxx xxx xxx xxx xxx xxx"),
        ("", ""),
    ],
)
def test_a_shape_says_no_word(text: str, shape: str) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    ("before", "sort"),
    [
        ("", Before.START),
        ("mevrouw ", Before.TITLE),
        ("mijn zoon ", Before.PERSON),
        ("naar ", Before.PLACE_WORD),
        ("en ", Before.SMALL_WORD),
        ("taxi ", Before.WORD),
        ("xqzw ", Before.UNKNOWN_WORD),
        ("12 ", Before.NUMBER),
        ("ja, ", Before.MARK),
    ],
)
def test_what_stood_before_is_a_sort_of_word(before: str, sort: Before) -> None:
    assert left_of(before + "Bloem", len(before)) is sort


def test_a_name_is_no_everyday_word() -> None:
    assert is_everyday("Hulp")
    assert not is_everyday("Zonneveldt")


@pytest.mark.parametrize(("text", "body"), [("verpleeghuis De Wilg", "verpleeghuis"), ("De Wilg", None), ("", None)])
def test_the_kind_of_body_is_known_from_its_first_word(text: str, body: str | None) -> None:
    assert type_of_institution(text) == body
