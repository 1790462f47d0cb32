"""From a story to the card: the problem without the person."""

import re
from dataclasses import dataclass

from bundel.concerns.rules.told import LONGEST_CARD, LONGEST_TITLE
from bundel.engines.deidentify import REPLACE_ALL, Kind, Policy, find

# A card says in which municipality it is, so that word may stay; everything else that points at somebody goes.
CARD_POLICY: Policy = {**REPLACE_ALL, Kind.MUNICIPALITY: None}

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True)
class Piece:
    """A part of the story as the teller sees it back: kept, or left out with what stands there instead."""

    text: str
    instead: str | None = None


@dataclass(frozen=True)
class CardText:
    """What others see."""

    title: str
    text: str


def reading(story: str) -> list[Piece]:
    """The whole story in pieces, in order; what points at a person has its replacement."""
    pieces: list[Piece] = []
    place = 0
    for span in find(story, CARD_POLICY):
        if CARD_POLICY[span.type] is None:
            continue
        if span.start > place:
            pieces.append(Piece(story[place : span.start]))
        pieces.append(Piece(story[span.start : span.end], span.replacement))
        place = span.end
    if place < len(story):
        pieces.append(Piece(story[place:]))
    return pieces


def without_person(text: str) -> str:
    """The text with everything that points at a person replaced."""
    return "".join(piece.text if piece.instead is None else piece.instead for piece in reading(text))


def card_from(story: str) -> CardText:
    """A first card from a story: its first sentence as title, its first sentences as text.

    The teller changes it as they like; what they type is cleaned once more by `clean_card`.
    """
    clean = without_person(story)
    sentences = [s.strip() for s in SENTENCE_END.split(clean) if s.strip()]
    first = sentences[0] if sentences else ""
    return CardText(shortened(first.rstrip(".!?… "), LONGEST_TITLE), _whole_sentences(sentences))


def clean_card(title: str, text: str) -> CardText:
    """A card as somebody changed it, without what points at a person."""
    return CardText(
        shortened(" ".join(without_person(title).split()), LONGEST_TITLE),
        shortened(without_person(text).strip(), LONGEST_CARD),
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
