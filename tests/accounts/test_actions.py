"""Making a workspace, inviting, joining, changing and ending: the result, and the row in the audit."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.hashers import make_password
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.conftest import Two
from tests.worlds import NOW, PASSWORD, World, make_user

from bundel.accounts import actions, queries
from bundel.accounts.access import OPERATOR, PUBLIC, Actor, Refused
from bundel.accounts.models import User
from bundel.accounts.permissions import ActorKind
from bundel.accounts.rules import Broken, InvitationState
from bundel.audit.queries import Trace, recent_acts
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import INSTANCE, NoWorkspace, acting_for
from bundel.tenancy.models import Invitation, Membership, Workspace
from bundel.tenancy.queries import find_membership, workspaces_of
from bundel.tenancy.rules import Role, WorkspaceKind

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
NEW_ADDRESS = "noor@voorbeeld.example"


def new_workspace(slug: str = "nieuw") -> tuple[UUID, actions.Invited]:
    workspace_id = uuid4()
    with acting_for(workspace_id):
        invited = actions.create_workspace(
            OPERATOR,
            workspace_id,
            slug=slug,
            name="Nieuwe vereniging",
            kind=WorkspaceKind.ASSOCIATION,
            owner_email=NEW_ADDRESS,
            now=NOW,
        )
    return workspace_id, invited


def invite(world: World, email: str = NEW_ADDRESS, role: Role = Role.ADVOCATE) -> actions.Invited:
    with acting_for(world.workspace.id):
        return actions.invite(world.actor(Role.OWNER), email=email, role=role, now=NOW)


def accept(world: World, invited: actions.Invited, actor: Actor = PUBLIC, **changes: str) -> Membership:
    given = {"token": invited.token, "name": "Noor", "password_hash": "!", "language": "en"} | changes
    with acting_for(world.workspace.id):
        return actions.accept_invitation(actor, invited.id, now=LATER, **given)


def membership_of(world: World, role: Role) -> UUID:
    with acting_for(world.workspace.id):
        membership = find_membership(world.members[role].id)
    assert membership is not None
    return membership.id


def last_act(workspace_id: UUID) -> Trace:
    with acting_for(workspace_id):
        return recent_acts(limit=1)[0][1]


def refused_code(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(RuleBroken) as broken:
        call(*args, **kwargs)  # type: ignore[operator]  # any of the actions
    return broken.value.code


def test_create_workspace_makes_it_and_invites_its_owner() -> None:
    workspace_id, invited = new_workspace()
    assert Workspace.objects.get(pk=workspace_id).name == "Nieuwe vereniging"
    assert invited.path == f"/uitnodiging/nieuw/{invited.id}/{invited.token}/"
    with acting_for(workspace_id):
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.role) == (NEW_ADDRESS, Role.OWNER)
        assert invitation.expires_at == NOW + timedelta(days=14)
    assert last_act(workspace_id) == Trace(NOW, "operator", None, "accounts.create_workspace", workspace_id, "")


@pytest.mark.parametrize(("slug", "code"), [("Niet Goed", Broken.SLUG_NOT_READABLE), ("nieuw", Broken.SLUG_TAKEN)])
def test_create_workspace_refuses_an_address_that_cannot_be(slug: str, code: Broken) -> None:
    new_workspace("nieuw")
    assert refused_code(new_workspace, slug) == code


def test_create_workspace_belongs_in_its_own_scope() -> None:
    with acting_for(INSTANCE), pytest.raises(NoWorkspace):
        actions.create_workspace(
            OPERATOR,
            uuid4(),
            slug="nieuw",
            name="Nieuw",
            kind=WorkspaceKind.ASSOCIATION,
            owner_email=NEW_ADDRESS,
            now=NOW,
        )


def test_create_workspace_is_for_the_operator(two: Two) -> None:
    with pytest.raises(Refused), acting_for(two.here.workspace.id):
        actions.create_workspace(
            two.here.actor(Role.OWNER),
            two.here.workspace.id,
            slug="nieuw",
            name="Nieuw",
            kind=WorkspaceKind.ASSOCIATION,
            owner_email=NEW_ADDRESS,
            now=NOW,
        )


def test_invite_queues_a_mail_without_any_text(two: Two) -> None:
    invited = invite(two.here)
    job = ProcrastinateJob.objects.latest("id")
    assert job.task_name == "notices.write_invitation"
    assert job.args == {
        "workspace_id": str(two.here.workspace.id),
        "invitation_id": str(invited.id),
        "language": "nl",
    }
    owner = two.here.members[Role.OWNER].id
    assert last_act(two.here.workspace.id) == Trace(NOW, "user", owner, "accounts.invite", invited.id, "")


def test_invite_again_withdraws_the_earlier_link(two: Two) -> None:
    first, second = invite(two.here), invite(two.here, "NOOR@voorbeeld.example", Role.COACH)
    assert refused_code(accept, two.here, first) == Broken.INVITATION_OVER
    assert accept(two.here, second).role == Role.COACH


def test_invite_refuses_who_is_there_already(two: Two) -> None:
    reader = two.here.members[Role.READER]
    assert refused_code(invite, two.here, reader.email.upper()) == Broken.ALREADY_MEMBER
    assert invite(two.there, reader.email).path.startswith("/uitnodiging/daar/")


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OWNER])
def test_invite_is_for_owners(two: Two, role: Role) -> None:
    with pytest.raises(Refused), acting_for(two.here.workspace.id):
        actions.invite(two.here.actor(role), email=NEW_ADDRESS, role=Role.READER, now=NOW)


def test_invite_as_operator_brings_back_an_owner(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        invited = actions.invite_as_operator(OPERATOR, email=NEW_ADDRESS, role=Role.OWNER, now=NOW)
    assert accept(two.here, invited).role == Role.OWNER


def test_accept_invitation_makes_an_account_and_a_member(two: Two) -> None:
    membership = accept(two.here, invite(two.here), password_hash=make_password(PASSWORD))
    account = User.objects.get(email=NEW_ADDRESS)
    assert (account.name, account.language) == ("Noor", "en")
    assert account.check_password(PASSWORD)
    assert membership.user_id == account.id
    assert [w.slug for w in workspaces_of(account.id)] == ["hier"]
    act = last_act(two.here.workspace.id)
    assert (act.actor_kind, act.act, act.at) == ("public", "accounts.accept_invitation", LATER)


def test_accept_invitation_joins_the_account_one_is_signed_in_to(two: Two) -> None:
    user = make_user("noor")
    actor = Actor(ActorKind.USER, user.id, name=user.name)
    membership = accept(two.here, invite(two.here, user.email), actor)
    assert membership.user_id == user.id
    assert User.objects.get(pk=user.id).name == user.name


def test_accept_invitation_works_once(two: Two) -> None:
    invited = invite(two.here)
    accept(two.here, invited)
    assert refused_code(accept, two.here, invited) == Broken.INVITATION_OVER


def test_accept_invitation_is_for_its_own_address(two: Two) -> None:
    user = make_user("ander")
    actor = Actor(ActorKind.USER, user.id, name=user.name)
    assert refused_code(accept, two.here, invite(two.here), actor) == Broken.OTHER_ADDRESS


def test_accept_invitation_does_not_take_over_an_account(two: Two) -> None:
    user = make_user("noor")
    assert refused_code(accept, two.here, invite(two.here, user.email)) == Broken.ACCOUNT_EXISTS


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_accept_invitation_refuses_a_guess(two: Two, token: str) -> None:
    assert refused_code(accept, two.here, invite(two.here), token=token) == Broken.INVITATION_OVER


def test_accept_invitation_knows_no_invitation_of_elsewhere(two: Two) -> None:
    with pytest.raises(Invitation.DoesNotExist):
        accept(two.there, invite(two.here))


def test_accept_invitation_ends_after_fourteen_days(two: Two) -> None:
    invited = invite(two.here)
    with pytest.raises(RuleBroken), acting_for(two.here.workspace.id):
        actions.accept_invitation(PUBLIC, invited.id, token=invited.token, name="Noor", now=NOW + timedelta(days=14))


def test_withdraw_invitation_stops_the_link(two: Two) -> None:
    invited = invite(two.here)
    with acting_for(two.here.workspace.id):
        actions.withdraw_invitation(two.here.actor(Role.OWNER), invited.id, now=LATER)
    assert refused_code(accept, two.here, invited) == Broken.INVITATION_OVER
    assert last_act(two.here.workspace.id).act == "accounts.withdraw_invitation"


def test_withdraw_invitation_comes_too_late_once_accepted(two: Two) -> None:
    invited = invite(two.here)
    accept(two.here, invited)
    with acting_for(two.here.workspace.id):
        assert (
            refused_code(actions.withdraw_invitation, two.here.actor(Role.OWNER), invited.id, now=LATER)
            == Broken.INVITATION_OVER
        )


def test_change_role_gives_other_rights(two: Two) -> None:
    reader = membership_of(two.here, Role.READER)
    with acting_for(two.here.workspace.id):
        actions.change_role(two.here.actor(Role.OWNER), reader, role=Role.COACH, now=LATER)
        assert Membership.objects.get(pk=reader).role == Role.COACH
    assert last_act(two.here.workspace.id).subject_id == reader


def test_change_role_keeps_the_last_owner(two: Two) -> None:
    owner, reader = membership_of(two.here, Role.OWNER), membership_of(two.here, Role.READER)
    actor = two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        code = refused_code(actions.change_role, actor, owner, role=Role.READER, now=LATER)
        actions.change_role(actor, reader, role=Role.OWNER, now=LATER)
        actions.change_role(actor, owner, role=Role.READER, now=LATER)
    assert code == Broken.LAST_OWNER


def test_change_role_finds_nobody_of_elsewhere(two: Two) -> None:
    foreign = membership_of(two.there, Role.READER)
    with acting_for(two.here.workspace.id), pytest.raises(Membership.DoesNotExist):
        actions.change_role(two.here.actor(Role.OWNER), foreign, role=Role.COACH, now=LATER)


def test_change_role_is_for_who_still_takes_part(two: Two) -> None:
    reader, actor = membership_of(two.here, Role.READER), two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        actions.end_membership(actor, reader, now=NOW)
        code = refused_code(actions.change_role, actor, reader, role=Role.COACH, now=LATER)
    assert code == Broken.NOT_A_MEMBER


def test_end_membership_and_restore_membership_undo_each_other(two: Two) -> None:
    reader, actor = membership_of(two.here, Role.READER), two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        actions.end_membership(actor, reader, now=LATER)
        assert find_membership(two.here.members[Role.READER].id) is None
        assert [m.id for m in queries.visible_former_members(actor, now=LATER)] == [reader]
        actions.restore_membership(actor, reader, now=LATER)
        assert find_membership(two.here.members[Role.READER].id) is not None
    assert last_act(two.here.workspace.id).act == "accounts.restore_membership"


def test_restore_membership_ends_after_thirty_days(two: Two) -> None:
    reader, actor = membership_of(two.here, Role.READER), two.here.actor(Role.OWNER)
    with acting_for(two.here.workspace.id):
        actions.end_membership(actor, reader, now=NOW)
        code = refused_code(actions.restore_membership, actor, reader, now=NOW + timedelta(days=30))
        assert queries.visible_former_members(actor, now=NOW + timedelta(days=30)) == []
    assert code == Broken.NOT_A_MEMBER


def test_end_membership_keeps_the_last_owner(two: Two) -> None:
    owner = membership_of(two.here, Role.OWNER)
    with acting_for(two.here.workspace.id):
        code = refused_code(actions.end_membership, two.here.actor(Role.OWNER), owner, now=LATER)
    assert code == Broken.LAST_OWNER


def test_leave_workspace_ends_ones_own_membership(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        actions.leave_workspace(two.here.actor(Role.READER), now=LATER)
        code = refused_code(actions.leave_workspace, two.here.actor(Role.READER), now=LATER)
        last = refused_code(actions.leave_workspace, two.here.actor(Role.OWNER), now=LATER)
    assert (code, last) == (Broken.NOT_A_MEMBER, Broken.LAST_OWNER)


def test_somebody_who_stopped_can_be_invited_again(two: Two) -> None:
    reader = two.here.members[Role.READER]
    with acting_for(two.here.workspace.id):
        actions.leave_workspace(two.here.actor(Role.READER), now=NOW)
    actor = Actor(ActorKind.USER, reader.id, name=reader.name)
    assert accept(two.here, invite(two.here, reader.email, Role.COACH), actor).role == Role.COACH


def test_change_profile_is_for_ones_own_account(two: Two) -> None:
    user, other = two.here.members[Role.READER], two.here.members[Role.COACH]
    actor = Actor(ActorKind.USER, user.id, name=user.name)
    with acting_for(INSTANCE):
        actions.change_profile(actor, user.id, name=" Noor  B. ", language="en", now=LATER)
        with pytest.raises(Refused):
            actions.change_profile(actor, other.id, name="Niet ik", language="en", now=LATER)
    user.refresh_from_db()
    assert (user.name, user.language) == ("Noor B.", "en")
    assert last_act(INSTANCE) == Trace(LATER, "user", user.id, "accounts.change_profile", user.id, "")


def test_visible_members_shows_addresses_to_who_manages_people_only(two: Two) -> None:
    with acting_for(two.here.workspace.id):
        seen = queries.visible_members(two.here.actor(Role.OWNER))
        coach = queries.visible_members(two.here.actor(Role.COACH))
    assert {m.user_id for m in seen} == {u.id for u in two.here.members.values()}
    assert [m.name for m in seen] == sorted(m.name for m in seen)
    assert all(m.email for m in seen)
    assert {m.email for m in coach} == {""}
    assert [m.role for m in coach if m.is_self] == [Role.COACH]


def test_visible_members_is_not_for_readers(two: Two) -> None:
    with acting_for(two.here.workspace.id), pytest.raises(Refused):
        queries.visible_members(two.here.actor(Role.READER))


def test_visible_invitations_shows_what_waits(two: Two) -> None:
    invited = invite(two.here)
    accept(two.here, invite(two.here, "klaar@voorbeeld.example"))
    with acting_for(two.here.workspace.id):
        rows = queries.visible_invitations(two.here.actor(Role.OWNER), now=NOW + timedelta(days=15))
    assert [r.state for r in rows if r.id == invited.id] == [InvitationState.EXPIRED]
    assert {"klaar@voorbeeld.example"}.isdisjoint(r.email for r in rows)


def test_visible_names_gives_the_names_that_are_asked(two: Two) -> None:
    reader = two.here.members[Role.READER]
    with acting_for(two.here.workspace.id):
        names = queries.visible_names(two.here.actor(Role.OWNER), [reader.id, uuid4()])
    assert names == {reader.id: reader.name}
