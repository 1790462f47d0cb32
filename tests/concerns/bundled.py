"""People, cards and bundles for the tests of bundling and of telling back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tests.worlds import NOW, World, add_concern

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.bundling import answer_bundle, make_bundle
from bundel.concerns.models import Bundle, Card, Recognition
from bundel.sealing.keys import make_key
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

JOB = Actor(ActorKind.JOB, job="concerns.tell_upstream")
SENT = NOW + timedelta(minutes=2)


@contextmanager
def owner(world: World) -> Iterator[Actor]:
    """The owner, acting in their workspace."""
    with acting_for(world.workspace.id):
        yield world.actor(Role.OWNER)


def teller(concern_id: UUID) -> Actor:
    """Who told it, with their receipt."""
    return Actor(ActorKind.RECEIPT, concern_id)


def recogniser(recognition_id: UUID) -> Actor:
    """Who recognised it, with their code."""
    return Actor(ActorKind.RECOGNISER, recognition_id)


def concern_of(world: World, *, minutes_ago: int | None = None, **answers: object) -> UUID:
    """One more concern whose card others may see."""
    return add_concern(world, minutes_ago=minutes_ago, **answers)


def card_of(concern_id: UUID) -> UUID:
    """Its card."""
    return Card.objects.values_list("id", flat=True).get(concern=concern_id)


def recognised(
    card_id: UUID, *, times: int = 1, bundle_id: UUID | None = None, mail: bool = False, at: datetime = NOW
) -> list[UUID]:
    """So many others recognise a card, in the bundle it stands in; with an address when they want mail."""
    made = []
    for number in range(times):
        row = Recognition(
            id=uuid4(),
            card_id=card_id,
            answer="same",
            device=uuid4().bytes,
            municipality_code="GM0228",
            given_at=at,
            bundle_id=bundle_id,
            news=mail,
        )
        if mail:
            key = make_key(now=at)
            row.key_id = key.id
            address = f"herkent.{number}@voorbeeld.example"
            row.contact = key.seal(address, table="recognition", column="contact", row=row.id)
        made.append(row)
    Recognition.objects.bulk_create(made)
    return [row.id for row in made]


def bundled(actor: Actor, *concern_ids: UUID, title: str = "Te weinig hulp in huis", now: datetime = NOW) -> Bundle:
    """A bundle of these concerns."""
    return make_bundle(actor, title=title, problem="", theme="home_help", concern_ids=concern_ids, now=now)


def says(person: Actor, bundle_id: UUID, *, yes: bool = True, now: datetime = NOW) -> None:
    """Somebody answers whether they count."""
    answer_bundle(person, bundle_id, says_yes=yes, now=now)
