"""For what somebody outside is asked, how far a link is, and what a guest may answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bundel.kit.rules import RuleBroken

LONGEST_NAME = 120
LONGEST_FUNCTION = 120
LONGEST_QUESTION = 600
LONGEST_ANSWER = 2_000
MOST_ANSWERS = 20

WAIT_BEFORE_SENDING = timedelta(seconds=60)
# Who gets too many mails stops reading them.
REMIND_AFTER = timedelta(days=3)
TERMS_IN_DAYS = (14, 30, 90)


class SubjectKind(StrEnum):
    """What a guest is shown."""

    CARD = "card"
    DOSSIER = "dossier"


class GuestPurpose(StrEnum):
    """What a guest is asked to do."""

    READ = "read"
    ANSWER = "answer"
    CORRECT = "correct"


class GuestAnswerKind(StrEnum):
    """What a guest says."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    REFUSED = "refused"
    LATER = "later"
    CORRECTION = "correction"


ANSWERS: dict[GuestPurpose, tuple[GuestAnswerKind, ...]] = {
    GuestPurpose.READ: (),
    GuestPurpose.ANSWER: (
        GuestAnswerKind.ADOPTED,
        GuestAnswerKind.PARTLY,
        GuestAnswerKind.REFUSED,
        GuestAnswerKind.LATER,
    ),
    GuestPurpose.CORRECT: (GuestAnswerKind.CORRECTION,),
}


class LinkState(StrEnum):
    """How far a link is."""

    LEAVING = "leaving"  # the mail lies in the outbox for a minute
    OPEN = "open"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"


WORKING = (LinkState.LEAVING, LinkState.OPEN)


@dataclass(frozen=True)
class Invited:
    """Who is asked what, for how many days; the name and function are those by which they are known in public."""

    name: str
    function: str
    address: str
    purpose: GuestPurpose
    question: str
    days: int
    language: str


def check_invited(invited: Invited) -> None:
    """Raises RuleBroken for what is missing, too long or not a term one can choose."""
    _check_text(invited.name, "name", LONGEST_NAME)
    _check_text(invited.function, "function", LONGEST_FUNCTION)
    _check_text(invited.question, "question", LONGEST_QUESTION)
    if invited.days not in TERMS_IN_DAYS:
        raise RuleBroken("days_unknown")


def _check_text(text: str, name: str, longest: int) -> None:
    if not text.strip():
        raise RuleBroken(f"{name}_empty")
    if len(text) > longest:
        raise RuleBroken(f"{name}_too_long")


def link_state(
    *,
    now: datetime,
    sends_at: datetime,
    announced_at: datetime | None,
    expires_at: datetime,
    declined_at: datetime | None,
    revoked_at: datetime | None,
) -> LinkState:
    """How far a link is at a moment."""
    if revoked_at is not None:
        return LinkState.REVOKED
    if declined_at is not None:
        return LinkState.DECLINED
    if now >= expires_at:
        return LinkState.EXPIRED
    return LinkState.LEAVING if announced_at is None or announced_at < sends_at else LinkState.OPEN


def check_remind(state: LinkState, *, announced_at: datetime | None, now: datetime) -> None:
    """Raises RuleBroken unless the mail may go once more."""
    if state not in WORKING:
        raise RuleBroken("link_over")
    if state is LinkState.LEAVING or announced_at is None or now < announced_at + REMIND_AFTER:
        raise RuleBroken("too_soon")


def check_answer(
    state: LinkState, purpose: GuestPurpose, kind: GuestAnswerKind, text: str, *, given_before: int
) -> None:
    """Raises RuleBroken for an answer that cannot be given (any more), is empty or endless, or is one too many."""
    if state not in WORKING:
        raise RuleBroken("link_over")
    if kind not in ANSWERS[purpose]:
        raise RuleBroken("not_asked")
    if given_before >= MOST_ANSWERS:
        raise RuleBroken("too_many_answers")
    _check_text(text, "answer", LONGEST_ANSWER)
