"""Tables of dossiers: what is asked of whom, what was done and answered, and what the public sees of it."""

import uuid
from enum import StrEnum

from django.db import models

from bundel.concerns.rules.bundles import Who
from bundel.dossiers.rules.states import State
from bundel.dossiers.rules.words import (
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TITLE,
    AnswerKind,
    EvidenceKind,
    PromiseState,
    StepKind,
)
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedKey, FencedPrimaryKey

_TEXTS = Processing(
    Purpose.PUBLISH, Ground.NOT_PERSONAL, People.NOBODY, Keep.WITH_WORKSPACE, (Receiver.MEMBERS, Receiver.PUBLIC)
)
# People in a public function, with facts of what they said in it.
_OFFICIALS = Processing(
    Purpose.PUBLISH, Ground.INTEREST, People.OFFICIALS, Keep.WITH_WORKSPACE, (Receiver.MEMBERS, Receiver.PUBLIC)
)


def _one_of(field: str, words: type[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [w.value for w in words]}), name=name)


def _fenced(table: str, *, of: str = "dossier", to: str = "dossier") -> list[models.BaseConstraint]:
    """The keys of a table whose rows belong to a row of another."""
    return [
        FencedPrimaryKey(name=f"{table}_fenced_pkey"),
        FencedKey(name=f"{table}_{of}_fenced", field=of, to=to),
    ]


def _by_dossier(table: str, *then: str) -> models.Index:
    return models.Index(fields=["workspace_id", "dossier", *then], name=f"{table}_of_dossier")


class Dossier(Fenced):
    """One collective matter: the problem, what people gain when it is solved, who carries it, how far it is."""

    processing = _TEXTS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=LONGEST_TITLE)
    problem = models.TextField()
    gain = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=State.OPEN)
    owner_id = models.UUIDField(null=True)
    key_id = models.UUIDField(null=True)  # of its documents, from the first one on
    sent_on = models.DateField(null=True)
    answer_due_on = models.DateField(null=True)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Fenced.Meta):
        db_table = "dossier"
        constraints = [
            FencedPrimaryKey(name="dossier_fenced_pkey"),
            _one_of("state", State, "dossier_state_known"),
        ]
        indexes = [models.Index(fields=["workspace_id", "-started_at", "-id"], name="dossier_newest")]


def _dossier(name: str = "+") -> "models.ForeignKey[Dossier, Dossier]":
    return models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name=name, db_constraint=False, db_index=False)


class DossierBundle(Fenced):
    """That a dossier rests on a bundle: whoever counts there is told what becomes of it."""

    processing = _TEXTS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("bundles")
    bundle = models.ForeignKey(
        "concerns.Bundle", on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "dossier_bundle"
        constraints = [
            *_fenced("dossier_bundle"),
            FencedKey(name="dossier_bundle_bundle_fenced", field="bundle", to="bundle"),
            models.UniqueConstraint(fields=["workspace_id", "dossier", "bundle"], name="dossier_bundle_once"),
        ]
        indexes = [models.Index(fields=["workspace_id", "bundle"], name="dossier_bundle_bundle")]


class Partner(Fenced):
    """An organisation that acts together with us in this dossier; with an agreement when it is here too."""

    processing = _TEXTS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("partners")
    name = models.CharField(max_length=LONGEST_NAME)
    agreement_id = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "dossier_partner"
        constraints = [
            *_fenced("dossier_partner"),
            models.UniqueConstraint(fields=["workspace_id", "dossier", "name"], name="dossier_partner_once"),
        ]


class Demand(Fenced):
    """One thing that is asked of somebody."""

    processing = _TEXTS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("demands")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_LINE)
    to_whom = models.CharField(max_length=LONGEST_NAME)
    added_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "demand"
        constraints = [
            *_fenced("demand"),
            models.UniqueConstraint(fields=["workspace_id", "dossier", "number"], name="demand_number_once"),
        ]


