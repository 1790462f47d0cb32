"""What every page declares: the right it needs, the workspace it enters, and the slow work it does before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from bundel.accounts.access import Actor
from bundel.accounts.permissions import Permission

if TYPE_CHECKING:
    from bundel.accounts.models import User
    from bundel.concerns.drafts import OpenDraft
    from bundel.concerns.rules.states import State
    from bundel.tenancy.models import Workspace


class PageRequest(HttpRequest):
    """A request as every page gets it from the doorkeeper."""

    actor: Actor
    workspace: "Workspace"
    now: datetime
    today: date
    prepared: Any
    draft: "OpenDraft"  # on the page that hands it in
    counts: "dict[State, int]"
    htmx: HtmxDetails
    user: "User"  # a page that needs an account is only reached with one


@dataclass(frozen=True)
class Entrance:
    """The workspace a request goes into; `find_actor` is asked inside it.

    It says who acts there, None for "not found", or gives a response instead.
    """

    workspace_id: UUID
    find_actor: Callable[[], Actor | HttpResponse | None]


# Says where a request goes in: an entrance, None for "not found", or a response instead.
FindsEntrance = Callable[..., Entrance | HttpResponse | None]


# Slow work before the transaction opens (a slow hash, a PDF); what it returns becomes `request.prepared`.
Prepares = Callable[..., Any]


@dataclass(frozen=True)
class Page:
    """What a view declares about itself."""

    permission: Permission
    entrance: FindsEntrance | None = None
    prepare: Prepares | None = None


View = Callable[..., HttpResponse]


def page(
    permission: Permission,
    *,
    entrance: FindsEntrance | None = None,
    prepare: Prepares | None = None,
    methods: tuple[str, ...] = ("GET",),
) -> Callable[[View], View]:
    """Declare a view; a route without this answers nothing."""

    def declare(view: View) -> View:
        @wraps(view)
        def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        checked: Any = require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))(declared)
        checked.page = Page(permission, entrance, prepare)
        return checked  # type: ignore[no-any-return]  # the decorator is untyped; the call is a View

    return declare


def declared_as(permission: Permission, view: View) -> View:
    """A view from a library, with the right it needs."""

    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    declared.page = Page(permission)  # type: ignore[attr-defined]  # read by the doorkeeper
    return declared
