"""From a story to the card: the problem without the person."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bundel.concerns.rules.groups import age_group, place_words
from bundel.concerns.rules.marks import NEVER_ON_A_CARD, NO_MARKS, Marks, coarser_of
from bundel.concerns.rules.publishing import PlaceLevel, edition_of
from bundel.concerns.rules.told import LONGEST_CARD, LONGEST_TITLE, Told
from bundel.concerns.rules.words import Theme
from bundel.engines.deidentify import REPLACE_ALL, Kind, Policy, Span, find, type_of_institution

# What a card keeps is said coarser: the age as a group, the kind of body without its name, the place as near as the
# person chose. Everything else that points at somebody goes.
CARD_POLICY: Policy = {**REPLACE_ALL, Kind.MUNICIPALITY: None}
ADDED = "[weggelaten]"

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD_EDGE = r"(?<!\w){}(?!\w)"


@dataclass(frozen=True)
class Piece:
    """A part of the story as the teller sees it back.

    `instead` is what the card says there; None where it stays. `kind` is what it was found as, None for what
    nothing was found in; a piece with a kind that stays was put back by the person.
    """

    text: str
    instead: str | None = None
    kind: Kind | None = None
    is_added: bool = False

    @property
    def may_stay(self) -> bool:
        """May the person put it back?"""
        return self.kind not in NEVER_ON_A_CARD

    @property
    def is_marked(self) -> bool:
        return self.kind is not None or self.is_added


@dataclass(frozen=True)
class CardText:
    """What others see."""

    title: str
    text: str

    def tidied(self) -> "CardText":
        """Without the white around it, and new lines as we write them."""
        return CardText(" ".join(self.title.split()), self.text.replace("\r\n", "\n").strip())


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    instead: str | None
    kind: Kind | None


def reading(story: str, marks: Marks = NO_MARKS, own_place: str = "") -> list[Piece]:
    """The whole story in pieces, in order; what points at a person has its replacement.

    `own_place` is the code of the municipality it happens in: it decides which village of a name is meant.
    """
    pieces: list[Piece] = []
    place = 0
    for mark in _marked(story, marks, own_place):
        if mark.start > place:
            pieces.append(Piece(story[place : mark.start]))
        text = story[mark.start : mark.end]
        pieces.append(Piece(text, mark.instead, mark.kind, is_added=mark.instead == ADDED))
        place = mark.end
    if place < len(story):
        pieces.append(Piece(story[place:]))
    return pieces


def _marked(story: str, marks: Marks, own_place: str) -> Iterator[_Mark]:
    """Every mark, sorted and apart; what the person added goes before what was found."""
    kept = list(_occurrences(story, marks.kept))
    added = _apart(_Mark(start, end, ADDED, None) for start, end in _occurrences(story, marks.left_out))
    found = []
    for span in find(story, CARD_POLICY):
        instead = _instead(story[span.start : span.end], span, marks, own_place)
        is_kept = span.type not in NEVER_ON_A_CARD and any(s <= span.start and span.end <= e for s, e in kept)
        covers = [mark for mark in added if mark.start < span.end and span.start < mark.end]
        if instead is not None and not any(m.start <= span.start and span.end <= m.end for m in covers):
            found.append(_Mark(span.start, span.end, None if is_kept else instead, span.type))
            added = [mark for mark in added if mark not in covers]
    return iter(sorted([*found, *added], key=lambda mark: mark.start))


def _instead(text: str, span: Span, marks: Marks, own_place: str) -> str | None:
    """What the card says there; None where the text may stay as it is."""
    if span.type is Kind.MUNICIPALITY:
        return place_words(text, marks.level, own_place)
    if span.type is Kind.AGE:
        return age_group(text) or span.replacement
    if span.type is Kind.INSTITUTION and (body := type_of_institution(text)):
        return f"[{body}]"
    return span.replacement


def _occurrences(text: str, pieces: Iterable[str]) -> Iterator[tuple[int, int]]:
    for piece in pieces:
        for found in re.finditer(_WORD_EDGE.format(re.escape(piece)), text, re.IGNORECASE):
            yield found.span()


def _apart(marks: Iterable[_Mark]) -> list[_Mark]:
    apart: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not apart or mark.start >= apart[-1].end:
            apart.append(mark)
    return apart


def without_person(text: str, marks: Marks = NO_MARKS, own_place: str = "") -> str:
    """The text with everything that points at a person replaced, as the person decided."""
    pieces = reading(text, marks, own_place)
    return "".join(piece.text if piece.instead is None else piece.instead for piece in pieces)


def card_from(story: str, marks: Marks = NO_MARKS, own_place: str = "") -> CardText:
    """A first card from a story: its first sentence as title, its first sentences as text.

    The teller changes it as they like; what they type is cleaned once more by `clean_card`.
    """
    clean = without_person(story, marks, own_place)
    sentences = [s.strip() for s in SENTENCE_END.split(clean) if s.strip()]
    first = sentences[0] if sentences else ""
    return CardText(shortened(first.rstrip(".!?… "), LONGEST_TITLE), _whole_sentences(sentences))


def clean_card(title: str, text: str, marks: Marks = NO_MARKS, own_place: str = "") -> CardText:
    """A card as somebody changed it, without what points at a person."""
    return CardText(
        shortened(" ".join(without_person(title, marks, own_place).split()), LONGEST_TITLE),
        shortened(without_person(text, marks, own_place).strip(), LONGEST_CARD),
    )


def shortened(text: str, length: int) -> str:
    """At most `length` characters, cut between words, with an ellipsis where something fell off."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > length // 2 else cut).rstrip(" ,;:-") + "…"


def _whole_sentences(sentences: list[str]) -> str:
    kept = ""
    for sentence in sentences:
        longer = f"{kept} {sentence}" if kept else sentence
        if len(longer) > LONGEST_CARD:
            return kept or shortened(sentence, LONGEST_CARD)
        kept = longer
    return kept


def place_level(told: Told) -> PlaceLevel:
    """How near the card says the place: as near as enough people allow, and no nearer than the person wants."""
    theme = told.theme or Theme.OTHER
    return coarser_of(edition_of(theme, told.municipality_code).level, told.marks.level)


def decided(told: Told) -> Marks:
    """What the person decided, with the place no nearer than the card may say it."""
    return told.marks.at(place_level(told))
