"""News back: what happened downstream, who wants to hear of it by mail, and when somebody is asked how it works out."""

from datetime import timedelta
from enum import StrEnum

from bundel.kit.rules import RuleBroken

LONGEST_CHANGE = 1_000
LONGEST_AFTER_LINE = 300

WAIT_BEFORE_TELLING = timedelta(seconds=60)
# Long enough to have felt it, short enough to remember how it was.
ASK_AFTER = timedelta(weeks=4)
# People told in one transaction; a worker that is killed does at most this many over, and tells none twice.
BATCH = 200


class ChangeKind(StrEnum):
    """What happened."""

    LINKED = "linked"  # a card came to stand in a bundle: the question whether one counts
    INDIVIDUAL = "individual"
    DOSSIER_OPENED = "dossier_opened"
    ADVICE_SENT = "advice_sent"
    ANSWER = "answer"
    PROMISE = "promise"
    EFFECT = "effect"
    AFTER_QUESTION = "after_question"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"  # another organisation did something with the card


class SubjectKind(StrEnum):
    """What it happened to."""

    BUNDLE = "bundle"
    DOSSIER = "dossier"
    CONCERN = "concern"


class Wish(StrEnum):
    """Of what somebody wants a mail. Their own page always has every line."""

    EVERYTHING = "everything"
    RESULTS = "results"
    NOTHING = "nothing"


class Way(StrEnum):
    """How somebody is told."""

    FOLLOW = "follow"  # it stands on their own page
    MAIL = "mail"  # and a mail says that there is something to read
    WEEKLY = "weekly"  # and the mail of the week says so
    ORGANISATION = "organisation"  # their own organisation tells them
    NONE = "none"  # nobody can be reached


class Works(StrEnum):
    """Does it work for you now?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


# What somebody who wants results only gets a mail about; a question to them is one of these.
RESULTS = frozenset({
    ChangeKind.INDIVIDUAL, ChangeKind.ANSWER, ChangeKind.PROMISE, ChangeKind.EFFECT, ChangeKind.AFTER_QUESTION,
    ChangeKind.CLOSED,
})  # fmt: skip

# An organisation that gave a card hears these itself; the questions are only for who can answer them here.
QUESTIONS = frozenset({ChangeKind.LINKED, ChangeKind.AFTER_QUESTION})


def way_of(kind: ChangeKind, wish: Wish, *, is_reachable: bool, is_weekly: bool) -> Way:
    """How somebody hears of a change: never by more mail than they asked for."""
    wanted = wish is Wish.EVERYTHING or (wish is Wish.RESULTS and kind in RESULTS)
    if not (wanted and is_reachable):
        return Way.FOLLOW
    return Way.WEEKLY if is_weekly else Way.MAIL


def check_change(text: str, text_en: str = "") -> None:
    """Raises RuleBroken for an empty or endless text."""
    if not text.strip():
        raise RuleBroken("change_empty")
    if max(len(text), len(text_en)) > LONGEST_CHANGE:
        raise RuleBroken("change_too_long")
