"""How a municipality is worked in: each place has the form that its own people can carry."""

from enum import StrEnum

LONGEST_WAY = 200


class Form(StrEnum):
    """Who carries it there."""

    ADVOCATE = "advocate"
    COUNCIL = "council"
    COALITION = "coalition"
    NETWORK = "network"
