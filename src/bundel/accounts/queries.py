"""Reading members, invitations and one's own account."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Lower

from bundel.accounts.access import Actor, allows, require
from bundel.accounts.models import User
from bundel.accounts.permissions import ActorKind, Permission, permissions_of
from bundel.accounts.rules import UNDO_TERM, InvitationState, invitation_state, plain_address
from bundel.tenancy.fence import active_workspace_id
from bundel.tenancy.models import Invitation, Membership
from bundel.tenancy.rules import Role

_SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Member:
    """Somebody in the active workspace; `email` is empty for who does not manage people."""

    id: UUID
    user_id: UUID
    name: str
    email: str
    role: Role
    since: datetime
    ended_at: datetime | None
    has_second_factor: bool
    is_self: bool


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that was not accepted yet."""

    id: UUID
    email: str
    role: Role
    expires_at: datetime
    state: InvitationState


def visible_members(actor: Actor) -> list[Member]:
    """The running members of the active workspace, by name. Raises Refused."""
    return _members(actor, _visible(actor).filter(ended_at=None))


def visible_former_members(actor: Actor, *, now: datetime) -> list[Member]:
    """Who stopped so short ago that it can be undone, newest first. Raises Refused."""
    members = _members(actor, _visible(actor).filter(ended_at__gt=now - UNDO_TERM))
    return sorted(members, key=lambda m: m.ended_at or m.since, reverse=True)


def visible_helpers(actor: Actor) -> list[tuple[UUID, str]]:
    """Account and name of the running members who can open a story, by name. Raises Refused."""
    roles = [role for role in Role if Permission.STORY_OPEN in permissions_of(ActorKind.USER, role)]
    return list(_visible(actor).filter(ended_at=None, role__in=roles).values_list("user_id", "user__name"))


def find_member(actor: Actor, membership_id: UUID) -> Member | None:
    """One running member. Raises Refused."""
    return next(iter(_members(actor, _visible(actor).filter(pk=membership_id, ended_at=None))), None)


def visible_names(actor: Actor, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by account, for ids that stand in records of the active workspace. Raises Refused."""
    require(actor, Permission.OWN_ACCOUNT)
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))


def _visible(actor: Actor) -> QuerySet[Membership]:
    require(actor, Permission.PEOPLE_SEE)
    return Membership.objects.select_related("user").order_by(Lower("user__name"), "id")


def _members(actor: Actor, rows: QuerySet[Membership]) -> list[Member]:
    memberships = list(rows)
    manages = allows(actor, Permission.PEOPLE_MANAGE)
    secured = _with_second_factor([m.user_id for m in memberships])
    return [
        Member(
            id=m.id,
            user_id=m.user_id,
            name=m.user.name,
            email=m.user.email if manages else "",
            role=Role(m.role),
            since=m.created_at,
            ended_at=m.ended_at,
            has_second_factor=m.user_id in secured,
            is_self=m.user_id == actor.id,
        )
        for m in memberships
    ]


def find_standing(user_id: UUID) -> tuple[Role, bool] | None:
    """What the user is in the active workspace, and whether a second step guards their account.

    Every page of a member asks this, so it is one statement of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select role, exists(select from mfa_authenticator a where a.user_id = m.user_id and a.type = any(%s)) "
            "from membership m where workspace_id = %s and user_id = %s and ended_at is null",
            [list(_SECOND_STEPS), active_workspace_id(), user_id],
        )
        row = cursor.fetchone()
    return (Role(row[0]), row[1]) if row else None


def has_second_factor(user_id: UUID) -> bool:
    """Whether this account proves itself with a second step when it signs in."""
    return bool(_with_second_factor([user_id]))


def _with_second_factor(user_ids: list[UUID]) -> set[UUID]:
    return set(
        Authenticator.objects.filter(user_id__in=user_ids, type__in=_SECOND_STEPS).values_list("user_id", flat=True)
    )


def visible_invitations(actor: Actor, *, now: datetime) -> list[InvitationRow]:
    """Invitations nobody answered yet, expired ones among them, newest first. Raises Refused."""
    require(actor, Permission.PEOPLE_MANAGE)
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).order_by("-created_at", "id")
    return [InvitationRow(i.id, i.email, Role(i.role), i.expires_at, state_of(i, now=now)) for i in rows]


def state_of(invitation: Invitation, *, now: datetime) -> InvitationState:
    """Whether this invitation can still be accepted."""
    return invitation_state(
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        expires_at=invitation.expires_at,
        now=now,
    )


def find_invitation(invitation_id: UUID) -> Invitation | None:
    """An invitation to the active workspace; whoever asks shows its token first."""
    return Invitation.objects.filter(pk=invitation_id).first()


def find_account(email: str) -> User | None:
    """The account with this address, in whatever case it was typed."""
    return User.objects.alias(plain=Lower("email")).filter(plain=plain_address(email)).first()


def find_account_by_id(account_id: UUID) -> User | None:
    """The account that may sign in under this id."""
    return User.objects.filter(pk=account_id, is_active=True).first()


def accounts_with(permission: Permission) -> list[User]:
    """The running members of the active workspace who have this right, for mail to them."""
    roles = [role for role in Role if permission in permissions_of(ActorKind.USER, role)]
    memberships = Membership.objects.filter(ended_at=None, role__in=roles, user__is_active=True)
    return [m.user for m in memberships.select_related("user").order_by("id")]


def lock_owners() -> set[UUID]:
    """The memberships of all running owners, held until the end of this act."""
    owners = Membership.objects.filter(role=Role.OWNER, ended_at=None).order_by("id")
    return set(owners.select_for_update().values_list("id", flat=True))


def lock_member(membership_id: UUID) -> Membership:
    """One membership, running or ended, held until the end of this act. Raises Membership.DoesNotExist."""
    return Membership.objects.select_for_update().get(pk=membership_id)


def lock_invitation(invitation_id: UUID) -> Invitation:
    """One invitation, held until the end of this act. Raises Invitation.DoesNotExist."""
    return Invitation.objects.select_for_update().get(pk=invitation_id)
