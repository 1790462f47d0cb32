"""Telling back: everybody upstream hears what happened, once and in their own way, and says how it works out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bundel.accounts.access import Actor, OpenReason, Refused, action
from bundel.accounts.permissions import Permission
from bundel.audit.actions import Entry, record
from bundel.concerns.models import AfterAnswer, BundleYes, Change, Concern, NewsWish, Recognition, Told
from bundel.concerns.rules import upstream as rules
from bundel.concerns.rules.bundles import Who
from bundel.concerns.rules.upstream import ChangeKind, SubjectKind, Way, Wish, Works, way_of
from bundel.concerns.upstream import (
    MailWish,
    Person,
    count_upstream,
    next_upstream,
    person_of,
    wishes_of,
)
from bundel.gate.letterbox import send_news_of
from bundel.gate.models import ReceivedCard
from bundel.gate.rules import NewsKind
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.notices.actions import queue_mail
from bundel.notices.rules import NoticeKind
from bundel.sealing.keys import make_key, open_key
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.queue import enqueue

# Which mail goes to whom, by where the address stands.
NOTICES = {"concern": NoticeKind.NEWS, "recognition": NoticeKind.RECOGNITION_NEWS}

# As the other organisation hears it; the rest was "used".
NEWS_KINDS = {ChangeKind.PROMISE: NewsKind.PROMISED, ChangeKind.EFFECT: NewsKind.CHANGED}


def note_change(
    kind: ChangeKind,
    subject_id: UUID,
    *,
    subject_kind: SubjectKind,
    text: str,
    now: datetime,
    text_en: str = "",
    bundle_ids: Sequence[UUID] = (),
    card_ids: Sequence[UUID] = (),
    about_id: UUID | None = None,
    made_by: UUID | None = None,
    wait: timedelta = rules.WAIT_BEFORE_TELLING,
) -> Change:
    """Write a change down and have the queue tell it after `wait`; an effect is asked about four weeks later."""
    text, text_en = text.strip(), text_en.strip()
    rules.check_change(text, text_en)
    if subject_kind is SubjectKind.BUNDLE and not bundle_ids:
        bundle_ids = [subject_id]
    change = Change(
        id=uuid4(),
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        bundle_ids=[str(bundle_id) for bundle_id in bundle_ids],
        card_ids=[str(card_id) for card_id in card_ids],
        about_id=about_id,
        text=text,
        text_en=text_en,
        made_at=now,
        made_by=made_by,
        sends_at=now + wait,
    )
    change.save(force_insert=True)
    enqueue("concerns.tell_upstream", at=change.sends_at, change_id=change.id)
    if kind is ChangeKind.EFFECT and subject_kind is not SubjectKind.CONCERN:
        enqueue("concerns.ask_after", at=now + rules.ASK_AFTER, change_id=change.id)
    return change


@action(Permission.BUNDLE_MAKE)
def record_change(
    actor: Actor,
    subject_id: UUID,
    /,
    *,
    subject_kind: SubjectKind,
    kind: ChangeKind,
    text: str,
    text_en: str = "",
    bundle_ids: Sequence[UUID] = (),
    now: datetime,
) -> UUID:
    """Say in plain words what happened to a bundle, a dossier (with the bundles it rests on) or a concern.

    Everybody upstream is told after a minute; until then `take_back_change` undoes it. Raises RuleBroken.
    """
    change = note_change(
        kind,
        subject_id,
        subject_kind=subject_kind,
        text=text,
        text_en=text_en,
        bundle_ids=bundle_ids,
        made_by=actor.id,
        now=now,
    )
    return change.id


@action(Permission.BUNDLE_MAKE)
def take_back_change(actor: Actor, change_id: UUID, /, *, now: datetime) -> UUID:
    """Take back a change that nobody was told yet; the id of what it was about. Raises RuleBroken("already_sent")."""
    change = Change.objects.select_for_update().get(pk=change_id, taken_back_at=None)
    if change.sends_at <= now:
        raise RuleBroken("change_sent")
    change.taken_back_at = now
    change.save(update_fields=["taken_back_at"])
    return change.subject_id


@action(Permission.CONTACT_USE, as_job=True)
def tell_upstream(actor: Actor, change_id: UUID, /, *, now: datetime) -> int:
    """Tell the next batch of people of a change, and ask for the one after; how many were told.

    A batch is told whole or not at all, and who is in `told` is never told again: a worker may be killed anywhere.
    """
    change = Change.objects.select_for_update().filter(pk=change_id, taken_back_at=None, finished_at=None).first()
    if change is None:
        return 0
    if change.total is None:
        change.total = count_upstream(change)
    people = next_upstream(change, rules.BATCH)
    _tell(actor, change, people, now=now)
    if len(people) == rules.BATCH:
        enqueue("concerns.tell_upstream", change_id=change.id)
    else:
        change.finished_at = now
    change.save(update_fields=["total", "finished_at"])
    return len(people)


def _tell(actor: Actor, change: Change, people: Sequence[Person], *, now: datetime) -> None:
    kind = ChangeKind(change.kind)
    ways = {p: Way.FOLLOW for p in people if p.who is not Who.RECEIVED}
    wishes = wishes_of(people)
    contacts = _contacts(people)
    for person in contacts:
        wish = wishes.get(person, MailWish(Wish.EVERYTHING, is_weekly=False))
        ways[person] = way_of(kind, wish.wish, is_reachable=True, is_weekly=wish.is_weekly)
    ways |= _tell_origins(change, [p.id for p in people if p.who is Who.RECEIVED], now=now)
    _mail(actor, change.id, [contacts[p] for p, way in ways.items() if way is Way.MAIL], now=now)
    Told.objects.bulk_create(
        Told(
            change=change,
            who=person.who,
            person_id=person.id,
            way=way,
            told_at=now,
            mailed_at=now if way is Way.MAIL else None,
        )
        for person, way in ways.items()
    )


def _tell_origins(change: Change, card_ids: Sequence[UUID], *, now: datetime) -> dict[Person, Way]:
    """Send the news back to where received cards came from; a card that is closed hears nothing any more."""
    ways: dict[Person, Way] = {}
    for card in ReceivedCard.objects.filter(pk__in=card_ids).select_related("agreement"):
        is_here = card.withdrawn_at is None and card.closed_at is None
        if is_here:
            kind = NEWS_KINDS.get(ChangeKind(change.kind), NewsKind.USED)
            send_news_of(card, kind=kind, text=change.text, now=now)
        ways[Person(Who.RECEIVED, card.id)] = Way.ORGANISATION if is_here else Way.NONE
    return ways


@dataclass(frozen=True)
class Contact:
    """Where a mail address stands under lock."""

    table: str
    row: UUID
    key_id: UUID
    sealed: bytes | memoryview
    language: str


def _contacts(people: Sequence[Person]) -> dict[Person, Contact]:
    """Of who can be reached by mail, where it stands under lock."""
    ids = [p.id for p in people]
    told = Concern.objects.filter(pk__in=ids, is_reachable=True).exclude(contact=b"")
    seen = Recognition.objects.filter(pk__in=ids, news=True, key__isnull=False).exclude(contact=b"")
    return {
        Person(Who.CONCERN, row[0]): Contact("concern", *row)
        for row in told.values_list("id", "key_id", "contact", "language")
    } | {
        Person(Who.RECOGNITION, row[0]): Contact("recognition", *row)
        for row in seen.values_list("id", "key_id", "contact", "language")
    }


def _mail(actor: Actor, subject_id: UUID, contacts: Sequence[Contact], *, now: datetime) -> None:
    """Queue a mail without content to each; one row in the audit says whose addresses were used."""
    if not contacts:
        return
    ids = sorted(str(contact.row) for contact in contacts)
    reason = OpenReason.NOTICE.value
    record(Entry(now, actor.kind.value, actor.id, "concerns.open_contact", subject_id, reason, {"ids": ids}))
    for contact in contacts:
        key = open_key(contact.key_id)
        address = key.unseal(contact.sealed, table=contact.table, column="contact", row=contact.row)
        if "@" in address:
            queue_mail(kind=NOTICES[contact.table], address=address, language=contact.language, now=now)


@action(Permission.CONTACT_USE, as_job=True)
def send_weekly(actor: Actor, /, *, now: datetime) -> int:
    """Mail once to everybody who wants the news of a week together and has some they did not read; how many.

    Runs every night and speaks on the first night of a week only.
    """
    if day_of(now).isoweekday() != 1:
        return 0
    waiting = Told.objects.filter(way=Way.WEEKLY, mailed_at=None, read_at=None)
    people = {Person(Who(who), person_id) for who, person_id in waiting.values_list("who", "person_id")}
    contacts = _contacts(sorted(people, key=str))
    _mail(actor, active_workspace_id(), list(contacts.values()), now=now)
    waiting.update(mailed_at=now)
    return len(contacts)


@action(Permission.CONTACT_USE, as_job=True)
def ask_after(actor: Actor, change_id: UUID, /, *, now: datetime) -> UUID | None:
    """Four weeks after an effect: ask everybody who heard of it whether it works for them. Once."""
    effect = Change.objects.filter(pk=change_id, kind=ChangeKind.EFFECT, taken_back_at=None).first()
    if effect is None or Change.objects.filter(about_id=effect.id, kind=ChangeKind.AFTER_QUESTION).exists():
        return None
    question = note_change(
        ChangeKind.AFTER_QUESTION,
        effect.subject_id,
        subject_kind=SubjectKind(effect.subject_kind),
        text=effect.text,
        text_en=effect.text_en,
        bundle_ids=[UUID(text) for text in effect.bundle_ids],
        about_id=effect.id,
        now=now,
        wait=timedelta(0),
    )
    return question.id


@action(Permission.UPSTREAM_ANSWER)
def answer_after(actor: Actor, change_id: UUID, /, *, answer: Works, line: str, now: datetime) -> UUID:
    """Say whether it works for oneself now; another answer takes the place of the first. The line is sealed.

    Raises Told.DoesNotExist for a question that was not put to this person, RuleBroken for an endless line.
    """
    person = person_of(actor)
    if len(line) > rules.LONGEST_AFTER_LINE:
        raise RuleBroken("after_too_long")
    told = Told.objects.select_related("change").get(change=change_id, who=person.who, person_id=person.id)
    if told.change.kind != ChangeKind.AFTER_QUESTION:
        raise Told.DoesNotExist
    key = open_key(_key_of(person))
    known = AfterAnswer.objects.filter(change=told.change, who=person.who, person_id=person.id).first()
    said = known or AfterAnswer(id=uuid4(), change=told.change, who=person.who, person_id=person.id)
    said.answer, said.key_id, said.answered_at = answer, key.id, now
    said.line = key.seal(line.strip(), table="after_answer", column="line", row=said.id)
    said.save()
    if told.change.subject_kind == SubjectKind.DOSSIER:
        enqueue("dossiers.after_answers_came", dossier_id=told.change.subject_id)
    return said.id


def _key_of(person: Person) -> UUID:
    """The key of a person's own record, made for a recognition that had nothing to seal yet."""
    if person.who is Who.CONCERN:
        return Concern.objects.values_list("key_id", flat=True).get(pk=person.id)
    recognition = Recognition.objects.select_for_update().get(pk=person.id)
    if recognition.key_id is None:
        recognition.key_id = make_key(now=recognition.given_at).id
        recognition.save(update_fields=["key_id"])
    return recognition.key_id


def forget_person(who: Who, person_id: UUID) -> None:
    """Erase what somebody who erases everything chose and was asked; that somebody was told stays as a number."""
    BundleYes.objects.filter(who=who, person_id=person_id).delete()
    NewsWish.objects.filter(who=who, person_id=person_id).delete()


@action(Permission.UPSTREAM_ANSWER)
def wish_news(actor: Actor, person_id: UUID, /, *, wish: Wish, is_weekly: bool, now: datetime) -> UUID:
    """Choose of what one wants a mail; the lines on one's own page always stay. Raises Refused for another's."""
    person = person_of(actor)
    if person.id != person_id:
        raise Refused(actor, Permission.UPSTREAM_ANSWER, "concerns.wish_news")
    NewsWish.objects.update_or_create(
        who=person.who, person_id=person.id, defaults={"wish": wish, "is_weekly": is_weekly, "changed_at": now}
    )
    return person.id


@action(Permission.UPSTREAM_ANSWER)
def mark_news_read(actor: Actor, person_id: UUID, /, *, now: datetime) -> int:
    """Note that the person has seen what they were told so far; how many lines were new."""
    person = person_of(actor)
    return Told.objects.filter(who=person.who, person_id=person.id, read_at=None).update(read_at=now)
