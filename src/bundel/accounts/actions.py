"""Making workspaces, inviting people, changing and ending what they are, and one's own account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from bundel.accounts import links, queries, rules
from bundel.accounts.access import Actor, Refused, action
from bundel.accounts.models import User
from bundel.accounts.permissions import ActorKind, Permission
from bundel.accounts.rules import Broken, InvitationState
from bundel.audit.models import AuditRow
from bundel.kit.rules import RuleBroken
from bundel.tenancy.emptying import erase_records
from bundel.tenancy.fence import NoWorkspace, active_workspace_id
from bundel.tenancy.models import Invitation, Membership, Receives, Workspace
from bundel.tenancy.queries import find_membership, get_workspace, lock_workspace, workspaces_of
from bundel.tenancy.queue import enqueue
from bundel.tenancy.rules import CLOSING_TERM, LONGEST_GOES_TO, Role, WorkspaceKind, WorkspaceState, is_slug

SWEPT_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Invited:
    """An invitation that was made: its token, and the address on this site where it is accepted."""

    id: UUID
    token: str
    path: str


@action(Permission.INSTANCE_OPERATE)
def create_workspace(
    actor: Actor,
    workspace_id: UUID,
    /,
    *,
    slug: str,
    name: str,
    kind: WorkspaceKind,
    owner_email: str,
    now: datetime,
    language: str = "nl",
) -> Invited:
    """A new workspace, and the invitation of its first owner.

    It runs in the workspace that it makes: choose an id, enter `acting_for(id)`, and call it there, so that
    the first row of the new workspace's audit is its own beginning. Raises RuleBroken.
    """
    if workspace_id != active_workspace_id():
        raise NoWorkspace("a workspace is made inside acting_for(its own id)")
    if not is_slug(slug):
        raise RuleBroken(Broken.SLUG_NOT_READABLE)
    if Workspace.objects.filter(slug=slug).exists():
        raise RuleBroken(Broken.SLUG_TAKEN)
    workspace = Workspace(id=workspace_id, slug=slug, name=rules.plain_name(name), kind=kind, created_at=now)
    workspace.save(force_insert=True)
    return _invite(actor, owner_email, Role.OWNER, language, now)


@action(Permission.PEOPLE_MANAGE)
def invite(actor: Actor, /, *, email: str, role: Role, now: datetime, language: str = "nl") -> Invited:
    """Invite somebody by mail; an earlier open invitation to the same address is withdrawn. Raises RuleBroken."""
    rules.check_may_give(actor.role, role)
    return _invite(actor, email, role, language, now)


@action(Permission.INSTANCE_OPERATE)
def invite_as_operator(actor: Actor, /, *, email: str, role: Role, now: datetime, language: str = "nl") -> Invited:
    """Invite somebody from the command line, as when the last owner is gone. Raises RuleBroken."""
    return _invite(actor, email, role, language, now)


def _invite(actor: Actor, email: str, role: Role, language: str, now: datetime) -> Invited:
    email = rules.plain_address(email)
    account = queries.find_account(email)
    if account is not None and find_membership(account.id) is not None:
        raise RuleBroken(Broken.ALREADY_MEMBER)
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    invitation = Invitation(
        id=uuid4(),
        email=email,
        role=role,
        invited_by=actor.id,
        created_at=now,
        expires_at=now + rules.INVITATION_TERM,
    )
    invitation.save(force_insert=True)
    language = account.language if account else rules.known_language(language)
    enqueue("notices.write_invitation", invitation_id=invitation.id, language=language)
    slug = get_workspace(active_workspace_id()).slug
    token = links.invitation_token(invitation.id)
    return Invited(invitation.id, token, links.invitation_path(slug, invitation.id))


@action(Permission.PEOPLE_MANAGE)
def withdraw_invitation(actor: Actor, invitation_id: UUID, /, *, now: datetime) -> None:
    """The link works no longer. Raises RuleBroken when it was accepted already."""
    invitation = queries.lock_invitation(invitation_id)
    if invitation.accepted_at is not None:
        raise RuleBroken(Broken.INVITATION_OVER)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])


@action(Permission.INVITATION_ACCEPT)
def accept_invitation(
    actor: Actor,
    invitation_id: UUID,
    /,
    *,
    token: str,
    now: datetime,
    name: str = "",
    password_hash: str = "",
    language: str = "nl",
) -> Membership:
    """Become a member: with the account one is signed in to, else with a new account.

    The password comes hashed, because hashing is too slow for a transaction. Raises RuleBroken.
    """
    invitation = queries.lock_invitation(invitation_id)
    if not links.fits(token, invitation_id) or queries.state_of(invitation, now=now) is not InvitationState.OPEN:
        raise RuleBroken(Broken.INVITATION_OVER)
    if actor.kind is ActorKind.USER and actor.id is not None:
        account = User.objects.get(pk=actor.id)
    else:
        account = _new_account(invitation.email, name, password_hash, language, now)
    if rules.plain_address(account.email) != invitation.email:
        raise RuleBroken(Broken.OTHER_ADDRESS)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    membership, _ = Membership.objects.update_or_create(
        user=account, defaults={"role": invitation.role, "created_at": now, "ended_at": None}
    )
    return membership


def _new_account(email: str, name: str, password_hash: str, language: str, now: datetime) -> User:
    if queries.find_account(email) is not None:
        raise RuleBroken(Broken.ACCOUNT_EXISTS)
    account = User(
        email=email,
        name=rules.plain_name(name),
        password=password_hash,
        language=rules.known_language(language),
        created_at=now,
    )
    account.save(force_insert=True)
    return account


@action(Permission.PEOPLE_MANAGE)
def change_role(actor: Actor, membership_id: UUID, /, *, role: Role, now: datetime) -> None:
    """Give a running member another role. Raises RuleBroken: the last owner stays owner."""
    rules.check_may_give(actor.role, role)
    owners = queries.lock_owners()
    membership = _running(membership_id)
    if role is not Role.OWNER:
        rules.check_an_owner_stays(owners, membership.id)
    membership.role = role
    membership.save(update_fields=["role"])


@action(Permission.PEOPLE_MANAGE)
def end_membership(actor: Actor, membership_id: UUID, /, *, now: datetime) -> None:
    """Somebody stops; `restore_membership` undoes it for 30 days. Raises RuleBroken for the last owner."""
    _end(membership_id, now)


@action(Permission.OWN_ACCOUNT)
def leave_workspace(actor: Actor, /, *, now: datetime) -> None:
    """Stop being a member oneself. Raises RuleBroken for the last owner."""
    membership = find_membership(actor.id) if actor.id else None
    if membership is None:
        raise RuleBroken(Broken.NOT_A_MEMBER)
    _end(membership.id, now)


def _end(membership_id: UUID, now: datetime) -> None:
    owners = queries.lock_owners()
    membership = _running(membership_id)
    rules.check_an_owner_stays(owners, membership.id)
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])


def _running(membership_id: UUID) -> Membership:
    membership = queries.lock_member(membership_id)
    if membership.ended_at is not None:
        raise RuleBroken(Broken.NOT_A_MEMBER)
    return membership


@action(Permission.PEOPLE_MANAGE)
def restore_membership(actor: Actor, membership_id: UUID, /, *, now: datetime) -> None:
    """Undo an end of at most 30 days ago; the role is what it was. Raises RuleBroken."""
    membership = queries.lock_member(membership_id)
    if membership.ended_at is not None and membership.ended_at <= now - rules.UNDO_TERM:
        raise RuleBroken(Broken.NOT_A_MEMBER)
    membership.ended_at = None
    membership.save(update_fields=["ended_at"])


@action(Permission.OWN_ACCOUNT)
def change_profile(actor: Actor, account_id: UUID, /, *, name: str, language: str, now: datetime) -> None:
    """Change one's own name and language; an act of the instance. Raises Refused, RuleBroken."""
    if account_id != actor.id:
        raise Refused(actor, Permission.OWN_ACCOUNT, "accounts.change_profile")
    User.objects.filter(pk=account_id).update(name=rules.plain_name(name), language=rules.known_language(language))


