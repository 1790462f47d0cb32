"""Sharing: asking the person whether their card may go to another organisation, and doing what they say."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.keeping import mail_person
from bundel.concerns.actions.telling_back import note_change
from bundel.concerns.models import Change, Concern
from bundel.concerns.queries import lock_concern
from bundel.concerns.rules.upstream import ChangeKind, SubjectKind
from bundel.concerns.sharing import check_may_share
from bundel.gate import letterbox
from bundel.gate import queries as gate
from bundel.gate.models import News, Sharing
from bundel.gate.rules import Answer, NewsKind
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.tenancy.queue import enqueue

WAIT_BEFORE_ASKING = timedelta(seconds=60)


@action(Permission.CARD_SHARE)
def ask_to_share(actor: Actor, concern_id: UUID, /, *, agreement_id: UUID, now: datetime) -> UUID:
    """Ask the person whether their card may go along an agreement; nothing goes before they say yes.

    The mail about it leaves after a minute; until the person answers `take_back_question` undoes it.
    A person is asked once for each agreement. Raises RuleBroken, Agreement.DoesNotExist.
    """
    concern = lock_concern(actor, concern_id)
    agreement = gate.lock_agreement(agreement_id)
    check_may_share(concern, gate.row_of(agreement, today=day_of(now)))
    try:
        sharing = letterbox.ask(concern.id, agreement, asked_by=actor.id, now=now)
    except IntegrityError as taken:
        raise RuleBroken("asked_before") from taken
    enqueue("concerns.announce_question", at=now + WAIT_BEFORE_ASKING, concern_id=concern.id, sharing_id=sharing.id)
    return sharing.id


@action(Permission.CARD_SHARE)
def take_back_question(actor: Actor, concern_id: UUID, /, *, sharing_id: UUID, now: datetime) -> UUID:
    """Take back a question the person did not answer yet. Raises RuleBroken("answered_already")."""
    concern = lock_concern(actor, concern_id)
    sharing = gate.lock_sharing(sharing_id, subject_id=concern.id)
    if sharing.answer:
        raise RuleBroken("answered_already")
    sharing.delete()
    return concern.id


@action(Permission.CONCERN_FOLLOW)
def answer_question(actor: Actor, concern_id: UUID, /, *, sharing_id: UUID, says_yes: bool, now: datetime) -> UUID:
    """The person says yes, which sends a copy of the card after a minute, or no, which takes it back from wherever
    it is. They may change their mind at any time. Raises RuleBroken when it cannot go any more.
    """
    concern = lock_concern(actor, concern_id)
    sharing = gate.lock_sharing(sharing_id, subject_id=concern.id)
    if says_yes:
        if sharing.answer == Answer.YES and sharing.withdrawn_at is None:
            return sharing.id
        check_may_share(concern, gate.row_of(sharing.agreement, today=day_of(now)))
        letterbox.send_card(sharing, _copy(concern), now=now)
    else:
        letterbox.withdraw(sharing, now=now)
        sharing.answer, sharing.answered_at = Answer.NO, now
        sharing.save(update_fields=["answer", "answered_at"])
    return sharing.id


def _copy(concern: Concern) -> letterbox.CardCopy:
    card = concern.card
    return letterbox.CardCopy(
        handle=concern.handle,
        title=card.title,
        text=card.text,
        theme=concern.theme,
        municipality_code=concern.municipality_code,
        consequences=list(card.consequences),
    )


@action(Permission.CONTACT_USE, as_job=True)
def announce_question(actor: Actor, concern_id: UUID, /, *, sharing_id: UUID, now: datetime) -> UUID | None:
    """Tell the person by mail that there is a question, unless it was taken back or answered."""
    if not Sharing.objects.filter(id=sharing_id, subject_id=concern_id, answer=Answer.NONE).exists():
        return None
    return mail_person(actor, concern_id, now=now)


# What another organisation tells of a card, as it stands among everything the person hears.
HEARD = {NewsKind.PROMISED: ChangeKind.PROMISE, NewsKind.CHANGED: ChangeKind.EFFECT}


@action(Permission.CONTACT_USE, as_job=True)
def hear_news(actor: Actor, concern_id: UUID, /, *, news_id: UUID, now: datetime) -> UUID | None:
    """Tell the person what another organisation said of their card, once; the change it became."""
    news = News.objects.filter(id=news_id, sharing__subject_id=concern_id).first()
    if news is None or Change.objects.filter(about_id=news_id).exists():
        return None
    kind = HEARD.get(NewsKind(news.kind), ChangeKind.ELSEWHERE)
    change = note_change(
        kind, concern_id, subject_kind=SubjectKind.CONCERN, text=news.text, about_id=news_id, now=now, wait=timedelta(0)
    )
    return change.id
