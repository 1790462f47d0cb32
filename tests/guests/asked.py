"""A guest who was asked about a card, for the tests of guests."""

from datetime import datetime, timedelta
from uuid import UUID

from tests.worlds import NOW, World

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.guests import ask_guest_about_card
from bundel.guests.actions import announce_guest_link
from bundel.guests.models import GuestLink
from bundel.guests.rules import GuestPurpose, Invited
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role

JOB = Actor(ActorKind.JOB, job="guests.announce_guest_link")
ADDRESS = "wethouder@voorbeeldstad.example"


def invited(**changes: object) -> Invited:
    """Somebody to ask; anything can be another."""
    known: dict[str, object] = {
        "name": "Mevrouw Dorpsma",
        "function": "Wethouder zorg in Voorbeeldstad",
        "address": ADDRESS,
        "purpose": GuestPurpose.ANSWER,
        "question": "Wat doet de gemeente hieraan?",
        "days": 30,
        "language": "nl",
    }
    return Invited(**(known | changes))  # type: ignore[arg-type]  # the tests give the right ones


def asked(world: World, *, now: datetime = NOW, **changes: object) -> UUID:
    """The first card of this world is asked about; the mail lies in the outbox."""
    with acting_for(world.workspace.id):
        return ask_guest_about_card(world.actor(Role.OWNER), world.concerns[0], invited=invited(**changes), now=now)


def announced(world: World, *, now: datetime = NOW, **changes: object) -> UUID:
    """The same, and the mail left."""
    link_id = asked(world, now=now, **changes)
    with acting_for(world.workspace.id):
        announce_guest_link(JOB, link_id, now=now + timedelta(minutes=2))
    return link_id


def guest_in(world: World) -> UUID:
    """A guest of this world, asked when a route first needs one."""
    with acting_for(world.workspace.id):
        known = GuestLink.objects.values_list("id", flat=True).first()
    return known or asked(world)


def as_guest(link_id: UUID) -> Actor:
    """Who holds this link."""
    return Actor(ActorKind.GUEST, link_id, name="Mevrouw Dorpsma")
