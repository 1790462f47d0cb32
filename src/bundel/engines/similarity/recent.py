"""The newest cards, in memory: found by plain sums over what they share with the text."""

from collections.abc import Callable
from heapq import nsmallest

from bundel.engines.similarity.features import Features
from bundel.engines.similarity.weighing import weigh

Rarity = Callable[[int], float]


class Recent:
    """Cards by id with their features; small enough to weigh anew when there are twice as many."""

    def __init__(self) -> None:
        self._found: dict[str, Features] = {}
        self._weighed: dict[str, Features] = {}
        self._having: dict[int, dict[str, None]] = {}
        self._weighed_at = 0

    def __len__(self) -> int:
        return len(self._found)

    def put(self, name: str, found: Features) -> None:
        """A card that came, or came again."""
        self.drop(name)
        self._found[name] = found
        for number in found:
            self._having.setdefault(number, {})[name] = None

    def drop(self, name: str) -> None:
        """A card that went; one that is not here is fine."""
        for number in self._found.pop(name, ()):
            del self._having[number][name]
        self._weighed.pop(name, None)

    def having(self, feature: int) -> int:
        """How many of these cards have the feature."""
        return len(self._having.get(feature, ()))

    def nearest(self, wanted: Features, most: int, rarity_of: Rarity) -> list[tuple[float, str]]:
        """At most so many cards with the highest scores, as `(score, id)`."""
        scores: dict[str, float] = {}
        for number, weight in wanted.items():
            for name in self._having.get(number, ()):
                scores[name] = scores.get(name, 0.0) + weight * self.features_of(name, rarity_of)[number]
        return nsmallest(most, ((score, name) for name, score in scores.items()), key=lambda pair: (-pair[0], pair[1]))

    def features_of(self, name: str, rarity_of: Rarity) -> Features:
        """The card's own features with their weights."""
        if not self._weighed_at <= len(self._found) < 2 * self._weighed_at:
            self._weighed, self._weighed_at = {}, len(self._found)
        if name not in self._weighed:
            self._weighed[name] = weigh(self._found[name], rarity_of)
        return self._weighed[name]
