"""Tables of guests: the link by which somebody outside sees one thing, and what they answered."""

import uuid
from enum import StrEnum

from django.db import models

from bundel.guests.rules import GuestAnswerKind, GuestPurpose, SubjectKind
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedKey, FencedPrimaryKey


def _one_of(field: str, words: type[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [w.value for w in words]}), name=name)


class GuestLink(Fenced):
    """A question to one person outside about one thing. The address is under a key of its own until the link ends.

    `subject_id` is a record of the storey above. The secret in the link stands nowhere: it follows from the id.
    """

    processing = Processing(
        Purpose.ASK_OUTSIDE,
        Ground.INTEREST,
        People.OFFICIALS,
        Keep.GUEST,
        (Receiver.SELF, Receiver.MEMBERS),
        sealed=("address",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120)
    question = models.TextField()
    language = models.CharField(max_length=2)
    key_id = models.UUIDField(null=True)
    address = models.BinaryField(default=b"")
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    sends_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    news_at = models.DateTimeField(null=True)  # the last thing the guest did that the workspace waits for
    seen_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "guest_link"
        constraints = [
            FencedPrimaryKey(name="guest_link_fenced_pkey"),
            _one_of("subject_kind", SubjectKind, "guest_link_subject_kind_known"),
            _one_of("purpose", GuestPurpose, "guest_link_purpose_known"),
            models.CheckConstraint(
                condition=models.Q(key_id=None) | models.Q(declined_at=None, revoked_at=None),
                name="guest_link_address_only_while_it_works",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "subject_id", "asked_at"], name="guest_link_subject"),
            models.Index(
                fields=["workspace_id", "news_at"],
                name="guest_link_news",
                condition=models.Q(news_at__isnull=False),
            ),
        ]


class GuestAnswer(Fenced):
    """What a guest answered, or which fact is wrong."""

    processing = Processing(
        Purpose.ASK_OUTSIDE,
        Ground.INTEREST,
        People.OFFICIALS,
        Keep.GUEST,
        (Receiver.SELF, Receiver.MEMBERS),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(
        GuestLink, on_delete=models.CASCADE, related_name="answers", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10)
    text = models.TextField()
    given_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "guest_answer"
        constraints = [
            FencedPrimaryKey(name="guest_answer_fenced_pkey"),
            FencedKey(name="guest_answer_link_fenced", field="link", to="guest_link"),
            _one_of("kind", GuestAnswerKind, "guest_answer_kind_known"),
        ]
        indexes = [models.Index(fields=["workspace_id", "link", "given_at"], name="guest_answer_link")]
