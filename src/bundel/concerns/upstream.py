"""Who is upstream of what happens: the one place that computes it, and what each of them was told."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from bundel.accounts.access import Actor, require
from bundel.accounts.permissions import ActorKind, Permission
from bundel.concerns.models import (
    AfterAnswer,
    BundleCard,
    BundleYes,
    Change,
    Concern,
    NewsWish,
    Recognition,
    Told,
)
from bundel.concerns.rules.bundles import Reply, Who
from bundel.concerns.rules.recognition import RECOGNISES
from bundel.concerns.rules.states import State
from bundel.concerns.rules.upstream import QUESTIONS, ChangeKind, SubjectKind, Way, Wish, Works
from bundel.concerns.rules.words import Consent

PERSONS = {ActorKind.RECEIPT: Who.CONCERN, ActorKind.RECOGNISER: Who.RECOGNITION}


@dataclass(frozen=True)
class Person:
    """Somebody upstream: who told it, who recognised it, or whose card another organisation gave."""

    who: Who
    id: UUID


def person_of(actor: Actor) -> Person:
    """Who acts, as somebody upstream. Raises Refused for anybody else."""
    require(actor, Permission.UPSTREAM_ANSWER)
    assert actor.id is not None
    return Person(PERSONS[actor.kind], actor.id)


def tellers() -> QuerySet[Concern]:
    """Who told something, lets others see the card, and did not withdraw; `counts_in` is their bundle."""
    valid = Concern.objects.filter(consent=Consent.OTHERS).exclude(state=State.WITHDRAWN)
    return valid.annotate(counts_in=Subquery(_last_yes(Who.CONCERN)))


def recognisers() -> QuerySet[Recognition]:
    """Who recognises a card, did not take that back, and counts; `counts_in` is their bundle."""
    valid = Recognition.objects.filter(withdrawn_at=None, is_counted=True, answer__in=RECOGNISES)
    return valid.annotate(
        counts_in=Coalesce(Subquery(_last_yes(Who.RECOGNITION)), F("bundle_id"), output_field=UUIDField())
    )


def _last_yes(who: Who) -> QuerySet[BundleYes, UUID]:
    said = BundleYes.objects.filter(who=who, person_id=OuterRef("pk"), answer=Reply.YES)
    return said.order_by("-answered_at", "-id").values_list("bundle_id")[:1]  # type: ignore[return-value]  # one column


@dataclass(frozen=True)
class VoiceRow:
    """Somebody who spoke of a card, and the bundle they count for."""

    who: Who
    id: UUID
    card_id: UUID
    counts_in: UUID | None


def voices_about(card_ids: Collection[UUID]) -> list[VoiceRow]:
    """Everybody who told or recognises one of these cards."""
    told: Any = tellers().filter(card__id__in=card_ids).order_by("pk")
    seen: Any = recognisers().filter(card_id__in=card_ids).order_by("pk")
    return [VoiceRow(Who.CONCERN, *row) for row in told.values_list("pk", "card__id", "counts_in")] + [
        VoiceRow(Who.RECOGNITION, *row) for row in seen.values_list("pk", "card_id", "counts_in")
    ]


def stood_in(bundle_ids: Collection[UUID]) -> QuerySet[BundleCard, Any]:
    """The cards that ever stood in these bundles: whoever counts there spoke or was asked about one of them."""
    return BundleCard.objects.filter(bundle__in=bundle_ids, card_id__isnull=False).values("card_id")


def stands_in(bundle_ids: Collection[UUID]) -> QuerySet[BundleCard, Any]:
    """The cards that stand in these bundles now."""
    return stood_in(bundle_ids).filter(unlinked_at=None)


def tellers_counting(bundle_ids: Collection[UUID]) -> QuerySet[Concern]:
    """Who told something and counts for one of these bundles."""
    return tellers().filter(card__id__in=stood_in(bundle_ids), counts_in__in=bundle_ids)


def recognisers_counting(bundle_ids: Collection[UUID]) -> QuerySet[Recognition]:
    """Who recognised something and counts for one of these bundles."""
    return recognisers().filter(card_id__in=stood_in(bundle_ids), counts_in__in=bundle_ids)


def received_standing(bundle_ids: Collection[UUID]) -> QuerySet[BundleCard]:
    """Cards of other organisations in these bundles: the person said yes there, to what the agreement says."""
    here = BundleCard.objects.filter(bundle__in=bundle_ids, unlinked_at=None, received_card__isnull=False)
    return here.filter(received_card__withdrawn_at=None)


def _hears(who: Who, card: str, bundle_ids: Collection[UUID]) -> Q:
    said_no = BundleYes.objects.filter(who=who, person_id=OuterRef("pk"), bundle__in=bundle_ids, answer=Reply.NO)
    stands = Q(**{f"{card}__in": stands_in(bundle_ids)})
    return Q(counts_in__in=bundle_ids) | (stands & ~Q(Exists(said_no)))


Rows = QuerySet[Concern] | QuerySet[Recognition] | QuerySet[BundleCard]


def _upstream(bundle_ids: Collection[UUID]) -> list[tuple[Who, Rows, str]]:
    """For each kind of person the rows, and the column with their id."""
    cards = stood_in(bundle_ids)
    told = tellers().filter(card__id__in=cards).filter(_hears(Who.CONCERN, "card__id", bundle_ids))
    seen = recognisers().filter(card_id__in=cards).filter(_hears(Who.RECOGNITION, "card_id", bundle_ids))
    return [
        (Who.CONCERN, told, "pk"),
        (Who.RECOGNITION, seen, "pk"),
        (Who.RECEIVED, received_standing(bundle_ids), "received_card_id"),
    ]


def upstream_of_bundle(bundle_id: UUID) -> Iterator[tuple[Who, UUID]]:
    """Everybody who hears of what happens to a bundle: who counts for it, and whose card stands there and said
    no no; received cards stand for the person behind them.
    """
    for who, rows, column in _upstream([bundle_id]):
        for (person_id,) in rows.values_list(column).iterator():
            yield who, person_id


def _hearers(change: Change) -> list[tuple[Who, Rows, str]]:
    """Everybody this change is for."""
    if change.subject_kind == SubjectKind.CONCERN:
        own = Concern.objects.filter(pk=change.subject_id).exclude(state=State.WITHDRAWN)
        return [(Who.CONCERN, own, "pk")]
    bundle_ids = [UUID(text) for text in change.bundle_ids]
    kinds = _upstream(bundle_ids)
    if change.kind in QUESTIONS:
        return [(who, _asked(change, who, rows, bundle_ids), column) for who, rows, column in kinds[:2]]
    return kinds


def _asked(change: Change, who: Who, rows: Any, bundle_ids: Collection[UUID]) -> Rows:
    """Of a question only who has something to answer: asked about these cards, or told of this effect."""
    if change.kind == ChangeKind.LINKED:
        asked = BundleYes.objects.filter(who=who, bundle__in=bundle_ids, card_id__in=change.card_ids, answer=Reply.NONE)
    else:
        asked = Told.objects.filter(change=change.about_id, who=who)  # type: ignore[assignment]  # the same two columns
    found: Rows = rows.filter(pk__in=asked.values("person_id"))
    return found


def next_upstream(change: Change, most: int) -> list[Person]:
    """Up to `most` people whom this change is for and who were not told yet, always in the same order."""
    people: list[Person] = []
    for who, rows, column in _hearers(change):
        told = Told.objects.filter(change=change, who=who, person_id=OuterRef(column))
        waiting = rows.filter(~Exists(told)).order_by(column).values_list(column, flat=True)
        people += [Person(who, person_id) for person_id in waiting[: most - len(people)]]
    return people


def count_upstream(change: Change) -> int:
    """How many people this change is for, told or not."""
    return sum(rows.count() for _who, rows, _column in _hearers(change))


@dataclass(frozen=True)
class ToldNumbers:
    """How far the telling of one change is; people."""

    total: int
    told: int
    mailed: int
    read: int
    unreachable: int


@dataclass(frozen=True)
class ChangeRow:
    """One change as the workspace sees it, with how many people heard."""

    id: UUID
    kind: ChangeKind
    text: str
    made_at: datetime
    made_by: UUID | None
    sends_at: datetime
    taken_back_at: datetime | None
    finished_at: datetime | None
    numbers: ToldNumbers

    @property
    def is_running(self) -> bool:
        """The telling goes on."""
        return self.taken_back_at is None and self.finished_at is None


def changes_of(actor: Actor, subject_id: UUID) -> list[ChangeRow]:
    """What happened to a bundle or dossier, newest first, and how many heard of it. Raises Refused."""
    require(actor, Permission.CONCERNS_SEE)
    rows = list(Change.objects.filter(subject_id=subject_id).order_by("-made_at", "-id"))
    heard = Told.objects.filter(change__in=[row.id for row in rows]).order_by()
    counted = heard.values_list("change").annotate(
        told=Count("id", filter=~Q(way=Way.NONE)),
        mailed=Count("id", filter=Q(mailed_at__isnull=False)),
        read=Count("id", filter=Q(read_at__isnull=False)),
        unreachable=Count("id", filter=Q(way=Way.NONE)),
    )
    numbers = {change_id: tuple(counts) for change_id, *counts in counted}
    return [_change(row, numbers.get(row.id, (0, 0, 0, 0))) for row in rows]


def _change(row: Change, counts: tuple[int, ...]) -> ChangeRow:
    return ChangeRow(
        row.id,
        ChangeKind(row.kind),
        row.text,
        row.made_at,
        row.made_by,
        row.sends_at,
        row.taken_back_at,
        row.finished_at,
        ToldNumbers(row.total or 0, *counts),
    )


@dataclass(frozen=True)
class AfterNumbers:
    """What people say four weeks after an effect: does it work for them? `asked` is how many got the question."""

    asked: int
    yes: int
    partly: int
    no: int


def after_numbers(subject_id: UUID) -> AfterNumbers:
    """Over all questions about one bundle or dossier; exact, for inside the workspace."""
    asked = Told.objects.filter(change__subject_id=subject_id, change__kind=ChangeKind.AFTER_QUESTION).count()
    rows = AfterAnswer.objects.filter(change__subject_id=subject_id).order_by()
    said = dict(rows.values_list("answer").annotate(number=Count("id")))
    return AfterNumbers(asked, *(said.get(answer, 0) for answer in (Works.YES, Works.PARTLY, Works.NO)))


@dataclass(frozen=True)
class NewsLine:
    """One change as a person upstream reads it; `answer` is what they said to its question."""

    change_id: UUID
    kind: ChangeKind
    text: str
    told_at: datetime
    is_new: bool
    answer: Works | None


def news_for(actor: Actor, *, language: str = "nl") -> list[NewsLine]:
    """Everything this person was told, newest first. Raises Refused."""
    person = person_of(actor)
    told = Told.objects.filter(who=person.who, person_id=person.id, change__taken_back_at=None)
    said = dict(AfterAnswer.objects.filter(who=person.who, person_id=person.id).values_list("change_id", "answer"))
    return [
        NewsLine(
            t.change_id,
            ChangeKind(t.change.kind),
            t.change.text_en if language == "en" and t.change.text_en else t.change.text,
            t.told_at,
            t.read_at is None,
            Works(said[t.change_id]) if t.change_id in said else None,
        )
        for t in told.select_related("change").order_by("-told_at", "-id")
    ]


@dataclass(frozen=True)
class BundleQuestion:
    """A bundle in which this person's card came to stand: do they count for it?"""

    bundle_id: UUID
    title: str
    problem: str
    asked_at: datetime
    answer: Reply


