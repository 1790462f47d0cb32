"""A workspace's colour: parsing, contrast, the verdict and the tones that follow."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundel.kit import colour
from bundel.kit.colour import DARK_GROUNDS, LIGHT_GROUNDS, Colour, Reason, contrast, judge, parse

AUBERGINE = "#6A1B63"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#6A1B63", Colour(0x6A, 0x1B, 0x63)),
        ("6a1b63", Colour(0x6A, 0x1B, 0x63)),
        (" #613 ", Colour(0x66, 0x11, 0x33)),
        ("", None),
        ("#12", None),
        ("#12345", None),
        ("#6A1B6G", None),
        ("red", None),
        ("#6A1B63;}body{display:none", None),
    ],
)
def test_parse_takes_hexadecimal_only(text: str, expected: Colour | None) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#FF0000", "#FFFFFF", 4.0),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_contrast_follows_wcag(one: str, other: str, ratio: float) -> None:
    first, second = parse(one), parse(other)
    assert first is not None
    assert second is not None
    assert contrast(first, second) == pytest.approx(ratio, abs=0.01)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (AUBERGINE, None),
        ("#003366", None),
        ("#0B4F3A", None),
        ("#000000", None),
        ("#F5A800", Reason.TOO_LIGHT),
        ("#0077CC", Reason.TOO_LIGHT),
        ("#FFFFFF", Reason.TOO_LIGHT),
        ("aubergine", Reason.NOT_A_COLOUR),
    ],
)
def test_judge_gives_a_theme_or_a_reason(text: str, reason: Reason | None) -> None:
    verdict = judge(text)
    assert verdict.reason == reason
    assert (verdict.theme is None) == (reason is not None)


@given(st.builds(Colour, *[st.integers(0, 255)] * 3))
def test_judge_never_gives_an_illegible_page(given_colour: Colour) -> None:
    verdict = judge(str(given_colour))
    if verdict.theme is None:
        assert verdict.suggestion is not None
        verdict = judge(str(verdict.suggestion))
    assert verdict.theme is not None
    for palette, grounds in ((verdict.theme.light, LIGHT_GROUNDS), (verdict.theme.dark, DARK_GROUNDS)):
        for ground in (*grounds, palette.primary_tint):
            assert contrast(palette.primary_text, ground) >= 7
        for ground in grounds:
            assert contrast(palette.primary_mid, ground) >= 3
        assert contrast(palette.primary_ink, palette.primary) >= 7
        assert contrast(palette.primary_ink, palette.primary_hover) >= 7


def test_style_sheet_sets_only_the_primary_tones() -> None:
    theme = judge(AUBERGINE).theme
    assert theme is not None
    names = re.findall(r"--[a-z-]+", theme.style_sheet())
    tones = ["primary", "primary-hover", "primary-ink", "primary-text", "primary-tint", "primary-mid"]
    assert names == [f"--bundel-{tone}" for tone in tones] * 2


def test_grounds_are_those_of_the_style_sheet() -> None:
    tokens = (Path(colour.__file__).parents[1] / "web" / "styles" / "tokens.css").read_text(encoding="utf-8")
    grounds = re.findall(r"--bundel-(?:canvas|surface|sunken): (#\w{6});", tokens)
    assert [parse(ground) for ground in grounds] == [*LIGHT_GROUNDS, *DARK_GROUNDS]
