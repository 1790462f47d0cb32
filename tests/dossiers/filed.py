"""A dossier on a bundle, and what happens to it, for the tests of dossiers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.concerns.bundled import bundled, card_of, concern_of, owner, recognised, says, teller
from tests.files.attached import file_in
from tests.worlds import NOW, World

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.models import PublicCard
from bundel.concerns.rules.publishing import PlaceLevel
from bundel.dossiers.actions.making import add_demand, add_documents, start_dossier
from bundel.dossiers.actions.publishing import publish_dossier, show_version
from bundel.dossiers.actions.working import send_advice
from bundel.dossiers.models import Dossier
from bundel.files.arriving import take_in
from bundel.kit.days import day_of
from bundel.tenancy.fence import acting_for

TODAY = day_of(NOW)
GAIN = "Iemand komt thuis kijken voordat je hulp minder wordt."
JOB = Actor(ActorKind.JOB, job="dossiers.show_version")
MINUTE_LATER = NOW + timedelta(seconds=61)


def bundle_in(world: World, *, recognitions: int = 0) -> UUID:
    """A bundle of one concern whose teller counts for it."""
    concern_id = concern_of(world)
    with owner(world) as actor:
        bundle_id = bundled(actor, concern_id).id
        recognised(card_of(concern_id), times=recognitions, bundle_id=bundle_id)
    with acting_for(world.workspace.id):
        says(teller(concern_id), bundle_id)
    return bundle_id


def filed(world: World, *, demands: int = 1, bundle_id: UUID | None = None, sent: bool = False, **texts: Any) -> UUID:
    """A dossier with so many demands; `sent` when the advice is out."""
    told = {"title": "Hulp in huis gehalveerd", "problem": "De gemeente belt en geeft minder uren.", "gain": GAIN}
    with owner(world) as actor:
        bundles = [bundle_id] if bundle_id else []
        made = start_dossier(actor, bundle_ids=bundles, now=NOW, **(told | texts))
        for number in range(1, demands + 1):
            add_demand(actor, made.id, text=f"Vraag {number}.", to_whom="college van B en W", now=NOW)
        if sent:
            send_advice(
                actor,
                made.id,
                sent_on=TODAY,
                weeks=8,
                to_whom="college van B en W",
                result="Wij stuurden advies.",
                now=NOW,
            )
    return made.id


def public_card(world: World, concern_id: UUID, *, title: str = "Minder hulp in huis") -> UUID:
    """The card of a concern, as if it came through the second look."""
    with acting_for(world.workspace.id):
        card_id = card_of(concern_id)
        PublicCard.objects.create(
            id=card_id,
            workspace_id=world.workspace.id,
            workspace_name=world.workspace.name,
            theme="home_help",
            place_level=PlaceLevel.COUNTRY,
            title=title,
            text="De hulp kwam twee uur minder.",
            published_at=NOW,
        )
    return card_id


def published(world: World, dossier_id: UUID, *, now: Any = NOW) -> UUID:
    """A dossier that everybody sees; the id of the version."""
    with owner(world) as actor:
        version = Dossier.objects.get(pk=dossier_id).version
        version_id = publish_dossier(actor, dossier_id, version=version, now=now)
    with acting_for(world.workspace.id):
        assert show_version(JOB, version_id, now=now + timedelta(seconds=61))
    return version_id


_known: dict[UUID, tuple[str, str]] = {}


def dossier_in(world: World) -> tuple[str, str]:
    """A dossier of this world with one document, made when a route first asks for it; both ids."""
    if world.workspace.id not in _known:
        file_in(world)  # the routes of concerns look for the first there is
        dossier_id = filed(world)
        document = take_in(world.workspace.id, "verslag.txt", b"Wij spraken de wethouder.")
        with owner(world) as actor:
            (file_id,) = add_documents(actor, dossier_id, arrived=[document], now=NOW)
        _known[world.workspace.id] = str(dossier_id), str(file_id)
    return _known[world.workspace.id]
