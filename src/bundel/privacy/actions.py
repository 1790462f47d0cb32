"""Erasing what is old enough, putting that off with a reason, and choosing the terms."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.audit.actions import Entry, record
from bundel.kit.days import day_of
from bundel.kit.processing import Keep
from bundel.kit.rules import RuleBroken
from bundel.privacy import queries, rules
from bundel.privacy.models import Hold
from bundel.privacy.rules import Broken, HoldReason
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.models import Workspace
from bundel.tenancy.queue import enqueue

# A batch is one transaction: a machine that dies has lost at most this much, and goes on with the rest.
MOST_AT_ONCE = 200


@action(Permission.RETENTION_RUN, as_job=True)
def erase_what_is_due(actor: Actor, /, *, now: datetime) -> dict[str, int]:
    """Erase a batch of everything whose term has passed here, and come again while there is more; counts by kind."""
    days, holds = queries.terms_here(), queries.running_holds(today=day_of(now))
    whole = {hold.kind for hold in holds if hold.subject_id is None}
    held = {hold.subject_id for hold in holds if hold.subject_id}
    counts = {
        sweep.kind.value: sweep.erase(now - timedelta(days=days[sweep.kind]), held, MOST_AT_ONCE)
        for sweep in queries.sweeps_here()
        if sweep.kind not in whole
    }
    erased = {kind: number for kind, number in counts.items() if number}
    if erased:
        record(Entry(now, actor.kind.value, None, "privacy.count_erased", detail=dict(erased)))
    if any(number >= MOST_AT_ONCE for number in erased.values()):
        enqueue("privacy.erase_what_is_due")
    return erased


@action(Permission.PRIVACY_KEEP)
def postpone_erasure(
    actor: Actor, subject_id: UUID | None, /, *, kind: Keep, reason: HoldReason, months: int, now: datetime
) -> UUID:
    """Keep one record (or a whole kind, without an id) longer than its term; the id of the postponement.

    A new one takes the place of the old. Raises RuleBroken.
    """
    until = rules.hold_until(kind, months, today=day_of(now))
    Hold.objects.filter(kind=kind, subject_id=subject_id, lifted_at=None).update(lifted_at=now)
    hold = Hold(
        kind=kind, subject_id=subject_id, reason=reason, until_on=until, placed_by=actor.id, placed_at=now
    )  # fmt: skip
    hold.save(force_insert=True)
    return hold.id


@action(Permission.PRIVACY_KEEP)
def resume_erasure(actor: Actor, hold_id: UUID, /, *, now: datetime) -> None:
    """End a postponement: the term counts again. Raises RuleBroken."""
    if not Hold.objects.filter(pk=hold_id, lifted_at=None).update(lifted_at=now):
        raise RuleBroken(Broken.HOLD_OVER)


@action(Permission.SETTINGS_CHANGE)
def change_terms(actor: Actor, /, *, days: Mapping[Keep, int], now: datetime) -> None:
    """Choose how long the active workspace keeps each kind. Raises RuleBroken outside the limits."""
    rules.check_terms(dict(days))
    here = Workspace.objects.select_for_update().get(pk=active_workspace_id())
    chosen = {kind.value: number for kind, number in days.items()}
    here.retention_days = chosen.pop(Keep.CONCERN.value, here.retention_days)
    here.retention = (here.retention or {}) | chosen
    here.version += 1
    here.save(update_fields=["retention", "retention_days", "version"])


@action(Permission.AUDIT_SEE)
def export_breach_report(actor: Actor, /, *, now: datetime) -> None:
    """Leave a trace that a report of who saw what was taken out."""
