"""The table of what people sent along."""

import uuid

from django.db import models

from bundel.files.rules.kinds import Kind, Side
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedPrimaryKey


class Attachment(Fenced):
    """A file that belongs to something of a higher storey. Its content stands in the store, sealed, under its id.

    The content has a key of its own, in `secret`, which is sealed like the name with the key of what the file
    belongs to: destroying that key destroys the file, wherever its content stands or was copied to.
    """

    processing = Processing(
        Purpose.HELP,
        Ground.CONSENT,
        People.TELLERS,
        Keep.WITH_CONCERN,
        (Receiver.SELF, Receiver.HELPERS),
        sealed=("name", "secret"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_id = models.UUIDField()
    key = models.ForeignKey("sealing.SealKey", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    name = models.BinaryField()
    secret = models.BinaryField()
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    side = models.CharField(max_length=10)
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "attachment"
        constraints = [
            FencedPrimaryKey(name="attachment_fenced_pkey"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in Kind]), name="attachment_kind_known"),
            models.CheckConstraint(condition=models.Q(side__in=[s.value for s in Side]), name="attachment_side_known"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "subject_id", "added_at"], name="attachment_subject"),
            models.Index(
                fields=["workspace_id", "removed_at"],
                name="attachment_removed",
                condition=models.Q(removed_at__isnull=False),
            ),
        ]
