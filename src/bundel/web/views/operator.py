"""What the operator sees of the instance, what a monitor reads, and whether this process can serve."""

import platform
from importlib.metadata import version
from secrets import compare_digest

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.access import OPERATOR, Actor, allows
from bundel.accounts.permissions import Permission
from bundel.tenancy.fence import INSTANCE
from bundel.upkeep import figures, queries
from bundel.upkeep.actions import dismiss_job, retry_job
from bundel.upkeep.labels import TROUBLES
from bundel.upkeep.rules import troubles
from bundel.web.pages import Entrance, PageRequest, page


@page(Permission.PUBLIC_READ)
def health(request: PageRequest) -> HttpResponse:
    """That this process answers; it asks nothing of the database."""
    return JsonResponse({"healthy": True})


@page(Permission.PUBLIC_READ)
def ready(request: PageRequest) -> HttpResponse:
    """Whether this process may get visitors, and if not, what is missing (in codes)."""
    missing = queries.find_missing()
    return JsonResponse({"ready": not missing, "wrong": missing}, status=503 if missing else 200)


def second_step_first(request: PageRequest, **kwargs: int) -> HttpResponse | None:
    """An operator without a second factor sets one up before seeing anything."""
    if allows(request.actor, Permission.INSTANCE_OPERATE) and not is_mfa_enabled(request.user):
        return redirect("mfa_activate_totp")
    return None


@page(Permission.INSTANCE_OPERATE, prepare=second_step_first)
def operator(request: PageRequest) -> HttpResponse:
    """How the instance stands; outside the fence, since it looks into each workspace in turn."""
    standing = queries.visible_standing(request.actor)
    shown = {
        "page": "operator",
        "standing": standing,
        "troubles": [TROUBLES[trouble] for trouble in troubles(standing, now=request.now)],
        "dead": queries.visible_dead_jobs(request.actor),
        "workspaces": queries.visible_workspaces(request.actor),
        "versions": {
            "Bundel": version("bundel"),
            "Python": platform.python_version(),
            "Django": version("django"),
            "PostgreSQL": queries.server_version(),
        },
    }
    return render(request, "operator.html", shown)


def instance(request: PageRequest, **kwargs: int) -> Entrance | HttpResponse | None:
    """Among the instance's own acts, for its operator."""
    if not allows(request.actor, Permission.INSTANCE_OPERATE):
        return None
    actor = request.actor
    return second_step_first(request) or Entrance(INSTANCE, lambda: actor)


@page(Permission.INSTANCE_OPERATE, entrance=instance, methods=("POST",))
def operator_retry(request: PageRequest, job: int) -> HttpResponse:
    """Let a dead job be tried once more."""
    if retry_job(request.actor, job, now=request.now):
        messages.success(request, _("De taak staat weer in de wachtrij."))
    return redirect("operator")


@page(Permission.INSTANCE_OPERATE, entrance=instance, methods=("POST",))
def operator_dismiss(request: PageRequest, job: int) -> HttpResponse:
    """Forget a dead job."""
    if dismiss_job(request.actor, job, now=request.now):
        messages.success(request, _("De taak is weg. Wat zij moest doen, is niet gedaan."))
    return redirect("operator")


def by_token(request: PageRequest) -> Entrance | None:
    """For a monitor that shows the token of the settings; without such a token nobody gets in."""
    token: str = settings.ENVIRONMENT.metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(shown.encode(), token.encode()):
        return None
    return Entrance(INSTANCE, lambda: OPERATOR)


def _standing(request: PageRequest) -> bytes:
    actor: Actor = OPERATOR
    return figures.page(queries.visible_standing(actor), queries.connections_by_state())


@page(Permission.INSTANCE_OPERATE, entrance=by_token, prepare=_standing)
def metrics(request: PageRequest) -> HttpResponse:
    """The figures for a monitor, in Prometheus's text form."""
    return HttpResponse(request.prepared, content_type="text/plain; version=0.0.4; charset=utf-8")
