"""Tables of workspaces and their members."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.tenancy.fence import Fenced, FencedPrimaryKey
from bundel.tenancy.rules import LONGEST_GOES_TO, Role, WorkspaceKind, WorkspaceState


class Workspace(models.Model):
    """An organisation's own room. Its name, colour and what it receives are public; so it stands outside the fence."""

    processing = Processing(Purpose.PUBLISH, Ground.INTEREST, People.NOBODY, Keep.WITH_WORKSPACE, (Receiver.PUBLIC,))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(k, k) for k in WorkspaceKind])
    state = models.CharField(max_length=10, choices=[(s, s) for s in WorkspaceState], default=WorkspaceState.OPEN)
    colour = models.CharField(max_length=7, blank=True)
    about = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=3)
    retention_days = models.PositiveSmallIntegerField(default=730)
    retention = models.JSONField(null=True)  # the other terms it chose, in days by kind (`kit.processing`)
    responsible = models.CharField(max_length=200, blank=True, default="", db_default="")
    privacy_contact = models.CharField(max_length=120, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)
    closing_since = models.DateTimeField(null=True)
    goes_to = models.CharField(max_length=LONGEST_GOES_TO, blank=True, default="", db_default="")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "workspace"

    def __str__(self) -> str:
        return self.name


class Receives(models.Model):
    """One line of the table "who receives what": empty place or theme means every one. Public, like the name."""

    processing = Processing(Purpose.PUBLISH, Ground.INTEREST, People.NOBODY, Keep.WITH_WORKSPACE, (Receiver.PUBLIC,))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="receives")
    municipality_code = models.CharField(max_length=6, blank=True)
    theme = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "receives"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "municipality_code", "theme"], name="receives_once")
        ]


class Membership(Fenced):
    """Somebody's place in a workspace. Readable there, and by the user over all their workspaces."""

    processing = Processing(
        Purpose.TAKE_PART, Ground.AGREEMENT, People.MEMBERS, Keep.MEMBERSHIP, (Receiver.SELF, Receiver.MEMBERS)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=[(r, r) for r in Role])
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "membership"
        constraints = [
            FencedPrimaryKey(name="membership_fenced_pkey"),
            models.UniqueConstraint(fields=["workspace_id", "user"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="membership_role_known"),
        ]


class Invitation(Fenced):
    """A link that makes one person a member once; the link itself is kept nowhere (`accounts.links`)."""

    processing = Processing(Purpose.TAKE_PART, Ground.INTEREST, People.INVITED, Keep.INVITATION, (Receiver.OWNERS,))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=[(r, r) for r in Role])
    invited_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Fenced.Meta):
        db_table = "invitation"
        constraints = [FencedPrimaryKey(name="invitation_fenced_pkey")]
        indexes = [models.Index(Lower("email"), name="invitation_email")]
