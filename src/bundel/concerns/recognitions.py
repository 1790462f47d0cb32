"""Reading recognitions: their own giver sees one, the workspace all of a card it may see."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from bundel.accounts.access import Actor, OpenReason, allows, open_sealed, require
from bundel.accounts.permissions import ActorKind, Permission
from bundel.audit.actions import Entry, record
from bundel.concerns.models import Card, CardQuestion, CardReply, PublicCard, Recognition
from bundel.concerns.queries import visible_concerns
from bundel.concerns.rules.recognition import Answer, Burst
from bundel.sealing.keys import open_key

LINES_AT_MOST = 50


def visible_recognitions(actor: Actor) -> QuerySet[Recognition]:
    """The recognition of this receipt; for who sees concerns, those of the cards of concerns they may see."""
    if actor.kind is ActorKind.RECOGNISER and actor.id is not None:
        return Recognition.objects.filter(pk=actor.id)
    if not allows(actor, Permission.CONCERNS_SEE):
        return Recognition.objects.none()
    cards = Card.objects.filter(concern__in=visible_concerns(actor).values("id"))
    return Recognition.objects.filter(card_id__in=cards.values("id"))


def lock_recognition(actor: Actor, recognition_id: UUID) -> Recognition:
    """One recognition, held until the transaction ends. Raises Recognition.DoesNotExist."""
    return visible_recognitions(actor).select_for_update().get(pk=recognition_id)


@dataclass(frozen=True)
class OwnRecognition:
    """One of somebody's own recognitions, as their code shows it; the title is empty when the card is gone."""

    id: UUID
    workspace_id: UUID
    workspace_name: str
    card_id: UUID
    title: str
    answer: Answer
    given_at: datetime
    withdrawn_at: datetime | None


def find_own_recognitions(code_hash: bytes) -> list[OwnRecognition]:
    """Everything recognised with one code, over all workspaces, newest first; from the slow hash of that code.

    The database function reads past the fence, but only what hangs on this very code.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, workspace_id, workspace_name, card_id, title, answer, given_at, withdrawn_at "
            "from own_recognitions(%s)",
            [code_hash],
        )
        rows = cursor.fetchall()
    return [_own(row) for row in rows]


def _own(row: Any) -> OwnRecognition:
    recognition_id, workspace_id, name, card_id, title, answer, *moments = row
    return OwnRecognition(recognition_id, workspace_id, name, card_id, title, Answer(answer), *moments)


@dataclass(frozen=True)
class OwnDetails:
    """What the giver left with a recognition, opened for them."""

    recognition: Recognition
    line: str
    contact: str
    questions: list[tuple[CardQuestion, str]]  # with one's own reply, or empty


def open_own(actor: Actor, recognition_id: UUID, *, now: datetime) -> OwnDetails:
    """One's own recognition with everything in it. Raises Refused, Recognition.DoesNotExist."""
    require(actor, Permission.RECOGNITION_FOLLOW)
    found = visible_recognitions(actor).get(pk=recognition_id)
    replies = dict(CardReply.objects.filter(recognition=found).values_list("question_id", "text"))
    asked = _asked(found, now=now)
    if found.key_id is None:
        return OwnDetails(found, "", "", [(question, "") for question in asked])
    key = open_sealed(
        actor,
        found.key_id,
        permission=Permission.RECOGNITION_FOLLOW,
        subject_id=found.id,
        act="concerns.open_recognition",
        reason=OpenReason.OWN,
        now=now,
    )
    line = key.unseal(found.line, table="recognition", column="line", row=found.id)
    contact = key.unseal(found.contact, table="recognition", column="contact", row=found.id)
    return OwnDetails(
        found,
        line,
        contact,
        [
            (q, key.unseal(replies.get(q.id, b""), table="card_reply", column="text", row=place_of(q.id, found.id)))
            for q in asked
        ],
    )


def place_of(question_id: UUID, recognition_id: UUID) -> UUID:
    """The row of a reply: it follows from question and recognition, so that there is one."""
    return UUID(int=question_id.int ^ recognition_id.int)


def _asked(recognition: Recognition, *, now: datetime) -> list[CardQuestion]:
    """The questions to who recognised this card that were sent by now, newest first."""
    if not recognition.may_be_asked or recognition.withdrawn_at is not None:
        return []
    sent = CardQuestion.objects.filter(
        concern__card__id=recognition.card_id, sends_at__lte=now, taken_back_at=None, asked_at__gte=recognition.given_at
    )
    return list(sent.order_by("-asked_at")[:LINES_AT_MOST])


