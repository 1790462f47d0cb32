"""Names every action that the queue may run, and runs it inside its workspace."""

import inspect
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate import App, RetryStrategy

from bundel.accounts.access import ACTIONS, Actor, RegisteredAction
from bundel.accounts.permissions import ActorKind
from bundel.tenancy.fence import acting_for
from bundel.upkeep.figures import job_results

# The subjects whose actions run as jobs; importing them registers those.
WITH_JOBS = (
    "bundel.accounts.actions",
    "bundel.privacy.actions",
    "bundel.notices.actions",
    "bundel.files.actions",
    "bundel.gate.actions",
    "bundel.guests.actions",
    "bundel.concerns.actions.keeping",
    "bundel.concerns.actions.sharing",
    "bundel.concerns.actions.gathering",
    "bundel.concerns.actions.asking",
    "bundel.concerns.actions.recognising",
    "bundel.concerns.actions.taking",
    "bundel.concerns.actions.telling_back",
    "bundel.dossiers.actions.publishing",
    "bundel.dossiers.actions.working",
)

# After 10, 100, 1000 … seconds: a mail server that is away for a day is waited for.
RETRIES = RetryStrategy(max_attempts=7, exponential_wait=10)


def register(app: App) -> None:
    """Give every such action to the queue under its own name, and the schedule with them."""
    for module in WITH_JOBS:
        import_module(module)
    for registered in ACTIONS.values():
        if registered.as_job:
            app.task(name=registered.name, retry=RETRIES)(partial(run_job, registered))
    import_module("bundel.jobs.schedule").register(app)


def run_job(registered: RegisteredAction, *, workspace_id: str, **arguments: Any) -> None:
    """Run one action as a named job, inside the workspace the queue carried along.

    A job that was started before may come again after its worker was killed: every action copes with that.
    """
    actor = Actor(ActorKind.JOB, job=registered.name)
    given = {name: UUID(value) if name.endswith("_id") else value for name, value in arguments.items()}
    ordered = [given.pop(name) for name in _positional(registered.run) if name in given]
    result = "error"
    try:
        with acting_for(UUID(workspace_id)):
            registered.run(actor, *ordered, **given, now=timezone.now())
        result = "done"
    finally:
        job_results.labels(registered.name, result).inc()


def _positional(function: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    return [p.name for p in parameters if p.kind is p.POSITIONAL_ONLY][1:]
