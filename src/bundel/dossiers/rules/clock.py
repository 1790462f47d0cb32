"""The clock of who has to answer, and promises that come due."""

from datetime import date, timedelta

from bundel.kit.rules import RuleBroken

FEWEST_WEEKS, MOST_WEEKS = 1, 26
# An agreement of the sender, no term in law: the Awb gives unasked advice none.
USUAL_WEEKS = 8
PROMISES_WITHIN = timedelta(days=10)


def answer_day(sent_on: date, weeks: int) -> date:
    """The last day on which an answer is in time. Raises RuleBroken("weeks_out_of_bounds")."""
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise RuleBroken("weeks_out_of_bounds")
    return sent_on + timedelta(weeks=weeks)


def check_past(day: date, *, today: date) -> None:
    """Raises RuleBroken("day_in_future") for what cannot have happened yet."""
    if day > today:
        raise RuleBroken("day_in_future")


def days_waiting(sent_on: date | None, *, is_answered: bool, today: date) -> int | None:
    """How many days an answer has been waited for; None when nothing is waited for."""
    if sent_on is None or is_answered:
        return None
    return max(0, (today - sent_on).days)


def is_late(due_on: date | None, *, is_answered: bool, today: date) -> bool:
    """Whether the day for an answer has passed without one."""
    return due_on is not None and not is_answered and due_on < today
