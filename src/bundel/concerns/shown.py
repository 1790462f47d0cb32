"""A card as somebody outside sees it, by a link to this one card."""

from dataclasses import dataclass
from uuid import UUID

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.models import Concern
from bundel.concerns.queries import get_concern
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import Consent
from bundel.guests.queries import check_is_about
from bundel.guests.rules import SubjectKind
from bundel.kit.rules import RuleBroken


@dataclass(frozen=True)
class ShownCard:
    """What a guest sees of a concern: its card, and neither handle nor place."""

    title: str
    text: str
    theme: str
    consequences: list[str]


def check_may_show(concern: Concern) -> None:
    """Raises RuleBroken unless the person lets others see the card, now."""
    if concern.state == State.WITHDRAWN:
        raise RuleBroken("withdrawn")
    if concern.consent != Consent.OTHERS:
        raise RuleBroken("consent_not_others")


def shown_card(actor: Actor, concern_id: UUID) -> ShownCard:
    """The card for its guest, and for a member as that guest would see it.

    Raises RuleBroken when it may not be shown (any more), Concern.DoesNotExist, GuestLink.DoesNotExist, Refused.
    """
    if actor.kind is ActorKind.GUEST:
        check_is_about(actor, SubjectKind.CARD, concern_id)
        concern = Concern.objects.select_related("card").get(pk=concern_id)
    else:
        concern = get_concern(actor, concern_id)
    check_may_show(concern)
    card = concern.card
    return ShownCard(card.title, card.text, concern.theme, list(card.consequences))
