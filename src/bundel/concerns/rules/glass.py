"""Opening one story in danger: for what, how fast a second person answers, and for how long it stays open."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bundel.kit.rules import RuleBroken

ANSWER_WITHIN = timedelta(hours=2)
OPEN_FOR = timedelta(hours=1)


class Emergency(StrEnum):
    """What somebody fears; nothing less breaks the glass (GDPR 6(1)(d), 9(2)(c))."""

    LIFE = "life"
    VIOLENCE = "violence"
    CHILD = "child"
    CARE_STOPS = "care_stops"


class GlassState(StrEnum):
    """How a request stands."""

    ASKED = "asked"
    OPEN = "open"
    REFUSED = "refused"
    OVER = "over"  # nobody answered in time, or the hour has passed


def glass_state(
    *, asked_at: datetime, answered_at: datetime | None, is_approved: bool, now: datetime
) -> GlassState:  # fmt: skip
    """The state at this moment; a last moment counts no longer."""
    if answered_at is None:
        return GlassState.ASKED if now < asked_at + ANSWER_WITHIN else GlassState.OVER
    if not is_approved:
        return GlassState.REFUSED
    return GlassState.OPEN if now < answered_at + OPEN_FOR else GlassState.OVER


def check_second_person(asked_by: UUID, answers: UUID | None) -> None:
    """Raises RuleBroken("glass_own"): nobody allows it to oneself."""
    if answers is None or answers == asked_by:
        raise RuleBroken("glass_own")
