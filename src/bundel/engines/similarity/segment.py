"""The compact, unchanging part of an index: arrays in one file that all processes of a machine map and share."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bundel.engines.similarity.features import Features

STEPS = 255  # a weight is one byte: a share of the largest
_BUDGET = 400_000  # cards touched while candidates are gathered, rarest features first
_CANDIDATES = 1_000

Arrays = Mapping[str, NDArray[Any]]


class Segment:
    """Cards and which features they have. `ids` is their order; a card's number is its place in it."""

    def __init__(self, arrays: Arrays) -> None:
        self._ids: NDArray[np.uint8] = arrays["ids"]
        self._features: NDArray[np.uint64] = arrays["features"]
        self._starts: NDArray[np.int64] = arrays["starts"]
        self._cards: NDArray[np.uint32] = arrays["cards"]
        self._weights: NDArray[np.uint8] = arrays["weights"]
        self._row_ends: NDArray[np.int64] = arrays["row_ends"]
        self._row_features: NDArray[np.uint32] = arrays["row_features"]
        self._row_weights: NDArray[np.uint8] = arrays["row_weights"]
        self._step = float(arrays["step"][0])
        self._id_ends: NDArray[np.int64] = arrays["id_ends"]
        self._id_order: NDArray[np.uint32] = arrays["id_order"]
        self._id_hashes: NDArray[np.uint64] = arrays["id_hashes"]
        self.dead: NDArray[np.bool_] = np.zeros(len(self), dtype=np.bool_)

    def __len__(self) -> int:
        return len(self._id_ends)

    def id_of(self, number: int) -> str:
        """The card's id."""
        start = int(self._id_ends[number - 1]) if number else 0
        return self._ids[start : int(self._id_ends[number])].tobytes().decode()

    def number_of(self, name: str) -> int | None:
        """The card's number, or `None` when it is not here."""
        wanted = np.uint64(id_hash(name))
        start, end = self._id_hashes.searchsorted(wanted), self._id_hashes.searchsorted(wanted, side="right")
        return next((number for number in self._id_order[start:end].tolist() if self.id_of(number) == name), None)

    def having(self, feature: int) -> int:
        """How many cards have the feature."""
        start, end = self._span(feature)
        return end - start

    def nearest(self, wanted: Features, most: int) -> list[tuple[float, int]]:
        """At most so many cards with the highest scores, as `(score, number)`; dead ones left out.

        Rare features find the candidates, common ones only weigh them: nobody is near by grammar alone.
        """
        spans = [(*self._span(feature), weight) for feature, weight in wanted.items()]
        scores: NDArray[np.float32] = np.zeros(len(self), dtype=np.float32)
        touched: list[NDArray[np.uint32]] = []
        left = _BUDGET
        for start, end, weight in sorted(spans, key=lambda span: span[1] - span[0]):
            if end - start > left and touched:
                break
            here = self._cards[start:end]
            scores[here] += self._weights[start:end] * np.float32(weight * self._step)
            touched.append(here)
            left -= end - start
        seen = np.concatenate(touched) if touched else np.zeros(0, dtype=np.uint32)
        if not len(seen):
            return []
        chosen = self._best(scores, seen, _CANDIDATES)
        exact = self.scores(chosen, wanted)
        order = np.lexsort((chosen, -exact))[:most]
        return [(float(exact[n]), int(chosen[n])) for n in order]

    def scores(self, numbers: NDArray[Any], wanted: Features) -> NDArray[np.float64]:
        """The scores of these cards."""
        weight_of: NDArray[np.float32] = np.zeros(len(self._features), dtype=np.float32)
        for feature, weight in wanted.items():
            place = self._place(feature)
            if place is not None:
                weight_of[place] = weight * self._step
        ends = self._row_ends[numbers]
        starts = np.where(numbers > 0, self._row_ends[np.maximum(numbers, 1) - 1], 0)
        sizes = ends - starts
        row_of_each = np.repeat(np.arange(len(numbers)), sizes)
        at = np.arange(int(sizes.sum())) + (starts - (np.cumsum(sizes) - sizes))[row_of_each]
        products = weight_of[self._row_features[at]] * self._row_weights[at]
        found: NDArray[np.float64] = np.bincount(row_of_each, products, minlength=len(numbers)).astype(np.float64)
        return found

    def features_of(self, number: int) -> Features:
        """The card's own features with their weights."""
        start = int(self._row_ends[number - 1]) if number else 0
        row = slice(start, int(self._row_ends[number]))
        names, weights = self._features[self._row_features[row]], self._row_weights[row] * self._step
        return dict(zip(names.tolist(), weights.tolist(), strict=True))

    def _place(self, feature: int) -> int | None:
        at = int(self._features.searchsorted(np.uint64(feature)))
        return at if at < len(self._features) and int(self._features[at]) == feature else None

    def _span(self, feature: int) -> tuple[int, int]:
        place = self._place(feature)
        return (0, 0) if place is None else (int(self._starts[place]), int(self._starts[place + 1]))

    def _best(self, scores: NDArray[np.float32], touched: NDArray[np.uint32], most: int) -> NDArray[np.intp]:
        """The living cards with the best scores so far, at most so many, in order of number."""
        seen = scores[touched]
        # A card stands here once for each feature it shares: the bound may let through fewer, never none.
        most_seen = min(len(seen), 4 * most)
        bound = np.partition(seen, len(seen) - most_seen)[len(seen) - most_seen]
        chosen = np.flatnonzero(scores >= bound)
        chosen = chosen[~self.dead[chosen]]
        if len(chosen) > most:
            chosen = np.sort(chosen[np.argpartition(-scores[chosen], most)[:most]])
        return chosen


def id_hash(name: str) -> int:
    """The number an id is looked up by; two ids may share one."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
