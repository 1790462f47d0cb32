"""What only the demo shows: how to sign in as its invented people, and every part a page is made of."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from bundel.accounts import demo as invented
from bundel.accounts.labels import ROLES
from bundel.accounts.permissions import Permission
from bundel.web import style_guide as parts
from bundel.web.pages import PageRequest, page


def _only_in_demo() -> None:
    if settings.ENVIRONMENT.mode != "demo":
        raise Http404


@page(Permission.DEMO_SEE)
def demo(request: PageRequest) -> HttpResponse:
    """The log-ins of the invented people, with the digits of this moment."""
    _only_in_demo()
    people = invented.log_ins()
    places: dict[str, list[dict[str, object]]] = {}
    for person in people:
        for workspace in person.workspaces:
            places.setdefault(workspace.name, []).append({"person": person, "role": ROLES[workspace.role]})
    context = {
        "places": sorted(places.items()),
        "operators": [person for person in people if person.is_operator],
        "password": invented.PASSWORD,
        "digits": invented.second_factor_now(),
    }
    return render(request, "demo.html", context)


@page(Permission.DEMO_SEE)
def style_guide(request: PageRequest) -> HttpResponse:
    """All components and states on one page."""
    _only_in_demo()
    return render(request, "style_guide.html", parts.context(request.today))
