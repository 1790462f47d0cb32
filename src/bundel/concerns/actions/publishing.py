"""Publishing: the second look at a card, and what everybody may read of it."""

from datetime import datetime
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.helping import WAIT_BEFORE_SENDING, add_message, set_state
from bundel.concerns.models import Card, Concern, Message, PublicCard, Recognition, Review
from bundel.concerns.queries import lock_concern
from bundel.concerns.rules.card import clean_card
from bundel.concerns.rules.marks import Marks
from bundel.concerns.rules.publishing import (
    STOPS,
    Complaint,
    PlaceLevel,
    ReviewCause,
    ReviewState,
    check_look,
    check_publish,
    check_reason,
    edition_of,
    flags_of,
)
from bundel.concerns.rules.recognition import RECOGNISES
from bundel.concerns.rules.states import State, after_answer
from bundel.concerns.rules.words import Consent, Side, Theme
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.queries import get_workspace
from bundel.tenancy.queue import enqueue

NOT_SHOWN = (State.WITHDRAWN, State.SUSPECT)


def new_review(concern: Concern, card: Card, *, cause: ReviewCause, now: datetime) -> list[Review]:
    """The question for a second look at a card that others may see, not saved yet; none when they may not."""
    if concern.consent != Consent.OTHERS or concern.state in NOT_SHOWN:
        return []
    flags = flags_of(card.title, card.text)
    return [Review(concern=concern, flags=flags, is_urgent=bool(STOPS & set(flags)), cause=cause, asked_at=now)]


def open_review(concern: Concern, card: Card, *, cause: ReviewCause, now: datetime) -> None:
    """Ask for a second look; one waits at a time, with the newest words."""
    Review.objects.filter(concern=concern, state=ReviewState.WAITING).delete()
    for review in new_review(concern, card, cause=cause, now=now):
        review.save(force_insert=True)


def withdraw_publication(concern: Concern) -> None:
    """Take the card from the public pages, and the question for a second look with it."""
    PublicCard.objects.filter(id__in=Card.objects.filter(concern=concern).values("id")).delete()
    Review.objects.filter(concern=concern, state=ReviewState.WAITING).delete()


@action(Permission.CARD_REVIEW)
def publish_card(actor: Actor, concern_id: UUID, /, *, now: datetime) -> UUID:
    """Let everybody read the card, with the place as far as it may be named; `withdraw_card_publication` undoes it.

    Raises RuleBroken for words that have to change first, without consent, and when nothing waits.
    """
    concern = lock_concern(actor, concern_id)
    if concern.state in NOT_SHOWN:
        raise RuleBroken("withdrawn")
    check_publish(flags_of(concern.card.title, concern.card.text), Consent(concern.consent))
    _look(actor, concern, ReviewState.APPROVED, now=now)
    _publish(concern, now=now)
    return concern.id


def _publish(concern: Concern, *, now: datetime) -> None:
    card = concern.card
    edition = edition_of(Theme(concern.theme), concern.municipality_code, PlaceLevel(card.place_level))
    seen = {
        "workspace_id": active_workspace_id(),
        "workspace_name": get_workspace(active_workspace_id()).name,
        "theme": concern.theme,
        "place_code": edition.code,
        "place_level": edition.level,
        "title": card.title,
        "text": card.text,
        "consequences": card.consequences,
        "strength": count_strength(card.id),
    }
    PublicCard.objects.update_or_create(id=card.id, defaults=seen, create_defaults={**seen, "published_at": now})


def count_strength(card_id: UUID) -> int:
    """How many recognise a card, as far as that counts."""
    return Recognition.objects.filter(
        card_id=card_id, answer__in=RECOGNISES, is_counted=True, withdrawn_at=None
    ).count()


@action(Permission.CARD_REVIEW)
def send_back_card(actor: Actor, concern_id: UUID, /, *, text: str, now: datetime) -> UUID:
    """Ask the person to change their card; the message leaves after a minute. `look_again` undoes it until then."""
    reason = check_reason(text)
    concern = lock_concern(actor, concern_id)
    review = _look(actor, concern, ReviewState.SENT_BACK, now=now, reason=reason)
    sends_at = now + WAIT_BEFORE_SENDING
    message = add_message(concern, reason, side=Side.WORKSPACE, actor=actor, now=now, sends_at=sends_at)
    set_state(concern, after_answer(State(concern.state), asks_person=True), now)
    concern.save(update_fields=["state", "waiting_since", "closed_at", "version"])
    review.message_id = message.id
    review.save(update_fields=["message_id"])
    PublicCard.objects.filter(id=concern.card.id).delete()
    enqueue("concerns.announce_news", at=sends_at, concern_id=concern.id, message_id=message.id)
    return concern.id


