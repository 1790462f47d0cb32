"""Reading dossiers; everything starts from `visible_dossiers`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from bundel.accounts.access import Actor, allows
from bundel.accounts.permissions import Permission
from bundel.dossiers.models import Answer, Demand, Dossier, Promise
from bundel.dossiers.rules import clock
from bundel.dossiers.rules.states import State
from bundel.dossiers.rules.words import AnswerKind, EvidenceKind, PromiseState, StepKind

MOST_PROMISES = 10


class Stale(Exception):
    """Somebody else changed this dossier since it was read; `record` is how it stands now."""

    def __init__(self, record: Dossier) -> None:
        super().__init__(str(record.pk))
        self.record = record


def visible_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """The dossiers of the active workspace, for who may see them."""
    dossiers = Dossier.objects.all()
    return dossiers if allows(actor, Permission.DOSSIER_SEE) else dossiers.none()


def lock_dossier(actor: Actor, dossier_id: UUID, *, version: int | None = None) -> Dossier:
    """One dossier, held until the transaction ends. Raises Stale when `version` is no longer the newest."""
    dossier = visible_dossiers(actor).select_for_update().get(pk=dossier_id)
    if version is not None and dossier.version != version:
        raise Stale(dossier)
    return dossier


@dataclass(frozen=True)
class AnswerRow:
    """One answer to a demand."""

    kind: AnswerKind
    words: str
    answered_on: date


@dataclass(frozen=True)
class DemandRow:
    """A demand with its answers, newest first."""

    id: UUID
    number: int
    text: str
    to_whom: str
    answers: tuple[AnswerRow, ...]

    @property
    def answer(self) -> AnswerRow | None:
        """The answer that holds."""
        return self.answers[0] if self.answers else None

    @property
    def is_answered(self) -> bool:
        return self.answer is not None and self.answer.kind is not AnswerKind.NONE


@dataclass(frozen=True)
class DossierRow:
    """A dossier in a list: how far it is, and how long an answer is waited for."""

    id: UUID
    title: str
    state: State
    owner_id: UUID | None
    started_at: datetime
    demands: int
    answered: int
    days_waiting: int | None
    due_on: date | None
    is_late: bool


def list_dossiers(actor: Actor, *, today: date) -> list[DossierRow]:
    """All dossiers of this workspace: those that run first, then newest first."""
    found = visible_dossiers(actor).order_by("-started_at", "-id").prefetch_related(_demands())
    rows = [_row(dossier, today) for dossier in found]
    return sorted(rows, key=lambda row: row.state is State.CLOSED)


def _demands() -> "Prefetch[str]":
    answers = Prefetch("answers", Answer.objects.order_by("-answered_on", "-recorded_at"))
    return Prefetch("demands", Demand.objects.order_by("number").prefetch_related(answers))


def _row(dossier: Dossier, today: date) -> DossierRow:
    demands = demands_of(dossier)
    answered = sum(d.is_answered for d in demands)
    is_answered = answered == len(demands) or dossier.state == State.CLOSED
    return DossierRow(
        id=dossier.id,
        title=dossier.title,
        state=State(dossier.state),
        owner_id=dossier.owner_id,
        started_at=dossier.started_at,
        demands=len(demands),
        answered=answered,
        days_waiting=clock.days_waiting(dossier.sent_on, is_answered=is_answered, today=today),
        due_on=dossier.answer_due_on,
        is_late=clock.is_late(dossier.answer_due_on, is_answered=is_answered, today=today),
    )


def demands_of(dossier: Dossier) -> list[DemandRow]:
    """The demands of a dossier that was read with them, in order."""
    return [
        DemandRow(
            demand.id,
            demand.number,
            demand.text,
            demand.to_whom,
            tuple(AnswerRow(AnswerKind(a.kind), a.words, a.answered_on) for a in demand.answers.all()),
        )
        for demand in dossier.demands.all()
    ]


@dataclass(frozen=True)
class StepRow:
    """What was done, when, with whom, and what came of it."""

    kind: StepKind
    done_on: date
    name: str
    function: str
    result: str
    is_public: bool


@dataclass(frozen=True)
class EvidenceRow:
    """A quoted card, by its id, or research with its source."""

    id: UUID
    kind: EvidenceKind
    card_id: UUID | None
    text: str
    source: str


@dataclass(frozen=True)
class PromiseRow:
    """A promise, and the dossier it belongs to."""

    id: UUID
    dossier_id: UUID
    dossier_title: str
    text: str
    by_whom: str
    due_on: date
    state: PromiseState


@dataclass(frozen=True)
class EffectRow:
    """What changed, and since when."""

    id: UUID
    text: str
    since_on: date


@dataclass(frozen=True)
class DossierPage:
    """A dossier with everything that belongs to it."""

    row: DossierRow
    problem: str
    gain: str
    sent_on: date | None
    closed_at: datetime | None
    version: int
    key_id: UUID | None
    bundle_ids: tuple[UUID, ...]
    partners: tuple[str, ...]
    demands: tuple[DemandRow, ...]
    steps: tuple[StepRow, ...]
    evidence: tuple[EvidenceRow, ...]
    promises: tuple[PromiseRow, ...]
    effects: tuple[EffectRow, ...]


_PARTS = ("bundles", "partners", "steps", "evidence", "promises", "effects")


def get_dossier(actor: Actor, dossier_id: UUID, *, today: date) -> DossierPage:
    """One dossier. Raises Dossier.DoesNotExist, also for what the actor may not see."""
    dossier = visible_dossiers(actor).prefetch_related(_demands(), *_PARTS).get(pk=dossier_id)
    return DossierPage(
        row=_row(dossier, today),
        problem=dossier.problem,
        gain=dossier.gain,
        sent_on=dossier.sent_on,
        closed_at=dossier.closed_at,
        version=dossier.version,
        key_id=dossier.key_id,
        bundle_ids=tuple(b.bundle_id for b in dossier.bundles.all()),
        partners=tuple(sorted(p.name for p in dossier.partners.all())),
        demands=tuple(demands_of(dossier)),
        steps=_steps(dossier),
        evidence=_evidence(dossier),
        promises=tuple(_promise(p, dossier.title) for p in sorted(dossier.promises.all(), key=lambda p: p.due_on)),
        effects=tuple(
            EffectRow(e.id, e.text, e.since_on)
            for e in sorted(dossier.effects.all(), key=lambda e: (e.since_on, e.recorded_at))
        ),
    )


def _steps(dossier: Dossier) -> tuple[StepRow, ...]:
    found = sorted(dossier.steps.all(), key=lambda step: (step.done_on, step.recorded_at))
    return tuple(StepRow(StepKind(s.kind), s.done_on, s.name, s.function, s.result, s.is_public) for s in found)


def _evidence(dossier: Dossier) -> tuple[EvidenceRow, ...]:
    found = sorted(dossier.evidence.all(), key=lambda evidence: (evidence.added_at, evidence.id))
    return tuple(EvidenceRow(e.id, EvidenceKind(e.kind), e.card_id, e.text, e.source) for e in found)


def _promise(promise: Promise, title: str) -> PromiseRow:
    return PromiseRow(
        promise.id,
        promise.dossier_id,
        title,
        promise.text,
        promise.by_whom,
        promise.due_on,
        PromiseState(promise.state),
    )


def due_promises(actor: Actor, *, today: date) -> list[PromiseRow]:
    """Open promises whose day comes within ten days or has passed, soonest first."""
    until = today + clock.PROMISES_WITHIN
    found = Promise.objects.filter(
        state=PromiseState.OPEN, due_on__lte=until, dossier__in=visible_dossiers(actor).exclude(state=State.CLOSED)
    )
    rows = found.select_related("dossier").order_by("due_on", "id")[:MOST_PROMISES]
    return [_promise(promise, promise.dossier.title) for promise in rows]


def dossiers_on(actor: Actor, bundle_ids: Iterable[UUID]) -> list[DossierRow]:
    """The dossiers that rest on one of these bundles."""
    found = visible_dossiers(actor).filter(bundles__bundle_id__in=list(bundle_ids)).distinct()
    day = date.min
    return [_row(d, day) for d in found.order_by("-started_at", "-id").prefetch_related(_demands())]
