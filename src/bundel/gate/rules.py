"""What two workspaces may agree on, how far an agreement stands, and what may go through the gate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from bundel.kit.rules import RuleBroken
from bundel.tenancy.rules import WorkspaceKind

LONGEST_PURPOSE = 600
LONGEST_SPEAKS = 300
LONGEST_RED_LINES = 600
LONGEST_NEWS = 1_000

# What a person says yes to has an end that they can oversee.
LONGEST_TERM = timedelta(days=2 * 365)

# A letter lies still for a minute: until then a yes costs nothing to take back.
WAIT_BEFORE_SENDING = timedelta(seconds=60)


class AgreementKind(StrEnum):
    """What becomes of a card on the other side."""

    SHARE = "share"  # they read it as well
    HAND_OVER = "hand_over"  # they take it from here
    COALITION = "coalition"  # it joins the cards of all members


class Leaving(StrEnum):
    """What is left on the other side when an agreement ends. The text of a card never stays."""

    NOTHING = "nothing"
    EVIDENCE = "evidence"  # theme, place and consequences, without text or handle


class Word(StrEnum):
    """What one side says of a proposal."""

    AGREE = "agree"
    REFUSE = "refuse"
    END = "end"


class AgreementState(StrEnum):
    """How far two workspaces are."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    ENDED = "ended"
    EXPIRED = "expired"


OPEN_STATES = (AgreementState.PROPOSED, AgreementState.AGREED)


class CrossingKind(StrEnum):
    """What a letter between two workspaces is."""

    CARD = "card"
    HANDOVER = "handover"
    WITHDRAWAL = "withdrawal"
    NEWS = "news"


class Answer(StrEnum):
    """What the person said when asked whether the card may go."""

    NONE = ""
    YES = "yes"
    NO = "no"


class NewsKind(StrEnum):
    """What became of a card on the other side."""

    READ = "read"
    USED = "used"
    PROMISED = "promised"
    CHANGED = "changed"


@dataclass(frozen=True)
class Terms:
    """The text of an agreement; no themes means every theme."""

    kind: AgreementKind
    purpose: str
    themes: tuple[str, ...]
    runs_until: date
    speaks: str
    red_lines: str
    leaving: Leaving


def check_terms(terms: Terms, *, today: date) -> None:
    """Raises RuleBroken for what is missing, too long, or ends too soon or too late."""
    _check_text(terms.purpose, "purpose", LONGEST_PURPOSE)
    _check_text(terms.speaks, "speaks", LONGEST_SPEAKS)
    if len(terms.red_lines) > LONGEST_RED_LINES:
        raise RuleBroken("red_lines_too_long")
    if terms.runs_until < today:
        raise RuleBroken("until_past")
    if terms.runs_until > today + LONGEST_TERM:
        raise RuleBroken("until_too_far")


def _check_text(text: str, name: str, longest: int) -> None:
    if not text.strip():
        raise RuleBroken(f"{name}_empty")
    if len(text) > longest:
        raise RuleBroken(f"{name}_too_long")


_TAKES_OVER = frozenset({WorkspaceKind.NATIONAL_OFFICE, WorkspaceKind.ASSOCIATION})


def check_parties(kind: AgreementKind, origin: tuple[UUID, WorkspaceKind], target: tuple[UUID, WorkspaceKind]) -> None:
    """Raises RuleBroken unless cards of this kind of agreement may go from `origin` to `target`."""
    if origin[0] == target[0]:
        raise RuleBroken("same_workspace")
    if origin[1] == WorkspaceKind.COALITION:
        raise RuleBroken("coalition_gives_nothing")
    if (kind is AgreementKind.COALITION) != (target[1] == WorkspaceKind.COALITION):
        raise RuleBroken("coalition_kind")
    if kind is AgreementKind.HAND_OVER and (origin[1] != WorkspaceKind.LOCAL_GROUP or target[1] not in _TAKES_OVER):
        raise RuleBroken("hand_over_parties")


def state_of(words: Collection[Word], *, runs_until: date, today: date) -> AgreementState:
    """How far they are, from what was said; the proposal itself is its maker's yes. An end is never undone."""
    if Word.END in words:
        return AgreementState.ENDED
    if Word.REFUSE in words:
        return AgreementState.REFUSED
    if today > runs_until:
        return AgreementState.EXPIRED
    return AgreementState.AGREED if Word.AGREE in words else AgreementState.PROPOSED


def check_answer(state: AgreementState, *, is_own_proposal: bool) -> None:
    """Raises RuleBroken unless this side may say yes or no now."""
    if state is not AgreementState.PROPOSED:
        raise RuleBroken("not_proposed")
    if is_own_proposal:
        raise RuleBroken("own_proposal")


def check_end(state: AgreementState) -> None:
    """Raises RuleBroken when there is nothing to end."""
    if state not in OPEN_STATES:
        raise RuleBroken("agreement_over")


def check_card(state: AgreementState, themes: Collection[str], theme: str) -> None:
    """Raises RuleBroken unless a card about this theme may go under an agreement that stands like this."""
    if state is not AgreementState.AGREED:
        raise RuleBroken("agreement_over" if state is not AgreementState.PROPOSED else "not_agreed")
    if themes and theme not in themes:
        raise RuleBroken("theme_not_shared")


def check_news(text: str) -> None:
    """Raises RuleBroken for an empty or endless text."""
    _check_text(text, "news", LONGEST_NEWS)


def letter_of(kind: AgreementKind) -> CrossingKind:
    """As what a card goes under this kind of agreement."""
    return CrossingKind.HANDOVER if kind is AgreementKind.HAND_OVER else CrossingKind.CARD
