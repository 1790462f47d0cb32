"""Working on a dossier: steps, answers, promises, effects; each change that matters is told to everybody upstream."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.rules.upstream import ChangeKind
from bundel.concerns.upstream import after_numbers
from bundel.dossiers import upstream
from bundel.dossiers.models import Answer, Demand, Dossier, Effect, Promise, Step
from bundel.dossiers.queries import lock_dossier
from bundel.dossiers.rules import clock, states, words
from bundel.dossiers.rules.states import State
from bundel.dossiers.rules.words import AnswerKind, PromiseState, StepKind
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken


@dataclass(frozen=True)
class Done:
    """A talk or a letter: when, with whom in which public function, what came of it, and whether others may read it."""

    kind: StepKind
    done_on: date
    function: str
    result: str
    name: str = ""
    is_public: bool = False


@action(Permission.DOSSIER_WRITE)
def record_step(actor: Actor, dossier_id: UUID, /, *, done: Done, now: datetime) -> UUID:
    """Write down a talk or a letter. Only a public one goes along when the dossier is published. Raises RuleBroken."""
    dossier = lock_dossier(actor, dossier_id)
    states.check_open(State(dossier.state))
    return _step(actor, dossier, done, now)


def _step(actor: Actor, dossier: Dossier, done: Done, now: datetime) -> UUID:
    clock.check_past(done.done_on, today=day_of(now))
    step = Step(
        dossier=dossier,
        kind=done.kind,
        done_on=done.done_on,
        name=words.cleaned(done.name, "name", words.LONGEST_NAME, is_required=False),
        function=words.cleaned(done.function, "function", words.LONGEST_NAME),
        result=words.cleaned(done.result, "result", words.LONGEST_NEWS),
        is_public=done.is_public,
        recorded_by=actor.id,
        recorded_at=now,
    )
    step.save(force_insert=True)
    return step.id


@action(Permission.DOSSIER_WRITE)
def send_advice(
    actor: Actor, dossier_id: UUID, /, *, sent_on: date, weeks: int, to_whom: str, result: str, now: datetime
) -> UUID:
    """Write down that the advice went out: the clock on the answer runs from that day, for so many weeks.

    Raises RuleBroken: without a demand, or without an answer to what the citizen gains, no advice goes out.
    """
    dossier = lock_dossier(actor, dossier_id)
    states.check_move(State(dossier.state), State.SENT)
    words.check_ready(gain=dossier.gain, demands=dossier.demands.count())
    step_id = _step(actor, dossier, Done(StepKind.ADVICE, sent_on, to_whom, result, is_public=True), now)
    dossier.sent_on, dossier.answer_due_on = sent_on, clock.answer_day(sent_on, weeks)
    _move(dossier, State.SENT, now)
    upstream.tell(actor, dossier, ChangeKind.ADVICE_SENT, result, now=now)
    return step_id


@action(Permission.DOSSIER_WRITE)
def record_answer(
    actor: Actor,
    dossier_id: UUID,
    /,
    *,
    demand_id: UUID,
    kind: AnswerKind,
    answered_on: date,
    answer: str,
    now: datetime,
) -> UUID:
    """Write down what was answered to one demand; an earlier answer stays beside it. Raises RuleBroken."""
    dossier = lock_dossier(actor, dossier_id)
    states.check_open(State(dossier.state))
    clock.check_past(answered_on, today=day_of(now))
    demand = Demand.objects.get(pk=demand_id, dossier=dossier)
    is_real = kind is not AnswerKind.NONE
    text = words.cleaned(answer, "answer", words.LONGEST_NEWS, is_required=is_real)
    row = Answer(demand=demand, kind=kind, words=text, answered_on=answered_on, recorded_at=now)
    row.save(force_insert=True)
    _move(dossier, states.after_answer(State(dossier.state), _answers(dossier)), now)
    if is_real:
        upstream.tell(actor, dossier, ChangeKind.ANSWER, text, now=now)
    return row.id


def _answers(dossier: Dossier) -> list[AnswerKind | None]:
    """The answer that holds for each demand."""
    newest: dict[UUID, AnswerKind | None] = dict.fromkeys(dossier.demands.values_list("id", flat=True))
    rows = Answer.objects.filter(demand__in=newest).order_by("answered_on", "recorded_at")
    newest |= {demand_id: AnswerKind(kind) for demand_id, kind in rows.values_list("demand_id", "kind")}
    return list(newest.values())


@action(Permission.DOSSIER_WRITE)
def record_promise(actor: Actor, dossier_id: UUID, /, *, text: str, by_whom: str, due_on: date, now: datetime) -> UUID:
    """Write down what somebody promised and for when; it comes back on that day. Raises RuleBroken."""
    dossier = lock_dossier(actor, dossier_id)
    states.check_open(State(dossier.state))
    promise = Promise(
        dossier=dossier,
        text=words.cleaned(text, "promise", words.LONGEST_LINE),
        by_whom=words.cleaned(by_whom, "by_whom", words.LONGEST_NAME),
        due_on=due_on,
        recorded_at=now,
    )
    promise.save(force_insert=True)
    upstream.tell(actor, dossier, ChangeKind.PROMISE, promise.text, now=now)
    return promise.id


@action(Permission.DOSSIER_WRITE)
def settle_promise(actor: Actor, dossier_id: UUID, /, *, promise_id: UUID, state: PromiseState, now: datetime) -> None:
    """Say whether a promise was kept; back to open undoes that."""
    promise = Promise.objects.get(pk=promise_id, dossier=lock_dossier(actor, dossier_id))
    promise.state = state
    promise.settled_at = None if state is PromiseState.OPEN else now
    promise.save(update_fields=["state", "settled_at"])


@action(Permission.DOSSIER_WRITE)
def put_off_promise(actor: Actor, dossier_id: UUID, /, *, promise_id: UUID, due_on: date, now: datetime) -> None:
    """Give a promise another day. Raises RuleBroken("day_past")."""
    if due_on <= day_of(now):
        raise RuleBroken("day_past")
    promise = Promise.objects.get(pk=promise_id, dossier=lock_dossier(actor, dossier_id), state=PromiseState.OPEN)
    promise.due_on = due_on
    promise.save(update_fields=["due_on"])


@action(Permission.DOSSIER_WRITE)
def record_effect(actor: Actor, dossier_id: UUID, /, *, text: str, since_on: date, now: datetime) -> UUID:
    """Write down what changed, and since when; weeks later everybody upstream is asked whether it works."""
    dossier = lock_dossier(actor, dossier_id)
    states.check_move(State(dossier.state), State.EFFECT)
    effect = Effect(
        dossier=dossier,
        text=words.cleaned(text, "effect", words.LONGEST_LINE),
        since_on=since_on,
        recorded_at=now,
    )
    effect.save(force_insert=True)
    _move(dossier, State.EFFECT, now)
    upstream.tell(actor, dossier, ChangeKind.EFFECT, effect.text, now=now)
    return effect.id


@action(Permission.DOSSIER_WRITE)
def close_dossier(actor: Actor, dossier_id: UUID, /, *, result: str, now: datetime) -> None:
    """Close a dossier and say to everybody upstream what came of it; `reopen_dossier` undoes it. Raises RuleBroken."""
    dossier = lock_dossier(actor, dossier_id)
    states.check_move(State(dossier.state), State.CLOSED)
    text = words.cleaned(result, "result", words.LONGEST_NEWS)
    _move(dossier, State.CLOSED, now)
    upstream.tell(actor, dossier, ChangeKind.CLOSED, text, now=now)


@action(Permission.DOSSIER_WRITE)
def reopen_dossier(actor: Actor, dossier_id: UUID, /, *, now: datetime) -> None:
    """Go on with a dossier that was closed or thought done. Raises RuleBroken("not_closed")."""
    dossier = lock_dossier(actor, dossier_id)
    states.check_move(State(dossier.state), State.REOPENED)
    _move(dossier, State.REOPENED, now)


@action(Permission.DOSSIER_SHOW, as_job=True)
def after_answers_came(actor: Actor, dossier_id: UUID, /, *, now: datetime) -> bool:
    """Open a dossier again when too many say that an effect does not reach them; whether it did."""
    dossier = Dossier.objects.select_for_update().filter(pk=dossier_id).first()
    if dossier is None:
        return False
    said = after_numbers(dossier.id)
    if not states.reopens(State(dossier.state), yes=said.yes, partly=said.partly, no=said.no):
        return False
    _move(dossier, State.REOPENED, now)
    return True


def _move(dossier: Dossier, state: State, now: datetime) -> None:
    dossier.state = state
    dossier.closed_at = now if state is State.CLOSED else None
    dossier.version += 1
    dossier.save(update_fields=["state", "closed_at", "sent_on", "answer_due_on", "version"])
