"""Who takes part in a workspace: seeing, inviting, changing, ending, and accepting an invitation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bundel.accounts import actions, links, queries
from bundel.accounts.access import PUBLIC, Actor, allows
from bundel.accounts.labels import REFUSALS, ROLE_HINTS, ROLES, rights_of
from bundel.accounts.permissions import ActorKind, Permission
from bundel.accounts.rules import LONGEST_PASSWORD, InvitationState, plain_address, roles_given_by
from bundel.kit.rules import RuleBroken
from bundel.tenancy.queries import find_workspace
from bundel.tenancy.rules import Role
from bundel.web import entrances
from bundel.web.forms.account import JoinForm
from bundel.web.forms.people import InviteForm, RoleForm
from bundel.web.pages import Entrance, PageRequest, page


@page(Permission.PEOPLE_SEE, entrance=entrances.member)
def people(request: PageRequest, slug: str) -> HttpResponse:
    """Everybody who takes part, what each may do, and for owners who is invited or stopped."""
    actor = request.actor
    manages = allows(actor, Permission.PEOPLE_MANAGE)
    former = queries.visible_former_members(actor, now=request.now) if manages else []
    context = {
        "members": [(m, ROLES[m.role], rights_of(m.role)) for m in queries.visible_members(actor)],
        "invitations": [(i, ROLES[i.role]) for i in queries.visible_invitations(actor, now=request.now)]
        if manages
        else [],
        "former": [(m, ROLES[m.role]) for m in former],
        "just_ended": next((m for m in former if str(m.id) == request.GET.get("gestopt")), None),
        "manages": manages,
        "expired": InvitationState.EXPIRED,
        "roles": [(ROLES[role], ROLE_HINTS[role]) for role in Role],
    }
    return render(request, "people.html", context)


@page(Permission.PEOPLE_MANAGE, entrance=entrances.member, methods=("GET", "POST"))
def invite(request: PageRequest, slug: str) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(request.POST or None, roles=roles_given_by(request.actor.role))
    if form.is_valid():
        email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        try:
            actions.invite(request.actor, email=email, role=role, language=get_language() or "nl", now=request.now)
        except RuleBroken as broken:
            form.add_error("email", str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("De uitnodiging voor %(email)s gaat op de post.") % {"email": email})
            return redirect("people", slug=slug)
    return render(request, "invite.html", {"form": form})


@page(Permission.PEOPLE_MANAGE, entrance=entrances.member, methods=("POST",))
def withdraw_invitation(request: PageRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    """Make the link of an invitation useless."""
    try:
        actions.withdraw_invitation(request.actor, invitation_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("De uitnodiging werkt niet meer."))
    return redirect("people", slug=slug)


@page(Permission.PEOPLE_MANAGE, entrance=entrances.member, methods=("GET", "POST"))
def member(request: PageRequest, slug: str, membership_id: UUID) -> HttpResponse:
    """What one person may do, and another role for them."""
    person = queries.find_member(request.actor, membership_id)
    if person is None:
        raise Http404
    form = RoleForm(request.POST or None, initial={"role": person.role}, roles=roles_given_by(request.actor.role))
    if form.is_valid():
        try:
            actions.change_role(request.actor, membership_id, role=Role(form.cleaned_data["role"]), now=request.now)
        except RuleBroken as broken:
            form.add_error("role", str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("%(name)s heeft nu een andere rol.") % {"name": person.name})
            # Who gave up being owner may not see this list any more.
            return redirect("workspaces") if person.is_self else redirect("people", slug=slug)
    return render(request, "member.html", {"form": form, "person": person, "rights": rights_of(person.role)})


@page(Permission.PEOPLE_MANAGE, entrance=entrances.member, methods=("POST",))
def end_membership(request: PageRequest, slug: str, membership_id: UUID) -> HttpResponse:
    """Somebody stops; the list then offers to undo it."""
    person = queries.find_member(request.actor, membership_id)
    if person is None:
        raise Http404
    try:
        actions.end_membership(request.actor, membership_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
        return redirect("member", slug=slug, membership_id=membership_id)
    if person.is_self:
        return redirect("workspaces")
    return redirect(f"{reverse('people', args=[slug])}?gestopt={membership_id}")


@page(Permission.PEOPLE_MANAGE, entrance=entrances.member, methods=("POST",))
def restore_membership(request: PageRequest, slug: str, membership_id: UUID) -> HttpResponse:
    """Undo the end of a membership."""
    try:
        actions.restore_membership(request.actor, membership_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("Ongedaan gemaakt. Deze persoon doet weer mee."))
    return redirect("people", slug=slug)


@page(Permission.OWN_ACCOUNT, entrance=entrances.member, methods=("GET", "POST"))
def leave_workspace(request: PageRequest, slug: str) -> HttpResponse:
    """Stop with a workspace oneself, after a second look."""
    if request.method == "POST":
        try:
            actions.leave_workspace(request.actor, now=request.now)
        except RuleBroken as broken:
            messages.error(request, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Je doet niet meer mee met %(name)s.") % {"name": request.workspace.name})
        return redirect(f"{reverse('workspaces')}?kies")
    return render(request, "leave_workspace.html", {"workspace": request.workspace})


def by_invitation(
    request: PageRequest, *, slug: str, invitation_id: UUID, token: str, **kwargs: Any
) -> Entrance | HttpResponse | None:
    """Into the workspace that invites, for who holds the link; as oneself when signed in."""
    workspace = find_workspace(slug)
    if workspace is None or not links.fits(token, invitation_id):
        return None
    request.workspace = workspace
    if request.actor is PUBLIC:
        return Entrance(workspace.id, lambda: PUBLIC)
    actor = Actor(ActorKind.USER, request.user.id, name=request.user.name)
    return Entrance(workspace.id, lambda: actor)


def hashed_password(request: PageRequest, **kwargs: Any) -> str:
    """The chosen password as it is stored; hashing is slow, so it happens before the fence opens."""
    chosen = request.POST.get("password", "")
    return make_password(chosen) if 0 < len(chosen) <= LONGEST_PASSWORD else ""


@page(Permission.INVITATION_ACCEPT, entrance=by_invitation, prepare=hashed_password, methods=("GET", "POST"))
def accept_invitation(request: PageRequest, slug: str, invitation_id: UUID, token: str) -> HttpResponse:
    """Join a workspace: with a new account, or with the one that belongs to the address."""
    invitation = queries.find_invitation(invitation_id)
    if invitation is None or queries.state_of(invitation, now=request.now) is not InvitationState.OPEN:
        return render(request, "accept_invitation.html", {"way": "over"}, status=410)
    way = _way_in(request, invitation.email)
    form = JoinForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and (way == "join" or (way == "new" and form.is_valid())):
        _join(request, invitation_id, token, form.cleaned_data["name"] if way == "new" else "")
        return redirect("workspaces")
    role = Role(invitation.role)
    context = {
        "way": way,
        "form": form,
        "invitation": invitation,
        "workspace": request.workspace,
        "role": ROLES[role],
        "hint": ROLE_HINTS[role],
    }
    return render(request, "accept_invitation.html", context)


def _way_in(request: PageRequest, email: str) -> str:
    if request.actor.kind is ActorKind.USER:
        return "join" if plain_address(request.user.email) == email else "other"
    return "sign_in" if queries.find_account(email) else "new"


def _join(request: PageRequest, invitation_id: UUID, token: str, name: str) -> None:
    actions.accept_invitation(
        request.actor,
        invitation_id,
        token=token,
        name=name,
        password_hash=request.prepared,
        language=get_language() or "nl",
        now=request.now,
    )
    messages.success(request, _("Welkom! Je doet nu mee met %(name)s.") % {"name": request.workspace.name})
