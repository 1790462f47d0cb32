"""Around every request: a mark to find it by in the log, its line there, and its place in the figures."""

import logging
import time
from collections.abc import Callable
from secrets import token_hex

from django.http import HttpRequest, HttpResponse

from bundel.upkeep import figures

logger = logging.getLogger("bundel.web")

# A name for what has none of its own, so that an address never becomes one.
NO_ROUTE = "none"


class Measured:
    """Routes by name only: an address can tell who somebody is (a receipt, an invitation)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.mark = token_hex(6)  # type: ignore[attr-defined]  # the log finds it here
        response = self.get_response(request)
        route = request.resolver_match.url_name if request.resolver_match else None
        if route is None and response.status_code < 400:
            return response  # a file of ours: not worth a line
        took = time.perf_counter() - began
        name, method = route or NO_ROUTE, _method(request)
        figures.requests.labels(name, method, response.status_code).inc()
        figures.seconds.labels(name).observe(took)
        told = {"route": name, "method": method, "status": response.status_code, "ms": round(took * 1000, 1)}
        logger.info("request", extra={**told, "request": request})
        response.headers.setdefault("X-Request-Id", request.mark)  # type: ignore[attr-defined]  # set above
        return response


def _method(request: HttpRequest) -> str:
    """Somebody can send any word as a method, and each would become a figure of its own."""
    return request.method if request.method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "other"
