"""The cards of one group, old and new together, and which of them are nearest to a text."""

from heapq import nsmallest

import numpy as np

from bundel.engines.similarity.features import Features
from bundel.engines.similarity.recent import Recent
from bundel.engines.similarity.segment import Segment
from bundel.engines.similarity.weighing import rarity, weigh

_LOOKED_AT = 200  # the best at first sight, ranked anew with the help of the very best
_HELPERS = 3
_HELP = 0.5

# A card of the segment by its number, a newer one by its id.
_Key = int | str


class Cards:
    """A segment that does not change, and what came and went since."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._recent = Recent()

    def __len__(self) -> int:
        return len(self._segment) - int(self._segment.dead.sum()) + len(self._recent)

    @property
    def recent(self) -> int:
        """How many came since the segment was made."""
        return len(self._recent)

    def take(self, name: str, found: Features | None) -> None:
        """A card that came or changed, with its features; or that went (`None`)."""
        number = self._segment.number_of(name)
        if number is not None:
            self._segment.dead[number] = True
        if found is None:
            self._recent.drop(name)
        else:
            self._recent.put(name, found)

    def nearest(self, found: Features, top: int, but: str | None = None) -> list[tuple[float, str]]:
        """The nearest cards but one as `(score, id)`, best first; scores from 0 to 1.

        What tells of the same in other words shares little with the text, but much with those nearest to it:
        these help to rank the rest.
        """
        wanted = weigh(found, self._rarity)
        left_out = {but, None if but is None else self._segment.number_of(but)}
        first = [pair for pair in self._first(wanted, max(_LOOKED_AT, top)) if pair[1] not in left_out]
        scores = {key: score for score, key in first}
        for key, shared in self._shared(first).items():
            scores[key] += _HELP * shared
        best = nsmallest(top, scores.items(), key=lambda pair: (-pair[1], str(pair[0])))
        # Weights of one byte round upwards, so a text beside itself may come out a little over.
        return [(min(score / (1 + _HELP), 1.0), self._id(key)) for key, score in best]

    def _first(self, wanted: Features, most: int) -> list[tuple[float, _Key]]:
        near: list[tuple[float, _Key]] = list(self._recent.nearest(wanted, most, self._rarity))
        near += self._segment.nearest(wanted, most)
        return nsmallest(most, near, key=lambda pair: (-pair[0], str(pair[1])))

    def _shared(self, first: list[tuple[float, _Key]]) -> dict[_Key, float]:
        """How near these cards are to the helpers among them, each by its share; none helps itself."""
        helpers = first[:_HELPERS]
        total = sum(score for score, _ in helpers)
        wanted: Features = {}
        own: dict[_Key, float] = {}
        for score, helper in helpers:
            found = self._features_of(helper)
            own[helper] = score / total * sum(weight * weight for weight in found.values())
            for number, weight in found.items():
                wanted[number] = wanted.get(number, 0.0) + score / total * weight
        numbers = np.array(sorted(key for _, key in first if isinstance(key, int)), dtype=np.uint32)
        shared: dict[_Key, float] = dict(
            zip(numbers.tolist(), self._segment.scores(numbers, wanted).tolist(), strict=True)
        )
        for key in (key for _, key in first if isinstance(key, str)):
            other = self._features_of(key)
            shared[key] = sum(weight * wanted[number] for number, weight in other.items() if number in wanted)
        return {key: max(score - own.get(key, 0.0), 0.0) for key, score in shared.items()}

    def _features_of(self, key: _Key) -> Features:
        if isinstance(key, str):
            return self._recent.features_of(key, self._rarity)
        return self._segment.features_of(key)

    def _id(self, key: _Key) -> str:
        return key if isinstance(key, str) else self._segment.id_of(key)

    def _rarity(self, feature: int) -> float:
        cards = len(self._segment) + len(self._recent)
        return rarity(feature, cards, self._segment.having(feature) + self._recent.having(feature))
