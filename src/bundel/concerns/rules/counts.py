"""Which numbers of people others may see."""

from enum import StrEnum

SHOWN_FROM = 10


class Unsaid(StrEnum):
    """What stands in place of a number."""

    FEW = "few"  # on a card: somebody told it, so that it is never about nobody
    TOO_FEW = "too_few"  # in a list or a figure: none and few look the same


def shown(number: int) -> int | Unsaid:
    """A number of people as everybody may see it: from ten on, and until then always the same words."""
    return number if number >= SHOWN_FROM else Unsaid.TOO_FEW


def shown_on_card(number: int) -> int | Unsaid:
    """How many recognise a card, beside that card: from ten on, and until then a few people."""
    return number if number >= SHOWN_FROM else Unsaid.FEW
