"""Tables around the words that leave a text: what people change about it, and hard sentences they gave."""

import uuid

from django.db import models

from bundel.concerns.models.told import Concern
from bundel.concerns.rules.marks import Change
from bundel.engines.deidentify import Kind
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedKey, FencedPrimaryKey


class MarkChange(Fenced):
    """That somebody put a marked piece back or took one more away: its shape, never its words, and no concern.

    To learn from where the finding of personal data goes wrong. `month` is all there is of when.
    """

    processing = Processing(Purpose.RUN, Ground.NOT_PERSONAL, People.NOBODY, Keep.WITH_WORKSPACE, (Receiver.MEMBERS,))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    change = models.CharField(max_length=10, choices=[(c, c) for c in Change])
    kind = models.CharField(max_length=20, blank=True, choices=[(k, k) for k in Kind])  # none for a piece added
    shape = models.CharField(max_length=150)
    before = models.CharField(max_length=20)
    month = models.DateField()

    class Meta(Fenced.Meta):
        db_table = "mark_change"
        constraints = [FencedPrimaryKey(name="mark_change_fenced_pkey")]
        indexes = [models.Index(fields=["workspace_id", "month"], name="mark_change_month")]


class HardSentence(Fenced):
    """A sentence of a letter that somebody did not understand and gave as an example, without any person in it.

    Goes with the concern, and does not count while the concern is withdrawn.
    """

    processing = Processing(
        Purpose.HELP, Ground.CONSENT, People.TELLERS, Keep.WITH_CONCERN, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    sentence = models.TextField()
    sender = models.CharField(max_length=20)
    municipality_code = models.CharField(max_length=6)
    hints = models.JSONField(default=list)
    given_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "hard_sentence"
        constraints = [
            FencedPrimaryKey(name="hard_sentence_fenced_pkey"),
            FencedKey(name="hard_sentence_concern_fenced", field="concern", to="concern"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "sender", "municipality_code"], name="hard_sentence_sender"),
            models.Index(fields=["workspace_id", "concern"], name="hard_sentence_concern"),
        ]
