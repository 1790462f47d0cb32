"""What the public sees of a dossier, kept whole with every publication: versions can be laid beside each other."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any
from unicodedata import normalize
from uuid import UUID

from bundel.dossiers.rules.clock import days_waiting
from bundel.dossiers.rules.words import AnswerKind


@dataclass(frozen=True)
class ShownDemand:
    """One demand and the answer to it so far."""

    text: str
    to_whom: str
    answer: str = AnswerKind.NONE
    words: str = ""
    answered_on: str = ""


@dataclass(frozen=True)
class ShownLine:
    """Something with a date: a step, a promise, an effect. `state` is a code, empty where there is none."""

    text: str
    on: str
    who: str = ""
    state: str = ""


@dataclass(frozen=True)
class ShownCounts:
    """Counts that are safe to show; None for too few, which also stands for none."""

    people: int | None = None
    municipalities: int | None = None
    organisations: int | None = None


@dataclass(frozen=True)
class Shown:
    """One version of a dossier for everybody; days as ISO texts. Cards are ids, so that a withdrawn one is gone."""

    title: str
    problem: str
    gain: str
    counts: ShownCounts
    partners: tuple[str, ...]
    demands: tuple[ShownDemand, ...]
    steps: tuple[ShownLine, ...]
    promises: tuple[ShownLine, ...]
    effects: tuple[ShownLine, ...]
    research: tuple[tuple[str, str], ...]
    cards: tuple[str, ...]
    sent_on: str = ""
    answer_due_on: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @property
    def card_ids(self) -> list[UUID]:
        return [UUID(card) for card in self.cards]

    @property
    def is_answered(self) -> bool:
        """Whether each demand has a real answer."""
        return all(d.answer != AnswerKind.NONE for d in self.demands)

    def days_waiting(self, today: date) -> int | None:
        """How many days an answer has been waited for; None when nothing is waited for."""
        return days_waiting(day_from(self.sent_on), is_answered=self.is_answered, today=today)


def from_json(stored: dict[str, Any]) -> Shown:
    """A version as it was stored."""
    parts = dict(stored)
    for name in ("steps", "promises", "effects"):
        parts[name] = tuple(ShownLine(**line) for line in parts[name])
    parts["demands"] = tuple(ShownDemand(**demand) for demand in parts["demands"])
    parts["research"] = tuple((text, source) for text, source in parts["research"])
    parts["partners"], parts["cards"] = tuple(parts["partners"]), tuple(parts["cards"])
    parts["counts"] = ShownCounts(**parts["counts"])
    return Shown(**parts)


def day_from(text: str) -> date | None:
    """A stored day."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Difference:
    """One line that stands in only one of two versions, or in both."""

    text: str
    is_new: bool = False
    is_gone: bool = False


def differences(old: Iterable[str], new: Iterable[str]) -> list[Difference]:
    """Two versions line by line, in reading order; what is gone stands before what came for it."""
    before, after = list(old), list(new)
    found: list[Difference] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Difference(text) for text in before[a:b]]
        else:
            found += [Difference(text, is_gone=True) for text in before[a:b]]
            found += [Difference(text, is_new=True) for text in after[c:d]]
    return found


def slug_from(title: str, dossier_id: UUID) -> str:
    """The readable address of a dossier: its title as it was first published, and a piece of its id."""
    plain = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    return f"{words or 'dossier'}-{dossier_id.hex[:6]}"
