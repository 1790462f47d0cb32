"""The agreements of the demo's workspaces, and the cards that went along them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bundel.accounts.access import Actor
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.sharing import answer_question, ask_to_share
from bundel.gate.actions import accept_agreement, propose_agreement, send_news, take_in
from bundel.gate.queries import list_agreements
from bundel.gate.rules import AgreementKind, Leaving, NewsKind, Terms
from bundel.kit.days import day_of
from bundel.tenancy.fence import acting_for

Data = dict[str, Any]
FindsConcern = Callable[[str], UUID]

LETTERBOX = Actor(ActorKind.JOB, job="gate.take_in")
NEWS = "De gemeente praat op 14 april met ons over het vervoer. Wij nemen jouw kaart mee."


def agree(
    agreements: Iterable[Data], owners: dict[str, tuple[UUID, Actor]], find_concern: FindsConcern, now: datetime
) -> None:
    """Make every agreement that is not there yet; `owners` are workspace and owner by slug."""
    for data in agreements:
        (origin_id, giver), (target_id, taker) = owners[data["from"]], owners[data["to"]]
        made_at = now - timedelta(days=20)
        terms = _terms(data, now)
        with acting_for(origin_id):
            if any(a.terms.purpose == terms.purpose for a in list_agreements(giver, today=day_of(now))):
                continue
            agreement_id = propose_agreement(giver, terms, partner_id=target_id, gives=True, now=made_at).id
        if not data["agreed"]:
            continue
        with acting_for(target_id):
            accept_agreement(taker, agreement_id, now=made_at + timedelta(days=1))
        with acting_for(origin_id):
            _share(data, giver, agreement_id, find_concern, now - timedelta(days=2))
        with acting_for(target_id):
            card_ids = take_in(LETTERBOX, now=now - timedelta(days=1))
            for card_id in card_ids[: len(data.get("news", []))]:
                send_news(taker, card_id, kind=NewsKind.PROMISED, text=NEWS, now=now - timedelta(hours=3))
        with acting_for(origin_id):
            take_in(LETTERBOX, now=now)


def _terms(data: Data, now: datetime) -> Terms:
    return Terms(
        kind=AgreementKind(data["kind"]),
        purpose=data["purpose"],
        themes=tuple(data["themes"]),
        runs_until=day_of(now) + timedelta(days=300),
        speaks=data["speaks"],
        red_lines=data["red_lines"],
        leaving=Leaving(data["leaving"]),
    )


def _share(data: Data, giver: Actor, agreement_id: UUID, find_concern: FindsConcern, at: datetime) -> None:
    for key in [*data.get("news", []), *(k for k in data["cards"] if k not in data.get("news", []))]:
        concern_id = find_concern(key)
        sharing_id = ask_to_share(giver, concern_id, agreement_id=agreement_id, now=at)
        person = Actor(ActorKind.RECEIPT, concern_id)
        answer_question(person, concern_id, sharing_id=sharing_id, says_yes=True, now=at)
        at += timedelta(minutes=3)
    for key in data.get("asked", []):
        ask_to_share(giver, find_concern(key), agreement_id=agreement_id, now=at)
