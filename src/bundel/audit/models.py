"""The audit's tables; the database itself numbers and chains the rows."""

import uuid

from django.db import models

from bundel.kit.processing import NO_PEOPLE, Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedPrimaryKey


class AuditRow(Fenced):
    """One act: who, what, on which record, why. Ids and codes only, so that erasure need not touch it.

    `seq`, `previous` and `hash` are filled by the database; the application can add rows and read them.
    """

    processing = Processing(
        Purpose.ACCOUNT, Ground.DUTY, People.EVERYBODY, Keep.AUDIT, (Receiver.SELF, Receiver.PRIVACY_OFFICER)
    )

    app_may = "SELECT, INSERT"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seq = models.BigIntegerField(default=0, editable=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    act = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.BinaryField(default=b"", editable=False)
    hash = models.BinaryField(default=b"", editable=False)

    class Meta(Fenced.Meta):
        db_table = "audit_row"
        constraints = [
            FencedPrimaryKey(name="audit_row_fenced_pkey"),
            models.UniqueConstraint(fields=["workspace_id", "seq"], name="audit_row_seq"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "subject_id", "at"], name="audit_row_subject"),
            models.Index(fields=["workspace_id", "at"], name="audit_row_moment"),
        ]


class AuditHead(models.Model):
    """The last link of each chain; out of the application's reach, moved by the trigger alone."""

    processing = NO_PEOPLE

    app_may = ""

    workspace_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_head"
