"""What people see when a page is not there, or when something broke."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or not for you: the two look the same."""
    return render(request, "not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke, or the database is away for a moment; rendered without database and without context."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(get_template("unavailable.html").render(), status=503, headers={"Retry-After": "5"})
    return HttpResponse(get_template("server_error.html").render(), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or cookies that are off: say how to go on; the browser keeps what was typed."""
    return render(request, "form_expired.html", status=403)
