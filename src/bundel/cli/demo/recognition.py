"""Public cards of the demo, and invented people who recognise them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bundel.accounts.access import PUBLIC, Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.publishing import publish_card
from bundel.concerns.actions.recognising import count_hands, recognise, write_line
from bundel.concerns.public import find_public_card
from bundel.concerns.queries import get_concern
from bundel.concerns.rules.publishing import STOPS, flags_of
from bundel.concerns.rules.recognition import Answer
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import Consent
from bundel.sealing.cipher import derive
from bundel.tenancy.fence import acting_for

RECOGNISED = 20  # cards that people answered
LOOKED_AT_WITHIN = timedelta(days=2)
NEW = timedelta(days=21)  # what was told later than this still waits for the second look
LINES = (
    "Bij mij gaat het om de hulp voor mijn moeder, niet voor mijzelf.",
    "Hier kwam er wel een brief, maar pas na drie weken.",
    "Bij ons is het de instelling die zo beslist, niet de gemeente.",
)


def publish_and_recognise(
    concerns: Sequence[Mapping[str, Any]],
    owners: Mapping[str, tuple[UUID, Actor]],
    concern_id: Callable[[str], UUID],
    now: datetime,
) -> None:
    """Publish the older cards of every office, and let people recognise some; what is public already stays as it is.

    The new cards wait for the second look, so that a visitor of the demo has something to look at.
    """
    may = [c for c in concerns if c["consent"] == Consent.OTHERS and c["state"] != State.WITHDRAWN]
    for number, concern in enumerate(may):
        workspace_id, owner = owners[concern["workspace"]]
        with acting_for(workspace_id):
            _publish(owner, concern_id(concern["key"]), number, now)


def _publish(owner: Actor, concern_id: UUID, number: int, now: datetime) -> None:
    concern = get_concern(owner, concern_id)
    card, published_at = concern.card, concern.received_at + LOOKED_AT_WITHIN
    if concern.received_at > now - NEW or STOPS & set(flags_of(card.title, card.text)):
        return
    if find_public_card(card.id) is not None:
        return
    publish_card(owner, concern_id, now=published_at)
    if number >= RECOGNISED:
        return
    for person in range(number * 7 % 24):
        _recognise(card.id, number, person, published_at + timedelta(hours=2 * person + 1))
    if number % 6 == 1:
        count_hands(owner, concern_id, hands=8 + number, now=now - timedelta(days=2))
    if number == 4:
        # Twenty-two within a minute: these wait until somebody says that they are real.
        for person in range(100, 122):
            _recognise(card.id, number, person, now - timedelta(minutes=30))


def _recognise(card_id: UUID, number: int, person: int, now: datetime) -> None:
    secret = derive(card_id.bytes, f"demo/{person}")
    answer = (Answer.SAME, Answer.SAME, Answer.DIFFERENT, Answer.SAME, Answer.NOT_HERE)[(number + person) % 5]
    made = recognise(
        PUBLIC,
        card_id,
        answer=answer,
        device=secret,
        receipt_hash=derive(secret, "hash"),
        municipality_code="",
        language="nl",
        from_network=1,
        is_machine=False,
        now=now,
    )
    if answer is Answer.DIFFERENT and person < len(LINES) * 5:
        write_line(Actor(ActorKind.RECOGNISER, made), made, line=LINES[person // 5 % len(LINES)], now=now)
