"""Which agreements a card may go along, and for each other one why it may not."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import Permission
from bundel.concerns.models import Concern
from bundel.concerns.queries import get_concern
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import Consent
from bundel.gate import queries as gate
from bundel.gate.queries import AgreementRow, SharingRow
from bundel.gate.rules import OPEN_STATES, check_card
from bundel.kit.rules import RuleBroken


@dataclass(frozen=True)
class Way:
    """One agreement for one card: how far the question is, or the code of why it cannot be asked."""

    agreement: AgreementRow
    sharing: SharingRow | None
    refusal: str


def check_may_share(concern: Concern, agreement: AgreementRow) -> None:
    """Raises RuleBroken unless this card may go along this agreement, the person's own yes to it aside."""
    if concern.state == State.WITHDRAWN:
        raise RuleBroken("withdrawn")
    if concern.consent != Consent.OTHERS:
        raise RuleBroken("consent_not_others")
    if not agreement.gives:
        raise RuleBroken("agreement_other_way")
    check_card(agreement.state, agreement.terms.themes, concern.theme)


def ways_to_share(actor: Actor, concern_id: UUID, *, today: date) -> list[Way]:
    """Every agreement by which this workspace gives cards, and those along which this card was asked for."""
    require(actor, Permission.CARD_SHARE)
    concern = get_concern(actor, concern_id)
    asked = {s.agreement.id: s for s in gate.sharings_of(actor, concern.id, today=today)}
    agreements = [a for a in gate.list_agreements(actor, today=today) if a.gives]
    shown = [a for a in agreements if a.id in asked or a.state in OPEN_STATES]
    return [Way(a, asked.get(a.id), _refusal(concern, a)) for a in shown]


def _refusal(concern: Concern, agreement: AgreementRow) -> str:
    try:
        check_may_share(concern, agreement)
    except RuleBroken as broken:
        return broken.code
    return ""
