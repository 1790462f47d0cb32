"""Bundles: how far one is, who counts for it, whom it has to ask, and what splitting and merging leave behind."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from bundel.kit.rules import RuleBroken

LONGEST_BUNDLE_TITLE = 80
LONGEST_PROBLEM = 2_000
LONGEST_REASON = 300
MOST_AT_ONCE = 200


class BundleState(StrEnum):
    """How far a bundle is."""

    OPEN = "open"
    INDIVIDUAL = "individual"  # not one problem of many: each person is helped by itself
    CLOSED = "closed"


class OriginKind(StrEnum):
    """How one bundle came from another."""

    SPLIT = "split"
    MERGE = "merge"


class Who(StrEnum):
    """What record a voice is."""

    CONCERN = "concern"
    RECOGNITION = "recognition"
    RECEIVED = "received"  # a card of another organisation, with the person behind it


class Reply(StrEnum):
    """What somebody said when asked to count for a bundle."""

    NONE = ""
    YES = "yes"
    NO = "no"


MAY_BECOME: dict[BundleState, frozenset[BundleState]] = {
    BundleState.OPEN: frozenset({BundleState.INDIVIDUAL, BundleState.CLOSED}),
    BundleState.INDIVIDUAL: frozenset({BundleState.OPEN}),
    BundleState.CLOSED: frozenset({BundleState.OPEN}),
}


def check_becomes(old: BundleState, new: BundleState) -> None:
    """Raises RuleBroken("bundle_state") when a bundle cannot become that."""
    if new not in MAY_BECOME[old]:
        raise RuleBroken("bundle_state")


def check_open(state: BundleState) -> None:
    """Raises RuleBroken("bundle_not_open"): only an open bundle takes cards or lets them go."""
    if state is not BundleState.OPEN:
        raise RuleBroken("bundle_not_open")


def check_words(title: str, problem: str) -> None:
    """Raises RuleBroken for a title or a problem that is empty or too long."""
    if not title.strip():
        raise RuleBroken("bundle_title_empty")
    if len(title) > LONGEST_BUNDLE_TITLE or len(problem) > LONGEST_PROBLEM:
        raise RuleBroken("bundle_too_long")


def check_reason(reason: str) -> None:
    """Raises RuleBroken: whoever takes cards apart or together says why."""
    if not reason.strip():
        raise RuleBroken("reason_empty")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("reason_too_long")


def check_split(there: Collection[UUID], chosen: Collection[UUID]) -> None:
    """Raises RuleBroken unless some of the cards go and some stay."""
    if not chosen:
        raise RuleBroken("split_nothing")
    if not set(chosen) <= set(there):
        raise RuleBroken("split_not_there")
    if set(chosen) == set(there):
        raise RuleBroken("split_everything")


@dataclass(frozen=True)
class Voice:
    """Somebody who spoke up: about which card, in which bundle that stood then, and what they said since.

    `replies` is in the order of answering, the newest last; a teller spoke before there was any bundle.
    """

    card: UUID
    spoke_in: UUID | None = None
    replies: Mapping[UUID, Reply] = field(default_factory=dict)

    @property
    def counts_in(self) -> UUID | None:
        """The one bundle this voice counts for: the last one it said yes to, else where it spoke up."""
        said_yes = [bundle for bundle, reply in self.replies.items() if reply is Reply.YES]
        return said_yes[-1] if said_yes else self.spoke_in

    def must_be_asked(self, stands_in: UUID | None) -> bool:
        """Whether the bundle in which the card stands now is one this voice was never asked about."""
        return stands_in is not None and stands_in != self.counts_in and stands_in not in self.replies

    def asked(self, bundle: UUID) -> "Voice":
        """The same, with the question put."""
        return Voice(self.card, self.spoke_in, {**self.replies, bundle: Reply.NONE})

    def answering(self, bundle: UUID, reply: Reply) -> "Voice":
        """The same, after an answer; a newer answer about the same bundle takes the place of the older."""
        others = {b: r for b, r in self.replies.items() if b != bundle}
        return Voice(self.card, self.spoke_in, {**others, bundle: reply})

    def hears_of(self, bundle: UUID, stands_in: UUID | None) -> bool:
        """Whether news of a bundle is for this voice: it counts there, or its card stands there and it said no no."""
        return self.counts_in == bundle or (stands_in == bundle and self.replies.get(bundle) is not Reply.NO)


def came_from(bundle: UUID, origins: Iterable[tuple[UUID, UUID]]) -> set[UUID]:
    """Every bundle this one came from, directly or by way of others; `origins` are pairs of bundle and source."""
    sources: dict[UUID, set[UUID]] = {}
    for made, source in origins:
        sources.setdefault(made, set()).add(source)
    found: set[UUID] = set()
    waiting = [bundle]
    while waiting:
        new = sources.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found - {bundle}
