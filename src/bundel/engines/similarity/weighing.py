"""How much a feature says: what few cards say, says more; each channel counts by its share."""

import math
from collections.abc import Callable

from bundel.engines.similarity.features import MIX, Channel, Features, channel

_CALM = 10.0  # so that three cards do not make everything either rare or common
_POWER = {Channel.WORD: 1.0, Channel.EDGE: 1.0, Channel.CONCEPT: 0.8}


def rarity(number: int, cards: int, having: int) -> float:
    """The weight of a feature that `having` of so many cards have."""
    rare = math.log(1.0 + (cards + _CALM) / (having + 1.0))
    return float(rare ** _POWER[channel(number)])


def weigh(found: Features, rarity_of: Callable[[int], float]) -> Features:
    """The features with the weights whose products, summed over two texts, are their score from 0 to 1."""
    weighed = {number: strength * rarity_of(number) for number, strength in found.items()}
    squares = dict.fromkeys(Channel, 0.0)
    for number, weight in weighed.items():
        squares[channel(number)] += weight * weight
    scale = {kind: math.sqrt(MIX[kind] / total) for kind, total in squares.items() if total}
    return {number: weight * scale[channel(number)] for number, weight in weighed.items()}
