"""What somebody tells, question by question, and when it is complete."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_type_hints

from bundel.concerns.rules.marks import NO_MARKS, Marks
from bundel.concerns.rules.words import Channel, Consent, Decider, ForWhom, LetterBy, Since, Theme

LONGEST_STORY = 20_000
LONGEST_WISH = 2_000
LONGEST_MESSAGE = 5_000
LONGEST_TITLE = 70
LONGEST_CARD = 1_200
LONGEST_NAME = 120
LONGEST_CONTACT = 254

EARLIEST_LETTER = date(1994, 1, 1)


class Step(StrEnum):
    """The questions of the Tell flow, one a page, in order."""

    STORY = "story"
    THEME = "theme"
    DECIDER = "decider"
    SINCE = "since"
    FOR_WHOM = "for_whom"
    WISH = "wish"
    REACH = "reach"


STEPS = tuple(Step)


@dataclass(frozen=True)
class Told:
    """Everything somebody told so far; empty means not answered yet."""

    municipality_code: str = ""
    story: str = ""
    theme: Theme | None = None
    decides: Decider | None = None
    since: Since | None = None
    letter_got: bool | None = None
    letter_dated_on: date | None = None
    letter_received_on: date | None = None
    letter_by: LetterBy | None = None
    for_whom: ForWhom | None = None
    wish: str = ""
    reachable: bool | None = None
    contact_name: str = ""
    contact: str = ""
    card_title: str = ""
    card_text: str = ""
    marks: Marks = NO_MARKS
    hard_sentences: tuple[str, ...] = ()
    consent: Consent | None = None
    channel: Channel = Channel.WEB
    language: str = "nl"
    also: str = ""  # ids of public cards of which the teller said: that is mine as well, with a space between
    began_at: str = ""
    from_there: int = 0  # stories begun from the same network within an hour

    def with_answers(self, answers: Mapping[str, Any]) -> "Told":
        """The same with some answers changed. A changed story makes a new card."""
        changed = replace(self, **answers)
        if changed.story != self.story and "card_text" not in answers:
            changed = replace(changed, card_title="", card_text="", consent=None)
        return changed

    def to_json(self) -> dict[str, Any]:
        """As plain data, dates as text."""
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Told":
        """From `to_json`; what this edition does not know is left out, so that an older draft still opens."""
        readers = _readers()
        known: dict[str, Any] = {k: v if v is None else readers[k](v) for k, v in data.items() if k in readers}
        return cls(**known)


@cache
def _readers() -> dict[str, Callable[[Any], Any]]:
    """For each answer, what makes it from plain data."""
    return {name: _reader(hint) for name, hint in get_type_hints(Told).items()}


# What plain data has no form of its own for.
_OTHERS: dict[Any, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    Marks: Marks.from_json,
    tuple[str, ...]: tuple,
}


def _reader(hint: Any) -> Callable[[Any], Any]:
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    kind = next(k for k in kinds if k is not type(None))
    if kind in _OTHERS:
        return _OTHERS[kind]
    return kind if issubclass(kind, StrEnum) else lambda value: value


def first_open_step(told: Told) -> Step | None:
    """The first question that still needs an answer, or None when all is told. The wish may stay empty."""
    answered = {
        Step.STORY: bool(told.story.strip()),
        Step.THEME: told.theme is not None,
        Step.DECIDER: told.decides is not None,
        Step.SINCE: told.since is not None and told.letter_got is not None,
        Step.FOR_WHOM: told.for_whom is not None,
        Step.WISH: True,
        Step.REACH: told.reachable is not None,
    }
    return next((step for step in STEPS if not answered[step]), None)


def letter_problem(dated_on: date | None, received_on: date | None, today: date) -> str | None:
    """What cannot be so about the days of a letter, as a code: future, before its date, or very long ago."""
    for day in (dated_on, received_on):
        if day is not None and day > today:
            return "letter_in_future"
        if day is not None and day < EARLIEST_LETTER:
            return "letter_too_old"
    if dated_on and received_on and received_on < dated_on:
        return "letter_received_before_sent"
    return None
