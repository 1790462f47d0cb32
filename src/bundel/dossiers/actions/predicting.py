"""Predicting: a question to those with experience, and their answer in their own words."""

from datetime import datetime
from uuid import UUID

from bundel.accounts.access import Actor, action
from bundel.accounts.permissions import Permission
from bundel.dossiers import upstream
from bundel.dossiers.models import Prediction, PredictionAsked
from bundel.dossiers.predictions import asked_of
from bundel.dossiers.queries import lock_dossier
from bundel.dossiers.rules import words
from bundel.dossiers.rules.states import State, check_open
from bundel.kit.rules import RuleBroken


@action(Permission.DOSSIER_WRITE)
def ask_prediction(actor: Actor, dossier_id: UUID, /, *, question: str, now: datetime) -> UUID:
    """Ask everybody upstream here how a new rule will work out. Raises RuleBroken("nobody_to_ask")."""
    dossier = lock_dossier(actor, dossier_id)
    check_open(State(dossier.state))
    prediction = Prediction(
        dossier=dossier, question=words.cleaned(question, "question", words.LONGEST_LINE), asked_at=now
    )
    prediction.save(force_insert=True)
    people = upstream.people_to_ask(dossier.bundles.values_list("bundle_id", flat=True))
    if not people:
        raise RuleBroken("nobody_to_ask")
    PredictionAsked.objects.bulk_create(
        PredictionAsked(prediction=prediction, who=who, person_id=person_id) for who, person_id in people
    )
    return prediction.id


@action(Permission.DOSSIER_WRITE)
def close_prediction(actor: Actor, dossier_id: UUID, /, *, prediction_id: UUID, now: datetime) -> None:
    """Stop asking; what was answered stays."""
    prediction = Prediction.objects.get(pk=prediction_id, dossier=lock_dossier(actor, dossier_id))
    prediction.closed_at = now
    prediction.save(update_fields=["closed_at"])


@action(Permission.UPSTREAM_ANSWER)
def answer_prediction(actor: Actor, asked_id: UUID, /, *, answer: str, may_be_quoted: bool, now: datetime) -> None:
    """Answer as the person, or answer otherwise; an empty answer takes the old one back. Raises RuleBroken."""
    asked = asked_of(actor).select_related("prediction").get(pk=asked_id)
    if asked.prediction.closed_at is not None:
        raise RuleBroken("question_closed")
    text = words.cleaned(answer, "answer", words.LONGEST_NEWS, is_required=False)
    key = upstream.own_key(actor, now=now)
    asked.words = key.seal(text, table="prediction_asked", column="words", row=asked.id)
    asked.key_id = key.id
    asked.may_be_quoted = may_be_quoted and bool(text)
    asked.answered_at = now if text else None
    asked.save(update_fields=["words", "key_id", "may_be_quoted", "answered_at"])
