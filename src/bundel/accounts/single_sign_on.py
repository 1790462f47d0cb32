"""Signing in with the account of one's own organisation, by OpenID Connect; loaded at its first use."""

from typing import Any, NoReturn, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from bundel.accounts.queries import find_account
from bundel.accounts.rules import shows_two_factors

PROVIDER = "oidc"
# In the session: whether this very sign-in showed two factors elsewhere.
TWO_FACTORS = "two_factors_elsewhere"


def is_set() -> bool:
    """Whether this instance names an organisation to sign in with."""
    return bool(settings.ENVIRONMENT.oidc_issuer)


def organisation() -> dict[str, str] | None:
    """What the button on the sign-in page needs; None when there is none."""
    return {"id": PROVIDER, "name": settings.ENVIRONMENT.oidc_name} if is_set() else None


def load_provider() -> None:
    """Make the library know OpenID Connect; its HTTP client costs too much to load where nobody uses it."""
    from allauth.socialaccount.providers import registry  # noqa: PLC0415 - as the docstring says
    from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider  # noqa: PLC0415

    registry.register(OpenIDConnectProvider)


def showed_two_factors(request: HttpRequest) -> bool:
    """Whether who is signed in showed a second step to their organisation just now."""
    return request.session.get(TWO_FACTORS) is True


class VerifiedAddressOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """An organisation's account opens an account that is there already, by an address that organisation verified.

    It makes no account and no membership: those come from invitations.
    """

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """The one organisation of the settings; the library's own table of them stays empty."""
        if not is_set():
            return []
        found = settings.ENVIRONMENT
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER,
            name=found.oidc_name,
            client_id=found.oidc_client_id,
            secret=found.oidc_client_secret,
            settings={"server_url": found.oidc_issuer, "oauth_pkce_enabled": True},
        )
        return [app] if provider in (None, "openid_connect", PROVIDER) else []

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account this sign-in belongs to, or refuse; of what the organisation told, nothing is kept."""
        claims = sociallogin.account.extra_data
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            self._refuse(request)
        if not sociallogin.is_existing:
            known = [find_account(a.email) for a in sociallogin.email_addresses if a.verified is True]
            account = next((a for a in known if a and a.is_active), None)
            if account is None:
                self._refuse(request)
            sociallogin.connect(request, account)
        sociallogin.shows_two_factors = shows_two_factors(claims.get("id_token") or {})
        SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        messages.error(request, _("Inloggen bij je organisatie is niet gelukt. Probeer het nog een keer."))
        raise ImmediateHttpResponse(redirect("account_login"))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Mail about an account's safety follows from its trace."""

    @staticmethod
    def _refuse(request: HttpRequest) -> NoReturn:
        said = _("Bij dit account van je organisatie hoort geen account hier. Vraag een eigenaar om een uitnodiging.")
        messages.error(request, said)
        raise ImmediateHttpResponse(redirect("account_login"))


def keep_only_factors(signal_kwargs: dict[str, Any] | None) -> None:
    """Of a sign-in elsewhere, leave only whether it showed two factors: the rest would wait in the session."""
    if signal_kwargs and (login := signal_kwargs.pop("sociallogin", None)):
        signal_kwargs[TWO_FACTORS] = getattr(login, "shows_two_factors", False) is True


def note_two_factors(request: HttpRequest, signal_kwargs: dict[str, Any] | None) -> None:
    """Keep in the session whether this very sign-in showed two factors elsewhere."""
    request.session[TWO_FACTORS] = (signal_kwargs or {}).get(TWO_FACTORS) is True


class SecondStep(AuthenticateStage):  # type: ignore[misc]  # the library has no types
    """The second step of signing in, left out for who just did it at their organisation."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if (self.login.signal_kwargs or {}).get(TWO_FACTORS) is True:
            return False
        return cast("bool", super()._should_handle(request))
