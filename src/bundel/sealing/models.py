"""The data keys, wrapped by the instance's master keys."""

import uuid

from django.db import models

from bundel.tenancy.fence import Fenced, FencedPrimaryKey


class SealKey(Fenced):
    """The key of one person's or one concern's texts. Destroying this row is the erasure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField()
    master = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "seal_key"
        constraints = [FencedPrimaryKey(name="seal_key_fenced_pkey")]
        indexes = [models.Index(fields=["workspace_id", "master"], name="seal_key_master")]
