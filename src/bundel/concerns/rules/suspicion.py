"""What looks like spam when it comes in: only looked at apart, never thrown away."""

from dataclasses import dataclass, replace
from datetime import datetime

from bundel.engines.flags import find

FASTEST_SECONDS = 20  # seven questions and a card, for somebody who reads them
CROWD = 20  # stories told from one network in an hour
ENOUGH = 2


@dataclass(frozen=True)
class Visit:
    """How somebody came to tell: whether a trap for machines was filled in, how fast, and how many from there."""

    fell_in_trap: bool = False
    seconds: float | None = None
    told_from_there: int = 0

    def since(self, began_at: str, now: datetime) -> "Visit":
        """The same, with how long it took from a moment as ISO text; empty is not known."""
        return replace(self, seconds=(now - datetime.fromisoformat(began_at)).total_seconds()) if began_at else self


def is_suspect(story: str, visit: Visit) -> bool:
    """Whether a member looks first. One weak sign is never enough: people are quick, short and share a network."""
    codes = {flag.code for flag in find(story)}
    points = 2 * visit.fell_in_trap + 2 * ("spam" in codes) + ("nothing" in codes)
    points += visit.seconds is not None and visit.seconds < FASTEST_SECONDS
    points += visit.told_from_there > CROWD
    return points >= ENOUGH
