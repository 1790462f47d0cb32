"""What of concerns grows old, and which of them are next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.following import erase
from bundel.concerns.actions.recognising import erase_recognition
from bundel.concerns.models import Concern, Draft, Message, NameMark, Recognition
from bundel.concerns.rules.handles import as_handle
from bundel.concerns.rules.states import State
from bundel.kit.days import day_of
from bundel.kit.processing import TERMS, Keep
from bundel.privacy.queries import MONTH, running_holds, terms_here
from bundel.privacy.sweeps import Sweep, keeps, keeps_rows

ENDED = (State.CLOSED, State.WITHDRAWN)
SHOWN_AT_MOST = 100


def ended_before(before: datetime, held: Collection[UUID]) -> QuerySet[Concern]:
    """The concerns that were closed or withdrawn before a moment, and do not wait."""
    return Concern.objects.filter(state__in=ENDED, closed_at__lt=before).exclude(pk__in=held)


def _erase_concerns(before: datetime, held: Collection[UUID], most: int) -> int:
    old = list(ended_before(before, held).select_for_update(skip_locked=True).order_by("closed_at", "pk")[:most])
    for concern in old:
        erase(concern)
    return len(old)


def _of_ended(before: datetime, held: Collection[UUID]) -> QuerySet[Concern]:
    return ended_before(before, held).values("pk")  # type: ignore[return-value]  # a set of ids to look in


keeps(Sweep(Keep.CONCERN, lambda before, held: ended_before(before, held).count(), _erase_concerns))
keeps_rows(Keep.MESSAGE, lambda before, held: Message.objects.filter(concern_id__in=_of_ended(before, held)))
keeps_rows(Keep.NAME_MARK, lambda before, held: NameMark.objects.filter(concern_id__in=_of_ended(before, held)))


def _recognised_before(before: datetime, held: Collection[UUID]) -> QuerySet[Recognition]:
    old = Q(given_at__lt=before, withdrawn_at=None) | Q(withdrawn_at__lt=before)
    return Recognition.objects.filter(old).exclude(pk__in=held)


def _erase_recognitions(before: datetime, held: Collection[UUID], most: int) -> int:
    old = list(_recognised_before(before, held).select_for_update(skip_locked=True).order_by("given_at", "pk")[:most])
    for recognition in old:
        erase_recognition(recognition)
    return len(old)


keeps(Sweep(Keep.RECOGNITION, lambda before, held: _recognised_before(before, held).count(), _erase_recognitions))
keeps_rows(
    Keep.DRAFT,
    lambda before, held: Draft.objects.filter(expires_at__lte=before + timedelta(days=TERMS[Keep.DRAFT].days)),
    of_instance=True,
)


@dataclass(frozen=True)
class EndingConcern:
    """A concern that is erased within a month: by its handle, nothing else of it."""

    id: UUID
    handle: str
    erased_on: date


def visible_ending(actor: Actor, *, now: datetime) -> list[EndingConcern]:
    """The concerns that are next to be erased, soonest first, no more than SHOWN_AT_MOST. Raises Refused."""
    require(actor, Permission.PRIVACY_KEEP)
    term = timedelta(days=terms_here()[Keep.CONCERN])
    held = {h.subject_id for h in running_holds(today=day_of(now)) if h.subject_id}
    rows = ended_before(now + MONTH - term, held).order_by("closed_at", "id")
    return [
        EndingConcern(concern_id, handle, max(day_of(closed_at + term), day_of(now)))
        for concern_id, handle, closed_at in rows.values_list("id", "handle", "closed_at")[:SHOWN_AT_MOST]
        if closed_at is not None
    ]


@dataclass(frozen=True)
class Reach:
    """Whether the person behind a concern can be told something, and by which handle it is known."""

    handle: str
    is_reachable: bool


def visible_reach(actor: Actor, concern_ids: Collection[UUID]) -> dict[UUID, Reach]:
    """Handle and reach of concerns by id, for who reports a leak; what was erased is not there. Raises Refused."""
    require(actor, Permission.AUDIT_SEE)
    rows = Concern.objects.filter(pk__in=concern_ids).values_list("id", "handle", "is_reachable")
    return {concern_id: Reach(handle, reachable) for concern_id, handle, reachable in rows}


def handles_of(actor: Actor, concern_ids: Collection[UUID]) -> dict[UUID, str]:
    """The handles of concerns by id, for who watches over what is kept. Raises Refused."""
    require(actor, Permission.PRIVACY_KEEP)
    return dict(Concern.objects.filter(pk__in=concern_ids).values_list("id", "handle"))


def find_by_handle(handle: str) -> UUID | None:
    """The concern with this handle; only its existence is told."""
    return Concern.objects.filter(handle=as_handle(handle)).values_list("id", flat=True).first()
