"""Tables of what others see and say of a card: the second look, the public card, recognition, and its questions."""

import uuid

from django.db import models

from bundel.concerns.models.told import Concern
from bundel.concerns.rules.publishing import PauseReason, PlaceLevel, ReviewCause, ReviewState
from bundel.concerns.rules.recognition import Answer, Burst
from bundel.concerns.rules.words import Channel
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedKey, FencedPrimaryKey


def _one_of(field: str, words: type, name: str) -> models.CheckConstraint:
    values = [w.value for w in words]  # type: ignore[attr-defined]  # a StrEnum
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)


class Review(Fenced):
    """The second look at one card: who looked, what they decided and why."""

    processing = Processing(
        Purpose.HELP, Ground.CONSENT, People.TELLERS, Keep.WITH_CONCERN, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    state = models.CharField(max_length=10, default=ReviewState.WAITING)
    cause = models.CharField(max_length=10, default=ReviewCause.TOLD)
    flags = models.JSONField(default=list)
    is_urgent = models.BooleanField(default=False)
    complaints = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    looked_by = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    message_id = models.UUIDField(null=True)  # with which the person was asked to change something

    class Meta(Fenced.Meta):
        db_table = "review"
        constraints = [
            FencedPrimaryKey(name="review_fenced_pkey"),
            FencedKey(name="review_concern_fenced", field="concern", to="concern"),
            models.UniqueConstraint(
                fields=["workspace_id", "concern"],
                name="review_waits_once",
                condition=models.Q(state=ReviewState.WAITING),
            ),
            _one_of("state", ReviewState, "review_state_known"),
            _one_of("cause", ReviewCause, "review_cause_known"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "concern", "-asked_at"], name="review_concern"),
            models.Index(
                fields=["workspace_id", "-is_urgent", "asked_at", "id"],
                name="review_waiting",
                condition=models.Q(state=ReviewState.WAITING),
            ),
        ]


class PublicCard(models.Model):
    """What everybody may read of a card: only what the person approved, and only while they want it.

    A copy outside the fence, under the card's own id, with a column `search` for full text. Row policies let
    everybody read it, and only its own workspace write it.
    """

    processing = Processing(Purpose.PUBLISH, Ground.CONSENT, People.TELLERS, Keep.WITH_CONCERN, (Receiver.PUBLIC,))

    id = models.UUIDField(primary_key=True, editable=False)
    workspace_id = models.UUIDField()
    workspace_name = models.CharField(max_length=120)
    theme = models.CharField(max_length=20)
    place_code = models.CharField(max_length=6, blank=True)
    place_level = models.CharField(max_length=12, choices=[(level, level) for level in PlaceLevel])
    title = models.CharField(max_length=80)
    text = models.TextField()
    consequences = models.JSONField(default=list)
    published_at = models.DateTimeField()
    strength = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "public_card"
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="public_card_newest"),
            models.Index(fields=["place_code", "-published_at", "-id"], name="public_card_place"),
            models.Index(fields=["theme", "-published_at", "-id"], name="public_card_theme"),
            models.Index(fields=["workspace_id"], name="public_card_workspace"),
        ]


