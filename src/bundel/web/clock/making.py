"""The letters that a person can make: which fit what the clock says, and how one stands on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from bundel.engines.deadlines import PathStep
from bundel.engines.drafting import Composition, Sample, Step, Words, compose, fitting, in_words
from bundel.kit.paper import Sheet

# Where the clock of a kind calls the day by another name than a letter does.
SAME_DAY = {"reported": "received"}


@dataclass(frozen=True)
class Making:
    """What the clock gives to a letter: the days it knows, and the steps of the way ahead."""

    days: dict[str, Any]
    way: tuple[Step, ...]
    waits: bool
    may_talk: bool
    last_day: date | None = None

    @property
    def samples(self) -> list[Sample]:
        """The letters that make sense now."""
        return fitting(self.way, self.days, waits=self.waits, may_talk=self.may_talk)


# A letter that needs no clock: nothing is known, and nothing runs.
NO_CLOCK = Making({}, (), waits=False, may_talk=False)


def making(
    facts: Mapping[str, Any], way: Sequence[PathStep], *, mine: date | None, due: date | None, may_talk: bool
) -> Making:
    """What is known of a matter: my own last day that is still to come, or the day the authority must have answered."""
    days = {SAME_DAY.get(name, name): value for name, value in facts.items()}
    steps = tuple(Step(step["procedure"], step["who"], step["state"]) for step in way)
    known = {**days, "decision_due": due} if due else days
    return Making(known, steps, waits=due is not None, may_talk=may_talk, last_day=mine)


def fits(sample: Sample, known: Making) -> bool:
    """Whether this letter may be made now: nobody is offered a step whose time has passed."""
    return sample.anytime or sample in known.samples


def composed(sample: Sample, known: Making, told: Mapping[str, Any]) -> Composition:
    """The letter in words."""
    return compose(sample, {**known.days, **told}, known.way)


def on_paper(letter: Composition, told: Mapping[str, Any], *, today: date) -> Sheet:
    """The letter as it goes out: always in Dutch, which is what an authority reads."""
    town = told.get("place", "").split(" ", 2)[-1]  # "1234 AB Ede" without the postcode
    day = in_words(today, "nl")
    return Sheet(
        sender=_lines(told, "name", "street", "place", "phone"),
        recipient=(*_lines(told, "organisation"), *told.get("organisation_address", "").splitlines()),
        place_and_day=f"{town}, {day}" if town else day,
        subject=letter.subject.nl,
        reference=told.get("reference", ""),
        greeting="Geachte heer of mevrouw,",
        paragraphs=tuple(part.nl for part in letter.paragraphs),
        farewell="Met vriendelijke groet,",
        enclosures=tuple(enclosure.nl for enclosure in letter.enclosures),
        labels={"subject": "Onderwerp", "reference": "Kenmerk", "enclosures": "Bijlagen"},
    )


def said(words: Words) -> str:
    """In the language of the page."""
    return words.en if get_language() == "en" else words.nl


def _lines(told: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(str(told[name]) for name in names if told.get(name))