@action(Permission.WORKSPACE_CLOSE)
def close_workspace(actor: Actor, /, *, goes_to: str, now: datetime) -> UUID:
    """Begin to close: nothing new comes in; `reopen_workspace` undoes it for 30 days. Raises RuleBroken.

    `goes_to` tells visitors where to go instead. What is told from now on goes to who else receives it.
    """
    workspace = lock_workspace(active_workspace_id())
    if workspace.state != WorkspaceState.OPEN:
        raise RuleBroken(Broken.NOT_OPEN)
    workspace.state, workspace.closing_since = WorkspaceState.CLOSING, now
    workspace.goes_to = goes_to.strip()[:LONGEST_GOES_TO]
    workspace.version += 1
    workspace.save(update_fields=["state", "closing_since", "goes_to", "version"])
    enqueue("notices.announce_closing")
    return workspace.id


@action(Permission.WORKSPACE_CLOSE)
def reopen_workspace(actor: Actor, /, *, now: datetime) -> UUID:
    """Undo the closing: everything is as it was. Raises RuleBroken."""
    workspace = lock_workspace(active_workspace_id())
    if workspace.state != WorkspaceState.CLOSING:
        raise RuleBroken(Broken.NOT_CLOSING)
    workspace.state, workspace.closing_since, workspace.goes_to = WorkspaceState.OPEN, None, ""
    workspace.version += 1
    workspace.save(update_fields=["state", "closing_since", "goes_to", "version"])
    return workspace.id


