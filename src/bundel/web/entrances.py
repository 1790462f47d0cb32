"""The ways into a workspace: as a member, by a receipt, all one's receipts, a guest's link, or a draft to hand in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bundel.accounts.access import PUBLIC, Actor
from bundel.accounts.permissions import ActorKind, needs_second_factor
from bundel.accounts.queries import find_standing
from bundel.accounts.single_sign_on import showed_two_factors
from bundel.concerns.drafts import OpenDraft, find_draft
from bundel.concerns.gathered import Gathered, visible_gathered
from bundel.concerns.queries import find_receipt, visible_concerns
from bundel.guests.queries import find_working_link
from bundel.sealing.codes import code_from, slow_hash
from bundel.tenancy.fence import acting_for
from bundel.tenancy.queries import find_left_workspace, find_receiver, find_running_workspace, get_workspace
from bundel.tenancy.rules import WorkspaceState
from bundel.web.middleware import sign_in_first
from bundel.web.pages import Entrance, PageRequest
from bundel.web.visitors import (
    Code,
    draft_secret,
    forget_draft,
    forget_guest,
    forget_receipt,
    hand_code,
    held_guest,
    held_receipt,
    keep_receipt,
)

if TYPE_CHECKING:
    from bundel.tenancy.models import Workspace

# What a visitor typed that would be a pity to lose.
TYPED = ("story", "wish", "title", "text")


def member(request: PageRequest, *, slug: str, **kwargs: Any) -> Entrance | HttpResponse | None:
    """Into `/w/<slug>/`, for its members; roles that open stories need a second factor first."""
    if request.actor is PUBLIC:
        return sign_in_first(request)
    workspace = find_running_workspace(slug)
    if workspace is None:
        left = find_left_workspace(slug)
        return render(request, "workspace_left.html", {"left": left}, status=410) if left else None
    request.workspace = workspace

    def find_actor() -> Actor | HttpResponse | None:
        standing = find_standing(request.user.id)
        if standing is None:
            return None
        role, has_second_factor = standing
        if needs_second_factor(role) and not (has_second_factor or showed_two_factors(request)):
            return redirect("mfa_activate_totp")
        return Actor(ActorKind.USER, request.user.id, role, request.user.name)

    return Entrance(workspace.id, find_actor)


def receipt_holder(request: PageRequest, **kwargs: Any) -> Entrance | HttpResponse:
    """Into the workspace with the concern this visitor follows; without a receipt, to where a code is asked."""
    held = held_receipt(request)
    if held is None:
        return redirect("follow_start")
    workspace_id, concern_id = held
    request.workspace = get_workspace(workspace_id)

    def find_actor() -> Actor | HttpResponse:
        actor = Actor(ActorKind.RECEIPT, concern_id)
        if visible_concerns(actor).exists():
            return actor
        return forget_receipt(redirect("follow_start"))

    return Entrance(workspace_id, find_actor)


def guest_holder(request: PageRequest, **kwargs: Any) -> Entrance | HttpResponse:
    """Into the workspace that asked this visitor something by a link; else to the page that says it works no more."""
    held = held_guest(request)
    if held is None:
        return render(request, "guest_gone.html", status=404)
    workspace_id, link_id = held
    request.workspace = get_workspace(workspace_id)

    def find_actor() -> Actor | HttpResponse:
        link = find_working_link(link_id, now=request.now)
        if link is None:
            return forget_guest(render(request, "guest_gone.html", status=410))
        return Actor(ActorKind.GUEST, link.id, name=link.name)

    return Entrance(workspace_id, find_actor)


def own_receipts(request: PageRequest) -> Iterator[tuple[Gathered, Actor]]:
    """Each of somebody's own concerns in turn, inside its workspace, with the holder of its receipt as who acts.

    For the slow work before the page itself goes in anywhere: scopes follow one another here, and never nest.
    """
    for own in visible_gathered(request.actor):
        with acting_for(own.workspace_id):
            yield own, Actor(ActorKind.RECEIPT, own.concern_id)


def draft_holder(request: PageRequest, **kwargs: Any) -> Entrance | HttpResponse:
    """Into the workspace that will receive this visitor's draft. Who tells is the public, also when signed in."""
    if draft_secret(request) is None and held_receipt(request) is not None:
        # Sent, and then the line broke before the receipt came: the button again leads to it.
        return redirect("receipt")
    draft = own_draft(request)
    if isinstance(draft, HttpResponse):
        return draft
    receiver = receiver_of(draft)
    if receiver is None:
        return render(request, "tell_nobody.html", {"step": None})
    request.workspace, request.draft = receiver, draft
    return Entrance(receiver.id, lambda: PUBLIC)


def own_draft(request: PageRequest, **kwargs: Any) -> OpenDraft | HttpResponse:
    """The draft of this visitor; else what they sent already, or the page that says it is gone."""
    secret = draft_secret(request)
    if secret is None:
        return draft_gone(request)
    return find_draft(secret, now=request.now) or (told_already(request, secret) or draft_gone(request))


def told_already(request: PageRequest, secret: bytes) -> HttpResponse | None:
    """To the receipt of what was sent before with the same draft, as a second press of the button does."""
    code = code_from(secret, Code.RECEIPT)
    told = find_receipt(slow_hash(code, Code.RECEIPT))
    return to_receipt(code, *told) if told else None


def to_receipt(code: str, workspace_id: UUID, concern_id: UUID) -> HttpResponse:
    """To the receipt, with the code in hand and without the draft."""
    response = hand_code(redirect("receipt"), Code.RECEIPT, code)
    return forget_draft(keep_receipt(response, workspace_id, concern_id))


def draft_gone(request: PageRequest) -> HttpResponse:
    """The page that says a draft is not there any more, with what was just typed to copy from."""
    if request.htmx:
        return render(request, "tell_saved.html", {"gone": True})
    typed = "\n\n".join(request.POST[name] for name in TYPED if request.POST.get(name, "").strip())
    return forget_draft(render(request, "tell_gone.html", {"typed": typed}, status=410))


def receiver_of(draft: OpenDraft) -> "Workspace | None":
    """Who receives a draft: the workspace on whose page it began, else who the table names for place and theme."""
    if draft.workspace_id is not None:
        workspace = get_workspace(draft.workspace_id)
        if workspace.state == WorkspaceState.OPEN:
            return workspace
    return find_receiver(draft.told.municipality_code, draft.told.theme or "")
