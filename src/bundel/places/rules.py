"""The municipalities of the Netherlands by date: which exist, what became of the others, how to find one."""

import csv
import heapq
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

EARTH_RADIUS_KM = 6371.0088
LONGEST_QUERY = 60  # no place name is longer; a pasted letter must not cost a second
TYPO_CANDIDATES = 30
ENOUGH_WITHOUT_TYPOS = 3


class ChangeKind(StrEnum):
    """How a municipality ended (Wet algemene regels herindeling)."""

    MERGER = "merger"  # several became a new one
    ABSORPTION = "absorption"  # its whole area went to one that stayed
    DIVISION = "division"  # its area went to more than one
    RENAMING = "renaming"  # the same area under another name and code


class Why(StrEnum):
    """Why a municipality was found."""

    NAME = "name"
    ALSO_CALLED = "also called"
    FORMER_NAME = "former name"
    PLACE = "place"  # the name of a town or village in it
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality as the register knows it; `end_on` is its last day, open dates are `None`.

    Inhabitants and the point inside it (degrees) are known only for those of the latest boundaries.
    """

    code: str
    name: str
    province_code: str
    province: str
    start_on: date | None
    end_on: date | None
    inhabitants: int | None
    latitude: float | None
    longitude: float | None

    def existed_on(self, day: date) -> bool:
        return (self.start_on is None or self.start_on <= day) and not self.ended_before(day)

    def ended_before(self, day: date) -> bool:
        return self.end_on is not None and self.end_on < day


@dataclass(frozen=True, slots=True)
class Change:
    """On this day the dissolved municipalities were gone and the successors stood in their place."""

    on: date
    kind: ChangeKind
    dissolved: tuple[str, ...]
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call the municipality with this code."""

    text: str
    why: Why
    code: str


@dataclass(frozen=True, slots=True)
class Found:
    """A municipality, and the name that led to it."""

    municipality: Municipality
    why: Why
    matched: str


@cache
def load() -> Mapping[str, Municipality]:
    """Every municipality in the data by its code, the dissolved and the coming ones included."""
    rows = (
        Municipality(
            code=row["code"],
            name=row["name"],
            province_code=row["province_code"],
            province=row["province"],
            start_on=date.fromisoformat(row["start_on"]) if row["start_on"] else None,
            end_on=date.fromisoformat(row["end_on"]) if row["end_on"] else None,
            inhabitants=int(row["inhabitants"]) if row["inhabitants"] else None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
        )
        for row in _rows("municipalities.csv")
    )
    return MappingProxyType({municipality.code: municipality for municipality in rows})


@cache
def changes() -> tuple[Change, ...]:
    """Every change in the data, oldest first."""
    return tuple(
        Change(
            on=date.fromisoformat(row["on"]),
            kind=ChangeKind(row["kind"]),
            dissolved=tuple(row["dissolved"].split()),
            successors=tuple(row["successors"].split()),
        )
        for row in _rows("changes.csv")
    )


@cache
def other_names() -> tuple[Name, ...]:
    """What people call municipalities besides the names in the register, towns and villages included."""
    return tuple(Name(row["name"], Why(row["kind"]), row["code"]) for row in _rows("names.csv"))


def get(code: str) -> Municipality:
    """The municipality with this code (GM and four digits), live or not; `KeyError` if there is none."""
    return load()[code]


@lru_cache(maxsize=32)
def municipalities_on(day: date) -> tuple[Municipality, ...]:
    """The municipalities that exist on a day, sorted by name ('s-Gravenhage under G)."""
    existing = (municipality for municipality in load().values() if municipality.existed_on(day))
    return tuple(sorted(existing, key=lambda m: (_letters(re.sub(r"^'[st]\W", "", m.name)), m.code)))


@lru_cache(maxsize=4096)
def successors(code: str, on: date) -> tuple[Municipality, ...]:
    """Who stands in this municipality's place on a day: itself while it exists, several after a division.

    Empty before it began. `KeyError` for an unknown code.
    """
    municipality = get(code)
    if not municipality.ended_before(on):
        return (municipality,) if municipality.existed_on(on) else ()
    heirs = (heir for change in changes() if code in change.dissolved for heir in change.successors)
    return tuple(dict.fromkeys(living for heir in heirs for living in successors(heir, on)))