def questions_for(actor: Actor) -> list[BundleQuestion]:
    """The bundles this person was asked about, what still waits for an answer first. Raises Refused."""
    person = person_of(actor)
    rows = BundleYes.objects.filter(who=person.who, person_id=person.id).select_related("bundle")
    found = [
        BundleQuestion(r.bundle_id, r.bundle.title, r.bundle.problem, r.asked_at, Reply(r.answer))
        for r in rows.order_by("-asked_at", "id")
    ]
    return sorted(found, key=lambda question: question.answer is not Reply.NONE)


@dataclass(frozen=True)
class MailWish:
    """Of what somebody wants a mail, and whether all of a week in one."""

    wish: Wish
    is_weekly: bool


def wish_for(actor: Actor) -> MailWish:
    """What this person chose; nothing chosen is everything, at once. Raises Refused."""
    person = person_of(actor)
    return wishes_of([person]).get(person, MailWish(Wish.EVERYTHING, is_weekly=False))


def wishes_of(people: Sequence[Person]) -> dict[Person, MailWish]:
    """What each of these people chose; who chose nothing is not in it."""
    rows = NewsWish.objects.filter(person_id__in=[p.id for p in people])
    return {Person(Who(r.who), r.person_id): MailWish(Wish(r.wish), r.is_weekly) for r in rows}