@action(Permission.RETENTION_RUN, as_job=True)
def finish_closing(actor: Actor, /, *, now: datetime) -> bool:
    """Thirty days after an owner began: destroy every key, erase every record but the audit; whether it did.

    The name and the sentence where to go stay, so that an old address is no dead end.
    """
    workspace = lock_workspace(active_workspace_id())
    if workspace.closing_since is None or workspace.state != WorkspaceState.CLOSING:
        return False
    if workspace.closing_since > now - CLOSING_TERM:
        return False
    # Among them every data key: the database itself puts each on the erasure list.
    erase_records(keep={AuditRow})
    Receives.objects.filter(workspace=workspace).delete()
    workspace.state = WorkspaceState.CLOSED
    workspace.telephone = workspace.responsible = workspace.privacy_contact = ""
    workspace.save()
    enqueue("concerns.forget_all_receipts")
    # The sweep leaves what is younger than a day, and no night comes by here any more.
    enqueue("files.sweep_files", at=now + SWEPT_AFTER)
    return True


@action(Permission.ACCOUNT_MAKE)
def make_account(actor: Actor, /, *, email: str, name: str, password_hash: str, language: str, now: datetime) -> User:
    """An account for who proved to read the mail of this address; an act of the instance. Raises RuleBroken."""
    return _new_account(rules.plain_address(email), name, password_hash, language, now)


@action(Permission.OWN_ACCOUNT)
def erase_account(actor: Actor, account_id: UUID, /, *, now: datetime) -> None:
    """Take everything from one's own account, at once; an act of the instance. Raises Refused, RuleBroken.

    An empty row stays, so that the audit's ids and memberships that ended keep pointing at somebody.
    What the account followed stays with its receipts; only the link with this account goes.
    """
    if account_id != actor.id:
        raise Refused(actor, Permission.OWN_ACCOUNT, "accounts.erase_account")
    if workspaces_of(account_id):
        raise RuleBroken(Broken.STILL_A_MEMBER)
    account = User.objects.select_for_update().get(pk=account_id)
    account.email, account.name, account.is_active = f"{account_id}@gewist.invalid", "", False
    account.set_unusable_password()
    account.save()
    for kept_apart in (Authenticator, EmailAddress, SocialAccount, UserSession):
        kept_apart.objects.filter(user_id=account_id).delete()
    enqueue("concerns.forget_gathered", account_id=account_id)
