"""Bundles as a model: cards that stand somewhere, voices, and where each bundle came from."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from bundel.concerns.rules.bundles import Reply, Voice, came_from, check_split
from bundel.kit.rules import RuleBroken


@dataclass
class Shelf:
    """What the acts of bundling do, in a few lines; the tests hold the rules and the database against it."""

    standing: dict[UUID, UUID | None] = field(default_factory=dict)  # card -> bundle
    moves: list[tuple[UUID, UUID]] = field(default_factory=list)  # from which bundle to which a card was moved
    open: set[UUID] = field(default_factory=set)
    voices: dict[UUID, Voice] = field(default_factory=dict)
    silent: set[UUID] = field(default_factory=set)
    origins: list[tuple[UUID, UUID]] = field(default_factory=list)
    told: Counter[tuple[UUID, UUID]] = field(default_factory=Counter)

    def tell(self, card: UUID, voice: UUID) -> None:
        self.standing[card] = None
        self.voices[voice] = Voice(card)

    def recognise(self, card: UUID, voice: UUID) -> None:
        self.voices[voice] = Voice(card, self.standing[card])

    def make(self, bundle: UUID) -> None:
        self.open.add(bundle)

    def link(self, card: UUID, bundle: UUID) -> None:
        if bundle not in self.open or self.standing[card] is not None:
            raise RuleBroken("card_elsewhere")
        self._put(card, bundle)

    def _put(self, card: UUID, bundle: UUID) -> None:
        self.standing[card] = bundle
        for key, voice in self._about(card):
            if key not in self.silent and voice.must_be_asked(bundle):
                self.voices[key] = voice.asked(bundle)

    def _about(self, card: UUID) -> list[tuple[UUID, Voice]]:
        return [(key, voice) for key, voice in self.voices.items() if voice.card == card]

    def unlink(self, card: UUID) -> None:
        bundle, self.standing[card] = self.standing[card], None
        for key, voice in self._about(card):
            left = {b: r for b, r in voice.replies.items() if b != bundle or r is not Reply.NONE}
            self.voices[key] = Voice(card, voice.spoke_in, left)

    def cards_in(self, bundle: UUID) -> list[UUID]:
        return [card for card, where in self.standing.items() if where == bundle]

    def split(self, bundle: UUID, cards: list[UUID], made: UUID) -> None:
        check_split(self.cards_in(bundle), cards)
        self.open.add(made)
        self.origins.append((made, bundle))
        self._move(cards, made)

    def merge(self, into: UUID, other: UUID) -> None:
        if into == other or not {into, other} <= self.open:
            raise RuleBroken("bundle_not_open")
        self.origins.append((into, other))
        self._move(self.cards_in(other), into)
        self.open.discard(other)

    def _move(self, cards: list[UUID], to: UUID) -> None:
        for card in cards:
            came = self.standing[card]
            assert came is not None
            self.moves.append((came, to))
            self.unlink(card)
            self._put(card, to)

    def answer(self, voice: UUID, bundle: UUID, reply: Reply) -> None:
        if voice in self.voices and bundle in self.voices[voice].replies:
            self.voices[voice] = self.voices[voice].answering(bundle, reply)

    def withdraw(self, voice: UUID) -> None:
        self.silent.add(voice)

    def erase(self, voice: UUID) -> None:
        self.voices.pop(voice, None)

    def hear(self, bundle: UUID, change: UUID) -> set[UUID]:
        """Who is told of a change of this bundle; what was told stays."""
        heard = {
            key
            for key, voice in self.voices.items()
            if key not in self.silent and voice.hears_of(bundle, self.standing.get(voice.card))
        }
        self.told.update((change, key) for key in heard)
        return heard

    def counting(self, bundle: UUID) -> set[UUID]:
        """The voices that count for a bundle."""
        return {key for key, voice in self.voices.items() if key not in self.silent and voice.counts_in == bundle}

    def is_traceable(self) -> bool:
        """Wherever a card was moved to, what it came from can be told from there."""
        return all(came in came_from(to, self.origins) for came, to in self.moves)
