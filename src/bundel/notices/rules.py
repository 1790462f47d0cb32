"""What mail there is, how it stands, and when a mail that did not leave is tried again."""

from datetime import timedelta
from enum import StrEnum


class NoticeKind(StrEnum):
    """Every mail Bundel sends."""

    INVITATION = "invitation"
    NEW_ACCOUNT = "new_account"
    ACCOUNT_THERE = "account_there"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a mail
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a mail
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    ORGANISATION_LINKED = "organisation_linked"
    WORKSPACE_CLOSES = "workspace_closes"
    NEWS = "news"
    RECOGNITION_NEWS = "recognition_news"
    NEW_CONCERN = "new_concern"
    GLASS_ASKED = "glass_asked"
    GLASS_ANSWERED = "glass_answered"
    GLASS_USED = "glass_used"
    GUEST_ASKED = "guest_asked"
    GUEST_ANSWERED = "guest_answered"


class NoticeState(StrEnum):
    """How a mail stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Problem(StrEnum):
    """Why a mail did not leave."""

    NO_SERVER = "no_server"
    NOT_REACHED = "not_reached"
    REFUSED = "refused"
    ADDRESS_REFUSED = "address_refused"
    NO_RECEIVER = "no_receiver"


# Two days in all: long enough for a weekend's broken mail server, short enough for news to be news.
_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
_FINAL = frozenset({Problem.ADDRESS_REFUSED, Problem.NO_RECEIVER})


def wait_after(attempts: int, problem: Problem) -> timedelta | None:
    """How long to wait after this many attempts; None when trying again has no use."""
    if problem in _FINAL or attempts > len(_WAITS):
        return None
    return _WAITS[attempts - 1]
