"""Tables of bundles: cards together, where each came from, and who said that they count for it."""

import uuid

from django.db import models
from django.db.models import Q

from bundel.concerns.rules.bundles import (
    LONGEST_BUNDLE_TITLE,
    LONGEST_REASON,
    BundleState,
    OriginKind,
    Reply,
    Who,
)
from bundel.concerns.rules.ways import LONGEST_WAY, Form
from bundel.gate.models import ReceivedCard
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedKey, FencedPrimaryKey

_WORK = Processing(Purpose.HELP, Ground.NOT_PERSONAL, People.NOBODY, Keep.WITH_WORKSPACE, (Receiver.MEMBERS,))


def _one_of(field: str, words: type, name: str) -> models.CheckConstraint:
    values = [w.value for w in words]  # type: ignore[attr-defined]  # a StrEnum
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Bundle(Fenced):
    """One problem of many people, as the workspace says it. `version` counts every change of it and of its cards."""

    processing = _WORK

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=LONGEST_BUNDLE_TITLE)
    problem = models.TextField(blank=True)
    theme = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default=BundleState.OPEN)
    state_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    owner_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta(Fenced.Meta):
        db_table = "bundle"
        constraints = [
            FencedPrimaryKey(name="bundle_fenced_pkey"),
            _one_of("state", BundleState, "bundle_state_known"),
        ]
        indexes = [models.Index(fields=["workspace_id", "state", "-created_at", "-id"], name="bundle_newest")]


class BundleOrigin(Fenced):
    """That a bundle came from another, by splitting that or by taking it in; kept when it is undone."""

    processing = _WORK

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bundle = models.ForeignKey(
        Bundle, on_delete=models.CASCADE, related_name="origins", db_constraint=False, db_index=False
    )
    source = models.ForeignKey(
        Bundle, on_delete=models.CASCADE, related_name="went_to", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta(Fenced.Meta):
        db_table = "bundle_origin"
        constraints = [
            FencedPrimaryKey(name="bundle_origin_fenced_pkey"),
            FencedKey(name="bundle_origin_bundle_fenced", field="bundle", to="bundle"),
            FencedKey(name="bundle_origin_source_fenced", field="source", to="bundle"),
            _one_of("kind", OriginKind, "bundle_origin_kind_known"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "bundle"], name="bundle_origin_bundle"),
            models.Index(fields=["workspace_id", "source"], name="bundle_origin_source"),
        ]


class BundleCard(Fenced):
    """That a card stood in a bundle, from when until when, who said so and why. A card stands in one at a time.

    `card_id` is no key: when a teller erases their card, who recognised it still stands where it stood.
    """

    processing = Processing(
        Purpose.HELP, Ground.CONSENT, People.TELLERS, Keep.WITH_CONCERN, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bundle = models.ForeignKey(
        Bundle, on_delete=models.CASCADE, related_name="links", db_constraint=False, db_index=False
    )
    card_id = models.UUIDField(null=True)
    received_card = models.ForeignKey(
        ReceivedCard, on_delete=models.CASCADE, null=True, db_constraint=False, db_index=False
    )
    origin = models.ForeignKey(  # the split or merge by which it came
        BundleOrigin, on_delete=models.CASCADE, null=True, db_constraint=False, db_index=False
    )
    linked_at = models.DateTimeField()
    linked_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    unlinked_at = models.DateTimeField(null=True)
    unlinked_by = models.UUIDField(null=True)
    unlink_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta(Fenced.Meta):
        db_table = "bundle_card"
        constraints = [
            FencedPrimaryKey(name="bundle_card_fenced_pkey"),
            FencedKey(name="bundle_card_bundle_fenced", field="bundle", to="bundle"),
            FencedKey(name="bundle_card_received_fenced", field="received_card", to="received_card"),
            FencedKey(name="bundle_card_origin_fenced", field="origin", to="bundle_origin"),
            models.CheckConstraint(
                condition=Q(card_id=None) ^ Q(received_card=None), name="bundle_card_own_or_received"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "card_id"], name="bundle_card_in_one", condition=Q(unlinked_at=None)
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "received_card"],
                name="bundle_card_received_in_one",
                condition=Q(unlinked_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "bundle", "linked_at"], name="bundle_card_bundle"),
            models.Index(fields=["workspace_id", "card_id"], name="bundle_card_card"),
        ]


class BundleYes(Fenced):
    """The question to one person whether they count for a bundle, and the answer. Asked once for each bundle."""

    processing = Processing(
        Purpose.HELP, Ground.CONSENT, People.TELLERS, Keep.WITH_CONCERN, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    card_id = models.UUIDField()
    who = models.CharField(max_length=12)
    person_id = models.UUIDField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=3, blank=True, default=Reply.NONE)

    class Meta(Fenced.Meta):
        db_table = "bundle_yes"
        constraints = [
            FencedPrimaryKey(name="bundle_yes_fenced_pkey"),
            FencedKey(name="bundle_yes_bundle_fenced", field="bundle", to="bundle"),
            models.UniqueConstraint(
                fields=["workspace_id", "who", "person_id", "bundle"], name="bundle_yes_asked_once"
            ),
            _one_of("who", Who, "bundle_yes_who_known"),
            _one_of("answer", Reply, "bundle_yes_answer_known"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "bundle", "answer"], name="bundle_yes_bundle"),
            models.Index(fields=["workspace_id", "card_id"], name="bundle_yes_card"),
        ]


class WayOfWorking(Fenced):
    """In which form one municipality is worked in, with a line about it."""

    processing = _WORK

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality_code = models.CharField(max_length=6)
    form = models.CharField(max_length=10)
    line = models.CharField(max_length=LONGEST_WAY, blank=True)
    changed_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "way_of_working"
        constraints = [
            FencedPrimaryKey(name="way_of_working_fenced_pkey"),
            models.UniqueConstraint(fields=["workspace_id", "municipality_code"], name="way_of_working_once"),
            _one_of("form", Form, "way_of_working_form_known"),
        ]
