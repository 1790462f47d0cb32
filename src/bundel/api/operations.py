"""What programs can ask: each operation calls an engine and answers as its filter does."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from bundel.api.problems import problem
from bundel.api.schemas import Answer, Request, Way
from bundel.engines.deadlines import compute
from bundel.engines.deadlines import path as way_ahead

VERSION = "1.0.0"

api = NinjaAPI(
    title="Bundel",
    version=VERSION,
    description="The legal clock for Dutch citizens. No account, no key; nothing you send is kept. "
    "It explains the law and is no legal advice on one case.",
    docs_url=None,
    openapi_url=None,
)


@api.post(
    "/deadlines",
    response=Answer | Way,
    by_alias=True,
    operation_id="computeDeadlines",
    summary="Compute a term, with the sum and the articles",
    tags=["deadlines"],
)
def deadlines(request: HttpRequest, body: Request, path: bool = False) -> dict[str, Any]:
    """Every date the facts settle, or with `path` the whole way ahead for both sides."""
    asked = body.dict(exclude_unset=True)
    try:
        return {"id": asked.get("id"), "path": way_ahead(asked)} if path else dict(compute(asked))
    except ValueError as unreadable:
        raise HttpError(HTTPStatus.BAD_REQUEST, str(unreadable)) from None


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """One sentence that says what to mend."""
    return problem(HTTPStatus(error.status_code), error.message)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not even have the shape of a question."""
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("body", "query"))
    return problem(HTTPStatus.BAD_REQUEST, f"{where}: {first['msg']}.".lstrip(": "))
