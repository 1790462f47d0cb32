"""Telling: from a draft to a sealed story, a card and a receipt, in one transaction."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import ActorKind, Permission
from bundel.concerns import drafts
from bundel.concerns.models import Card, Concern, NameMark, Receipt
from bundel.concerns.queries import find_receipt
from bundel.concerns.rules.card import clean_card
from bundel.concerns.rules.danger import dangers_in
from bundel.concerns.rules.handles import new_handle
from bundel.concerns.rules.terms import last_day_to_object
from bundel.concerns.rules.told import Told, first_open_step
from bundel.kit.rules import RuleBroken
from bundel.sealing.keys import OpenKey, make_key, word_marks
from bundel.tenancy.queue import enqueue


@action(Permission.CONCERN_TELL)
def confirm_draft(actor: Actor, secret: bytes, /, *, receipt_hash: bytes, now: datetime) -> UUID:
    """Tell what stands in the draft, and erase the draft; the new concern's id.

    The receipt's code comes from the draft's secret, so a second press of the button finds the draft gone
    and the receipt there. Raises drafts.DraftGone, RuleBroken("not_complete").
    """
    draft = drafts.lock_draft(secret, now=now)
    concern_id = _keep(actor, draft.told, receipt_hash=receipt_hash, now=now)
    drafts.erase_draft(secret)
    return concern_id


@action(Permission.CONCERN_ENTER)
def enter_concern(actor: Actor, told: Told, /, *, receipt_hash: bytes, now: datetime) -> UUID:
    """Enter what somebody told by telephone, on paper or face to face; the concern's id.

    The same receipt twice is the same form sent twice: the first concern's id comes back.
    """
    known = find_receipt(receipt_hash)
    return known[1] if known else _keep(actor, told, receipt_hash=receipt_hash, now=now)


def _keep(actor: Actor, told: Told, *, receipt_hash: bytes, now: datetime) -> UUID:
    if first_open_step(told) is not None or told.consent is None or not told.card_title.strip():
        raise RuleBroken("not_complete")
    key = make_key(now=now)
    concern = _concern(actor, told, key, now)
    concern.save(force_insert=True)
    card = clean_card(told.card_title, told.card_text)
    Card(concern=concern, title=card.title, text=card.text, approved_at=now).save(force_insert=True)
    NameMark.objects.bulk_create(NameMark(concern=concern, mark=mark) for mark in word_marks(told.contact_name))
    try:
        Receipt(hash=receipt_hash, workspace_id=concern.workspace_id, concern_id=concern.id).save(force_insert=True)
    except IntegrityError as error:
        raise RuleBroken("receipt_taken") from error
    enqueue("concerns.announce_concern", concern_id=concern.id)
    return concern.id


def _concern(actor: Actor, told: Told, key: OpenKey, now: datetime) -> Concern:
    concern_id = uuid4()

    def sealed(column: str, text: str) -> bytes:
        return key.seal(text, table="concern", column=column, row=concern_id)

    return Concern(
        id=concern_id,
        handle=new_handle(),
        # `first_open_step` saw to it that none of these is empty.
        theme=told.theme or "",
        municipality_code=told.municipality_code,
        decides=told.decides or "",
        since=told.since or "",
        for_whom=told.for_whom or "",
        consent=told.consent or "",
        channel=told.channel,
        language=told.language,
        letter_dated_on=told.letter_dated_on,
        letter_received_on=told.letter_received_on,
        letter_by=told.letter_by or "",
        last_day=last_day_to_object(told.letter_dated_on, told.letter_by, told.decides),
        may_be_danger=bool(dangers_in(told.story)),
        is_reachable=bool(told.reachable and told.contact),
        key_id=key.id,
        story=sealed("story", told.story),
        wish=sealed("wish", told.wish),
        contact_name=sealed("contact_name", told.contact_name),
        contact=sealed("contact", told.contact),
        entered_by=actor.id if actor.kind is ActorKind.USER else None,
        received_at=now,
        waiting_since=now,
    )
