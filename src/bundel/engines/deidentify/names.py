"""People: every name in a text, titles included."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bundel.engines.deidentify.heads import PERSON_VERBS
from bundel.engines.deidentify.kinds import Found, Kind
from bundel.engines.deidentify.reading import Reader
from bundel.engines.deidentify.slots import Slot, Sure, slots
from bundel.engines.deidentify.tokens import Token, low_at
from bundel.engines.deidentify.words import PARTICLES, cues, is_word, lexicon, match

_HALTS = cues("name halts")
_ILLNESS_ENDS = ("syndroom", "ziekte", "dystrofie")


class _Name(NamedTuple):
    """Places of tokens: where the finding opens (a title), where the name starts, the place after it."""

    opens: int
    start: int
    end: int


def find_names(tokens: list[Token]) -> list[Found]:
    """Everyone named in the text; who is named once is found wherever the name returns."""
    expected = slots(tokens)
    barred = _barred(tokens) - _named_outright(tokens, expected)
    names = list(_read_all(tokens, barred, expected))
    names += [_Name(place, place, place + 1) for place in _returning(tokens, names, barred)]
    return [
        Found(tokens[name.opens].start, tokens[name.end - 1].end, Kind.PERSON)
        for name in _coupled(tokens, sorted(names))
    ]


def _named_outright(tokens: list[Token], expected: dict[int, Slot]) -> set[int]:
    """Places where a name is due for certain, or right behind a first name: there even `Eritrea` is a name."""
    certain = {place for place, slot in expected.items() if slot.sure is Sure.CERTAIN}
    first = lexicon().first
    behind = {
        place + 1
        for place, token in enumerate(tokens[:-1])
        if token.is_capital and tokens[place + 1].is_capital and token.low in first and tokens[place + 1].low in first
    }
    return certain | behind


def _read_all(tokens: list[Token], barred: set[int], expected: dict[int, Slot]) -> Iterator[_Name]:
    reader = Reader(tokens, barred)
    place = 0
    while place < len(tokens):
        if not tokens[place].is_word or place in barred:
            place += 1
            continue
        slot = expected.get(place, Slot(place, place, Sure.OPEN))
        end = reader.read(place, slot.sure)
        if end > place:
            yield _Name(slot.opens_at, place, end)
        place = max(end, place + 1)


def _barred(tokens: list[Token]) -> set[int]:
    """Places of illnesses, organisations and stations: no name starts there."""
    lists = lexicon()
    barred: set[int] = set()
    for place, token in enumerate(tokens):
        if not token.is_word:
            continue
        length = match(lists.phrases, (t.low for t in tokens[place : place + 5]), token.low)
        if length > 1 or (length == 1 and (token.is_capital or token.low not in lists.first)):
            barred.update(range(place, place + length))
        if token.is_capital and low_at(tokens, place - 1) != "van":
            town = match(lists.places, (t.low for t in tokens[place : place + 5]), token.low)
            barred.update(range(place, place + town) if town > 1 else ())
        if token.low in _HALTS or token.low.endswith(_ILLNESS_ENDS):
            barred.update(_after_halt(tokens, place))
    return barred


def _after_halt(tokens: list[Token], place: int) -> Iterator[int]:
    yield place
    after = place + 1
    if low_at(tokens, after) in ("van", "de", "het"):
        after += 1
    while after < len(tokens) and tokens[after].is_capital:
        yield after
        after += 1


def _returning(tokens: list[Token], names: Iterable[_Name], barred: set[int]) -> Iterator[int]:
    """Places where a word of a name that was found stands alone; a word of Dutch only beside a person's verb."""
    taken: set[int] = set()
    known: set[str] = set()
    surnames: set[str] = set()
    for name in names:
        taken.update(range(name.opens, name.end))
        words = [t for t in tokens[name.start : name.end] if t.is_word and len(t.low) > 2 and t.low not in PARTICLES]
        known.update(t.low for t in words if not is_word(t.low))
        surnames.update(t.low for t in words if t.is_capital)
    for place, token in enumerate(tokens):
        if place in taken or not token.is_word:
            continue
        base = token.low.removesuffix("'s")
        is_known = not known.isdisjoint((base, base.removesuffix("s"))) and base not in lexicon().place_words
        speaks = token.is_capital and token.low in surnames and low_at(tokens, place + 1) in PERSON_VERBS
        if speaks or (is_known and place not in barred):
            yield place


def _coupled(tokens: list[Token], names: Iterable[_Name]) -> Iterator[_Name]:
    """`Mark en Debbie Blok` share a surname: one finding."""
    waiting: _Name | None = None
    for name in names:
        if waiting and _shares_surname(tokens, waiting, name):
            waiting = waiting._replace(end=name.end)
            continue
        if waiting:
            yield waiting
        waiting = name
    if waiting:
        yield waiting


def _shares_surname(tokens: list[Token], left: _Name, right: _Name) -> bool:
    is_linked = right.opens == left.end + 1 and low_at(tokens, left.end) in ("en", "&", "+")
    return is_linked and left.end - left.start == 1 and right.end - right.start > 1
