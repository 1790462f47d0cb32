"""Asking the others: one question to who recognised a card and may be asked, and to who told it."""

from datetime import datetime
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.helping import WAIT_BEFORE_SENDING, add_message
from bundel.concerns.actions.keeping import mail_person
from bundel.concerns.actions.recognising import mail_recogniser
from bundel.concerns.models import CardQuestion, CardReply, Concern, Recognition
from bundel.concerns.queries import lock_concern
from bundel.concerns.recognitions import lock_recognition, place_of
from bundel.concerns.rules.recognition import LONGEST_QUESTION, LONGEST_REPLY
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import Consent, Side
from bundel.kit.rules import RuleBroken
from bundel.sealing.keys import make_key, open_key
from bundel.tenancy.fence import INSTANCE
from bundel.tenancy.queue import enqueue

BATCH = 100


@action(Permission.CONCERN_ANSWER)
def ask_others(actor: Actor, concern_id: UUID, /, *, text: str, now: datetime) -> UUID:
    """Ask everybody of a card who may be asked one question; it leaves after a minute. The question's id.

    Until then `take_back_card_question` undoes it. Raises RuleBroken.
    """
    text = text.strip()
    if not text:
        raise RuleBroken("message_empty")
    if len(text) > LONGEST_QUESTION:
        raise RuleBroken("question_too_long")
    concern = lock_concern(actor, concern_id)
    if concern.state == State.WITHDRAWN:
        raise RuleBroken("withdrawn")
    assert actor.id is not None
    question = CardQuestion(
        concern=concern, text=text, asked_by=actor.id, asked_at=now, sends_at=now + WAIT_BEFORE_SENDING
    )
    question.save(force_insert=True)
    enqueue("concerns.send_card_question", at=question.sends_at, question_id=question.id)
    return question.id


@action(Permission.CONCERN_ANSWER)
def take_back_card_question(actor: Actor, concern_id: UUID, /, *, question_id: UUID, now: datetime) -> UUID:
    """Take back one's own question before it is sent. Raises RuleBroken("already_sent"), RuleBroken("not_yours")."""
    question = CardQuestion.objects.select_for_update().get(pk=question_id, concern=lock_concern(actor, concern_id))
    if question.asked_by != actor.id:
        raise RuleBroken("not_yours")
    if question.sends_at <= now:
        raise RuleBroken("already_sent")
    question.taken_back_at = now
    question.save(update_fields=["taken_back_at"])
    return concern_id


@action(Permission.CONTACT_USE, as_job=True)
def send_card_question(actor: Actor, question_id: UUID, /, *, after: UUID = INSTANCE, now: datetime) -> int:
    """Bring a question to who told the card and to a batch of those who recognised it; how many got a mail.

    It goes on after the last of a batch; the mail says that there is news, and not what.
    """
    question = CardQuestion.objects.select_related("concern__card").filter(pk=question_id, taken_back_at=None).first()
    if question is None or question.concern.state == State.WITHDRAWN:
        return 0
    if after == INSTANCE:
        _tell_teller(actor, question.concern, question.text, now)
    asked = Recognition.objects.filter(
        card_id=question.concern.card.id, may_be_asked=True, withdrawn_at=None, pk__gt=after
    )
    batch = list(asked.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if len(batch) == BATCH:
        enqueue("concerns.send_card_question", question_id=question.id, after=batch[-1])
    return sum(mail_recogniser(actor, recognition_id, now=now) is not None for recognition_id in batch)


def _tell_teller(actor: Actor, concern: Concern, text: str, now: datetime) -> None:
    if concern.consent == Consent.OTHERS and concern.is_reachable:
        add_message(concern, text, side=Side.WORKSPACE, actor=actor, now=now, sends_at=now)
        mail_person(actor, concern.id, now=now)


@action(Permission.RECOGNITION_FOLLOW)
def reply_to_question(actor: Actor, recognition_id: UUID, /, *, question_id: UUID, text: str, now: datetime) -> UUID:
    """Answer a question about a card one recognised; a new answer replaces the old. Raises RuleBroken."""
    text = text.strip()
    if not text:
        raise RuleBroken("message_empty")
    if len(text) > LONGEST_REPLY:
        raise RuleBroken("message_too_long")
    found = lock_recognition(actor, recognition_id)
    question = CardQuestion.objects.get(
        pk=question_id, concern__card__id=found.card_id, sends_at__lte=now, taken_back_at=None
    )
    if not found.may_be_asked:
        raise RuleBroken("not_asked")
    if found.key_id is None:
        found.key_id = make_key(now=now).id
        found.save(update_fields=["key"])
    row = place_of(question.id, found.id)
    sealed = open_key(found.key_id).seal(text, table="card_reply", column="text", row=row)
    CardReply.objects.update_or_create(
        question=question,
        recognition=found,
        defaults={"text": sealed, "answered_at": now},
        create_defaults={
            "id": row,
            "text": sealed,
            "answered_at": now,
        },
    )
    return found.id
