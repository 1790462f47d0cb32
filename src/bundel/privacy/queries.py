"""Reading what will be erased and when, what waits, and what each table says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db.models.functions import Lower

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.kit.days import day_of
from bundel.kit.processing import TERMS, Keep, Processing, Term, days_of
from bundel.privacy.models import Hold
from bundel.privacy.register import BY_NAME
from bundel.privacy.rules import HoldReason
from bundel.privacy.sweeps import SWEEPS, Sweep
from bundel.tenancy.fence import INSTANCE, Fenced, active_workspace_id
from bundel.tenancy.models import Workspace
from bundel.tenancy.queries import get_workspace
from bundel.tenancy.rules import WorkspaceState

WEEK, MONTH = timedelta(days=7), timedelta(days=31)


def terms_of(workspace: Workspace) -> dict[Keep, int]:
    """The days this workspace keeps each kind; public, as a person may know them before telling (GDPR 13)."""
    chosen = (workspace.retention or {}) | {Keep.CONCERN: workspace.retention_days}
    days = {kind: days_of(kind, chosen.get(kind)) for kind in TERMS}
    for part in (Keep.MESSAGE, Keep.NAME_MARK):
        days[part] = min(days[part], days[Keep.CONCERN])
    return days


def public_workspaces() -> list[Workspace]:
    """The open workspaces by name, for everybody: each is responsible for what it receives."""
    return list(Workspace.objects.filter(state=WorkspaceState.OPEN).order_by(Lower("name")))


def terms_here() -> dict[Keep, int]:
    """The days of the active workspace; of the instance the defaults."""
    here = active_workspace_id()
    return {kind: term.days for kind, term in TERMS.items()} if here == INSTANCE else terms_of(get_workspace(here))


def sweeps_here() -> list[Sweep]:
    """What can grow old where we are: in a workspace, or in the instance itself."""
    is_instance = active_workspace_id() == INSTANCE
    return [SWEEPS[kind] for kind in TERMS if kind in SWEEPS and SWEEPS[kind].of_instance == is_instance]


def running_holds(*, today: date) -> list[Hold]:
    """The postponements that count today, oldest first."""
    return list(Hold.objects.filter(lifted_at=None, until_on__gte=today).order_by("placed_at", "id"))


@dataclass(frozen=True)
class Plan:
    """One kind: its term, and how many records go tonight, within a week and within a month (each with the former)."""

    kind: Keep
    term: Term
    days: int
    tonight: int
    week: int
    month: int
    waits: bool


def visible_plan(actor: Actor, *, now: datetime) -> list[Plan]:
    """What will be erased from the active workspace. Raises Refused."""
    require(actor, Permission.PRIVACY_KEEP)
    return list(_plans(now))


def _plans(now: datetime) -> Iterator[Plan]:
    days, holds = terms_here(), running_holds(today=day_of(now))
    whole = {hold.kind for hold in holds if hold.subject_id is None}
    held = {hold.subject_id for hold in holds if hold.subject_id}
    for sweep in sweeps_here():
        term = timedelta(days=days[sweep.kind])
        waits = sweep.kind in whole
        tonight, week, month = (
            0 if waits else sweep.count(now + span - term, held) for span in (timedelta(days=1), WEEK, MONTH)
        )
        yield Plan(sweep.kind, TERMS[sweep.kind], term.days, tonight, week, month, waits)


@dataclass(frozen=True)
class HoldRow:
    """A postponement that runs: of one record, or of a whole kind."""

    id: UUID
    kind: Keep
    subject_id: UUID | None
    reason: HoldReason
    until_on: date
    placed_by: UUID | None


def visible_holds(actor: Actor, *, today: date) -> list[HoldRow]:
    """What waits with being erased in the active workspace, oldest first. Raises Refused."""
    require(actor, Permission.PRIVACY_KEEP)
    return [
        HoldRow(h.id, Keep(h.kind), h.subject_id, HoldReason(h.reason), h.until_on, h.placed_by)
        for h in running_holds(today=today)
    ]


@dataclass(frozen=True)
class RegisterLine:
    """One table in the register of processing."""

    table: str
    processing: Processing
    is_fenced: bool


def processing_register() -> list[RegisterLine]:
    """Every table of the program that says what it is for, by name; the same for every workspace."""
    fenced = {model._meta.db_table for model in apps.get_models() if issubclass(model, Fenced)}
    told = {m._meta.db_table: m.processing for m in apps.get_models() if hasattr(m, "processing")} | BY_NAME
    return [RegisterLine(table, told[table], table in fenced) for table in sorted(told)]
