"""Reading what was asked outside and what came back: by the workspace, and by the guest of one link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from bundel.accounts.access import Actor, allows, require
from bundel.accounts.permissions import ActorKind, Permission
from bundel.guests.models import GuestAnswer, GuestLink
from bundel.guests.rules import WORKING, GuestAnswerKind, GuestPurpose, LinkState, SubjectKind, link_state

NEWS_SHOWN = 10


@dataclass(frozen=True)
class AnswerRow:
    """One answer of a guest."""

    kind: GuestAnswerKind
    text: str
    given_at: datetime


@dataclass(frozen=True)
class GuestRow:
    """One guest, what they were asked about which thing, and what they answered, oldest first."""

    id: UUID
    subject_kind: SubjectKind
    subject_id: UUID
    purpose: GuestPurpose
    name: str
    function: str
    question: str
    asked_by_name: str
    asked_at: datetime
    sends_at: datetime
    announced_at: datetime | None
    expires_at: datetime
    last_used_at: datetime | None
    is_new: bool  # what the guest did last, nobody here saw yet
    state: LinkState
    answers: list[AnswerRow]

    @property
    def works(self) -> bool:
        """The guest can still come in."""
        return self.state in WORKING


def state_of(link: GuestLink, *, now: datetime) -> LinkState:
    """How far this link is."""
    return link_state(
        now=now,
        sends_at=link.sends_at,
        announced_at=link.announced_at,
        expires_at=link.expires_at,
        declined_at=link.declined_at,
        revoked_at=link.revoked_at,
    )


def visible_links(actor: Actor) -> QuerySet[GuestLink]:
    """What was asked outside: all of it for a member, for a guest only their own. Raises Refused.

    A member shows first that they may see the thing it is about.
    """
    links = GuestLink.objects.order_by("-asked_at", "id")
    if actor.kind is ActorKind.GUEST:
        require(actor, Permission.GUEST_READ)
        return links.filter(pk=_own_id(actor))
    require(actor, Permission.TODAY_SEE)
    return links


def _own_id(guest: Actor) -> UUID:
    assert guest.kind is ActorKind.GUEST
    assert guest.id is not None
    return guest.id


def list_guests(actor: Actor, subject_id: UUID, *, now: datetime) -> list[GuestRow]:
    """Everybody who was asked about one thing, newest first. Raises Refused."""
    return _rows(visible_links(actor).filter(subject_id=subject_id), now)


def list_guest_news(actor: Actor, *, now: datetime) -> list[GuestRow]:
    """Guests who answered or said it is not for them, unseen by who may invite; oldest first. Empty for others."""
    if not allows(actor, Permission.GUEST_INVITE):
        return []
    news = visible_links(actor).filter(news_at__isnull=False)
    unseen = news.filter(Q(seen_at=None) | Q(seen_at__lt=F("news_at")))
    return _rows(unseen.order_by("news_at", "id")[:NEWS_SHOWN], now)


def get_own_link(actor: Actor, *, now: datetime) -> GuestRow:
    """The link that this guest holds, whom the entrance let in by it. Raises Refused."""
    return _rows(visible_links(actor).filter(pk=_own_id(actor)), now)[0]


def check_is_about(actor: Actor, kind: SubjectKind, subject_id: UUID) -> None:
    """Raises Refused, or GuestLink.DoesNotExist unless this guest's link is about this thing."""
    require(actor, Permission.GUEST_READ)
    GuestLink.objects.get(pk=_own_id(actor), subject_kind=kind, subject_id=subject_id)


def find_working_link(link_id: UUID, *, now: datetime) -> GuestLink | None:
    """The link with this id when a guest can come in by it; whoever asks has shown its token."""
    link = GuestLink.objects.filter(pk=link_id).first()
    return link if link is not None and state_of(link, now=now) in WORKING else None


def lock_link(actor: Actor, link_id: UUID) -> GuestLink:
    """One link, held until the end of this act. Raises Refused, GuestLink.DoesNotExist."""
    return visible_links(actor).select_for_update().get(pk=link_id)


def _rows(links: QuerySet[GuestLink], now: datetime) -> list[GuestRow]:
    answers = Prefetch("answers", queryset=GuestAnswer.objects.order_by("given_at", "id"))
    return [_row(link, now) for link in links.prefetch_related(answers)]


def _row(link: GuestLink, now: datetime) -> GuestRow:
    return GuestRow(
        id=link.id,
        subject_kind=SubjectKind(link.subject_kind),
        subject_id=link.subject_id,
        purpose=GuestPurpose(link.purpose),
        name=link.name,
        function=link.function,
        question=link.question,
        asked_by_name=link.asked_by_name,
        asked_at=link.asked_at,
        sends_at=link.sends_at,
        announced_at=link.announced_at,
        expires_at=link.expires_at,
        last_used_at=link.last_used_at,
        is_new=link.news_at is not None and (link.seen_at is None or link.seen_at < link.news_at),
        state=state_of(link, now=now),
        answers=[AnswerRow(GuestAnswerKind(a.kind), a.text, a.given_at) for a in link.answers.all()],
    )