@action(Permission.CARD_REVIEW)
def refuse_card(actor: Actor, concern_id: UUID, /, *, reason: str, now: datetime) -> UUID:
    """Keep the card from others, with the reason the person reads; `look_again` undoes it."""
    concern = lock_concern(actor, concern_id)
    _look(actor, concern, ReviewState.REFUSED, now=now, reason=check_reason(reason))
    PublicCard.objects.filter(id=concern.card.id).delete()
    return concern.id


@action(Permission.CARD_REVIEW)
def withdraw_card_publication(actor: Actor, concern_id: UUID, /, *, now: datetime) -> UUID:
    """Take a published card from the public pages; it waits for a look again."""
    concern = lock_concern(actor, concern_id)
    _again(concern, ReviewState.APPROVED, now=now)
    return concern.id


@action(Permission.CARD_REVIEW)
def look_again(actor: Actor, concern_id: UUID, /, *, now: datetime) -> UUID:
    """Undo a refusal, or a question to the person: a message that did not leave yet is taken back."""
    concern = lock_concern(actor, concern_id)
    review = _again(concern, ReviewState.REFUSED, ReviewState.SENT_BACK, now=now)
    if review.message_id and Message.objects.filter(pk=review.message_id, sends_at__gt=now).delete()[0]:
        set_state(concern, State.IN_PROGRESS, now)
        concern.save(update_fields=["state", "waiting_since", "closed_at", "version"])
    return concern.id


def _again(concern: Concern, *froms: ReviewState, now: datetime) -> Review:
    review = Review.objects.filter(concern=concern).order_by("-asked_at").select_for_update().first()
    if review is None or review.state not in froms:
        raise RuleBroken("look_not_possible")
    check_look(ReviewState(review.state), ReviewState.WAITING)
    review.state, review.looked_by, review.looked_at, review.reason = ReviewState.WAITING, None, None, ""
    review.flags = flags_of(concern.card.title, concern.card.text)
    review.save()
    PublicCard.objects.filter(id=concern.card.id).delete()
    return review


def _look(actor: Actor, concern: Concern, new: ReviewState, *, now: datetime, reason: str = "") -> Review:
    review = Review.objects.select_for_update().filter(concern=concern, state=ReviewState.WAITING).first()
    if review is None:
        raise RuleBroken("look_not_possible")
    check_look(ReviewState(review.state), new)
    review.state, review.looked_by, review.looked_at, review.reason = new, actor.id, now, reason
    review.save(update_fields=["state", "looked_by", "looked_at", "reason"])
    return review


@action(Permission.CARD_RECOGNISE)
def flag_card(actor: Actor, card_id: UUID, /, *, complaint: Complaint, now: datetime) -> UUID:
    """Say that something is wrong with a public card: a member looks again, and until then it stays."""
    PublicCard.objects.get(pk=card_id, workspace_id=active_workspace_id())
    card = Card.objects.select_related("concern").get(pk=card_id)
    waiting = Review.objects.select_for_update().filter(concern=card.concern, state=ReviewState.WAITING).first()
    review = waiting or Review(
        concern=card.concern, cause=ReviewCause.FLAGGED, flags=flags_of(card.title, card.text), asked_at=now
    )
    review.complaints = sorted({*review.complaints, complaint.value})
    review.is_urgent = True
    review.save()
    return card_id


@action(Permission.CONCERN_FOLLOW)
def change_card(actor: Actor, concern_id: UUID, /, *, title: str, text: str, now: datetime) -> UUID:
    """The person changes their card, cleaned once more. Others see it again after a second look."""
    concern = lock_concern(actor, concern_id)
    if concern.state == State.WITHDRAWN:
        raise RuleBroken("withdrawn")
    card = concern.card
    clean = clean_card(title, text, Marks(level=PlaceLevel(card.place_level)), concern.municipality_code)
    card.title, card.text, card.approved_at = clean.title, clean.text, now
    card.save(update_fields=["title", "text", "approved_at"])
    PublicCard.objects.filter(id=card.id).delete()
    open_review(concern, card, cause=ReviewCause.CHANGED, now=now)
    return concern.id
