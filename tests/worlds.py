"""Two filled workspaces, so that a leak has something to leak."""

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password

from bundel.accounts.access import Actor
from bundel.accounts.actions import invite
from bundel.accounts.models import User
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.helping import answer_person
from bundel.concerns.actions.telling import enter_concern
from bundel.concerns.rules.told import Told
from bundel.concerns.rules.words import Channel, Consent, Decider, ForWhom, Since, Theme
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Membership, Receives, Workspace
from bundel.tenancy.rules import Role, WorkspaceKind

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PASSWORD = "een lange zin om mee te testen"

_numbers = itertools.count(1)


@dataclass
class World:
    """One workspace with a member of every role, and the concerns told there."""

    workspace: Workspace
    members: dict[Role, User] = field(default_factory=dict)
    memberships: dict[Role, UUID] = field(default_factory=dict)
    concerns: list[UUID] = field(default_factory=list)
    message: UUID = field(default_factory=uuid4)
    invitation: UUID = field(default_factory=uuid4)
    beside: dict[str, str] = field(default_factory=dict)  # what it has with a third, once asked for

    def actor(self, role: Role) -> Actor:
        """The member with this role, acting here."""
        user = self.members[role]
        return Actor(ActorKind.USER, user.id, role, user.name)


def told(**answers: object) -> Told:
    """A complete story; any answer can be another."""
    complete = Told(
        municipality_code="GM0228",
        story="De hulp komt nog maar twee uur. Ik red het huishouden niet meer.",
        theme=Theme.HOME_HELP,
        decides=Decider.MUNICIPALITY,
        since=Since.MONTHS,
        letter_got=False,
        for_whom=ForWhom.MYSELF,
        wish="Weer vier uur hulp.",
        reachable=False,
        card_title="Minder hulp in huis",
        card_text="De hulp in huis ging van vier naar twee uur.",
        consent=Consent.OTHERS,
        channel=Channel.PHONE,
    )
    return replace(complete, **answers)  # type: ignore[arg-type]  # the tests give the right ones


@cache
def _hashed_password() -> str:
    """Made once: the hash is slow on purpose."""
    return make_password(PASSWORD)


def make_user(name: str, **changes: object) -> User:
    """Somebody with an account; every one has the same password."""
    number = next(_numbers)
    user = User(email=f"{name}.{number}@voorbeeld.example", name=name.capitalize(), created_at=NOW, **changes)
    user.password = _hashed_password()
    user.save()
    return user


def make_world(slug: str, *, kind: WorkspaceKind = WorkspaceKind.ASSOCIATION, concerns: int = 1) -> World:
    """A workspace with a member of every role and some concerns."""
    workspace = Workspace.objects.create(slug=slug, name=slug.capitalize(), kind=kind, created_at=NOW)
    Receives.objects.create(workspace=workspace, municipality_code="", theme="")
    world = World(workspace)
    for role in Role:
        world.members[role] = make_user(f"{slug}-{role.value}")
    with acting_for(workspace.id):
        for role, user in world.members.items():
            world.memberships[role] = Membership.objects.create(user=user, role=role, created_at=NOW).id
        owner = world.actor(Role.OWNER)
        world.invitation = invite(owner, email=f"nieuw@{slug}.example", role=Role.READER, now=NOW).id
    for _ in range(concerns):
        add_concern(world)
    if world.concerns:
        with acting_for(workspace.id):
            # By the advocate, who from then on sees it as their own; the other roles see all.
            advocate, first = world.actor(Role.ADVOCATE), world.concerns[0]
            world.message = answer_person(advocate, first, text="We bellen je.", asks_person=False, version=1, now=NOW)
    return world


def add_concern(world: World, *, minutes_ago: int | None = None, **answers: object) -> UUID:
    """One more concern, entered by the owner; each a minute older than the one before."""
    age = len(world.concerns) + 1 if minutes_ago is None else minutes_ago
    with acting_for(world.workspace.id):
        concern_id = enter_concern(
            world.actor(Role.OWNER),
            told(**answers),
            receipt_hash=uuid4().bytes * 2,
            now=NOW - timedelta(minutes=age),
        )
    world.concerns.append(concern_id)
    return concern_id
