"""Errors as programs read them: application/problem+json (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse

MEDIA_TYPE = "application/problem+json"


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    """An error with one sentence that says what to mend."""
    body = {"type": "about:blank", "status": status.value, "title": status.phrase, "detail": detail}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)
