"""Around every page: the content security policy, and the doorkeeper who opens the fence."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from bundel.accounts.access import OPERATOR, PUBLIC, Actor, Refused, require
from bundel.accounts.permissions import ActorKind
from bundel.audit.actions import Entry, record
from bundel.kit.days import day_of
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.web.pages import Entrance, Page, PageRequest

if TYPE_CHECKING:
    from bundel.accounts.models import User

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurity:
    """Nothing from elsewhere, no inline script or style, and no page kept where others could find it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy",
            "geolocation=(), camera=(), microphone=(self), "
            "publickey-credentials-create=(self), publickey-credentials-get=(self)",
        )
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class Doorkeeper:
    """Last in line: finds who acts and where, asks for the right, and runs the view inside the fence.

    The view runs here, and what it returns is rendered here, because around `get_response` an
    exception has already become a page: half the work would be committed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: PageRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase:
        page: Page | None = getattr(view, "page", None)
        if page is None:
            raise Http404("this route declares no permission")
        request.now = timezone.now()
        request.today = day_of(request.now)
        request.actor = _actor_outside(request)
        entrance = _entrance(request, page, kwargs)
        if isinstance(entrance, HttpResponse):
            return entrance
        if page.prepare is not None:
            request.prepared = page.prepare(request, **kwargs)
            if isinstance(request.prepared, HttpResponseBase):
                return request.prepared
        try:
            if entrance is None:
                require(request.actor, page.permission)
                return _rendered(view(request, *args, **kwargs))
            with acting_for(entrance.workspace_id):
                return _inside(request, page, entrance, lambda: view(request, *args, **kwargs))
        except Refused as refused:
            _write_refusal(refused, entrance, request)
            raise Http404 from refused
        except ObjectDoesNotExist as missing:
            raise Http404 from missing


def _entrance(request: PageRequest, page: Page, kwargs: dict[str, Any]) -> Entrance | HttpResponse | None:
    if page.entrance is not None:
        entrance = page.entrance(request, **kwargs)
        if entrance is None:
            raise Http404
        return entrance
    if request.actor is PUBLIC and page.permission not in PUBLIC.permissions:
        return sign_in_first(request)
    return None


def _inside(request: PageRequest, page: Page, entrance: Entrance, view: Callable[[], HttpResponse]) -> HttpResponse:
    actor = entrance.find_actor()
    if actor is None:
        raise Http404
    if isinstance(actor, HttpResponse):
        return actor
    request.actor = actor
    require(actor, page.permission)
    return _rendered(view())


def _rendered(response: HttpResponse) -> HttpResponse:
    if response.streaming:
        raise RuntimeError("a stream runs outside the fence: open a scope of its own in the generator")
    if hasattr(response, "render"):
        response.render()
    return response


def _actor_outside(request: PageRequest) -> Actor:
    user = cast("User | AnonymousUser", request.user)
    if isinstance(user, AnonymousUser):
        return PUBLIC
    if user.is_operator:
        return Actor(OPERATOR.kind, user.id, name=user.name)
    return Actor(ActorKind.USER, user.id, name=user.name)


def _write_refusal(refused: Refused, entrance: Entrance | None, request: PageRequest) -> None:
    """In a transaction of its own: the refused act itself was rolled back."""
    actor = refused.actor
    with acting_for(entrance.workspace_id if entrance else INSTANCE):
        record(
            Entry(
                request.now,
                actor.kind.value,
                actor.id,
                refused.act,
                reason="refused",
                detail={"permission": refused.permission.value},
            )
        )


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