def distance_km(a: Municipality, b: Municipality) -> float:
    """Kilometres over the globe between the points of two municipalities; `ValueError` if one has none."""
    latitude_a, longitude_a = _point(a)
    latitude_b, longitude_b = _point(b)
    north = sin((latitude_b - latitude_a) / 2) ** 2
    east = sin((longitude_b - longitude_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(north + cos(latitude_a) * cos(latitude_b) * east))


def find(query: str, on: date, limit: int = 8) -> list[Found]:
    """The municipalities existing on a day that a typed name may mean, likeliest first, each once.

    Looks at own names, other and former names, and towns and villages; whole names before beginnings of
    names before beginnings of words before typing errors. Capitals, accents, hyphens and spaces count for
    nothing. A name whose municipality is gone leads to its successors on that day.
    """
    letters = _letters(query[:LONGEST_QUERY])
    if not letters:
        return []
    best: dict[str, tuple[_Rank, Found]] = {}
    for match in _direct_matches(letters):
        _keep_best(best, match, on)
    if len(best) < ENOUGH_WITHOUT_TYPOS:
        for most in range(1, _most_typos(letters) + 1):
            for match in _typo_matches(letters, most):
                _keep_best(best, match, on)
            if best:
                break
    return [found for _, found in heapq.nsmallest(limit, best.values(), key=lambda pair: pair[0])]


# How names are compared

_Rank = tuple[int, int, bool, int, int, str]  # step, typing errors, inner word?, kind of name, -size, name

WHOLE, BEGINNING, WORD, TYPO = range(4)
KIND_OF_NAME = {Why.NAME: 0, Why.ALSO_CALLED: 0, Why.PLACE: 1, Why.FORMER_NAME: 2}


@dataclass(frozen=True, slots=True)
class _Key:
    """A name, or the part of it from a later word on, as bare letters."""

    letters: str
    name: Name
    is_inner: bool


@dataclass(frozen=True, slots=True)
class _Match:
    key: _Key
    step: int
    errors: int = 0


@dataclass(frozen=True, slots=True)
class _Index:
    keys: tuple[_Key, ...]  # sorted by letters, so that equal beginnings stand together
    by_pair: Mapping[str, tuple[int, ...]]  # pair of letters -> positions in keys


@cache
def _index() -> _Index:
    names = [Name(municipality.name, Why.NAME, code) for code, municipality in load().items()]
    keys = tuple(sorted((key for name in (*names, *other_names()) for key in _keys(name)), key=lambda key: key.letters))
    by_pair: defaultdict[str, list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        for pair in _pairs(key.letters):
            by_pair[pair].append(position)
    return _Index(keys, {pair: tuple(positions) for pair, positions in by_pair.items()})


def _keys(name: Name) -> Iterator[_Key]:
    words = _words(name.text)
    for start in range(len(words)):
        yield _Key("".join(words[start:]), name, is_inner=start > 0)


def _words(text: str) -> list[str]:
    """Words of bare letters a-z and digits; y becomes ij, and what people shorten is written out."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    plain = re.sub(r"\ba ?[/.] ?d\b", "aan den", plain).replace("y", "ij")
    words = ["sint" if word == "st" else word for word in re.findall(r"[a-z0-9]+", plain)]
    return words[1:] if len(words) > 1 and words[0] in {"gemeente", "gem"} else words


def _letters(text: str) -> str:
    return "".join(_words(text))


def _pairs(letters: str) -> set[str]:
    framed = f"^{letters}$"
    return {framed[i : i + 2] for i in range(len(framed) - 1)}


def _direct_matches(letters: str) -> Iterator[_Match]:
    keys = _index().keys
    first = bisect_left(keys, letters, key=lambda key: key.letters)
    for position in range(first, len(keys)):
        key = keys[position]
        if not key.letters.startswith(letters):
            return
        if key.is_inner:
            yield _Match(key, WORD)
        else:
            yield _Match(key, WHOLE if key.letters == letters else BEGINNING)


def _typo_matches(letters: str, most: int) -> Iterator[_Match]:
    """Names at most so many errors away, among those that share the most pairs of letters."""
    index = _index()
    pairs = _pairs(letters)
    shared: Counter[int] = Counter()
    for pair in pairs:
        shared.update(index.by_pair.get(pair, ()))
    # One error spoils at most three pairs (a swap does); an unfinished name also lacks its last.
    needed = max(1, len(pairs) - 3 * most - 1)
    near = [
        (2 * count / (len(letters) + len(index.keys[position].letters) + 2), position)
        for position, count in shared.items()
        if count >= needed
    ]
    for _, position in heapq.nlargest(TYPO_CANDIDATES, near):
        key = index.keys[position]
        errors = _typing_errors(letters, key.letters, most)
        if errors <= most:
            yield _Match(key, TYPO, errors)


def _most_typos(letters: str) -> int:
    return 1 if len(letters) < 5 else 2 if len(letters) < 9 else 3


def _typing_errors(typed: str, name: str, most: int) -> int:
    """Letters missed, added, changed or swapped; a name typed only half counts one more.

    Optimal string alignment distance, given up as `most + 1` once it cannot stay within `most`.
    """
    before: list[int] = []
    above = list(range(len(name) + 1))
    for i, letter in enumerate(typed, start=1):
        row = [i]
        for j, other in enumerate(name, start=1):
            errors = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and typed[i - 2] == other:
                errors = min(errors, before[j - 2] + 1)
            row.append(errors)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return min(above[-1], 1 + min(above))


def _keep_best(best: dict[str, tuple[_Rank, Found]], match: _Match, on: date) -> None:
    name = match.key.name
    for municipality in successors(name.code, on):
        why = name.why
        if why is Why.NAME and municipality.code != name.code:
            why = Why.FORMER_NAME
        rank = (
            match.step,
            match.errors,
            match.key.is_inner,
            KIND_OF_NAME[why],
            -(municipality.inhabitants or 0),
            municipality.name,
        )
        if municipality.code not in best or rank < best[municipality.code][0]:
            found = Found(municipality, Why.TYPO if match.step == TYPO else why, name.text)
            best[municipality.code] = (rank, found)


def _point(municipality: Municipality) -> tuple[float, float]:
    """Latitude and longitude in radians."""
    if municipality.latitude is None or municipality.longitude is None:
        raise ValueError(f"{municipality.name} ({municipality.code}) has no point on the map")
    return radians(municipality.latitude), radians(municipality.longitude)


def _rows(filename: str) -> Iterator[dict[str, str]]:
    text = resources.files("bundel.places").joinpath("data", filename).read_text(encoding="utf-8")
    return iter(csv.DictReader(text.splitlines()))
