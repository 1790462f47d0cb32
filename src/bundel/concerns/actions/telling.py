"""Telling: from a draft to a sealed story, a card and a receipt, in one transaction."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError
from psycopg.errors import UniqueViolation

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import ActorKind, Permission
from bundel.concerns import drafts
from bundel.concerns.actions.publishing import new_review
from bundel.concerns.models import Card, Concern, HardSentence, MarkChange, NameMark, Receipt, RecognitionReceipt
from bundel.concerns.public import public_cards
from bundel.concerns.queries import find_receipt
from bundel.concerns.rules.card import CardText, clean_card, decided, place_level
from bundel.concerns.rules.danger import dangers_in
from bundel.concerns.rules.handles import new_handle
from bundel.concerns.rules.learning import changes_of
from bundel.concerns.rules.letters import given
from bundel.concerns.rules.publishing import ReviewCause
from bundel.concerns.rules.states import State
from bundel.concerns.rules.suspicion import Visit, is_suspect
from bundel.concerns.rules.terms import last_day_to_object
from bundel.concerns.rules.told import Told, first_open_step
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.sealing.cipher import derive
from bundel.sealing.keys import OpenKey, new_key_row, word_marks
from bundel.tenancy.queue import enqueue
from bundel.tenancy.rows import add_rows


class CardNotSeen(Exception):
    """The card that was sent in had to be cleaned, into `card`: nothing leaves that the teller did not see."""

    def __init__(self, card: CardText) -> None:
        super().__init__("the card had to be cleaned")
        self.card = card


@action(Permission.CONCERN_TELL)
def confirm_draft(
    actor: Actor,
    secret: bytes,
    /,
    *,
    receipt_hash: bytes,
    now: datetime,
    last: Mapping[str, Any] | None = None,
    fell_in_trap: bool = False,
) -> UUID:
    """Tell what stands in the draft and the `last` answers given with it, and erase it; the new concern's id.

    The receipt's code comes from the draft's secret, so a second press of the button finds the draft gone
    and the receipt there. Raises drafts.DraftGone, RuleBroken("not_complete"), CardNotSeen for a card in `last`.
    """
    told = drafts.take_draft(secret, now=now).told.with_answers(last or {})
    visit = Visit(fell_in_trap, told_from_there=told.from_there).since(told.began_at, now)
    state = State.SUSPECT if is_suspect(told.story, visit) else State.RECEIVED
    card = _clean_card_of(told)
    if last is not None and card != CardText(told.card_title, told.card_text):
        raise CardNotSeen(card)
    concern_id = _keep(actor, told, card, state, receipt_hash=receipt_hash, now=now)
    _say_also(secret, told, receipt_hash)
    return concern_id


def _say_also(secret: bytes, told: Told, receipt_hash: bytes) -> None:
    """Of which public cards the teller said "that is mine as well": each in its own workspace, under the same code."""
    for card in public_cards([UUID(text) for text in told.also.split()]):
        recognition_id = uuid4()
        add_rows(RecognitionReceipt(id=recognition_id, hash=receipt_hash, workspace_id=card.workspace_id))
        enqueue(
            "concerns.recognise_as_teller",
            into=card.workspace_id,
            card_id=card.id,
            recognition_id=recognition_id,
            device=derive(secret, f"recognition/{card.id}").hex(),
            municipality_code=told.municipality_code,
        )


@action(Permission.CONCERN_ENTER)
def enter_concern(actor: Actor, told: Told, /, *, receipt_hash: bytes, now: datetime) -> UUID:
    """Enter what somebody told by telephone, on paper or face to face; the concern's id.

    The same receipt twice is the same form sent twice: the first concern's id comes back.
    """
    known = find_receipt(receipt_hash)
    return (
        known[1]
        if known
        else _keep(actor, told, _clean_card_of(told), State.RECEIVED, receipt_hash=receipt_hash, now=now)
    )


def _clean_card_of(told: Told) -> CardText:
    return clean_card(told.card_title, told.card_text, decided(told), told.municipality_code)


def _keep(actor: Actor, told: Told, card: CardText, state: State, *, receipt_hash: bytes, now: datetime) -> UUID:
    if first_open_step(told) is not None or told.consent is None or not told.card_title.strip():
        raise RuleBroken("not_complete")
    key, key_row = new_key_row(now=now)
    concern = _concern(actor, told, key, now)
    concern.state = state
    level = place_level(told)
    kept = Card(concern=concern, title=card.title, text=card.text, place_level=level, approved_at=now)
    add_rows(
        key_row,
        concern,
        *_mark_changes(told, now),
        *_hard_sentences(concern, told, now),
    )
    try:
        add_rows(
            kept,
            *new_review(concern, kept, cause=ReviewCause.TOLD, now=now),
            *(NameMark(concern=concern, mark=mark) for mark in word_marks(told.contact_name)),
            Receipt(hash=receipt_hash, workspace_id=concern.workspace_id, concern_id=concern.id),
        )
    except IntegrityError as error:
        # All other keys here are new.
        if isinstance(error.__cause__, UniqueViolation):
            raise RuleBroken("receipt_taken") from error
        raise
    if state is not State.SUSPECT:
        enqueue("concerns.announce_concern", concern_id=concern.id)
    return concern.id


def _mark_changes(told: Told, now: datetime) -> Iterator[MarkChange]:
    """What the person changed about the marks, without its words."""
    month = day_of(now).replace(day=1)
    for one in changes_of(told):
        yield MarkChange(change=one.change, kind=one.kind or "", shape=one.shape, before=one.before, month=month)


def _hard_sentences(concern: Concern, told: Told, now: datetime) -> Iterator[HardSentence]:
    for one in given(told):
        yield HardSentence(
            concern=concern,
            sentence=one.text,
            sender=concern.decides,
            municipality_code=concern.municipality_code,
            hints=list(one.hints),
            given_at=now,
        )


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
