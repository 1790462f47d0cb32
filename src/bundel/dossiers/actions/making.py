"""Making a dossier: the problem, what people gain, the bundles it rests on, the demands and the evidence."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.rules.upstream import ChangeKind
from bundel.dossiers import upstream
from bundel.dossiers.models import Demand, Dossier, DossierBundle, Evidence, Partner
from bundel.dossiers.queries import lock_dossier
from bundel.dossiers.rules import words
from bundel.dossiers.rules.states import State, check_open
from bundel.dossiers.rules.words import EvidenceKind
from bundel.files import actions as files
from bundel.files.arriving import Arrived
from bundel.files.rules.kinds import Side
from bundel.gate.queries import get_agreement
from bundel.gate.rules import AgreementState
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.sealing.keys import make_key, open_key
from bundel.tenancy.queries import find_membership


@action(Permission.DOSSIER_WRITE)
def start_dossier(
    actor: Actor, /, *, title: str, problem: str, gain: str, bundle_ids: Sequence[UUID] = (), now: datetime
) -> Dossier:
    """Start a dossier, carried by who starts it; everybody upstream of its bundles is told. Raises RuleBroken."""
    dossier = Dossier(
        id=uuid4(),
        title=words.cleaned(title, "title", words.LONGEST_TITLE),
        problem=words.cleaned(problem, "problem", words.LONGEST_TEXT),
        gain=words.cleaned(gain, "gain", words.LONGEST_GAIN, is_required=False),
        owner_id=actor.id,
        started_at=now,
    )
    dossier.save(force_insert=True)
    _rest_on(actor, dossier, list(dict.fromkeys(bundle_ids)), now)
    return dossier


@action(Permission.DOSSIER_WRITE)
def change_dossier(
    actor: Actor, dossier_id: UUID, /, *, title: str, problem: str, gain: str, version: int, now: datetime
) -> int:
    """Change the texts of a dossier; its new version. Raises Stale when somebody else was earlier, RuleBroken."""
    dossier = lock_dossier(actor, dossier_id, version=version)
    check_open(State(dossier.state))
    dossier.title = words.cleaned(title, "title", words.LONGEST_TITLE)
    dossier.problem = words.cleaned(problem, "problem", words.LONGEST_TEXT)
    dossier.gain = words.cleaned(gain, "gain", words.LONGEST_GAIN, is_required=dossier.state != State.OPEN)
    dossier.version += 1
    dossier.save(update_fields=["title", "problem", "gain", "version"])
    return dossier.version


@action(Permission.DOSSIER_WRITE)
def carry_dossier(actor: Actor, dossier_id: UUID, /, *, user_id: UUID, now: datetime) -> None:
    """Make a member of this workspace the one who carries a dossier. Raises RuleBroken("not_a_member")."""
    if find_membership(user_id) is None:
        raise RuleBroken("not_a_member")
    dossier = lock_dossier(actor, dossier_id)
    dossier.owner_id = user_id
    dossier.save(update_fields=["owner_id"])


@action(Permission.DOSSIER_WRITE)
def rest_on_bundle(actor: Actor, dossier_id: UUID, /, *, bundle_id: UUID, now: datetime) -> None:
    """Let a dossier rest on one more bundle; everybody upstream of it is told. Raises RuleBroken("bundle_known")."""
    dossier = _lock_open(actor, dossier_id)
    if dossier.bundles.filter(bundle_id=bundle_id).exists():
        raise RuleBroken("bundle_known")
    _rest_on(actor, dossier, [bundle_id], now)


def _rest_on(actor: Actor, dossier: Dossier, bundle_ids: Sequence[UUID], now: datetime) -> None:
    for bundle_id in bundle_ids:
        DossierBundle(dossier=dossier, bundle_id=bundle_id, added_at=now).save(force_insert=True)
    upstream.tell(actor, dossier, ChangeKind.DOSSIER_OPENED, dossier.title, bundle_ids=bundle_ids, now=now)


@action(Permission.DOSSIER_WRITE)
def add_partner(actor: Actor, dossier_id: UUID, /, *, name: str, agreement_id: UUID | None, now: datetime) -> None:
    """Name an organisation that acts together with us; with an agreement, its name there is the one that counts.

    Raises RuleBroken: `partner_known`, or `not_agreed` for an agreement that does not run.
    """
    dossier = _lock_open(actor, dossier_id)
    if agreement_id is not None:
        agreement = get_agreement(actor, agreement_id, today=day_of(now))
        if agreement.state is not AgreementState.AGREED:
            raise RuleBroken("not_agreed")
        name = agreement.partner
    name = words.cleaned(name, "partner", words.LONGEST_NAME)
    if dossier.partners.filter(name=name).exists():
        raise RuleBroken("partner_known")
    Partner(dossier=dossier, name=name, agreement_id=agreement_id, added_at=now).save(force_insert=True)


@action(Permission.DOSSIER_WRITE)
def add_demand(actor: Actor, dossier_id: UUID, /, *, text: str, to_whom: str, now: datetime) -> UUID:
    """Ask one more thing of somebody. Raises RuleBroken."""
    dossier = _lock_open(actor, dossier_id)
    demand = Demand(
        dossier=dossier,
        number=dossier.demands.count() + 1,
        text=words.cleaned(text, "demand", words.LONGEST_LINE),
        to_whom=words.cleaned(to_whom, "to_whom", words.LONGEST_NAME),
        added_at=now,
    )
    demand.save(force_insert=True)
    return demand.id


@action(Permission.DOSSIER_WRITE)
def add_research(actor: Actor, dossier_id: UUID, /, *, text: str, source: str, now: datetime) -> UUID:
    """Rest a dossier on research of our own, with its source. Raises RuleBroken."""
    dossier = _lock_open(actor, dossier_id)
    evidence = Evidence(
        dossier=dossier,
        kind=EvidenceKind.RESEARCH,
        text=words.cleaned(text, "research", words.LONGEST_TEXT),
        source=words.cleaned(source, "source", words.LONGEST_LINE),
        added_at=now,
    )
    evidence.save(force_insert=True)
    return evidence.id


@action(Permission.DOSSIER_WRITE)
def quote_card(actor: Actor, dossier_id: UUID, /, *, card_id: UUID, now: datetime) -> UUID:
    """Quote a card that is public: the person approved that edition. Raises RuleBroken: `not_public`, `quoted`."""
    dossier = _lock_open(actor, dossier_id)
    if not upstream.quoted_cards([card_id]):
        raise RuleBroken("not_public")
    if dossier.evidence.filter(card_id=card_id).exists():
        raise RuleBroken("quoted")
    evidence = Evidence(dossier=dossier, kind=EvidenceKind.CARD, card_id=card_id, added_at=now)
    evidence.save(force_insert=True)
    return evidence.id


@action(Permission.DOSSIER_WRITE)
def remove_evidence(actor: Actor, dossier_id: UUID, /, *, evidence_id: UUID, now: datetime) -> Evidence:
    """Take a quote or research out of a dossier; as it stood, to add it again. Published versions keep theirs."""
    evidence = Evidence.objects.get(pk=evidence_id, dossier=_lock_open(actor, dossier_id))
    evidence.delete()
    return evidence


@action(Permission.DOSSIER_WRITE)
def add_documents(actor: Actor, dossier_id: UUID, /, *, arrived: Sequence[Arrived], now: datetime) -> list[UUID]:
    """Add documents under a lock of the dossier's own; the ids of those there was room for."""
    dossier = _lock_open(actor, dossier_id)
    key = make_key(now=now) if dossier.key_id is None else open_key(dossier.key_id)
    dossier.key_id = key.id
    dossier.save(update_fields=["key_id"])
    return files.attach(dossier.id, key, arrived, side=Side.WORKSPACE, added_by=actor.id, now=now)


@action(Permission.DOSSIER_WRITE)
def remove_document(actor: Actor, dossier_id: UUID, /, *, file_id: UUID, now: datetime) -> None:
    """Take a document away; `put_back_document` undoes it for a day."""
    files.remove(_lock_open(actor, dossier_id).id, file_id, side=Side.WORKSPACE, now=now)


@action(Permission.DOSSIER_WRITE)
def put_back_document(actor: Actor, dossier_id: UUID, /, *, file_id: UUID, now: datetime) -> None:
    """Undo the taking away of a document. Raises RuleBroken("gone") after a day."""
    files.put_back(_lock_open(actor, dossier_id).id, file_id, side=Side.WORKSPACE, now=now)


def _lock_open(actor: Actor, dossier_id: UUID) -> Dossier:
    dossier = lock_dossier(actor, dossier_id)
    check_open(State(dossier.state))
    return dossier
