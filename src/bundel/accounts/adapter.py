"""How the sign-in library behaves here: its own sign-up is shut, and mail goes through notices."""

from typing import Any, ClassVar

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from bundel.accounts.models import User
from bundel.accounts.passwords import check_password
from bundel.accounts.single_sign_on import keep_only_factors, note_two_factors
from bundel.sealing.cipher import Place, derive, from_text, seal, to_text, unseal
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.tenancy.queue import enqueue

# What the library wants to tell after an act; what is not named here goes without saying.
TOLD = {
    "account/messages/password_changed.txt": _("Je wachtwoord is veranderd."),
    "mfa/messages/totp_activated.txt": _("De tweede stap staat aan."),
    "mfa/messages/totp_deactivated.txt": _("De tweede stap staat uit."),
    "mfa/messages/webauthn_added.txt": _("Je toegangssleutel is klaar."),
    "mfa/messages/webauthn_removed.txt": _("De toegangssleutel werkt niet meer."),
    "mfa/messages/recovery_codes_generated.txt": _("Je hebt nieuwe noodcodes. De oude werken niet meer."),
    "usersessions/messages/sessions_logged_out.txt": _("Je bent op al je andere apparaten uitgelogd."),
}


class ByMailOnly(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts begin with a link in a mail of ours; the library's own sign-up stays shut."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Kijk ze na."),
        "enter_current_password": _("Dit is niet je wachtwoord van nu. Kijk het na."),
        "incorrect_password": _("Dit wachtwoord klopt niet. Kijk het na."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe."),
        "too_many_login_attempts": _("Je hebt het te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw."),
        "rate_limited": _("Je hebt het te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        """The password as it was typed. Raises ValidationError in our words."""
        check_password(password, user)
        return password

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "bundel.accounts.single_sign_on.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        keep_only_factors(kwargs["signal_kwargs"])
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        note_two_factors(request, kwargs["signal_kwargs"])
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """Whoever signs in proves who they are: for five minutes they are not asked again."""
        super().login(request, user)
        reauthenticate_by_password(request)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link is made when the mail is sent: neither queue nor table ever holds it."""
        with acting_for(INSTANCE):
            enqueue("notices.write_to_account", account_id=user.id, kind="password_reset")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Mail about an account's safety follows from its trace."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise RuntimeError(f"mail goes through notices: {template_prefix}")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say only what somebody needs to know, in our own words."""
        if message_template in TOLD:
            messages.success(request, str(TOLD[message_template]))
        elif message:
            messages.add_message(request, level, message)


_SECRET = Place(INSTANCE, "mfa_authenticator", "data", INSTANCE)


class SealedSecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """The second factor, with its secrets under lock in the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Deze code klopt niet. Kijk of je de nieuwste code hebt."),
    }

    def encrypt(self, text: str) -> str:
        return to_text(seal(self._key(), text.encode(), _SECRET))

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(self._key(), from_text(encrypted_text), _SECRET).decode()

    def build_totp_svg(self, url: str) -> str:
        """Dark on white of its own, so that a camera also reads it on a dark page."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(image.to_string(encoding="unicode"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the address people type, whatever a proxy makes of it."""
        return {"id": settings.ENVIRONMENT.host, "name": "Bundel"}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - the library's own name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Toegangssleutel %(number)d") % {"number": number + 1})

    @staticmethod
    def _key() -> bytes:
        return derive(settings.ENVIRONMENT.pepper, "second-factor")
