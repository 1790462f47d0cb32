"""Reading agreements, received cards and what was shared; a third workspace finds none of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from bundel.accounts.access import Actor, allows, require
from bundel.accounts.permissions import ActorKind, Permission
from bundel.gate.letterbox import state_on
from bundel.gate.models import Agreement, News, ReceivedCard, Sharing
from bundel.gate.rules import AgreementKind, AgreementState, Answer, Leaving, NewsKind, Terms, Word
from bundel.kit.days import day_of
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.models import Workspace
from bundel.tenancy.rules import WorkspaceState

PAGE_SIZE = 50
SUGGESTED_AT_MOST = 6


@dataclass(frozen=True)
class AgreementRow:
    """An agreement as one of its two sides sees it."""

    id: UUID
    terms: Terms
    state: AgreementState
    origin_name: str
    target_id: UUID
    target_name: str
    target_slug: str
    gives: bool  # this workspace gives the cards
    is_own_proposal: bool
    proposed_at: datetime
    replaces_id: UUID | None

    @property
    def partner(self) -> str:
        """The other side."""
        return self.target_name if self.gives else self.origin_name


def visible_agreements(actor: Actor) -> QuerySet[Agreement]:
    """The agreements of the active workspace with others, newest first. Raises Refused."""
    require(actor, Permission.CONCERNS_SEE)
    return _agreements()


def _agreements() -> QuerySet[Agreement]:
    found = Agreement.objects.select_related("origin", "target").prefetch_related("words")
    return found.order_by("-proposed_at", "id")


def list_agreements(actor: Actor, *, today: date) -> list[AgreementRow]:
    """All agreements of this workspace, newest first."""
    return [row_of(agreement, today=today) for agreement in visible_agreements(actor)]


def get_agreement(actor: Actor, agreement_id: UUID, *, today: date) -> AgreementRow:
    """One agreement. Raises Agreement.DoesNotExist, also for one of two others."""
    return row_of(visible_agreements(actor).get(pk=agreement_id), today=today)


def row_of(agreement: Agreement, *, today: date) -> AgreementRow:
    """An agreement with its state on a day."""
    here = active_workspace_id()
    return AgreementRow(
        id=agreement.id,
        terms=Terms(
            kind=AgreementKind(agreement.kind),
            purpose=agreement.purpose,
            themes=tuple(agreement.themes),
            runs_until=agreement.runs_until,
            speaks=agreement.speaks,
            red_lines=agreement.red_lines,
            leaving=Leaving(agreement.leaving),
        ),
        state=state_on(agreement, today),
        origin_name=agreement.origin.name,
        target_id=agreement.target_id,
        target_name=agreement.target.name,
        target_slug=agreement.target.slug,
        gives=agreement.origin_id == here,
        is_own_proposal=agreement.proposed_by == here,
        proposed_at=agreement.proposed_at,
        replaces_id=agreement.replaces_id,
    )


def lock_agreement(agreement_id: UUID) -> Agreement:
    """One agreement of this workspace. Raises Agreement.DoesNotExist."""
    return _agreements().get(pk=agreement_id)


def find_partners(text: str) -> list[tuple[UUID, str]]:
    """Other open workspaces by a part of their public name, the exact name first; a few at most."""
    others = Workspace.objects.filter(state=WorkspaceState.OPEN).exclude(pk=active_workspace_id())
    exact = list(others.filter(name__iexact=text).values_list("id", "name"))
    return exact or list(
        others.filter(name__icontains=text).order_by(Lower("name")).values_list("id", "name")[:SUGGESTED_AT_MOST]
    )


@dataclass(frozen=True)
class ReceivedRow:
    """A card that another workspace shared; without text when it was withdrawn or its agreement ended."""

    id: UUID
    agreement_id: UUID
    origin_name: str
    handle: str
    title: str
    text: str
    theme: str
    municipality_code: str
    consequences: list[str]
    is_handed_over: bool
    received_at: datetime
    withdrawn_at: datetime | None
    closed_at: datetime | None

    @property
    def is_here(self) -> bool:
        """The card can still be read and answered with news."""
        return self.withdrawn_at is None and self.closed_at is None


_RECEIVED = tuple(ReceivedRow.__dataclass_fields__)


def visible_received(actor: Actor) -> QuerySet[ReceivedCard]:
    """The cards that others shared with the active workspace. Raises Refused."""
    require(actor, Permission.CONCERNS_SEE)
    return ReceivedCard.objects.order_by("-received_at", "-id")


def list_received(actor: Actor, *, page: int = 1) -> tuple[list[ReceivedRow], bool]:
    """One page of received cards, newest first, and whether there are older ones."""
    start = (page - 1) * PAGE_SIZE
    found = list(visible_received(actor).values_list(*_RECEIVED)[start : start + PAGE_SIZE + 1])
    return [ReceivedRow(*values) for values in found[:PAGE_SIZE]], len(found) > PAGE_SIZE


def get_received(actor: Actor, card_id: UUID) -> ReceivedRow:
    """One received card. Raises ReceivedCard.DoesNotExist."""
    return ReceivedRow(*visible_received(actor).values_list(*_RECEIVED).get(pk=card_id))


@dataclass(frozen=True)
class Upstream:
    """Where a received card came from, for news that has to travel back."""

    card_id: UUID
    origin_id: UUID
    handle: str


def upstream_of(actor: Actor, card_ids: Collection[UUID]) -> list[Upstream]:
    """The origins of received cards that can still hear news, by card; withdrawn ones are left out."""
    cards = visible_received(actor).filter(pk__in=card_ids, withdrawn_at=None, closed_at=None)
    return [Upstream(*values) for values in cards.values_list("id", "agreement__origin_id", "handle")]


@dataclass(frozen=True)
class SharingRow:
    """One card and one agreement, as origin and person see it."""

    id: UUID
    agreement: AgreementRow
    answer: Answer
    asked_at: datetime
    answered_at: datetime | None
    sends_at: datetime | None
    withdrawn_at: datetime | None
    news: list["NewsRow"]

    @property
    def is_out(self) -> bool:
        """A copy is with the other side, or on its way."""
        return self.answer is Answer.YES and self.withdrawn_at is None


@dataclass(frozen=True)
class NewsRow:
    """What the other side told of the card."""

    kind: NewsKind
    text: str
    received_at: datetime


def sharings_of(actor: Actor, subject_id: UUID, *, today: date) -> list[SharingRow]:
    """With whom one card is shared, or may be; whoever asks has shown that they may see the card itself."""
    if not ((actor.kind is ActorKind.RECEIPT and actor.id == subject_id) or allows(actor, Permission.CONCERNS_SEE)):
        return []
    found = Sharing.objects.filter(subject_id=subject_id).order_by("asked_at", "id")
    found = found.select_related("agreement__origin", "agreement__target")
    return [_sharing(s, today) for s in found.prefetch_related("news", "agreement__words")]


def _sharing(sharing: Sharing, today: date) -> SharingRow:
    return SharingRow(
        sharing.id,
        row_of(sharing.agreement, today=today),
        Answer(sharing.answer),
        sharing.asked_at,
        sharing.answered_at,
        sharing.sends_at,
        sharing.withdrawn_at,
        _news(sharing.news.all()),
    )


def _news(found: Iterable[News]) -> list[NewsRow]:
    rows = [NewsRow(NewsKind(n.kind), n.text, n.received_at) for n in found]
    return sorted(rows, key=lambda row: row.received_at)


def lock_sharing(sharing_id: UUID, *, subject_id: UUID) -> Sharing:
    """The sharing of one card, held until the act ends. Raises Sharing.DoesNotExist."""
    found = Sharing.objects.select_for_update(of=("self",)).select_related("agreement")
    return found.get(pk=sharing_id, subject_id=subject_id)


def ended_agreements(*, now: datetime) -> list[Agreement]:
    """Agreements of this workspace that no longer run."""
    today = day_of(now)
    over = (AgreementState.ENDED, AgreementState.EXPIRED, AgreementState.REFUSED)
    found = _agreements().filter(Q(words__word=Word.END) | Q(runs_until__lt=today)).distinct()
    return [agreement for agreement in found if state_on(agreement, today) in over]
