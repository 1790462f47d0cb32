"""Mail that waits or went, and the demo's outbox."""

import uuid

from django.db import models

from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.notices.rules import NoticeKind, NoticeState
from bundel.tenancy.fence import Fenced, FencedPrimaryKey


class Notice(Fenced):
    """One mail: to an account, to who is invited, or to an address under a seal of its own.

    Of a mail that left, only its kind, moment and state stay; the key of its address is destroyed.
    """

    processing = Processing(
        Purpose.WRITE, Ground.CONSENT, People.EVERYBODY, Keep.NOTICE, (Receiver.NOBODY,), sealed=("address",)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24, choices=[(k, k) for k in NoticeKind])
    account_id = models.UUIDField(null=True)
    invitation_id = models.UUIDField(null=True)
    guest_link_id = models.UUIDField(null=True)
    key_id = models.UUIDField(null=True)
    address = models.BinaryField(default=b"")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=[(s, s) for s in NoticeState], default=NoticeState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "notice"
        constraints = [
            FencedPrimaryKey(name="notice_fenced_pkey"),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in NoticeState]), name="notice_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(key_id__isnull=True) | models.Q(state=NoticeState.QUEUED),
                name="notice_address_only_while_queued",
            ),
        ]
        indexes = [models.Index(fields=["workspace_id", "state", "created_at"], name="notice_state")]


class OutboxMail(models.Model):
    """A mail of the demo, which never leaves the machine; outside the demo and tests nothing is written here."""

    processing = Processing(Purpose.WRITE, Ground.INTEREST, People.NOBODY, Keep.DEMO_MAIL, (Receiver.PUBLIC,))

    app_may = "SELECT, INSERT, DELETE"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=2)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "outbox_mail"
