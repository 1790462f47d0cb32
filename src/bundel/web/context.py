"""What every template knows without being told."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from bundel.tenancy.fence import NoWorkspace, active_scope
from bundel.web.desk import frame


def page(request: HttpRequest) -> dict[str, Any]:
    """The telephone number of the house, whether this is the demo, and in a workspace its frame."""
    known: dict[str, Any] = {
        "help_phone": settings.ENVIRONMENT.help_phone,
        "is_demo": settings.ENVIRONMENT.mode == "demo",
    }
    actor = getattr(request, "actor", None)
    if actor is not None and actor.role is not None and _is_inside():
        known |= frame(request)  # type: ignore[arg-type]  # with an actor it went past the doorkeeper
    return known


def _is_inside() -> bool:
    """Whether a workspace is open: the page that says "not found" is drawn after it closed."""
    try:
        active_scope()
    except NoWorkspace:
        return False
    return True