class Answer(Fenced):
    """What was answered to a demand, in the words of who answered. The newest one holds; the others stay."""

    processing = _OFFICIALS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    demand = models.ForeignKey(
        Demand, on_delete=models.CASCADE, related_name="answers", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    answered_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "demand_answer"
        constraints = [
            *_fenced("demand_answer", of="demand", to="demand"),
            _one_of("kind", AnswerKind, "demand_answer_kind_known"),
        ]
        indexes = [models.Index(fields=["workspace_id", "demand", "answered_on"], name="demand_answer_of_demand")]


class Step(Fenced):
    """A talk, a letter or an advice: when, with whom in which public function, and what came of it in facts."""

    processing = _OFFICIALS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("steps")
    kind = models.CharField(max_length=10)
    done_on = models.DateField()
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    function = models.CharField(max_length=LONGEST_NAME)
    result = models.TextField()
    is_public = models.BooleanField(default=False)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "dossier_step"
        constraints = [*_fenced("dossier_step"), _one_of("kind", StepKind, "dossier_step_kind_known")]
        indexes = [_by_dossier("dossier_step", "done_on")]


class Evidence(Fenced):
    """A published card that is quoted, or research of our own with its source."""

    processing = _TEXTS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("evidence")
    kind = models.CharField(max_length=10)
    card_id = models.UUIDField(null=True)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=LONGEST_LINE, blank=True)
    added_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "evidence"
        constraints = [
            *_fenced("evidence"),
            _one_of("kind", EvidenceKind, "evidence_kind_known"),
            models.CheckConstraint(
                # A quote is only ever the id of a published card: what the person withdraws is gone here too.
                condition=models.Q(kind="card", card_id__isnull=False, text="")
                | models.Q(kind="research", card_id=None) & ~models.Q(text=""),
                name="evidence_card_or_text",
            ),
        ]
        indexes = [_by_dossier("evidence", "added_at")]


class Promise(Fenced):
    """What somebody in a public function promised, and the day on which we look whether it came true."""

    processing = _OFFICIALS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("promises")
    text = models.CharField(max_length=LONGEST_LINE)
    by_whom = models.CharField(max_length=LONGEST_NAME)
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=PromiseState.OPEN)
    recorded_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "promise"
        constraints = [*_fenced("promise"), _one_of("state", PromiseState, "promise_state_known")]
        indexes = [
            _by_dossier("promise", "due_on"),
            models.Index(
                fields=["workspace_id", "due_on"], name="promise_due", condition=models.Q(state=PromiseState.OPEN)
            ),
        ]


class Effect(Fenced):
    """What changed, and since when. People upstream are asked later whether it works for them."""

    processing = _TEXTS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("effects")
    text = models.CharField(max_length=LONGEST_LINE)
    since_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "effect"
        constraints = _fenced("effect")
        indexes = [_by_dossier("effect", "since_on")]


class Prediction(Fenced):
    """A question to those with experience: how will this new rule work out?"""

    processing = _TEXTS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("predictions")
    question = models.CharField(max_length=LONGEST_LINE)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "prediction"
        constraints = _fenced("prediction")
        indexes = [_by_dossier("prediction", "asked_at")]


class PredictionAsked(Fenced):
    """Somebody upstream who is asked for a prediction, and their answer, under the lock of what they told."""

    processing = Processing(
        Purpose.HELP,
        Ground.CONSENT,
        People.TELLERS,
        Keep.WITH_RECORD,
        (Receiver.SELF, Receiver.MEMBERS),
        sealed=("words",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prediction = models.ForeignKey(
        Prediction, on_delete=models.CASCADE, related_name="asked", db_constraint=False, db_index=False
    )
    who = models.CharField(max_length=12)
    person_id = models.UUIDField()
    words = models.BinaryField(default=b"")
    key_id = models.UUIDField(null=True)
    may_be_quoted = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "prediction_asked"
        constraints = [
            *_fenced("prediction_asked", of="prediction", to="prediction"),
            models.UniqueConstraint(
                fields=["workspace_id", "prediction", "who", "person_id"], name="prediction_asked_once"
            ),
            _one_of("who", Who, "prediction_asked_who_known"),
        ]
        indexes = [models.Index(fields=["workspace_id", "who", "person_id"], name="prediction_asked_person")]


class DossierVersion(Fenced):
    """What was published, whole; it stays also when it is no longer shown. From `shows_at` on everybody sees it."""

    processing = _OFFICIALS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = _dossier("versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField()
    shows_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "dossier_version"
        constraints = [
            *_fenced("dossier_version"),
            models.UniqueConstraint(fields=["workspace_id", "dossier", "number"], name="dossier_version_once"),
        ]


class PublicDossier(models.Model):
    """What everybody sees of a dossier, whoever's it is. Only publishing writes it, and withdrawing empties it."""

    processing = Processing(Purpose.PUBLISH, Ground.INTEREST, People.OFFICIALS, Keep.WITH_RECORD, (Receiver.PUBLIC,))

    id = models.UUIDField(primary_key=True, editable=False)  # that of the dossier
    workspace_id = models.UUIDField()
    workspace_name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=LONGEST_TITLE)
    content = models.JSONField()
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "public_dossier"
        indexes = [models.Index(fields=["-published_at", "-id"], name="public_dossier_newest")]
