"""A small OpenID Connect server, as an organisation keeps one: a process of its own, on `python identity_provider.py`.

Who somebody is comes from the header X-Person, because the tests are about what happens after that.
"""

import json
import sys
from collections.abc import Callable
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

import django
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.urls import include, path

# name -> address, whether it was verified, and the factors shown
PEOPLE: dict[str, dict[str, Any]] = json.loads(sys.argv[3])
HERE = "__main__"
BACK = "http://testserver/inloggen/via/oidc/terug/"

urlpatterns: list[Any] = []  # filled once the apps are there


class Knows:
    """Signs in whoever the header names."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        if name := request.headers.get("X-Person"):
            from django.contrib.auth.models import User

            request.user = User.objects.get(username=name)
        return self.get_response(request)


def configure(database: str) -> None:
    key = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    settings.configure(
        SECRET_KEY="only for the tests of one machine",
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            f"{HERE}.Knows",
            "allauth.account.middleware.AccountMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        ROOT_URLCONF=HERE,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        IDP_OIDC_PRIVATE_KEY=key.decode(),
        IDP_OIDC_ADAPTER=f"{HERE}.Claims",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )


def fill() -> None:
    """The people of this organisation, and the one Bundel it knows."""
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name, person in PEOPLE.items():
        user = User.objects.create(username=name)
        EmailAddress.objects.create(user=user, email=person["email"], verified=person["verified"], primary=True)
    client = Client(id="bundel", name="Bundel", scopes="openid\nprofile\nemail", redirect_uris=BACK, skip_consent=True)
    client.set_secret("a secret between two")
    client.save()


if __name__ == "__main__":
    configure(sys.argv[2])
    django.setup()
    from allauth.idp.oidc.adapter import DefaultOIDCAdapter
    from django.core.wsgi import get_wsgi_application

    class Claims(DefaultOIDCAdapter):  # type: ignore[misc]  # the library has no types
        """Says in the ID token which factors were shown."""

        def get_claims(self, purpose: str, user: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
            claims: dict[str, Any] = super().get_claims(purpose, user, *args, **kwargs)
            return claims | {"amr": PEOPLE[user.username]["amr"]}

    urlpatterns += [path("", include("allauth.idp.urls")), path("konto/", include("allauth.account.urls"))]
    fill()
    server: WSGIServer = make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    server.serve_forever()
