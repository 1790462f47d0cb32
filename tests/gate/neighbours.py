"""Two workspaces with an agreement, and what they do with it, for the tests of the gate."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from tests.worlds import NOW, World, make_world

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.sharing import answer_question, ask_to_share
from bundel.gate.actions import accept_agreement, propose_agreement, take_in
from bundel.gate.models import ReceivedCard
from bundel.gate.rules import AgreementKind, Leaving, Terms
from bundel.kit.days import day_of
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

JOB = Actor(ActorKind.JOB, job="gate.take_in")
LATER = NOW + timedelta(minutes=2)


def terms(*, now: datetime = NOW, **changes: object) -> Terms:
    """A complete text; any part can be another."""
    known: dict[str, object] = {
        "kind": AgreementKind.SHARE,
        "purpose": "Samen laten zien wat er mis gaat met hulp in huis.",
        "themes": (),
        "runs_until": day_of(now) + timedelta(days=200),
        "speaks": "Vereniging Hier spreekt met de gemeente.",
        "red_lines": "Geen namen.",
        "leaving": Leaving.NOTHING,
    }
    return Terms(**(known | changes))  # type: ignore[arg-type]  # the tests give the right ones


@contextmanager
def owner(world: World) -> Iterator[Actor]:
    """The owner, acting in their workspace."""
    with acting_for(world.workspace.id):
        yield world.actor(Role.OWNER)


def proposed(here: World, there: World, *, now: datetime = NOW, **changes: object) -> UUID:
    """A text that `here` proposes: cards go from here to there."""
    with owner(here) as actor:
        return propose_agreement(
            actor, terms(now=now, **changes), partner_id=there.workspace.id, gives=True, now=now
        ).id


def agreed(here: World, there: World, *, now: datetime = NOW, **changes: object) -> UUID:
    """The same, with the other side's yes."""
    agreement_id = proposed(here, there, now=now, **changes)
    with owner(there) as actor:
        accept_agreement(actor, agreement_id, now=now)
    return agreement_id


def asked(here: World, agreement_id: UUID, *, now: datetime = NOW) -> UUID:
    """The person of the first concern is asked."""
    with owner(here) as actor:
        return ask_to_share(actor, here.concerns[0], agreement_id=agreement_id, now=now)


def answered(here: World, sharing_id: UUID, *, yes: bool = True, now: datetime = NOW) -> None:
    """The person of the first concern answers."""
    person = Actor(ActorKind.RECEIPT, here.concerns[0])
    with acting_for(here.workspace.id):
        answer_question(person, here.concerns[0], sharing_id=sharing_id, says_yes=yes, now=now)


def take(world: World, *, now: datetime = LATER) -> list[UUID]:
    """The job of this workspace takes out what lies there for it."""
    with acting_for(world.workspace.id):
        return take_in(JOB, now=now)


def shared(here: World, there: World, *, now: datetime = NOW, **changes: object) -> tuple[UUID, UUID]:
    """A card of `here` that arrived there: ids of agreement and sharing."""
    agreement_id = agreed(here, there, now=now, **changes)
    sharing_id = asked(here, agreement_id, now=now)
    answered(here, sharing_id, now=now)
    take(there, now=now + timedelta(minutes=2))
    return agreement_id, sharing_id


def beside(world: World) -> dict[str, str]:
    """By its place in an address: an agreement, a received card and a question that this world has with a third."""
    if not world.beside:
        slug = f"naast-{world.workspace.slug}"
        partner = make_world(slug)
        now = timezone.now()
        shared(partner, world, now=now)
        agreement_id = agreed(world, partner, now=now)
        with acting_for(world.workspace.id):
            card = ReceivedCard.objects.get()
        world.beside = {
            "<uuid:agreement_id>": str(agreement_id),
            "<uuid:card_id>": str(card.id),
            "<uuid:sharing_id>": str(asked(world, agreement_id, now=now)),
        }
    return world.beside