class Recognition(Fenced):
    """Somebody else's own record: this happens to me too. It stays when the card goes, and nobody moves it.

    Line and contact are under lock; `device` marks the browser that gave it, for this card alone.
    """

    processing = Processing(
        Purpose.HELP,
        Ground.CONSENT,
        People.VISITORS,
        Keep.RECOGNITION,
        (Receiver.SELF, Receiver.HELPERS),
        sealed=("line", "contact"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card_id = models.UUIDField()
    answer = models.CharField(max_length=10)
    key = models.ForeignKey(
        "sealing.SealKey", on_delete=models.DO_NOTHING, null=True, db_constraint=False, db_index=False
    )
    line = models.BinaryField(default=b"")
    contact = models.BinaryField(default=b"")
    device = models.BinaryField()
    municipality_code = models.CharField(max_length=6, blank=True)
    language = models.CharField(max_length=2, default="nl")
    channel = models.CharField(max_length=10, default=Channel.WEB)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    is_counted = models.BooleanField(default=True)
    burst = models.CharField(max_length=12, blank=True)
    looked_by = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)
    entered_by = models.UUIDField(null=True)
    together_id = models.UUIDField(null=True)  # hands that a volunteer counted in one go
    news = models.BooleanField(default=False)
    may_be_asked = models.BooleanField(default=False)
    bundle_id = models.UUIDField(null=True)  # the bundle the card stood in when it was given

    class Meta(Fenced.Meta):
        db_table = "recognition"
        constraints = [
            FencedPrimaryKey(name="recognition_fenced_pkey"),
            models.UniqueConstraint(fields=["workspace_id", "card_id", "device"], name="recognition_once_a_device"),
            _one_of("answer", Answer, "recognition_answer_known"),
            models.CheckConstraint(
                condition=models.Q(burst__in=["", *(b.value for b in Burst)]), name="recognition_burst_known"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "card_id", "given_at"], name="recognition_card"),
            models.Index(fields=["workspace_id", "given_at"], name="recognition_given"),
            models.Index(
                fields=["workspace_id", "card_id"],
                name="recognition_waits",
                condition=models.Q(is_counted=False, looked_at=None, withdrawn_at=None),
            ),
        ]


class RecognitionReceipt(models.Model):
    """From the slow hash of a code to the recognitions given with it. Added and asked for; it cannot be listed."""

    processing = Processing(Purpose.FIND_AGAIN, Ground.CONSENT, People.VISITORS, Keep.WITH_RECORD, (Receiver.SELF,))

    app_may = "INSERT"

    id = models.UUIDField(primary_key=True, editable=False)  # the recognition's own
    hash = models.BinaryField()
    workspace_id = models.UUIDField()

    class Meta:
        db_table = "recognition_receipt"
        indexes = [
            models.Index(fields=["hash"], name="recognition_receipt_hash"),
            models.Index(fields=["workspace_id"], name="recognition_receipt_where"),
        ]


class CardQuestion(Fenced):
    """One question of the workspace to everybody who recognised a card and may be asked, and to who told it."""

    processing = Processing(
        Purpose.HELP, Ground.CONSENT, People.NOBODY, Keep.WITH_CONCERN, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    text = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    sends_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "card_question"
        constraints = [
            FencedPrimaryKey(name="card_question_fenced_pkey"),
            FencedKey(name="card_question_concern_fenced", field="concern", to="concern"),
        ]
        indexes = [models.Index(fields=["workspace_id", "concern", "-asked_at"], name="card_question_concern")]


class CardReply(Fenced):
    """What somebody who recognised a card answered to a question, under the lock of their recognition."""

    processing = Processing(
        Purpose.HELP, Ground.CONSENT, People.VISITORS, Keep.WITH_RECORD, (Receiver.SELF, Receiver.HELPERS),
        sealed=("text",),
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(CardQuestion, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    text = models.BinaryField()
    answered_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "card_reply"
        constraints = [
            FencedPrimaryKey(name="card_reply_fenced_pkey"),
            FencedKey(name="card_reply_question_fenced", field="question", to="card_question"),
            FencedKey(name="card_reply_recognition_fenced", field="recognition", to="recognition"),
            models.UniqueConstraint(fields=["workspace_id", "question", "recognition"], name="card_reply_once"),
        ]


class MessagePause(Fenced):
    """That the holder of one receipt may not write for a while; the person reads why, and may object once."""

    processing = Processing(
        Purpose.PROTECT, Ground.INTEREST, People.TELLERS, Keep.WITH_CONCERN, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    reason = models.CharField(max_length=10, choices=[(r, r) for r in PauseReason])
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    until = models.DateTimeField()
    objected_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "message_pause"
        constraints = [
            FencedPrimaryKey(name="message_pause_fenced_pkey"),
            FencedKey(name="message_pause_concern_fenced", field="concern", to="concern"),
        ]
        indexes = [models.Index(fields=["workspace_id", "concern", "-set_at"], name="message_pause_concern")]
