"""The second look: how a card stands before others see it, what may not be published, and which place shows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bundel.concerns.rules.words import Consent, Theme
from bundel.engines.flags import find
from bundel.kit.rules import RuleBroken
from bundel.places.rules import load

LONGEST_REASON = 500
LONGEST_PAUSE_DAYS = 30


class ReviewState(StrEnum):
    """How far the second look is."""

    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"  # the person was asked to change something
    REFUSED = "refused"


class ReviewCause(StrEnum):
    """Why somebody has to look."""

    TOLD = "told"
    CHANGED = "changed"
    FLAGGED = "flagged"  # a reader said that something is wrong


class Complaint(StrEnum):
    """What a reader says is wrong with a card."""

    PERSON = "person"
    UNTRUE = "untrue"
    RUDE = "rude"
    SPAM = "spam"


class PauseReason(StrEnum):
    """Why somebody may not write to a workspace for a while."""

    THREATS = "threats"
    INSULTS = "insults"
    SPAM = "spam"
    TOO_MANY = "too_many"


MAY: Mapping[ReviewState, frozenset[ReviewState]] = {
    ReviewState.WAITING: frozenset({ReviewState.APPROVED, ReviewState.SENT_BACK, ReviewState.REFUSED}),
    ReviewState.APPROVED: frozenset({ReviewState.WAITING}),
    ReviewState.SENT_BACK: frozenset({ReviewState.WAITING}),
    ReviewState.REFUSED: frozenset({ReviewState.WAITING}),
}

# With one of these a card is not published: the words have to change first, and only the person changes them.
STOPS = frozenset({"threat", "accusation", "insult", "spam"})


def check_look(old: ReviewState, new: ReviewState) -> None:
    """Raises RuleBroken("look_not_possible") for a step that is not there; undoing leads to waiting again."""
    if new not in MAY[old]:
        raise RuleBroken("look_not_possible")


def check_publish(flags: Collection[str], consent: Consent) -> None:
    """Raises RuleBroken unless a card with these flags may be seen by others."""
    if consent is not Consent.OTHERS:
        raise RuleBroken("consent_not_others")
    if STOPS & set(flags):
        raise RuleBroken("flags_stop")


def check_reason(text: str) -> str:
    """The reason without the white around it. Raises RuleBroken for an empty or endless one."""
    text = text.strip()
    if not text:
        raise RuleBroken("reason_empty")
    if len(text) > LONGEST_REASON:
        raise RuleBroken("reason_too_long")
    return text


def check_pause(days: int) -> None:
    """Raises RuleBroken unless messages may be closed for this many days."""
    if not 1 <= days <= LONGEST_PAUSE_DAYS:
        raise RuleBroken("pause_out_of_bounds")


def flags_of(title: str, text: str) -> list[str]:
    """The codes of what asks for a second look in a card, each once, sorted."""
    return sorted({flag.code for flag in find(f"{title}\n{text}")})


@dataclass(frozen=True)
class Piece:
    """A part of a text; `codes` says which flags stand on it, and is empty for the rest."""

    text: str
    codes: tuple[str, ...] = ()


def marked(text: str) -> list[Piece]:
    """The whole text in pieces, in order, those that were flagged apart. Flags that overlap become one piece."""
    pieces: list[Piece] = []
    place = 0
    for start, end, codes in _merged(text):
        if start > place:
            pieces.append(Piece(text[place:start]))
        pieces.append(Piece(text[start:end], codes))
        place = end
    if place < len(text):
        pieces.append(Piece(text[place:]))
    return pieces


def _merged(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    merged: list[tuple[int, int, tuple[str, ...]]] = []
    for flag in find(text):
        if flag.start == flag.end:
            continue
        if merged and flag.start < merged[-1][1]:
            start, end, codes = merged[-1]
            merged[-1] = (start, max(end, flag.end), tuple(sorted({*codes, flag.code})))
        else:
            merged.append((flag.start, flag.end, (flag.code,)))
    return merged


class PlaceLevel(StrEnum):
    """How exactly a public card says where."""

    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    COUNTRY = "country"


@dataclass(frozen=True)
class Edition:
    """The place others see: the code of a municipality, of a province, or none for the whole country."""

    level: PlaceLevel
    code: str
    name: str


# So many people live in a place before a card about this may name it. What touches few people a thousand (a child
# with special transport, a personal budget) points at somebody sooner than help in the home does.
ENOUGH_FOR_MOST = 20_000
ENOUGH_FOR_RARE = 100_000
RARE = frozenset({
    Theme.SCHOOL_TRANSPORT, Theme.YOUTH_CARE, Theme.DAY_CARE, Theme.RESPITE, Theme.PERSONAL_BUDGET, Theme.TREATMENT,
    Theme.OTHER,
})  # fmt: skip


def edition_of(theme: Theme, municipality_code: str, nearest: PlaceLevel = PlaceLevel.MUNICIPALITY) -> Edition:
    """The nearest place with enough inhabitants for this theme, and no nearer than `nearest`, which the person chose.

    Without a known place the whole country.
    """
    place = load().get(municipality_code)
    enough = ENOUGH_FOR_RARE if theme in RARE else ENOUGH_FOR_MOST
    if place is None or nearest is PlaceLevel.COUNTRY:
        return Edition(PlaceLevel.COUNTRY, "", "")
    if nearest is PlaceLevel.MUNICIPALITY and (place.inhabitants or 0) >= enough:
        return Edition(PlaceLevel.MUNICIPALITY, place.code, place.name)
    if _inhabitants_of_provinces().get(place.province_code, 0) >= enough:
        return Edition(PlaceLevel.PROVINCE, place.province_code, place.province)
    return Edition(PlaceLevel.COUNTRY, "", "")


@cache
def _inhabitants_of_provinces() -> dict[str, int]:
    total: dict[str, int] = {}
    for place in load().values():
        total[place.province_code] = total.get(place.province_code, 0) + (place.inhabitants or 0)
    return total
