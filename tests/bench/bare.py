"""The floor: the smallest Django program, to see what a page of any kind costs on this machine at this moment."""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="bare", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
django.setup()


def hello(request: HttpRequest) -> HttpResponse:
    """Ten words."""
    return HttpResponse("<p>The smallest page there is, to measure all others against.</p>")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
