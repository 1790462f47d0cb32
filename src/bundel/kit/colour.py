"""A workspace's own colour: is it legible, and which other tones follow from it, light and dark.

Contrast and relative luminance are those of WCAG 2.2.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

TEXT_CONTRAST = 7.0
DRAWING_CONTRAST = 3.0
STEPS = 100


class Reason(StrEnum):
    """Why a colour cannot be taken."""

    NOT_A_COLOUR = "not_a_colour"
    TOO_LIGHT = "too_light"


@dataclass(frozen=True)
class Colour:
    """Red, green and blue, each 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"

    @property
    def luminance(self) -> float:
        """From 0 (black) to 1 (white)."""
        red, green, blue = (_linear(part / 255) for part in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """This colour with `share` (0 to 1) of the other in it."""
        pairs = ((self.red, other.red), (self.green, other.green), (self.blue, other.blue))
        return Colour(*(round(mine + (theirs - mine) * share) for mine, theirs in pairs))


@dataclass(frozen=True)
class Palette:
    """The six tones a page draws the primary colour with; a field is the end of its token name."""

    primary: Colour
    primary_hover: Colour
    primary_ink: Colour
    primary_text: Colour
    primary_tint: Colour
    primary_mid: Colour


@dataclass(frozen=True)
class Theme:
    """What a workspace may change: the primary colour and all that follows from it."""

    light: Palette
    dark: Palette

    def style_sheet(self) -> str:
        """CSS that sets `--bundel-primary*` on screens; paper keeps Bundel's own."""
        return (
            f"@media screen{{:root{{{_declarations(self.light)}}}}}\n"
            f"@media screen and (prefers-color-scheme:dark){{:root{{{_declarations(self.dark)}}}}}\n"
        )


@dataclass(frozen=True)
class Verdict:
    """A theme, or the reason there is none and, where there is one, the nearest colour that will do."""

    theme: Theme | None = None
    reason: Reason | None = None
    suggestion: Colour | None = None


BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)
# The grounds text stands on: canvas, surface, sunken. The same values as in web/styles/tokens.css.
LIGHT_GROUNDS = (Colour(0xFA, 0xF7, 0xF6), WHITE, Colour(0xF3, 0xEC, 0xF2))
DARK_GROUNDS = (Colour(0x1B, 0x14, 0x1E), Colour(0x26, 0x1C, 0x2A), Colour(0x31, 0x25, 0x36))


def parse(text: str) -> Colour | None:
    """A colour from `#6A1B63`, `6a1b63` or `#613`; nothing else is one."""
    digits = text.strip().removeprefix("#")
    if re.fullmatch(r"[0-9a-fA-F]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    if not re.fullmatch(r"[0-9a-fA-F]{6}", digits):
        return None
    return Colour(*bytes.fromhex(digits))


def contrast(one: Colour, other: Colour) -> float:
    """WCAG contrast ratio, from 1 to 21; the order does not matter."""
    dark, light = sorted((one.luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)


def judge(text: str) -> Verdict:
    """Whether a workspace can take this colour, and what its pages then look like."""
    colour = parse(text)
    if colour is None:
        return Verdict(reason=Reason.NOT_A_COLOUR)
    if not _legible(colour, LIGHT_GROUNDS):
        return Verdict(reason=Reason.TOO_LIGHT, suggestion=_toward(colour, BLACK, LIGHT_GROUNDS))
    return Verdict(theme=Theme(light=_light(colour), dark=_dark(colour)))


def _light(colour: Colour) -> Palette:
    return Palette(
        primary=colour,
        primary_hover=colour.mixed(BLACK, 0.3),
        primary_ink=WHITE,
        primary_text=colour,
        primary_tint=_ground(colour, WHITE, start=0.9),
        primary_mid=_faintest(colour, WHITE, LIGHT_GROUNDS),
    )


def _dark(colour: Colour) -> Palette:
    bright = _toward(colour, WHITE, DARK_GROUNDS)
    return Palette(
        primary=bright,
        primary_hover=bright.mixed(WHITE, 0.4),
        primary_ink=_toward(colour, BLACK, (bright,)),
        primary_text=bright,
        primary_tint=_ground(bright, DARK_GROUNDS[0], start=0.85),
        primary_mid=_faintest(bright, DARK_GROUNDS[0], DARK_GROUNDS),
    )


def _legible(colour: Colour, grounds: Iterable[Colour], least: float = TEXT_CONTRAST) -> bool:
    return all(contrast(colour, ground) >= least for ground in grounds)


def _mixes(colour: Colour, end: Colour, start: float = 0.0) -> list[Colour]:
    """The colour on its way to `end`, from `start` on, in even steps; the end included."""
    first = round(start * STEPS)
    return [colour.mixed(end, step / STEPS) for step in range(first, STEPS + 1)]


def _toward(colour: Colour, end: Colour, grounds: tuple[Colour, ...]) -> Colour:
    """As little of `end` as makes text legible on every ground."""
    return next((mix for mix in _mixes(colour, end) if _legible(mix, grounds)), end)


def _ground(text: Colour, end: Colour, start: float) -> Colour:
    """A tint on which `text` is legible, as strong as may be."""
    return next((mix for mix in _mixes(text, end, start) if _legible(text, (mix,))), end)


def _faintest(colour: Colour, end: Colour, grounds: tuple[Colour, ...]) -> Colour:
    """The softest tone that still shows as a drawing on every ground."""
    mixes = reversed(_mixes(colour, end))
    return next((mix for mix in mixes if _legible(mix, grounds, DRAWING_CONTRAST)), colour)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _declarations(palette: Palette) -> str:
    return ";".join(
        f"--bundel-{field.name.replace('_', '-')}:{getattr(palette, field.name)}" for field in fields(palette)
    )
