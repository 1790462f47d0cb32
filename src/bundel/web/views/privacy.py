"""What everybody may know before telling: who is responsible, how long what is kept, and where a hole is reported."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.kit.processing import Keep
from bundel.privacy.labels import KEEPS, STARTS
from bundel.privacy.queries import public_workspaces, terms_of
from bundel.tenancy.queries import find_workspace
from bundel.web.devices import DEVICE_COOKIE, OWN_COOKIE
from bundel.web.pages import PageRequest, page
from bundel.web.visitors import DRAFT_COOKIE, GUEST_COOKIE, RECEIPT_COOKIE

# Of what a person gives; what only keeps the house running stands in the register.
TOLD = (Keep.CONCERN, Keep.MESSAGE, Keep.NAME_MARK, Keep.DRAFT, Keep.NOTICE, Keep.AUDIT)
SECURITY_TXT_DAYS = 180


@page(Permission.PUBLIC_READ)
def privacy(request: PageRequest) -> HttpResponse:
    """The privacy statement, and the organisations that each add their own."""
    return render(request, "privacy.html", {"workspaces": public_workspaces()})


@page(Permission.PUBLIC_READ)
def privacy_of(request: PageRequest, slug: str) -> HttpResponse:
    """The privacy statement of one organisation: who is responsible, whom to ask, and its own terms."""
    found = find_workspace(slug)
    if found is None:
        raise Http404
    days = terms_of(found)
    terms = [(KEEPS[kind], days[kind], STARTS[kind]) for kind in TOLD]
    return render(request, "privacy.html", {"of": found, "terms": terms})


@page(Permission.PUBLIC_READ)
def cookies(request: PageRequest) -> HttpResponse:
    """Every cookie by its name, what it does and for how long."""
    told = [
        (DRAFT_COOKIE, _("De sleutel van een verhaal dat je nog niet verstuurde."), _("14 dagen na je laatste woord")),
        (RECEIPT_COOKIE, _("Dat je met je code binnen bent."), _("tot je de browser sluit, en ten hoogste 12 uur")),
        (GUEST_COOKIE, _("Dat je met een link binnen bent."), _("tot je de browser sluit, en ten hoogste 12 uur")),
        (
            "bundel_receipt_code, bundel_resume_code",
            _("Een nieuwe code, op slot, op weg naar je scherm."),
            _("een half uur"),
        ),
        (DEVICE_COOKIE, _("Dat dit apparaat één keer antwoord geeft op een kaart van een ander."), _("een jaar")),
        (OWN_COOKIE, _("Dat je ziet wat je herkende."), _("tot je de browser sluit")),
        (settings.SESSION_COOKIE_NAME, _("Dat je bent ingelogd, als je een account hebt."), _("ten hoogste 12 uur")),
        (settings.CSRF_COOKIE_NAME, _("Dat een formulier echt van jou komt."), _("een jaar")),
        (settings.LANGUAGE_COOKIE_NAME, _("De taal die je koos."), _("tot je de browser sluit")),
        ("messages", _("De melding die je na een knop ziet."), _("tot je hem gezien hebt")),
    ]
    return render(request, "cookies.html", {"cookies": told})


@page(Permission.PUBLIC_READ)
def security_txt(request: PageRequest) -> HttpResponse:
    """Where a hole in the wall is reported (RFC 9116); "not found" in a sentence until the operator set a contact."""
    contact = settings.ENVIRONMENT.security_contact
    if not contact:
        said = "BUNDEL_SECURITY_CONTACT is not set: nobody can read here where to report a security problem.\n"
        return HttpResponse(said, status=404, content_type="text/plain; charset=utf-8")
    expires = (request.now + timedelta(days=SECURITY_TXT_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.ENVIRONMENT.address}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
