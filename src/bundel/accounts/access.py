"""Who acts, whether they may, and the trace it leaves: `Actor`, `require`, `@action`, `open_sealed`."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from bundel.accounts.permissions import ActorKind, Permission, permissions_of
from bundel.audit.actions import Entry, record
from bundel.sealing.keys import OpenKey, open_key
from bundel.tenancy.fence import active_scope
from bundel.tenancy.rules import Role


@dataclass(frozen=True)
class Actor:
    """Somebody who does something: a user in a workspace, a receipt holder, a job, the public."""

    kind: ActorKind
    id: UUID | None = None
    role: Role | None = None
    name: str = ""
    job: str = ""

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.kind, self.role)


PUBLIC = Actor(ActorKind.PUBLIC)
OPERATOR = Actor(ActorKind.OPERATOR)


class Refused(Exception):
    """Somebody asked for what they may not do; shown as "not found", and written down apart."""

    def __init__(self, actor: Actor, permission: Permission, act: str) -> None:
        super().__init__(f"{actor.kind} may not {permission}")
        self.actor, self.permission, self.act = actor, permission, act


class OpenReason(StrEnum):
    """Why somebody opens a story. The person it belongs to sees this."""

    HELP = "help"
    ANSWER = "answer"
    CHECK = "check"
    OWN = "own"
    NOTICE = "notice"
    TAKEN = "taken"
    DANGER = "danger"


def allows(actor: Actor, permission: Permission) -> bool:
    """Whether the actor has the right."""
    return permission in actor.permissions


def require(actor: Actor, permission: Permission, act: str = "") -> None:
    """Raises Refused unless the actor has the right."""
    if permission not in actor.permissions:
        raise Refused(actor, permission, act or permission.value)


@dataclass(frozen=True)
class RegisteredAction:
    """One verb of the house: its name in the audit, its right, and whether the queue may run it."""

    name: str
    permission: Permission
    run: Callable[..., Any]
    as_job: bool


ACTIONS: dict[str, RegisteredAction] = {}

Params = ParamSpec("Params")
Result = TypeVar("Result")
Verb = Callable[Concatenate[Actor, Params], Result]


def action(permission: Permission, *, as_job: bool = False) -> Callable[[Verb[Params, Result]], Verb[Params, Result]]:
    """Make a function an act: right first, all or nothing, a trace at the end.

    The act's subject in the audit is the id it was given, or the id of what it made. `now` is when it happened.
    """

    def register(function: Verb[Params, Result]) -> Verb[Params, Result]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"

        @functools.wraps(function)
        def run(actor: Actor, /, *args: Params.args, **kwargs: Params.kwargs) -> Result:
            require(actor, permission, name)
            scope = active_scope()
            before = len(scope.closing)
            try:
                with transaction.atomic():
                    result = function(actor, *args, **kwargs)
            except BaseException:
                del scope.closing[before:]
                raise
            record(_entry(actor, name, args, kwargs, result))
            return result

        ACTIONS[name] = RegisteredAction(name, permission, run, as_job)
        return run

    return register


def _entry(actor: Actor, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], result: object) -> Entry:
    now = kwargs["now"]
    assert isinstance(now, datetime)
    many = next(([i for i in a if isinstance(i, UUID)] for a in args if isinstance(a, list | tuple)), [])
    given = [a for a in args if isinstance(a, UUID)] or (many if len(many) == 1 else [])
    made = result if isinstance(result, UUID) else getattr(result, "id", None)
    subject = given[0] if given else made if isinstance(made, UUID) else None
    reason = kwargs.get("reason", "")
    detail: dict[str, str | int | list[str]] = {"ids": [str(i) for i in many]} if len(many) > 1 else {}
    if actor.job:
        detail["job"] = actor.job
    return Entry(now, actor.kind.value, actor.id, name, subject, str(reason), detail)


def open_sealed(
    actor: Actor,
    key_id: UUID,
    *,
    permission: Permission,
    subject_id: UUID,
    act: str,
    reason: OpenReason,
    now: datetime,
    also: Mapping[str, UUID | None] | None = None,
) -> OpenKey:
    """The one door to what is sealed: the key, and a row in the audit that says who looked, and why.

    `also` names others who had a part in it, by id. Raises Refused without the right, Erased when nobody can read
    it any more.
    """
    require(actor, permission, act)
    key = open_key(key_id)
    named: dict[str, str | int | list[str]] = {name: str(value) for name, value in (also or {}).items() if value}
    record(Entry(now, actor.kind.value, actor.id, act, subject_id, reason.value, named))
    return key
