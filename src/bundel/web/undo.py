"""Taking back what was just done with concerns: everything it takes stands signed in the address, for an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from django.core import signing
from django.utils.timezone import get_fixed_timezone
from django.utils.translation import ngettext

from bundel.concerns.actions.helping import Before
from bundel.concerns.rules.states import State
from bundel.web.pages import PageRequest

KEPT = timedelta(hours=1)
NAME = "gedaan"  # in the address


class Act(StrEnum):
    """What is done with one concern or many, from a list or from a page."""

    TAKE_UP = "take_up"
    WAIT = "wait"
    CLOSE = "close"
    REOPEN = "reopen"
    ASSIGN = "assign"
    SPAM = "spam"
    NO_SPAM = "no_spam"


@dataclass(frozen=True)
class Done:
    """Something that can still be taken back."""

    act: Act
    before: Sequence[Before]
    token: str

    def __str__(self) -> str:
        return _said(self.act, len(self.before)) % {"number": len(self.before)}


def _said(act: Act, number: int) -> str:
    match act:
        case Act.TAKE_UP:
            return ngettext("Je pakte %(number)d signaal op.", "Je pakte %(number)d signalen op.", number)
        case Act.WAIT:
            return ngettext(
                "Bij %(number)d signaal wacht je nu op de persoon.",
                "Bij %(number)d signalen wacht je nu op de persoon.",
                number,
            )
        case Act.CLOSE:
            return ngettext("%(number)d signaal is klaar.", "%(number)d signalen zijn klaar.", number)
        case Act.REOPEN:
            return ngettext("%(number)d signaal is weer open.", "%(number)d signalen zijn weer open.", number)
        case Act.SPAM:
            return ngettext("%(number)d signaal staat bij ‘Spam?’.", "%(number)d signalen staan bij ‘Spam?’.", number)
        case Act.NO_SPAM:
            return ngettext("%(number)d signaal is geen spam.", "%(number)d signalen zijn geen spam.", number)
        case Act.ASSIGN:
            return ngettext("%(number)d signaal is verdeeld.", "%(number)d signalen zijn verdeeld.", number)


def with_undo(url: str, request: PageRequest, act: Act, before: Sequence[Before]) -> str:
    """The address of a page that offers to take this back; only the one who did it, and only there."""
    rows = [
        [b.id.hex, b.state, b.assigned_to and b.assigned_to.hex, _written(b.waiting_since), _written(b.closed_at),
         b.left_version]
        for b in before
    ]  # fmt: skip
    token = signing.dumps([act, rows], salt=_salt(request), compress=True)
    return _replaced(url, token)


def without_undo(url: str) -> str:
    """The same address, offering nothing."""
    return _replaced(url, None)


def done_before(request: PageRequest, token: str) -> Done | None:
    """What a token takes back; None when it is too old, or somebody else's."""
    try:
        act, rows = signing.loads(token, salt=_salt(request), max_age=KEPT)
    except signing.BadSignature:
        return None
    return Done(Act(act), [_read(row) for row in rows], token)


def _salt(request: PageRequest) -> str:
    return f"undo/{request.workspace.id}/{request.actor.id}"


def _read(row: list[Any]) -> Before:
    return Before(
        UUID(row[0]),
        State(row[1]),
        UUID(row[2]) if row[2] else None,
        _moment(row[3]),
        row[4] and _moment(row[4]),
        row[5],
    )


def _written(moment: datetime | None) -> int | None:
    """Microseconds since 1970: a number that loses nothing."""
    return None if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)


_EPOCH = datetime(1970, 1, 1, tzinfo=get_fixed_timezone(0))


def _replaced(url: str, token: str | None) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != NAME]
    if token is not None:
        query.append((NAME, token))
    return urlunsplit(parts._replace(query=urlencode(query)))