@dataclass(frozen=True)
class CardNumbers:
    """How a card is recognised, exactly, for the workspace that holds it."""

    same: int
    different: int
    not_here: int
    hands: int  # of these, counted by a volunteer
    waiting: dict[Burst, int]  # not counted until a member looked
    set_aside: int  # a member said these are not real
    may_be_asked: int
    is_public: bool

    @property
    def people(self) -> int:
        return self.same + self.different


def card_numbers(actor: Actor, concern_id: UUID) -> CardNumbers:
    """The exact numbers of one card. Raises Refused."""
    require(actor, Permission.CONCERNS_SEE)
    card_id = Card.objects.values_list("id", flat=True).get(concern__in=visible_concerns(actor).filter(pk=concern_id))
    rows = list(
        visible_recognitions(actor)
        .filter(card_id=card_id, withdrawn_at=None)
        .values_list("answer", "is_counted", "burst", "looked_at", "entered_by", "may_be_asked")
    )
    counted = Counter(answer for answer, is_counted, *_ in rows if is_counted)
    return CardNumbers(
        same=counted[Answer.SAME],
        different=counted[Answer.DIFFERENT],
        not_here=counted[Answer.NOT_HERE],
        hands=sum(1 for _, is_counted, _, _, entered_by, _ in rows if is_counted and entered_by),
        waiting=dict(Counter(Burst(burst) for _, counts, burst, looked_at, *_ in rows if not counts and not looked_at)),
        set_aside=sum(1 for _, is_counted, _, looked_at, *_ in rows if not is_counted and looked_at),
        may_be_asked=sum(1 for *_, may_be_asked in rows if may_be_asked),
        is_public=PublicCard.objects.filter(pk=card_id).exists(),
    )


@dataclass(frozen=True)
class Line:
    """What somebody wrote with "a bit different"."""

    text: str
    given_at: datetime


def open_lines(actor: Actor, concern_id: UUID, *, now: datetime) -> list[Line]:
    """What others wrote with their recognition of a card, newest first; one row in the audit with all ids."""
    require(actor, Permission.STORY_OPEN, "concerns.open_lines")
    card_id = Card.objects.values_list("id", flat=True).get(concern__in=visible_concerns(actor).filter(pk=concern_id))
    found = visible_recognitions(actor).filter(card_id=card_id, withdrawn_at=None).exclude(line=b"")
    rows = list(found.order_by("-given_at", "id")[:LINES_AT_MOST])
    if rows:
        ids = [str(row.id) for row in rows]
        record(Entry(now, actor.kind.value, actor.id, "concerns.open_lines", concern_id, OpenReason.HELP, {"ids": ids}))
    return [Line(_unsealed(row), row.given_at) for row in rows]


def _unsealed(row: Recognition) -> str:
    assert row.key_id is not None
    return open_key(row.key_id).unseal(row.line, table="recognition", column="line", row=row.id)


@dataclass(frozen=True)
class Asked:
    """A question to the others of a card, and what they answered as far as it was opened."""

    question: CardQuestion
    replies: list[Line]


def asked_of(actor: Actor, concern_id: UUID, *, now: datetime) -> list[Asked]:
    """The questions about a card with the replies opened, newest first; one row in the audit. Raises Refused."""
    require(actor, Permission.STORY_OPEN, "concerns.open_replies")
    concerns = visible_concerns(actor).filter(pk=concern_id)
    questions = list(CardQuestion.objects.filter(concern__in=concerns.values("id")).order_by("-asked_at"))
    replies = list(
        CardReply.objects.filter(question__in=questions)
        .select_related("recognition")
        .order_by("answered_at")[:LINES_AT_MOST]
    )
    if replies:
        ids = [str(reply.recognition_id) for reply in replies]
        act = "concerns.open_replies"
        record(Entry(now, actor.kind.value, actor.id, act, concern_id, OpenReason.HELP, {"ids": ids}))
    return [
        Asked(question, [_reply(reply) for reply in replies if reply.question_id == question.id])
        for question in questions
    ]


def _reply(reply: CardReply) -> Line:
    assert reply.recognition.key_id is not None
    text = open_key(reply.recognition.key_id).unseal(reply.text, table="card_reply", column="text", row=reply.id)
    return Line(text, reply.answered_at)
