"""What a person decides about the words that leave their text: what stays, what goes as well, how near the place is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bundel.concerns.rules.publishing import PlaceLevel
from bundel.engines.deidentify import Kind

# What points at one person by itself and is of no use to a reader: it never stands on a card, whatever anybody says.
NEVER_ON_A_CARD = frozenset(
    {Kind.BSN, Kind.PHONE, Kind.EMAIL, Kind.IBAN, Kind.DOB, Kind.POSTCODE, Kind.PLATE, Kind.PATIENTNR}
)

LONGEST_MARK = 80
MOST_MARKS = 60


class Change(StrEnum):
    """What somebody changed about the marks."""

    UNDONE = "undone"
    ADDED = "added"


@dataclass(frozen=True)
class Marks:
    """`kept` are pieces that stay although they were marked; `left_out` are words that go although they were not."""

    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    level: PlaceLevel = PlaceLevel.MUNICIPALITY

    def let_stand(self, piece: str) -> "Marks":
        """The same, with this piece back on the card."""
        left_out = _without(self.left_out, piece)
        kept = self.kept if left_out != self.left_out else _with(self.kept, piece)
        return replace(self, kept=kept, left_out=left_out)

    def leave_out(self, piece: str) -> "Marks":
        """The same, with this piece off the card."""
        kept = _without(self.kept, piece)
        left_out = self.left_out if kept != self.kept else _with(self.left_out, piece)
        return replace(self, kept=kept, left_out=left_out)

    def at(self, level: PlaceLevel) -> "Marks":
        """The same, with the place said no nearer than this."""
        return replace(self, level=level)

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> "Marks":
        """From plain data as `dataclasses.asdict` gives it; None is nothing decided."""
        data = data or {}
        return cls(
            _few(data.get("kept", ())),
            _few(data.get("left_out", ())),
            PlaceLevel(data.get("level", PlaceLevel.MUNICIPALITY)),
        )


NO_MARKS = Marks()


def coarser_of(one: PlaceLevel, other: PlaceLevel) -> PlaceLevel:
    """The level that says less of where it is."""
    return max(one, other, key=list(PlaceLevel).index)


def _few(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(piece[:LONGEST_MARK] for piece in pieces)[:MOST_MARKS]


def _with(pieces: tuple[str, ...], piece: str) -> tuple[str, ...]:
    piece = piece.strip()
    if not piece or len(piece) > LONGEST_MARK or len(pieces) >= MOST_MARKS:
        return pieces
    return (*_without(pieces, piece), piece)


def _without(pieces: tuple[str, ...], piece: str) -> tuple[str, ...]:
    return tuple(known for known in pieces if known.casefold() != piece.strip().casefold())
