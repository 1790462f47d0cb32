"""Reading predictions: what was asked of whom, and what they expect, in their own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from bundel.accounts.access import Actor, allows
from bundel.accounts.permissions import ActorKind, Permission
from bundel.concerns.rules.bundles import Who
from bundel.dossiers.models import Prediction, PredictionAsked
from bundel.dossiers.queries import visible_dossiers
from bundel.kit.days import day_of
from bundel.sealing.keys import Erased, OpenKey, open_key


@dataclass(frozen=True)
class PredictionRow:
    """A question, how many were asked and answered, and the answers that may be quoted."""

    id: UUID
    question: str
    asked_at: datetime
    closed_at: datetime | None
    asked: int
    answered: int
    quotes: tuple[str, ...]


def predictions_of(actor: Actor, dossier_id: UUID) -> list[PredictionRow]:
    """The questions of a dossier, newest first. Answers are shown only as far as each person said they may be."""
    found = Prediction.objects.filter(dossier__in=visible_dossiers(actor).filter(pk=dossier_id))
    return [_row(p) for p in found.order_by("-asked_at").prefetch_related("asked")]


def _row(prediction: Prediction) -> PredictionRow:
    asked = list(prediction.asked.all())
    answers = sorted((a for a in asked if a.answered_at is not None), key=lambda a: a.id)
    return PredictionRow(
        prediction.id,
        prediction.question,
        prediction.asked_at,
        prediction.closed_at,
        len(asked),
        len(answers),
        tuple(_opened(a for a in answers if a.may_be_quoted)),
    )


def _opened(answers: Iterable[PredictionAsked]) -> Iterable[str]:
    for answer in answers:
        assert answer.key_id is not None
        try:
            key = open_key(answer.key_id)
        except Erased:  # the person erased what they told, and this with it
            continue
        yield key.unseal(answer.words, table="prediction_asked", column="words", row=answer.id)


@dataclass(frozen=True)
class OwnQuestion:
    """A question to the holder of a receipt, and what they answered so far."""

    id: UUID
    question: str
    dossier_title: str
    gain: str
    words: str
    may_be_quoted: bool
    answered_on: date | None
    is_closed: bool


def asked_of(actor: Actor) -> QuerySet[PredictionAsked]:
    """The questions to this person: who told a concern, or who recognised a card."""
    who = _WHO.get(actor.kind)
    if who is None or actor.id is None or not allows(actor, Permission.UPSTREAM_ANSWER):
        return PredictionAsked.objects.none()
    return PredictionAsked.objects.filter(who=who, person_id=actor.id)


_WHO = {ActorKind.RECEIPT: Who.CONCERN, ActorKind.RECOGNISER: Who.RECOGNITION}


def own_questions(actor: Actor) -> list[OwnQuestion]:
    """What somebody upstream is asked, newest first, and what they answered."""
    found = list(asked_of(actor).select_related("prediction__dossier").order_by("-prediction__asked_at"))
    keys = {key_id: open_key(key_id) for key_id in {a.key_id for a in found} if key_id is not None}
    return [_own(a, keys[a.key_id] if a.key_id else None) for a in found]


def _own(asked: PredictionAsked, key: OpenKey | None) -> OwnQuestion:
    return OwnQuestion(
        asked.id,
        asked.prediction.question,
        asked.prediction.dossier.title,
        asked.prediction.dossier.gain,
        key.unseal(asked.words, table="prediction_asked", column="words", row=asked.id) if key else "",
        asked.may_be_quoted,
        day_of(asked.answered_at) if asked.answered_at else None,
        asked.prediction.closed_at is not None,
    )
