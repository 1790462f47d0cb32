"""Tables of what people told: sealed stories, cards, messages, receipts, drafts, and who gathers their own."""

import uuid

from django.conf import settings
from django.db import models

from bundel.concerns.rules.glass import Emergency
from bundel.concerns.rules.publishing import PlaceLevel
from bundel.concerns.rules.states import State
from bundel.concerns.rules.taking import ExportReason, ExportState
from bundel.concerns.rules.words import Channel, Consent, Decider, ForWhom, LetterBy, Side, Since, Theme
from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedKey, FencedPrimaryKey


def _one_of(field: str, words: type) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [w.value for w in words]}),  # type: ignore[attr-defined]  # a StrEnum
        name=f"concern_{field}_known",
    )


class Concern(Fenced):
    """What one person ran into. Story, wish and contact are under lock; the rest says nothing of who it is."""

    processing = Processing(
        Purpose.HELP,
        Ground.CONSENT,
        People.TELLERS,
        Keep.CONCERN,
        (Receiver.SELF, Receiver.HELPERS),
        sealed=("story", "wish", "contact_name", "contact"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(max_length=11)
    state = models.CharField(max_length=20, default=State.RECEIVED)
    theme = models.CharField(max_length=20)
    municipality_code = models.CharField(max_length=6)
    decides = models.CharField(max_length=20)
    since = models.CharField(max_length=10)
    for_whom = models.CharField(max_length=10)
    consent = models.CharField(max_length=10)
    channel = models.CharField(max_length=10, default=Channel.WEB)
    language = models.CharField(max_length=2, default="nl")
    letter_dated_on = models.DateField(null=True)
    letter_received_on = models.DateField(null=True)
    letter_by = models.CharField(max_length=10, blank=True)
    last_day = models.DateField(null=True)
    may_be_danger = models.BooleanField(default=False)
    is_reachable = models.BooleanField(default=False)
    key = models.ForeignKey("sealing.SealKey", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    story = models.BinaryField()
    wish = models.BinaryField(default=b"")
    contact_name = models.BinaryField(default=b"")
    contact = models.BinaryField(default=b"")
    entered_by = models.UUIDField(null=True)
    assigned_to = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    waiting_since = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Fenced.Meta):
        db_table = "concern"
        constraints = [
            FencedPrimaryKey(name="concern_fenced_pkey"),
            models.UniqueConstraint(fields=["workspace_id", "handle"], name="concern_handle_once"),
            _one_of("state", State),
            _one_of("theme", Theme),
            _one_of("decides", Decider),
            _one_of("since", Since),
            _one_of("for_whom", ForWhom),
            _one_of("consent", Consent),
            _one_of("channel", Channel),
            models.CheckConstraint(
                condition=models.Q(letter_by__in=["", *(w.value for w in LetterBy)]), name="concern_letter_by_known"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "-received_at", "-id"], name="concern_newest"),
            models.Index(fields=["workspace_id", "state", "-received_at", "-id"], name="concern_state"),
            models.Index(fields=["workspace_id", "theme", "-received_at", "-id"], name="concern_theme"),
            models.Index(
                fields=["workspace_id", "municipality_code", "-received_at", "-id"], name="concern_municipality"
            ),
            models.Index(fields=["workspace_id", "assigned_to", "-received_at", "-id"], name="concern_assigned"),
            models.Index(fields=["workspace_id", "waiting_since"], name="concern_waiting"),
            models.Index(
                fields=["workspace_id", "closed_at"],
                name="concern_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["workspace_id", "last_day"],
                name="concern_last_day",
                condition=models.Q(last_day__isnull=False),
            ),
        ]


class Card(Fenced):
    """The problem without the person, as the teller approved it.

    The database keeps a column `search` beside it, for full text.
    """

    processing = Processing(
        Purpose.HELP, Ground.CONSENT, People.TELLERS, Keep.WITH_CONCERN, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.OneToOneField(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    title = models.CharField(max_length=80)
    text = models.TextField()
    consequences = models.JSONField(default=list)
    place_level = models.CharField(
        max_length=12, default=PlaceLevel.MUNICIPALITY, db_default=PlaceLevel.MUNICIPALITY.value
    )  # no nearer than this; what others see may be coarser
    approved_at = models.DateTimeField()

    class Meta(Fenced.Meta):
        db_table = "card"
        constraints = [
            FencedPrimaryKey(name="card_fenced_pkey"),
            FencedKey(name="card_concern_fenced", field="concern", to="concern"),
        ]


class Message(Fenced):
    """One message between the person and the workspace, under lock. The person sees it from `sends_at` on."""

    processing = Processing(
        Purpose.HELP, Ground.CONSENT, People.TELLERS, Keep.MESSAGE, (Receiver.SELF, Receiver.HELPERS), sealed=("text",)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    side = models.CharField(max_length=10, choices=[(s, s) for s in Side])
    text = models.BinaryField()
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField()
    sends_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    is_announced = models.BooleanField(default=False)

    class Meta(Fenced.Meta):
        db_table = "message"
        constraints = [
            FencedPrimaryKey(name="message_fenced_pkey"),
            FencedKey(name="message_concern_fenced", field="concern", to="concern"),
        ]
        indexes = [models.Index(fields=["workspace_id", "concern", "written_at"], name="message_concern")]


class NameMark(Fenced):
    """A keyed mark of one word of a name: names are found by whole word, and stand nowhere in the open."""

    processing = Processing(Purpose.FIND_AGAIN, Ground.CONSENT, People.TELLERS, Keep.NAME_MARK, (Receiver.HELPERS,))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    mark = models.BinaryField()

    class Meta(Fenced.Meta):
        db_table = "name_mark"
        constraints = [
            FencedPrimaryKey(name="name_mark_fenced_pkey"),
            FencedKey(name="name_mark_concern_fenced", field="concern", to="concern"),
        ]
        indexes = [models.Index(fields=["workspace_id", "mark"], name="name_mark_mark")]


class Receipt(models.Model):
    """From the slow hash of a code to its concern. The application adds and finds one; it cannot list them."""

    processing = Processing(Purpose.FIND_AGAIN, Ground.CONSENT, People.TELLERS, Keep.WITH_CONCERN, (Receiver.SELF,))

    app_may = "INSERT"

    hash = models.BinaryField(primary_key=True)
    workspace_id = models.UUIDField()
    concern_id = models.UUIDField()

    class Meta:
        db_table = "receipt"
        indexes = [models.Index(fields=["workspace_id", "concern_id"], name="receipt_concern")]


class Draft(models.Model):
    """What somebody is still typing, under a key that only their cookie or resume code holds; for 14 days."""

    processing = Processing(
        Purpose.FINISH_TELLING,
        Ground.CONSENT,
        People.VISITORS,
        Keep.DRAFT,
        (Receiver.SELF,),
        sealed=("sealed", "resume_wrapped"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lookup = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    workspace_id = models.UUIDField(null=True)
    resume_hash = models.BinaryField(null=True, unique=True)
    resume_wrapped = models.BinaryField(null=True)
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "draft"
        indexes = [models.Index(fields=["expires_at"], name="draft_expires")]


class OwnConcern(models.Model):
    """That an account follows a concern, as its receipt does. A row policy lets only the account itself read it."""

    processing = Processing(Purpose.FIND_AGAIN, Ground.CONSENT, People.TELLERS, Keep.WITH_ACCOUNT, (Receiver.SELF,))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    workspace_id = models.UUIDField()
    concern_id = models.UUIDField()
    added_at = models.DateTimeField()
    erasing_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "own_concern"
        constraints = [models.UniqueConstraint(fields=["user", "concern_id"], name="own_concern_once")]
        indexes = [models.Index(fields=["workspace_id", "concern_id"], name="own_concern_concern")]


class BreakGlass(Fenced):
    """A request to open one story in danger, and the second person's answer to it. Goes when the concern goes."""

    processing = Processing(
        Purpose.PROTECT, Ground.VITAL, People.TELLERS, Keep.WITH_CONCERN, (Receiver.OWNERS, Receiver.PRIVACY_OFFICER)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    danger = models.CharField(max_length=12, choices=[(d, d) for d in Emergency])
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(default=False)

    class Meta(Fenced.Meta):
        db_table = "break_glass"
        constraints = [
            FencedPrimaryKey(name="break_glass_fenced_pkey"),
            FencedKey(name="break_glass_concern_fenced", field="concern", to="concern"),
            models.CheckConstraint(
                condition=models.Q(answered_by=None) | ~models.Q(answered_by=models.F("asked_by")),
                name="break_glass_by_a_second_person",
            ),
        ]
        indexes = [models.Index(fields=["workspace_id", "asked_at"], name="break_glass_newest")]


class Export(Fenced):
    """That somebody takes everything of the workspace along; the row stays, what it held goes after a day."""

    processing = Processing(
        Purpose.PROTECT, Ground.DUTY, People.MEMBERS, Keep.WITH_WORKSPACE, (Receiver.OWNERS, Receiver.PRIVACY_OFFICER)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.UUIDField()
    reason = models.CharField(max_length=10, choices=[(r, r) for r in ExportReason])
    state = models.CharField(max_length=10, choices=[(s, s) for s in ExportState], default=ExportState.RUNNING)
    has_stories = models.BooleanField()
    data_key = models.UUIDField(null=True)  # of the pieces, for as long as they are kept
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    last_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "export"
        constraints = [FencedPrimaryKey(name="export_fenced_pkey")]


class ExportPart(Fenced):
    """A piece of one file of an export, under the export's own key."""

    processing = Processing(
        Purpose.PROTECT,
        Ground.DUTY,
        People.TELLERS,
        Keep.WITH_RECORD,
        (Receiver.OWNERS,),
        sealed=("content",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    export = models.ForeignKey(Export, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    name = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    key_id = models.UUIDField()
    content = models.BinaryField()

    class Meta(Fenced.Meta):
        db_table = "export_part"
        constraints = [
            FencedPrimaryKey(name="export_part_fenced_pkey"),
            FencedKey(name="export_part_export_fenced", field="export", to="export"),
            models.UniqueConstraint(fields=["workspace_id", "export", "name", "number"], name="export_part_once"),
        ]
