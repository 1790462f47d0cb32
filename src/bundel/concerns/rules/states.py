"""Where a concern stands: named after who is waiting for whom."""

from enum import StrEnum

from bundel.kit.rules import RuleBroken


class State(StrEnum):
    """Who is waiting."""

    RECEIVED = "received"  # nobody has read it yet
    SUSPECT = "suspect"  # nobody has read it yet, and it looks like spam
    IN_PROGRESS = "in_progress"  # the person waits for us
    WAITING_FOR_PERSON = "waiting_for_person"
    ANSWERED = "answered"  # nobody waits
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # by the person


WAITING_FOR_US = (State.RECEIVED, State.IN_PROGRESS)
ANSWERED_STATES = (State.WAITING_FOR_PERSON, State.ANSWERED)
OPEN_STATES = (State.RECEIVED, State.IN_PROGRESS, State.WAITING_FOR_PERSON, State.ANSWERED)

_BY_WORKSPACE = {State.IN_PROGRESS, State.WAITING_FOR_PERSON, State.ANSWERED, State.CLOSED}

WORKSPACE_MAY: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset(_BY_WORKSPACE | {State.SUSPECT}),
    State.IN_PROGRESS: frozenset(_BY_WORKSPACE),
    State.WAITING_FOR_PERSON: frozenset(_BY_WORKSPACE),
    State.ANSWERED: frozenset(_BY_WORKSPACE),
    State.CLOSED: frozenset({State.IN_PROGRESS}),
    State.SUSPECT: frozenset({State.RECEIVED, State.IN_PROGRESS, State.CLOSED}),
    # What a person withdrew only that person brings back.
    State.WITHDRAWN: frozenset(),
}


def check_move(old: State, new: State) -> None:
    """Raises RuleBroken("state_not_possible") when a workspace may not move a concern like this."""
    if new != old and new not in WORKSPACE_MAY[old]:
        raise RuleBroken("state_not_possible")


def after_answer(state: State, *, asks_person: bool) -> State:
    """The state after the workspace wrote: waiting for the person when it asked something."""
    if state is State.WITHDRAWN:
        raise RuleBroken("withdrawn")
    return State.WAITING_FOR_PERSON if asks_person else State.ANSWERED


def after_message(state: State) -> State:
    """The state after the person wrote: it is our turn again, also when it was closed."""
    if state is State.WITHDRAWN:
        raise RuleBroken("withdrawn")
    # Who comes back with a code and writes is somebody, whatever the first story looked like.
    return State.RECEIVED if state in (State.RECEIVED, State.SUSPECT) else State.IN_PROGRESS
