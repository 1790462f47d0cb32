"""Places in a text where a name is to be expected: after a title, kin, a role, a greeting, a label."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from bundel.engines.deidentify.tokens import Token
from bundel.engines.deidentify.words import cue_phrases, cues


class Sure(IntEnum):
    """How much the place in the sentence says that a name stands here."""

    OPEN = 0
    GREETED = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Slot:
    """A name may start at token `place`; when it does, the finding begins at token `opens_at`."""

    place: int
    opens_at: int
    sure: Sure


TITLES = cues("titles")
_CALLED = cues("called")
_KIN = cues("kin")
_ROLES = cues("roles")
PEOPLE_WORDS = _CALLED | _KIN | _ROLES
_GREETINGS = cues("greetings")
_IS_THE_NAME = (["de", "naam"], ["mijn", "naam"], ["zijn", "naam"], ["haar", "naam"])
_LABELS = cues("labels")
_FAREWELLS = frozenset(cue_phrases("farewells"))
_SAYINGS: dict[str, list[tuple[tuple[str, ...], Sure]]] = {}
for _sure, _heading in (
    (Sure.CERTAIN, "sayings certain"),
    (Sure.LIKELY, "sayings likely"),
    (Sure.GREETED, "sayings greeted"),
    (Sure.LIKELY, "farewells"),
):
    for _words in cue_phrases(_heading):
        _SAYINGS.setdefault(_words[0], []).append((_words, _sure))


def slots(tokens: list[Token]) -> dict[int, Slot]:
    """The surest slot per token at which a name may start."""
    best: dict[int, Slot] = {}
    for place, token in enumerate(tokens):
        if not token.is_word and token.text != "<":
            continue
        for slot in _slots_at(tokens, place):
            known = best.get(slot.place)
            if slot.place < len(tokens) and (known is None or _strength(slot) > _strength(known)):
                best[slot.place] = slot
    return best


def _strength(slot: Slot) -> tuple[int, int]:
    return slot.sure, slot.place - slot.opens_at


def _slots_at(tokens: list[Token], place: int) -> Iterator[Slot]:
    low = tokens[place].low
    if low in TITLES and not (tokens[place].is_acronym and low in ("ing", "ms")):
        yield _after_title(tokens, place)
    if low in _CALLED:
        yield Slot(_past(tokens, place + 1, (".",)), place, Sure.LIKELY)
    elif low in _KIN:
        yield from _beside(tokens, place)
    if low in _ROLES:
        yield from _beside(tokens, place)
        yield _plain(_past(tokens, place + 1, ("is",)), Sure.GREETED)
    if low in _GREETINGS and tokens[place].opens:
        yield _plain(place + 1, Sure.GREETED)
    if low in _LABELS:
        yield from _after_label(tokens, place)
    if low == "is" and place and [t.low for t in tokens[place + 1 : place + 3]] in _IS_THE_NAME:
        yield _plain(place - 1, Sure.CERTAIN)
    yield from _after_saying(tokens, place)


def _beside(tokens: list[Token], place: int) -> Iterator[Slot]:
    """`mijn zoon daan` is sure; after a comma or bracket only what looks like a name by itself."""
    after = _past(tokens, place + 1, (",", "(", ":", "'", "‘", '"'))
    yield _plain(after, Sure.LIKELY if after == place + 1 else Sure.GREETED)


def _plain(place: int, sure: Sure) -> Slot:
    return Slot(place, place, sure)


def _past(tokens: list[Token], place: int, marks: tuple[str, ...]) -> int:
    """Step over at most two of these marks."""
    for _ in range(2):
        if place < len(tokens) and tokens[place].low in marks:
            place += 1
    return place


def _after_title(tokens: list[Token], place: int) -> Slot:
    after = place + 1
    while after < len(tokens) and after - place < 10:
        low = tokens[after].low
        is_link = low in ("en", "of", "/", "de", ",") and any(t.low in TITLES for t in tokens[after + 1 : after + 3])
        if low != "." and low not in TITLES and not is_link:
            break
        after += 1
    starts_before = tokens[place].low == "heer" and place > 0 and tokens[place - 1].low in ("de", "den")
    return Slot(after, place - 1 if starts_before else place, Sure.CERTAIN)


def _after_label(tokens: list[Token], place: int) -> Iterator[Slot]:
    after = place + 1
    if after < len(tokens) and tokens[after].text in (":", "=", "-"):
        low = tokens[place].low
        if tokens[after].text == "-" and low in ("van", "aan", "to", "mijn", "re", "door"):
            return
        name_itself = low.endswith("naam") or low in ("from", "naw", "rekeninghouder", "tenaamstelling", "nm")
        yield _plain(_past(tokens, after + 1, ('"', "'")), Sure.CERTAIN if name_itself else Sure.LIKELY)


def _after_saying(tokens: list[Token], place: int) -> Iterator[Slot]:
    for words, sure in _SAYINGS.get(tokens[place].low, ()):
        if tuple(t.low for t in tokens[place : place + len(words)]) == words:
            after = place + len(words)
            if words in _FAREWELLS:
                yield from _after_farewell(tokens, after)
            else:
                yield _plain(_past(tokens, after, (":", '"', "'")), sure)


def _after_farewell(tokens: list[Token], after: int) -> Iterator[Slot]:
    """The name comes after commas and new lines; `groetjes` in running text is followed by none."""
    end = after
    while end < len(tokens) and end - after < 6 and tokens[end].text in (",", ".", "\n", ":", "-", "!", "…", "van"):
        end += 1
    yield _plain(end, Sure.LIKELY)
