"""My workspaces, my account, and the demo's post; and the door for pages of the sign-in library."""

from importlib import import_module
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts import single_sign_on
from bundel.accounts.access import PUBLIC
from bundel.accounts.actions import change_profile
from bundel.accounts.labels import ROLE_HINTS, ROLES
from bundel.accounts.permissions import MEMBERS, Permission
from bundel.notices.queries import is_demo, visible_demo_mails
from bundel.tenancy.fence import INSTANCE
from bundel.tenancy.queries import MyWorkspace, workspaces_of
from bundel.web.forms.account import ProfileForm
from bundel.web.middleware import sign_in_first
from bundel.web.pages import Entrance, PageRequest, View, declared_as, page


def from_library(permission: Permission, view: View) -> View:
    """A page of the sign-in library, with its right; "first prove that it is you" becomes a redirect here.

    The library leaves that to its middleware, which does not see what is raised behind the doorkeeper.
    """

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ReauthenticationRequired:
            methods = get_adapter().get_reauthentication_methods(request.user)
            suspended: HttpResponse = suspend_request(request, methods[0]["url"])
            return suspended

    return declared_as(permission, guarded)


def _elsewhere(name: str, request: HttpRequest, provider_id: str) -> HttpResponse:
    if not single_sign_on.is_set() or provider_id != single_sign_on.PROVIDER:
        raise Http404
    single_sign_on.load_provider()
    library = import_module("allauth.socialaccount.providers.openid_connect.views")
    response: HttpResponse = getattr(library, name)(request, provider_id)
    return response


@page(Permission.PUBLIC_READ)
def organisation_login(request: PageRequest, provider_id: str) -> HttpResponse:
    """To the organisation's own sign-in page."""
    return _elsewhere("login", request, provider_id)


@page(Permission.PUBLIC_READ)
def organisation_back(request: PageRequest, provider_id: str) -> HttpResponse:
    """Back from it, with who somebody is there."""
    return _elsewhere("callback", request, provider_id)


def own_account(request: PageRequest, **kwargs: Any) -> Entrance | HttpResponse | None:
    """Into the instance itself, where acts on one's own account are written down."""
    if request.actor is PUBLIC:
        return sign_in_first(request)
    return Entrance(INSTANCE, lambda: request.actor)


def home_of(workspace: MyWorkspace) -> str:
    """The name of the page a member sees first: the one their role can open."""
    rights = MEMBERS[workspace.role]
    if Permission.TODAY_SEE in rights:
        return "today"
    return "trail" if Permission.AUDIT_SEE in rights else "people"


@page(Permission.OWN_ACCOUNT)
def workspaces(request: PageRequest) -> HttpResponse:
    """The workspaces somebody belongs to; with one only, straight into it."""
    mine = workspaces_of(request.user.id)
    if len(mine) == 1 and "kies" not in request.GET:
        return redirect(home_of(mine[0]), slug=mine[0].slug)
    rows = [(w, home_of(w), f"{ROLES[w.role]}. {ROLE_HINTS[w.role]}") for w in mine]
    return render(request, "workspaces.html", {"rows": rows, "page": "workspaces"})


@page(Permission.OWN_ACCOUNT, entrance=own_account, methods=("GET", "POST"))
def profile(request: PageRequest) -> HttpResponse:
    """Name and language, and the way to everything about signing in."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if not form.is_valid():
        secured = is_mfa_enabled(user)
        return render(request, "profile.html", {"form": form, "is_secured": secured, "page": "profile"})
    language = form.cleaned_data["language"]
    change_profile(request.actor, user.id, name=form.cleaned_data["name"], language=language, now=request.now)
    messages.success(request, _("Je account is bijgewerkt."))
    response = redirect("profile")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, httponly=True, samesite="Lax")
    return response


@page(Permission.DEMO_SEE)
def demo_outbox(request: PageRequest) -> HttpResponse:
    """The mails of the demo, which never leave the machine; elsewhere there is no such page."""
    if not is_demo():
        raise Http404
    return render(request, "demo_outbox.html", {"mails": visible_demo_mails(request.actor)})
