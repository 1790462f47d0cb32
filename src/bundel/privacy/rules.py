"""How long an erasure may be put off and why, and the clock that runs after a leak."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bundel.kit.processing import TERMS, Keep
from bundel.kit.rules import RuleBroken

MOST_MONTHS = 12
REPORT_WITHIN = timedelta(hours=72)
LONGEST_SPAN = timedelta(days=366)

# One story can be kept longer, or the whole audit while something is looked into; the rest just goes.
MAY_WAIT = frozenset({Keep.CONCERN, Keep.AUDIT})


class Broken(StrEnum):
    """What the rules of keeping refuse."""

    TOO_LONG = "hold_too_long"
    CANNOT_WAIT = "hold_cannot_wait"
    HOLD_OVER = "hold_over"
    TERM_OUT_OF_BOUNDS = "term_out_of_bounds"
    MESSAGE_OUTLIVES = "message_outlives"


class HoldReason(StrEnum):
    """Why something is kept longer (GDPR 17(3), 18)."""

    PERSON_ASKED = "person_asked"
    CASE_RUNS = "case_runs"
    COMPLAINT = "complaint"
    INQUIRY = "inquiry"


def hold_until(kind: Keep, months: int, *, today: date) -> date:
    """The last day of a postponement of whole months. Raises RuleBroken."""
    if kind not in MAY_WAIT:
        raise RuleBroken(Broken.CANNOT_WAIT)
    if not 1 <= months <= MOST_MONTHS:
        raise RuleBroken(Broken.TOO_LONG)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(today.day, last))


def check_terms(days: dict[Keep, int]) -> None:
    """Raises RuleBroken for a term outside its limits, or a message kept longer than its story."""
    for kind, chosen in days.items():
        term = TERMS[kind]
        if not term.shortest <= chosen <= term.longest:
            raise RuleBroken(Broken.TERM_OUT_OF_BOUNDS)
    story = days.get(Keep.CONCERN)
    if story is not None and max(days.get(Keep.MESSAGE, 0), days.get(Keep.NAME_MARK, 0)) > story:
        raise RuleBroken(Broken.MESSAGE_OUTLIVES)


@dataclass(frozen=True)
class ReportClock:
    """When the authority must know (GDPR 33(1)), and how that stands now."""

    ends_at: datetime
    hours_left: int

    @property
    def is_over(self) -> bool:
        return self.hours_left < 0


def report_clock(noticed_at: datetime, *, now: datetime) -> ReportClock:
    """Seventy-two hours from the moment somebody here knew; whole hours, negative when it is over."""
    ends_at = noticed_at + REPORT_WITHIN
    return ReportClock(ends_at, (ends_at - now) // timedelta(hours=1))
