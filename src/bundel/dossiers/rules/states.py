"""How far a dossier is, what may follow, and when the answers of people open it again."""

from collections.abc import Collection
from enum import StrEnum

from bundel.dossiers.rules.words import AnswerKind
from bundel.kit.rules import RuleBroken


class State(StrEnum):
    """How far a dossier is."""

    OPEN = "open"
    SENT = "sent"
    ANSWERED = "answered"
    EFFECT = "effect"
    CLOSED = "closed"
    REOPENED = "reopened"


_RUNS = {State.SENT, State.ANSWERED, State.EFFECT, State.CLOSED}

MOVES: dict[State, set[State]] = {
    State.OPEN: _RUNS,
    State.SENT: _RUNS,
    State.ANSWERED: _RUNS,
    State.EFFECT: _RUNS | {State.REOPENED},
    State.CLOSED: {State.REOPENED},
    State.REOPENED: _RUNS,
}

OPEN_STATES = frozenset(State) - {State.CLOSED}

# Of everybody who answered, so many say that it does not work for them: then it is not done.
ONE_IN = 3


def check_move(state: State, to: State) -> None:
    """Raises RuleBroken("closed") for a dossier that has to be reopened first, "not_closed" for the reverse."""
    if to in MOVES[state]:
        return
    raise RuleBroken("closed" if state is State.CLOSED else "not_closed")


def check_open(state: State) -> None:
    """Raises RuleBroken("closed")."""
    if state is State.CLOSED:
        raise RuleBroken("closed")


def after_answer(state: State, answers: Collection[AnswerKind | None]) -> State:
    """The state when the demands stand like this: answered once each has a real answer. Effects stay in sight."""
    check_open(state)
    is_all = bool(answers) and all(a not in (None, AnswerKind.NONE) for a in answers)
    return State.ANSWERED if is_all and state is not State.EFFECT else state


def reopens(state: State, *, yes: int, partly: int, no: int) -> bool:
    """Whether what people answered four weeks later opens the dossier again."""
    if state not in (State.EFFECT, State.CLOSED):
        return False
    return no > 0 and no * ONE_IN >= yes + partly + no
