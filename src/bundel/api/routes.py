"""The addresses of the API, and what holds for every one of them: size, number, version, errors as problems."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

from bundel.accounts.addresses import network_of
from bundel.accounts.permissions import Permission
from bundel.api.document import document
from bundel.api.limits import LONGEST_BODY, Limiter
from bundel.api.operations import VERSION, api
from bundel.api.problems import problem

View = Callable[..., HttpResponse]
# What a browser may do for a page elsewhere, when it asks before it sends.
LEAVE = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "86400",
}
_limiter = Limiter()


@dataclass(frozen=True)
class Route:
    """An address, its view and the right it needs; `conf.urls` puts them at the door."""

    path: str
    view: View
    permission: Permission
    name: str


def answered(view: View) -> View:
    """A view within the limits; whatever it answers carries the version."""

    # No cookie counts here, so a page elsewhere cannot act in somebody's name.
    @csrf_exempt
    @wraps(view)
    def within_limits(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers=LEAVE)
        else:
            response = _refusal(request) or view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = response.headers.get("Allow", "")
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Use {allowed}.")
            response["Allow"] = allowed
        response["API-Version"] = VERSION
        response["X-Frame-Options"] = "DENY"
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "API-Version, Retry-After"
        return response

    return within_limits


def _refusal(request: HttpRequest) -> HttpResponse | None:
    wait = _limiter.seconds_to_wait(network_of(request), time.time())
    if wait:
        refusal = problem(HTTPStatus.TOO_MANY_REQUESTS, f"Wait {wait} seconds, or run the engine yourself.")
        refusal["Retry-After"] = str(wait)
        return refusal
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LONGEST_BODY:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Send at most {LONGEST_BODY} bytes at a time.")
    return None


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, readable from any page."""
    if request.method not in ("GET", "HEAD"):
        response = HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED)
        response["Allow"] = "GET, HEAD"
        return response
    return JsonResponse(document())


def missing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Any other address below the API."""
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address; see /api/v1/openapi.json.")


def _operations() -> dict[str, View]:
    """The views of the operations by their address, without a leading slash."""
    patterns, *_ = api.urls
    return {
        str(pattern.pattern): pattern.callback
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    }


ROUTES = (
    *(
        Route(path, answered(view), Permission.PUBLIC_READ, f"api_{path.replace('-', '_')}")
        for path, view in _operations().items()
    ),
    Route("openapi.json", answered(openapi), Permission.PUBLIC_READ, "api_openapi"),
    Route("<path:rest>", answered(missing), Permission.PUBLIC_READ, "api_missing"),
)
