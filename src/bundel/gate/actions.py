"""Agreeing with another workspace, taking in what it sent, telling it what became of a card, and stopping."""

from datetime import datetime
from uuid import UUID, uuid4

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.audit.actions import Entry, record
from bundel.gate import letterbox, queries, rules
from bundel.gate.models import Agreement, AgreementWord, ReceivedCard, Sharing
from bundel.gate.rules import Answer, NewsKind, Terms, Word
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.models import Workspace
from bundel.tenancy.queries import get_workspace
from bundel.tenancy.queue import enqueue
from bundel.tenancy.rules import WorkspaceKind, WorkspaceState


@action(Permission.AGREEMENT_MANAGE)
def propose_agreement(
    actor: Actor,
    terms: Terms,
    /,
    *,
    partner_id: UUID,
    gives: bool,
    replaces_id: UUID | None = None,
    now: datetime,
) -> Agreement:
    """Propose a text to another workspace; that is this side's yes. With `gives` our cards go there, else theirs here.

    A yes to it ends the agreement it replaces. Raises RuleBroken, Workspace.DoesNotExist.
    """
    here, there = get_workspace(active_workspace_id()), get_workspace(partner_id)
    if there.state != WorkspaceState.OPEN:
        raise Workspace.DoesNotExist
    origin, target = (here, there) if gives else (there, here)
    rules.check_terms(terms, today=day_of(now))
    rules.check_parties(terms.kind, *((w.id, WorkspaceKind(w.kind)) for w in (origin, target)))
    if replaces_id is not None:
        _check_replaces(queries.lock_agreement(replaces_id), {here.id, there.id})
    agreement = Agreement(
        id=uuid4(),
        origin=origin,
        target=target,
        proposed_by=here.id,
        proposed_at=now,
        replaces_id=replaces_id,
        kind=terms.kind,
        purpose=terms.purpose.strip(),
        themes=list(terms.themes),
        runs_until=terms.runs_until,
        speaks=terms.speaks.strip(),
        red_lines=terms.red_lines.strip(),
        leaving=terms.leaving,
    )
    agreement.save(force_insert=True)
    return agreement


def _check_replaces(old: Agreement, both: set[UUID]) -> None:
    if {old.origin_id, old.target_id} != both:
        raise Agreement.DoesNotExist


@action(Permission.AGREEMENT_MANAGE)
def accept_agreement(actor: Actor, agreement_id: UUID, /, *, now: datetime) -> UUID:
    """Say yes to the other side's text: from now on cards may go, and the text it replaces is over."""
    agreement = _answer(agreement_id, Word.AGREE, now)
    if agreement.replaces_id is not None:
        old = queries.lock_agreement(agreement.replaces_id)
        if letterbox.state_on(old, day_of(now)) in rules.OPEN_STATES:
            _say(old, Word.END, now)
            _close_on_both_sides(old)
    return agreement.id


@action(Permission.AGREEMENT_MANAGE)
def refuse_agreement(actor: Actor, agreement_id: UUID, /, *, now: datetime) -> UUID:
    """Say no to the other side's text; what ran before runs on."""
    return _answer(agreement_id, Word.REFUSE, now).id


def _answer(agreement_id: UUID, word: Word, now: datetime) -> Agreement:
    agreement = queries.lock_agreement(agreement_id)
    is_own = agreement.proposed_by == active_workspace_id()
    rules.check_answer(letterbox.state_on(agreement, day_of(now)), is_own_proposal=is_own)
    _say(agreement, word, now)
    return agreement


@action(Permission.AGREEMENT_MANAGE)
def end_agreement(actor: Actor, agreement_id: UUID, /, *, now: datetime) -> UUID:
    """Stop, at once and by one side alone: no card goes any more, and no text of one stays on the other side."""
    agreement = queries.lock_agreement(agreement_id)
    rules.check_end(letterbox.state_on(agreement, day_of(now)))
    _say(agreement, Word.END, now)
    _close_on_both_sides(agreement)
    return agreement.id


def _say(agreement: Agreement, word: Word, now: datetime) -> None:
    AgreementWord(agreement=agreement, said_by=active_workspace_id(), word=word, said_at=now).save(force_insert=True)


def _close_on_both_sides(agreement: Agreement) -> None:
    for side in (agreement.origin_id, agreement.target_id):
        enqueue("gate.close_ended_agreements", into=side)


@action(Permission.LETTERBOX_EMPTY, as_job=True)
def take_in(actor: Actor, /, *, now: datetime) -> list[UUID]:
    """Take out every letter that lies here for this workspace; the ids of the letters."""
    letters = letterbox.take_out(now=now)
    for letter in letters:
        letterbox.file_letter(letter, now=now)
        detail: dict[str, str | int | list[str]] = {"kind": letter.kind, "origin": str(letter.origin_id)}
        subject = letter.about_id or letter.id
        record(Entry(now, actor.kind.value, None, "gate.file_letter", subject, detail=detail))
    return [letter.id for letter in letters]


@action(Permission.LETTERBOX_EMPTY, as_job=True)
def withdraw_cards(actor: Actor, subject_id: UUID, /, *, now: datetime) -> None:
    """Take back every copy of a card that is gone here, and erase what others told of it."""
    letterbox.withdraw_all(subject_id, now=now)
    for sharing in Sharing.objects.filter(subject_id=subject_id):
        sharing.news.all().delete()


@action(Permission.LETTERBOX_EMPTY, as_job=True)
def close_ended_agreements(actor: Actor, /, *, now: datetime) -> list[UUID]:
    """Leave of the cards under every agreement that ended or expired what it says may stay; the ids of the cards."""
    ended = queries.ended_agreements(now=now)
    sharings = Sharing.objects.filter(agreement__in=ended, answer=Answer.YES, withdrawn_at=None)
    for sharing in sharings.select_related("agreement"):
        letterbox.close_sharing(sharing, now=now)
    cards = ReceivedCard.objects.filter(agreement__in=ended, withdrawn_at=None, closed_at=None)
    closed = list(cards.select_related("agreement"))
    for card in closed:
        letterbox.close(card, now=now)
    return [card.id for card in closed]


@action(Permission.CARD_SHARE)
def send_news(actor: Actor, card_id: UUID, /, *, kind: NewsKind, text: str, now: datetime) -> UUID:
    """Tell where a received card came from what became of it; the person reads it there. Raises RuleBroken."""
    text = text.strip()
    rules.check_news(text)
    card = queries.visible_received(actor).select_related("agreement").get(pk=card_id)
    if card.withdrawn_at is not None or card.closed_at is not None:
        raise RuleBroken("card_gone")
    return letterbox.send_news_of(card, kind=kind, text=text, now=now)
