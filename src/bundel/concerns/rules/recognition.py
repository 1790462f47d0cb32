"""Recognition: what somebody may answer to a card, and which answers wait for a look before they count."""

from datetime import timedelta
from enum import StrEnum

LONGEST_LINE = 300
LONGEST_QUESTION = 500
LONGEST_REPLY = 1_000
MOST_HANDS = 60


class Answer(StrEnum):
    """What somebody says of another's problem."""

    SAME = "same"
    DIFFERENT = "different"  # it happens here as well, a bit differently
    NOT_HERE = "not_here"


# These say that the problem is there for one more person.
RECOGNISES = (Answer.SAME, Answer.DIFFERENT)


class Burst(StrEnum):
    """Why answers wait until a member says that they are real."""

    ONE_NETWORK = "one_network"
    SHORT_TIME = "short_time"
    MACHINE = "machine"  # faster than a hand, or it filled in what nobody sees


# A family or a day centre shares a network; more than these on one card in a day may be one person.
FROM_ONE_NETWORK = 5
NETWORK_WITHIN = timedelta(days=1)
# A card in the newspaper gets more than this as well: hence a look, and no refusal.
IN_SHORT_TIME = 20
SHORT_TIME = timedelta(hours=1)


def burst_of(*, from_network: int, in_short_time: int) -> Burst | None:
    """Whether an answer waits, from how many there are on this card with it: of this network, and lately."""
    if from_network > FROM_ONE_NETWORK:
        return Burst.ONE_NETWORK
    return Burst.SHORT_TIME if in_short_time > IN_SHORT_TIME else None
