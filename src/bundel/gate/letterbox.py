"""Putting letters in the letterbox, and taking out what came: steps of acts, inside the workspace that acts."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from bundel.gate.models import Agreement, Crossing, News, ReceivedCard, Sharing
from bundel.gate.rules import (
    WAIT_BEFORE_SENDING,
    AgreementKind,
    AgreementState,
    Answer,
    CrossingKind,
    Leaving,
    NewsKind,
    Word,
    letter_of,
    state_of,
)
from bundel.kit.days import day_of
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.queries import get_workspace
from bundel.tenancy.queue import enqueue


@dataclass(frozen=True)
class CardCopy:
    """Everything that crosses of a concern: its card, and the handle by which it is known at home."""

    handle: str
    title: str
    text: str
    theme: str
    municipality_code: str
    consequences: list[str]


def ask(subject_id: UUID, agreement: Agreement, *, asked_by: UUID | None, now: datetime) -> Sharing:
    """Write down that the person is asked whether the card may go along this agreement."""
    sharing = Sharing(subject_id=subject_id, agreement=agreement, asked_by=asked_by, asked_at=now)
    sharing.save(force_insert=True)
    return sharing


def send_card(sharing: Sharing, card: CardCopy, *, now: datetime) -> None:
    """Write down the person's yes and put the copy in the letterbox, where it lies for a minute.

    The database refuses it without that yes, or when the agreement does not run.
    """
    agreement = sharing.agreement
    sharing.answer, sharing.answered_at, sharing.withdrawn_at = Answer.YES, now, None
    sharing.crossing_id, sharing.sends_at = uuid4(), now + WAIT_BEFORE_SENDING
    sharing.save()
    letter = Crossing(
        id=sharing.crossing_id,
        origin_id=active_workspace_id(),
        target_id=agreement.target_id,
        agreement=agreement,
        kind=letter_of(AgreementKind(agreement.kind)),
        consent_id=sharing.id,
        payload=asdict(card),
        sent_at=now,
        sends_at=sharing.sends_at,
    )
    _post(letter)


def withdraw(sharing: Sharing, *, now: datetime) -> None:
    """Take the copy back: out of the letterbox while it lies there, else by a letter that empties it over there."""
    if sharing.crossing_id is None or sharing.withdrawn_at is not None:
        return
    sharing.withdrawn_at = now
    sharing.save(update_fields=["withdrawn_at"])
    if _taken_back(sharing):
        return
    letter = Crossing(
        origin_id=active_workspace_id(),
        target_id=sharing.agreement.target_id,
        agreement=sharing.agreement,
        kind=CrossingKind.WITHDRAWAL,
        about_id=sharing.crossing_id,
        sent_at=now,
        sends_at=now,
    )
    _post(letter)


def _taken_back(sharing: Sharing) -> bool:
    assert sharing.crossing_id is not None
    removed, _ = Crossing.objects.filter(id=sharing.crossing_id, taken_at=None).delete()
    return removed > 0


def close_sharing(sharing: Sharing, *, now: datetime) -> None:
    """Under an agreement that ended: what still lies in the letterbox goes; the other side empties what it has."""
    # What stays there as evidence is still the person's to take back.
    if _taken_back(sharing) or sharing.agreement.leaving == Leaving.NOTHING:
        sharing.withdrawn_at = now
        sharing.save(update_fields=["withdrawn_at"])


def withdraw_all(subject_id: UUID, *, now: datetime) -> None:
    """Take back every copy of one card, wherever it went, and drop what was never answered."""
    Sharing.objects.filter(subject_id=subject_id, answer=Answer.NONE).delete()
    out = Sharing.objects.filter(subject_id=subject_id, withdrawn_at=None).select_related("agreement")
    for sharing in out.select_for_update(of=("self",)):
        withdraw(sharing, now=now)


def send_news_of(card: ReceivedCard, *, kind: NewsKind, text: str, now: datetime) -> UUID:
    """Tell the origin what became of a card; the letter's id, under which the news stands there."""
    letter = Crossing(
        origin_id=active_workspace_id(),
        target_id=card.agreement.origin_id,
        agreement=card.agreement,
        kind=CrossingKind.NEWS,
        about_id=card.id,
        payload={"kind": kind.value, "text": text},
        sent_at=now,
        sends_at=now,
    )
    _post(letter)
    return letter.id


def _post(letter: Crossing) -> None:
    letter.save(force_insert=True)
    enqueue("gate.take_in", at=letter.sends_at, into=letter.target_id)


def take_out(*, now: datetime) -> list[Crossing]:
    """The letters that lie here for this workspace, oldest first, each given once; they are empty from now on."""
    letters = Crossing.objects.filter(target_id=active_workspace_id(), taken_at=None, sends_at__lte=now)
    waiting = list(
        letters.order_by("sends_at", "sent_at", "id").select_related("agreement").select_for_update(of=("self",))
    )
    Crossing.objects.filter(pk__in=[letter.id for letter in waiting]).update(taken_at=now)
    return waiting


def file_letter(letter: Crossing, *, now: datetime) -> None:
    """Do with one letter what it is for; a second time it changes nothing."""
    match CrossingKind(letter.kind):
        case CrossingKind.WITHDRAWAL:
            empty(
                ReceivedCard.objects.filter(id=letter.about_id or letter.id, agreement=letter.agreement).first(),
                withdrawn_at=now,
            )
        case CrossingKind.NEWS:
            _keep_news(letter, now=now)
        case CrossingKind.CARD | CrossingKind.HANDOVER:
            _keep_card(letter, now=now)


def _keep_card(letter: Crossing, *, now: datetime) -> None:
    if state_on(letter.agreement, day_of(now)) is not AgreementState.AGREED:
        return  # it ended while the letter was on its way
    copy = CardCopy(**letter.payload)
    ReceivedCard.objects.get_or_create(
        id=letter.id,
        defaults={
            "agreement": letter.agreement,
            "origin_name": get_workspace(letter.origin_id).name,
            "is_handed_over": letter.kind == CrossingKind.HANDOVER,
            "received_at": now,
            **asdict(copy),
        },
    )


def _keep_news(letter: Crossing, *, now: datetime) -> None:
    sharing = Sharing.objects.filter(crossing_id=letter.about_id, agreement=letter.agreement, withdrawn_at=None).first()
    if sharing is None:
        return
    News.objects.get_or_create(id=letter.id, defaults={"sharing": sharing, "received_at": now, **letter.payload})
    enqueue("concerns.hear_news", concern_id=sharing.subject_id, news_id=letter.id)


def empty(card: ReceivedCard | None, *, withdrawn_at: datetime) -> None:
    """Leave of a withdrawn card only that it was here, from whom, and when it went."""
    if card is None or card.withdrawn_at is not None:
        return
    card.withdrawn_at = withdrawn_at
    card.handle = card.title = card.text = card.theme = card.municipality_code = ""
    card.consequences = []
    card.save()


def state_on(agreement: Agreement, today: date) -> AgreementState:
    """How far an agreement is on a day."""
    words = [Word(said.word) for said in agreement.words.all()]
    return state_of(words, runs_until=agreement.runs_until, today=today)


def close(card: ReceivedCard, *, now: datetime) -> None:
    """Leave of a card whose agreement ended what that agreement says; its text and handle never stay."""
    if card.agreement.leaving == Leaving.NOTHING:
        empty(card, withdrawn_at=now)
        return
    card.closed_at = now
    card.handle = card.title = card.text = ""
    card.save()
