"""Tables of news back: what happened downstream, who was told of it, and what they say of it later."""

import uuid

from django.db import models
from django.db.models import Q

from bundel.concerns.rules.bundles import Who
from bundel.concerns.rules.upstream import ChangeKind, SubjectKind, Way, Wish, Works
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedKey, FencedPrimaryKey


def _one_of(field: str, words: type, name: str) -> models.CheckConstraint:
    values = [w.value for w in words]  # type: ignore[attr-defined]  # a StrEnum
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


_TOLD = Processing(Purpose.WRITE, Ground.CONSENT, People.TELLERS, Keep.WITH_RECORD, (Receiver.SELF, Receiver.MEMBERS))


class Change(Fenced):
    """Something that happened downstream, in plain words for the people upstream. Until `sends_at` nobody heard.

    It goes to who is upstream of `bundle_ids`; with `card_ids` only to the people of those cards; on a concern
    to its own person.
    """

    processing = Processing(
        Purpose.WRITE, Ground.NOT_PERSONAL, People.NOBODY, Keep.WITH_WORKSPACE, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    bundle_ids = models.JSONField(default=list)
    card_ids = models.JSONField(default=list)
    about_id = models.UUIDField(null=True)  # the effect that a question is about
    text = models.TextField()
    text_en = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    sends_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(null=True)  # people upstream, from the moment the telling began
    finished_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "change"
        constraints = [
            FencedPrimaryKey(name="change_fenced_pkey"),
            _one_of("kind", ChangeKind, "change_kind_known"),
            _one_of("subject_kind", SubjectKind, "change_subject_known"),
        ]
        indexes = [models.Index(fields=["workspace_id", "subject_id", "-made_at"], name="change_subject")]


class Told(Fenced):
    """That one person was told of one change, and how. Nobody is told twice."""

    processing = _TOLD

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    change = models.ForeignKey(Change, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    who = models.CharField(max_length=12)
    person_id = models.UUIDField()
    way = models.CharField(max_length=12)
    told_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "told"
        constraints = [
            FencedPrimaryKey(name="told_fenced_pkey"),
            FencedKey(name="told_change_fenced", field="change", to="change"),
            models.UniqueConstraint(fields=["workspace_id", "change", "who", "person_id"], name="told_once"),
            _one_of("who", Who, "told_who_known"),
            _one_of("way", Way, "told_way_known"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "who", "person_id", "-told_at"], name="told_person"),
            models.Index(
                fields=["workspace_id", "told_at"],
                name="told_weekly",
                condition=Q(way=Way.WEEKLY, mailed_at=None, read_at=None),
            ),
        ]


class NewsWish(Fenced):
    """Of what one person wants a mail, and whether once a week is enough. Without a row: everything, at once."""

    processing = _TOLD

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    who = models.CharField(max_length=12)
    person_id = models.UUIDField()
    wish = models.CharField(max_length=10, default=Wish.EVERYTHING)
    is_weekly = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "news_wish"
        constraints = [
            FencedPrimaryKey(name="news_wish_fenced_pkey"),
            models.UniqueConstraint(fields=["workspace_id", "who", "person_id"], name="news_wish_once"),
            _one_of("who", Who, "news_wish_who_known"),
            _one_of("wish", Wish, "news_wish_known"),
        ]


class AfterAnswer(Fenced):
    """What somebody says four weeks later: does it work for them now? A line of theirs is under their own lock."""

    processing = Processing(
        Purpose.HELP,
        Ground.CONSENT,
        People.TELLERS,
        Keep.WITH_RECORD,
        (Receiver.SELF, Receiver.HELPERS),
        sealed=("line",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    change = models.ForeignKey(Change, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    who = models.CharField(max_length=12)
    person_id = models.UUIDField()
    answer = models.CharField(max_length=8)
    line = models.BinaryField(default=b"")
    key_id = models.UUIDField()
    answered_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "after_answer"
        constraints = [
            FencedPrimaryKey(name="after_answer_fenced_pkey"),
            FencedKey(name="after_answer_change_fenced", field="change", to="change"),
            models.UniqueConstraint(fields=["workspace_id", "change", "who", "person_id"], name="after_answer_once"),
            _one_of("who", Who, "after_answer_who_known"),
            _one_of("answer", Works, "after_answer_known"),
        ]
