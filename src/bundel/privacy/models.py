"""The table of what is kept longer than its term."""

import uuid
from typing import ClassVar

from django.db import models

from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.privacy.rules import HoldReason
from bundel.tenancy.fence import Fenced, FencedPrimaryKey


class Hold(Fenced):
    """Something that waits with being erased: one record, or a whole kind when `subject_id` is empty."""

    processing: ClassVar = Processing(
        Purpose.ACCOUNT,
        Ground.DUTY,
        People.TELLERS,
        Keep.WITH_WORKSPACE,
        (Receiver.OWNERS, Receiver.PRIVACY_OFFICER),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=20, choices=[(r, r) for r in HoldReason])
    until_on = models.DateField()
    placed_by = models.UUIDField(null=True)
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "erasure_hold"
        constraints = [FencedPrimaryKey(name="erasure_hold_fenced_pkey")]
        indexes = [models.Index(fields=["workspace_id", "kind", "subject_id"], name="erasure_hold_subject")]
