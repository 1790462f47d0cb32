"""Recognising: somebody says that it happens to them as well, and stays master of that."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from bundel.accounts.access import Actor, OpenReason, action, open_sealed
from bundel.accounts.permissions import Permission
from bundel.concerns.actions.publishing import count_strength
from bundel.concerns.actions.telling_back import forget_person
from bundel.concerns.models import BundleCard, PublicCard, Recognition, RecognitionReceipt
from bundel.concerns.queries import get_concern
from bundel.concerns.recognitions import lock_recognition, visible_recognitions
from bundel.concerns.rules.bundles import Who
from bundel.concerns.rules.recognition import (
    LONGEST_LINE,
    MOST_HANDS,
    SHORT_TIME,
    Answer,
    Burst,
    burst_of,
)
from bundel.concerns.rules.words import Channel
from bundel.kit.rules import RuleBroken
from bundel.notices.actions import queue_mail
from bundel.notices.rules import NoticeKind
from bundel.sealing.keys import OpenKey, destroy_key, make_key, open_key
from bundel.tenancy.fence import active_workspace_id


@action(Permission.CARD_RECOGNISE)
def recognise(
    actor: Actor,
    card_id: UUID,
    /,
    *,
    answer: Answer,
    device: bytes,
    receipt_hash: bytes,
    municipality_code: str,
    language: str,
    from_network: int,
    is_machine: bool,
    now: datetime,
) -> UUID:
    """Answer a public card; the recognition's id. The same device changes its answer, and counts once.

    `from_network` is how many answers came from this network today, with this one. What comes in a burst waits until
    a member looked. Raises PublicCard.DoesNotExist.
    """
    _lock_card(card_id)
    known = Recognition.objects.select_for_update().filter(card_id=card_id, device=device).first()
    if known is not None:
        known.answer, known.withdrawn_at, known.given_at = answer, None, now
        known.save(update_fields=["answer", "withdrawn_at", "given_at"])
        _count_anew(card_id)
        return known.id
    made = Recognition(
        card_id=card_id,
        answer=answer,
        device=device,
        municipality_code=municipality_code,
        language=language,
        given_at=now,
        bundle_id=_bundle_of(card_id),
    )
    burst = Burst.MACHINE if is_machine else _burst(card_id, from_network, now)
    made.is_counted, made.burst = burst is None, burst or ""
    made.save(force_insert=True)
    workspace_id = active_workspace_id()
    RecognitionReceipt(id=made.id, hash=receipt_hash, workspace_id=workspace_id).save(force_insert=True)
    _count_anew(card_id)
    return made.id


def _lock_card(card_id: UUID) -> PublicCard:
    """Held until the end, so that two answers at once are both counted."""
    return PublicCard.objects.select_for_update().get(pk=card_id, workspace_id=active_workspace_id())


def _burst(card_id: UUID, from_network: int, now: datetime) -> Burst | None:
    lately = Recognition.objects.filter(
        card_id=card_id, given_at__gt=now - SHORT_TIME, entered_by=None, looked_at=None, withdrawn_at=None
    )
    burst = burst_of(from_network=from_network, in_short_time=lately.count() + 1)
    if burst is Burst.SHORT_TIME:
        # The first of a burst look like any other: what came just before is looked at with it.
        lately.filter(is_counted=True).update(is_counted=False, burst=burst)
    return burst


def _bundle_of(card_id: UUID) -> UUID | None:
    """The bundle the card stands in now: for that one somebody speaks up who recognises it."""
    stands = BundleCard.objects.filter(card_id=card_id, unlinked_at=None)
    return stands.order_by("-linked_at").values_list("bundle_id", flat=True).first()


def _count_anew(card_id: UUID) -> None:
    PublicCard.objects.filter(pk=card_id).update(strength=count_strength(card_id))


@action(Permission.CARD_RECOGNISE, as_job=True)
def recognise_as_teller(
    actor: Actor, card_id: UUID, /, *, recognition_id: UUID, device: str, municipality_code: str, now: datetime
) -> UUID | None:
    """Note that who just told a story said of this card: that is mine as well; None when the card is gone."""
    if not PublicCard.objects.select_for_update().filter(pk=card_id, workspace_id=active_workspace_id()).exists():
        return None
    Recognition.objects.get_or_create(
        card_id=card_id,
        device=bytes.fromhex(device),
        defaults={
            "id": recognition_id,
            "answer": Answer.SAME,
            "municipality_code": municipality_code,
            "given_at": now,
            "bundle_id": _bundle_of(card_id),
        },
    )
    _count_anew(card_id)
    return recognition_id


@action(Permission.RECOGNITION_FOLLOW)
def write_line(actor: Actor, recognition_id: UUID, /, *, line: str, now: datetime) -> UUID:
    """Say in a line what is different; an empty one takes it away. Raises RuleBroken("line_too_long")."""
    line = line.strip()
    if len(line) > LONGEST_LINE:
        raise RuleBroken("line_too_long")
    found = lock_recognition(actor, recognition_id)
    key = _key_of(found, now)
    found.line = key.seal(line, table="recognition", column="line", row=found.id)
    found.save(update_fields=["line", "key"])
    return found.id


@action(Permission.RECOGNITION_FOLLOW)
def change_reach(
    actor: Actor, recognition_id: UUID, /, *, contact: str, news: bool, may_be_asked: bool, now: datetime
) -> UUID:
    """Choose whether one hears what comes of it, by which address, and whether one may be asked something."""
    found = lock_recognition(actor, recognition_id)
    key = _key_of(found, now)
    found.contact = key.seal(contact.strip(), table="recognition", column="contact", row=found.id)
    found.news, found.may_be_asked = news, may_be_asked
    found.save(update_fields=["contact", "news", "may_be_asked", "key"])
    return found.id


def _key_of(recognition: Recognition, now: datetime) -> OpenKey:
    if recognition.key_id is not None:
        return open_key(recognition.key_id)
    key = make_key(now=now)
    recognition.key_id = key.id
    return key


@action(Permission.RECOGNITION_FOLLOW)
def withdraw_recognition(actor: Actor, recognition_id: UUID, /, *, now: datetime) -> UUID:
    """Stop counting; line and address are destroyed at once. Answering the card again brings the answer back."""
    found = lock_recognition(actor, recognition_id)
    if found.key_id is not None:
        destroy_key(found.key_id)
    found.key_id, found.line, found.contact = None, b"", b""
    found.news = found.may_be_asked = False
    found.municipality_code, found.withdrawn_at = "", now
    found.save()
    found.cardreply_set.all().delete()
    _count_anew(found.card_id)
    return found.id


@action(Permission.CONCERN_ENTER)
def count_hands(actor: Actor, concern_id: UUID, /, *, hands: int, now: datetime) -> UUID:
    """Count hands that went up in a room: each is a recognition, entered by a volunteer with the people beside them.

    Their id together, with which `take_back_hands` undoes it. Raises RuleBroken, PublicCard.DoesNotExist.
    """
    if not 1 <= hands <= MOST_HANDS:
        raise RuleBroken("hands_out_of_bounds")
    concern, together = get_concern(actor, concern_id), uuid4()
    if not PublicCard.objects.select_for_update().filter(pk=concern.card.id).exists():
        raise RuleBroken("card_not_public")
    bundle_id = _bundle_of(concern.card.id)
    Recognition.objects.bulk_create(
        Recognition(
            card_id=concern.card.id,
            answer=Answer.SAME,
            device=uuid4().bytes,
            municipality_code=concern.municipality_code,
            channel=Channel.VISIT,
            given_at=now,
            bundle_id=bundle_id,
            entered_by=actor.id,
            together_id=together,
        )
        for _ in range(hands)
    )
    _count_anew(concern.card.id)
    return together


@action(Permission.CONCERN_ENTER)
def take_back_hands(actor: Actor, concern_id: UUID, /, *, together_id: UUID, now: datetime) -> int:
    """Take back hands one counted oneself; how many."""
    card_id = get_concern(actor, concern_id).card.id
    mine = Recognition.objects.filter(card_id=card_id, together_id=together_id, entered_by=actor.id, withdrawn_at=None)
    number = mine.update(withdrawn_at=now)
    _count_anew(card_id)
    return number


@action(Permission.CARD_REVIEW)
def judge_burst(actor: Actor, concern_id: UUID, /, *, is_real: bool, now: datetime) -> int:
    """Say of the answers that wait whether they are real; how many. `wait_again` undoes it."""
    card_id = get_concern(actor, concern_id).card.id
    waiting = visible_recognitions(actor).filter(card_id=card_id, is_counted=False, looked_at=None)
    number = waiting.update(is_counted=is_real, looked_by=actor.id, looked_at=now)
    _count_anew(card_id)
    return number


@action(Permission.CARD_REVIEW)
def wait_again(actor: Actor, concern_id: UUID, /, *, now: datetime) -> int:
    """Let the answers of bursts on a card wait once more; how many."""
    card_id = get_concern(actor, concern_id).card.id
    looked = visible_recognitions(actor).filter(card_id=card_id).exclude(burst="").exclude(looked_at=None)
    number = looked.update(is_counted=False, looked_by=None, looked_at=None)
    _count_anew(card_id)
    return number


def erase_recognition(recognition: Recognition) -> None:
    """Destroy the key and every record of a recognition that is locked."""
    if recognition.key_id is not None:
        destroy_key(recognition.key_id)
    forget_person(Who.RECOGNITION, recognition.id)
    with connection.cursor() as cursor:
        cursor.execute("select forget_recognition(%s)", [recognition.id])
    recognition.delete()
    _count_anew(recognition.card_id)


def mail_recogniser(actor: Actor, recognition_id: UUID, *, now: datetime) -> UUID | None:
    """Queue the mail that says there is news, to somebody who recognised a card and left an address; the mail's id."""
    found = Recognition.objects.filter(pk=recognition_id, withdrawn_at=None).exclude(contact=b"").first()
    if found is None or found.key_id is None:
        return None
    key = open_sealed(
        actor,
        found.key_id,
        permission=Permission.CONTACT_USE,
        subject_id=found.id,
        act="concerns.open_contact",
        reason=OpenReason.NOTICE,
        now=now,
    )
    contact = key.unseal(found.contact, table="recognition", column="contact", row=found.id)
    kind = NoticeKind.RECOGNITION_NEWS
    return queue_mail(kind=kind, address=contact, language=found.language, now=now) if "@" in contact else None
