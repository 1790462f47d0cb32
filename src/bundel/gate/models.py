"""Tables of the gate: agreements and letters between two workspaces, and what each side keeps of them."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from bundel.gate.rules import AgreementKind, Answer, CrossingKind, Leaving, NewsKind, Word
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Between, Fenced, FencedKey, FencedPrimaryKey
from bundel.tenancy.models import Workspace


def _one_of(field: str, words: type[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [w.value for w in words]}), name=name)


def _workspace() -> "models.ForeignKey[Workspace, Workspace]":
    return models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")


_AGREED = Processing(
    Purpose.SHARE, Ground.NOT_PERSONAL, People.NOBODY, Keep.WITH_WORKSPACE, (Receiver.OTHER_WORKSPACE,)
)
_CARD = Processing(Purpose.SHARE, Ground.CONSENT, People.TELLERS, Keep.WITH_RECORD, (Receiver.OTHER_WORKSPACE,))
_AT_HOME = Processing(
    Purpose.SHARE, Ground.CONSENT, People.TELLERS, Keep.WITH_CONCERN, (Receiver.SELF, Receiver.MEMBERS)
)


class Agreement(Between):
    """What two workspaces agree on: cards go from origin to target. Never changed; another text is another row."""

    processing = _AGREED
    app_may = "SELECT, INSERT"
    policies: ClassVar[dict[str, str]] = {
        "both_read": "FOR SELECT USING (app_ws() IN (origin_id, target_id))",
        "proposed_here": "FOR INSERT WITH CHECK (proposed_by = app_ws() AND app_ws() IN (origin_id, target_id))",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    origin = _workspace()
    target = _workspace()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    replaces_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10)
    purpose = models.TextField()
    themes = models.JSONField(default=list)
    runs_until = models.DateField()
    speaks = models.TextField()
    red_lines = models.TextField(blank=True)
    leaving = models.CharField(max_length=10)

    class Meta(Between.Meta):
        db_table = "agreement"
        constraints = [
            models.CheckConstraint(condition=~models.Q(origin=models.F("target")), name="agreement_two_sides"),
            _one_of("kind", AgreementKind, "agreement_kind_known"),
            _one_of("leaving", Leaving, "agreement_leaving_known"),
        ]


class AgreementWord(Between):
    """What one side said of an agreement. The other side cannot say it for them, and nobody can unsay it."""

    processing = _AGREED
    app_may = "SELECT, INSERT"
    policies: ClassVar[dict[str, str]] = {
        "both_read": "FOR SELECT USING (EXISTS (SELECT 1 FROM agreement a WHERE a.id = agreement_id))",
        # To a proposal of one's own there is nothing to answer; ending is free to both.
        "own_word": """FOR INSERT WITH CHECK (said_by = app_ws() AND EXISTS (
            SELECT 1 FROM agreement a WHERE a.id = agreement_id AND (word = 'end' OR a.proposed_by <> app_ws())))""",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="words")
    said_by = models.UUIDField()
    word = models.CharField(max_length=10)
    said_at = models.DateTimeField()

    class Meta(Between.Meta):
        db_table = "agreement_word"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "said_by", "word"], name="agreement_word_once"),
            _one_of("word", Word, "agreement_word_known"),
        ]


class Crossing(Between):
    """The letterbox: one letter from one workspace to another. The other side takes it out, which empties it."""

    processing = _CARD
    app_may = "SELECT, INSERT, UPDATE (taken_at), DELETE"
    policies: ClassVar[dict[str, str]] = {
        "both_read": "FOR SELECT USING (app_ws() IN (origin_id, target_id))",
        # Written by its sender, along an agreement; a card only while that runs, and on the person's yes to it.
        "sent_here": """FOR INSERT WITH CHECK (origin_id = app_ws() AND taken_at IS NULL AND EXISTS (
            SELECT 1 FROM agreement a WHERE a.id = crossing.agreement_id AND CASE crossing.kind
              WHEN 'news' THEN a.origin_id = crossing.target_id AND a.target_id = crossing.origin_id
              ELSE a.origin_id = crossing.origin_id AND a.target_id = crossing.target_id END
            AND (crossing.kind NOT IN ('card', 'handover') OR (
              (crossing.kind = 'handover') = (a.kind = 'hand_over')
              AND a.runs_until >= (crossing.sent_at AT TIME ZONE 'Europe/Amsterdam')::date
              AND EXISTS (SELECT 1 FROM agreement_word w WHERE w.agreement_id = a.id AND w.word = 'agree')
              AND NOT EXISTS (SELECT 1 FROM agreement_word w WHERE w.agreement_id = a.id AND w.word <> 'agree')
              AND EXISTS (SELECT 1 FROM sharing s WHERE s.id = crossing.consent_id
                AND s.agreement_id = a.id AND s.answer = 'yes' AND s.withdrawn_at IS NULL)))))""",
        "taken_out_there": """FOR UPDATE USING (target_id = app_ws() AND taken_at IS NULL)
            WITH CHECK (target_id = app_ws() AND taken_at IS NOT NULL)""",
        "taken_back_here": "FOR DELETE USING (origin_id = app_ws() AND taken_at IS NULL)",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    origin = _workspace()
    target = _workspace()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    about_id = models.UUIDField(null=True)  # the letter with the card, for what is said of it later
    consent_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    sent_at = models.DateTimeField()
    sends_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta(Between.Meta):
        db_table = "crossing"
        constraints = [_one_of("kind", CrossingKind, "crossing_kind_known")]
        indexes = [
            models.Index(fields=["target", "sends_at"], name="crossing_waiting", condition=models.Q(taken_at=None))
        ]


class Sharing(Fenced):
    """One card and one agreement, kept by the origin: the question to the person, the answer, and what was sent.

    `subject_id` is a record of the storey above, which the gate does not know.
    """

    processing = _AT_HOME

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_id = models.UUIDField()
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=3, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    crossing_id = models.UUIDField(null=True)
    sends_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "sharing"
        constraints = [
            FencedPrimaryKey(name="sharing_fenced_pkey"),
            models.UniqueConstraint(fields=["workspace_id", "subject_id", "agreement"], name="sharing_asked_once"),
            _one_of("answer", Answer, "sharing_answer_known"),
        ]
        indexes = [models.Index(fields=["workspace_id", "crossing_id"], name="sharing_crossing")]


class ReceivedCard(Fenced):
    """A copy of another workspace's card, under the id of the letter it came in. Withdrawing empties it."""

    processing = _CARD

    id = models.UUIDField(primary_key=True, editable=False)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    origin_name = models.CharField(max_length=120)
    handle = models.CharField(max_length=11, blank=True)
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    theme = models.CharField(max_length=20, blank=True)
    municipality_code = models.CharField(max_length=6, blank=True)
    consequences = models.JSONField(default=list)
    is_handed_over = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # the agreement ended: what may stay is what it says

    class Meta(Fenced.Meta):
        db_table = "received_card"
        constraints = [FencedPrimaryKey(name="received_card_fenced_pkey")]
        indexes = [
            models.Index(fields=["workspace_id", "-received_at", "-id"], name="received_card_newest"),
            models.Index(fields=["workspace_id", "agreement"], name="received_card_agreement"),
        ]


class News(Fenced):
    """What became of a shared card on the other side, as they tell it to the origin."""

    processing = _AT_HOME

    id = models.UUIDField(primary_key=True, editable=False)
    sharing = models.ForeignKey(
        Sharing, on_delete=models.CASCADE, related_name="news", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10)
    text = models.TextField()
    received_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "news"
        constraints = [
            FencedPrimaryKey(name="news_fenced_pkey"),
            FencedKey(name="news_sharing_fenced", field="sharing", to="sharing"),
            _one_of("kind", NewsKind, "news_kind_known"),
        ]
        indexes = [models.Index(fields=["workspace_id", "sharing", "received_at"], name="news_sharing")]
