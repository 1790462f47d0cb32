"""The OpenAPI document, with what the NL API Design Rules ask beside what the operations say themselves."""

from email.utils import parseaddr
from functools import cache
from typing import Any

from django.conf import settings

from bundel.api.limits import LONGEST_BODY, REQUESTS
from bundel.api.operations import VERSION, api
from bundel.api.problems import MEDIA_TYPE
from bundel.api.schemas import Problem

VERSION_HEADER = {"API-Version": {"description": "The full version of this API.", "schema": {"type": "string"}}}
PROBLEMS = {
    "400": "The question cannot be read; the detail says why.",
    "405": "This address answers another method.",
    "413": f"The body is larger than {LONGEST_BODY} bytes.",
    "429": f"More than {REQUESTS} requests in a minute; wait as long as Retry-After says.",
}
OWN_PATH = {
    "get": {
        "operationId": "getOpenapiJson",
        "summary": "This document",
        "tags": ["openapi"],
        "parameters": [],
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}}},
    }
}


@cache
def document() -> dict[str, Any]:
    """The document as it is served; it never changes while the program runs."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=""))
    made["info"]["contact"] = {"name": name or "Bundel", "email": address, "url": settings.ENVIRONMENT.address}
    made["servers"] = [{"url": f"{settings.ENVIRONMENT.address}/api/v{VERSION.partition('.')[0]}"}]
    made["tags"] = [{"name": "deadlines"}, {"name": "openapi"}]
    made["paths"]["/openapi.json"] = OWN_PATH
    made["components"]["schemas"]["Problem"] = Problem.json_schema()
    for operations in made["paths"].values():
        for method, operation in operations.items():
            operation["responses"] = _responses(operation["responses"], reads_body=method == "post")
    return made


def _responses(said: dict[Any, Any], *, reads_body: bool) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    fine = {str(status): {**response, "headers": VERSION_HEADER} for status, response in said.items()}
    wrong = {status: {"description": words, "content": content} for status, words in PROBLEMS.items()}
    return {**fine, **(wrong if reads_body else {"405": wrong["405"], "429": wrong["429"]})}
