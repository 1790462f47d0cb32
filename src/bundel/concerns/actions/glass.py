"""Breaking the glass: one story, opened in danger by somebody who may not, after a second person said yes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bundel.accounts.access import Actor, OpenReason, action
from bundel.accounts.permissions import Permission
from bundel.accounts.queries import has_second_factor
from bundel.concerns import glass as queries
from bundel.concerns.models import BreakGlass, Concern
from bundel.concerns.queries import Story, unsealed
from bundel.concerns.rules.glass import Emergency, GlassState, check_second_person
from bundel.concerns.rules.states import State
from bundel.kit.rules import RuleBroken
from bundel.notices.actions import queue_mail_to_staff
from bundel.notices.rules import NoticeKind
from bundel.tenancy.queue import enqueue


@action(Permission.BREAK_GLASS_ASK)
def ask_to_open(actor: Actor, concern_id: UUID, /, *, reason: Emergency, now: datetime) -> UUID:
    """Ask to open one story; the id of the request, of the same one when it was asked already.

    Who may answer gets a mail that names nothing. Raises RuleBroken: without a second factor, for what was
    withdrawn or is not there.
    """
    concern = Concern.objects.select_for_update().filter(pk=concern_id).first()
    if concern is None or concern.state == State.WITHDRAWN:
        raise RuleBroken("glass_no_concern")
    if actor.id is None or not has_second_factor(actor.id):
        raise RuleBroken("glass_second_factor")
    for earlier in BreakGlass.objects.filter(concern=concern, asked_by=actor.id, answered_at=None):
        if queries.state_of(earlier, now=now) is GlassState.ASKED:
            return earlier.id
    glass = BreakGlass(concern=concern, danger=reason, asked_by=actor.id, asked_at=now)
    glass.save(force_insert=True)
    queue_mail_to_staff(kind=NoticeKind.GLASS_ASKED, permission=Permission.BREAK_GLASS_APPROVE, now=now)
    return glass.id


@action(Permission.BREAK_GLASS_APPROVE)
def answer_request(actor: Actor, glass_id: UUID, /, *, approves: bool, now: datetime) -> None:
    """Say yes or no to somebody else's request; who asked gets a mail. Raises RuleBroken when it is one's own, or over.

    From yes on the story can be opened for an hour, by who asked and nobody else.
    """
    glass = _asked(glass_id, now)
    check_second_person(glass.asked_by, actor.id)
    glass.answered_by, glass.answered_at, glass.is_approved = actor.id, now, approves
    glass.save(update_fields=["answered_by", "answered_at", "is_approved"])
    enqueue("notices.write_to_account", account_id=glass.asked_by, kind=NoticeKind.GLASS_ANSWERED.value)


def _asked(glass_id: UUID, now: datetime) -> BreakGlass:
    glass = queries.lock_glass(glass_id)
    if glass is None or queries.state_of(glass, now=now) is not GlassState.ASKED:
        raise RuleBroken("glass_over")
    return glass


@dataclass(frozen=True)
class InDanger:
    """A story opened in danger, and the handle it is known by."""

    handle: str
    story: Story


@action(Permission.BREAK_GLASS_ASK)
def use_glass(actor: Actor, glass_id: UUID, /, *, now: datetime) -> InDanger:
    """Open the story that was asked for. The person sees who did and why; the owners get a mail that names nothing.

    Raises RuleBroken when it was not allowed, or the hour has passed.
    """
    glass = queries.lock_glass(glass_id)
    if glass is None or glass.asked_by != actor.id or queries.state_of(glass, now=now) is not GlassState.OPEN:
        raise RuleBroken("glass_over")
    concern = glass.concern
    story = unsealed(actor, concern, Permission.BREAK_GLASS_ASK, OpenReason.DANGER, now, allowed_by=glass.answered_by)
    queue_mail_to_staff(kind=NoticeKind.GLASS_USED, permission=Permission.SETTINGS_CHANGE, now=now)
    return InDanger(concern.handle, story)
