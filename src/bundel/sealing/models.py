"""The data keys, wrapped by the instance's master keys."""

import uuid

from django.db import models
from django.db.models.functions import Now

from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedPrimaryKey


class SealKey(Fenced):
    """The key of one person's or one concern's texts. Destroying this row is the erasure."""

    processing = Processing(
        Purpose.PROTECT, Ground.DUTY, People.TELLERS, Keep.WITH_RECORD, (Receiver.NOBODY,), sealed=("wrapped",)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField()
    master = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "seal_key"
        constraints = [FencedPrimaryKey(name="seal_key_fenced_pkey")]
        indexes = [models.Index(fields=["workspace_id", "master"], name="seal_key_master")]


class Erasure(models.Model):
    """That a data key was destroyed: its id and when, so that no restored backup brings its texts back.

    The database writes it at each deletion of a `SealKey`, in the same transaction; the application reads only.
    """

    processing = Processing(Purpose.PROTECT, Ground.DUTY, People.TELLERS, Keep.WITH_RECORD, (Receiver.NOBODY,))

    app_may = "SELECT"

    key_id = models.UUIDField(primary_key=True, editable=False)
    erased_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "erasure"
        indexes = [models.Index(fields=["erased_at"], name="erasure_erased_at")]
