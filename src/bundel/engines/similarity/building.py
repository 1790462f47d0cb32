"""Makes a segment from texts: features counted, weighed by how rare they are, and turned around."""

from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bundel.engines.similarity.features import MIX, Channel, Features, channel
from bundel.engines.similarity.segment import STEPS, Arrays, Segment, id_hash
from bundel.engines.similarity.weighing import rarity


class Builder:
    """Takes cards one by one; `arrays` is the segment of them all. About 500 bytes a card while it works."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._having: array[int] = array("I")
        self._features: array[int] = array("I")
        self._strengths: array[float] = array("f")
        self._ends: array[int] = array("q")
        self._ids = bytearray()
        self._id_ends: array[int] = array("q")
        self._id_hashes: array[int] = array("Q")

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, name: str, found: Features) -> None:
        """Take in one card."""
        for number, strength in found.items():
            place = self._places.setdefault(number, len(self._having))
            if place == len(self._having):
                self._having.append(0)
            self._having[place] += 1
            self._features.append(place)
            self._strengths.append(strength)
        self._ends.append(len(self._features))
        self._ids += name.encode()
        self._id_ends.append(len(self._ids))
        self._id_hashes.append(id_hash(name))

    def arrays(self) -> Arrays:
        """The segment's arrays, as `segment.Segment` reads them. Raises `ValueError` when an id came twice."""
        numbers = np.fromiter(self._places, dtype=np.uint64, count=len(self._places))
        order = np.argsort(numbers)
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        features = rank[np.frombuffer(self._features, dtype=np.uint32)]
        cards = self._card_of_each()
        weights = self._weights(cards)
        turned = np.argsort(features, kind="stable")
        having = np.frombuffer(self._having, dtype=np.uint32)[order].astype(np.int64)
        step = float(weights.max(initial=0.0)) / STEPS or 1.0
        small = np.ceil(weights / step).clip(0, STEPS).astype(np.uint8)
        hashes = np.frombuffer(self._id_hashes, dtype=np.uint64)
        by_hash = np.argsort(hashes)
        self._refuse_twins(hashes, by_hash)
        return {
            "features": numbers[order],
            "starts": np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(having)]),
            "cards": cards[turned],
            "weights": small[turned],
            "row_ends": np.frombuffer(self._ends, dtype=np.int64),
            "row_features": features,
            "row_weights": small,
            "step": np.array([step]),
            "ids": np.frombuffer(bytes(self._ids), dtype=np.uint8),
            "id_ends": np.frombuffer(self._id_ends, dtype=np.int64),
            "id_hashes": hashes[by_hash],
            "id_order": by_hash.astype(np.uint32),
        }

    def _refuse_twins(self, hashes: NDArray[np.uint64], by_hash: NDArray[np.intp]) -> None:
        pairs = (by_hash[at : at + 2].tolist() for at in np.flatnonzero(np.diff(hashes[by_hash]) == 0))
        twins = [self._id(one) for one, other in pairs if self._id(one) == self._id(other)]
        if twins:
            raise ValueError(f"the id {twins[0]!r} is here twice")

    def _id(self, number: int) -> str:
        start = self._id_ends[number - 1] if number else 0
        return self._ids[start : self._id_ends[number]].decode()

    def _card_of_each(self) -> NDArray[np.uint32]:
        ends = np.frombuffer(self._ends, dtype=np.int64)
        return np.repeat(np.arange(len(ends), dtype=np.uint32), np.diff(ends, prepend=0))

    def _weights(self, cards: NDArray[np.uint32]) -> NDArray[np.float32]:
        """The same weights as `weighing.weigh` gives, for all cards at once."""
        names = list(self._places)
        rare = np.array(
            [rarity(number, len(self), self._having[place]) for place, number in enumerate(names)], dtype=np.float32
        )
        kinds = np.array([channel(number) for number in names], dtype=np.uint8)
        features = np.frombuffer(self._features, dtype=np.uint32)
        weights: NDArray[np.float32] = np.frombuffer(self._strengths, dtype=np.float32) * rare[features]
        kind_of_each = kinds[features]
        for kind in Channel:
            chosen = kind_of_each == kind
            squares: NDArray[Any] = np.bincount(cards[chosen], weights[chosen] ** 2, minlength=len(self))
            scale = np.sqrt(MIX[kind] / np.where(squares > 0, squares, 1.0)).astype(np.float32)
            weights[chosen] *= scale[cards[chosen]]
        return weights


def no_cards() -> Segment:
    """A segment without cards."""
    return Segment(Builder().arrays())
