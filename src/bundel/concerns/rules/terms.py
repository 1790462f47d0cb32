"""The last day to object to a letter, from what the teller knows of it."""

from datetime import date

from bundel.concerns.rules.words import Decider, LetterBy
from bundel.engines.deadlines import Answer, compute
from bundel.engines.deadlines.trail import Step

# They give no decision in the sense of the law (Awb 1:1, 1:3), so no six weeks run.
NO_OBJECTION = frozenset({Decider.INSURER, Decider.CARE_PROVIDER, Decider.CARRIER})


def last_day_to_object(dated_on: date | None, by: LetterBy | None, decides: Decider | None) -> date | None:
    """Six weeks by the engine of legal terms (Awb 6:7, 6:8); None when the day is not known, or nobody can object.

    The date on the letter counts as the day of sending: if it was sent later, the real term ends later.
    """
    if dated_on is None or decides in NO_OBJECTION:
        return None
    last_day = _objection(dated_on, by or LetterBy.POST)["last_day"]
    return date.fromisoformat(last_day) if last_day else None


def sum_of_last_day(dated_on: date, by: LetterBy) -> list[Step]:
    """The steps of the sum, up to and including the last day itself."""
    steps = _objection(dated_on, by)["explanation"]
    end = next((place for place, step in enumerate(steps) if step["code"] == "last_day"), len(steps))
    return steps[: end + 1]


def _objection(dated_on: date, by: LetterBy) -> Answer:
    facts = {"made_known": dated_on.isoformat(), "made_known_by": by.value}
    return compute({"id": "letter", "procedure": "objection", "facts": facts})
