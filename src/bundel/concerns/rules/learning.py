"""What can be learnt from the marks a person changed, without keeping a word of their text."""

from collections.abc import Iterator
from dataclasses import dataclass

from bundel.concerns.rules.card import decided, reading
from bundel.concerns.rules.marks import Change
from bundel.concerns.rules.told import Told
from bundel.engines.deidentify import Before, Kind, left_of, shape_of


@dataclass(frozen=True)
class MarkChanged:
    """One change: of which kind the piece was (None when it was added), its shape, and what stood before it."""

    change: Change
    kind: Kind | None
    shape: str
    before: Before


def changes_of(told: Told) -> Iterator[MarkChanged]:
    """Every piece of the story that was put back, and every one that was taken away as well."""
    if not (told.marks.kept or told.marks.left_out):
        return
    place = 0
    for piece in reading(told.story, decided(told), told.municipality_code):
        is_undone = piece.kind is not None and piece.instead is None
        if is_undone or piece.is_added:
            change = Change.UNDONE if is_undone else Change.ADDED
            yield MarkChanged(change, piece.kind, shape_of(piece.text), left_of(told.story, place))
        place += len(piece.text)
