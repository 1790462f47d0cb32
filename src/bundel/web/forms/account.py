"""Forms for signing in and for one's own account; those of the sign-in library, in our words."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ConfirmCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bundel.accounts.passwords import check_first_password
from bundel.accounts.rules import LONGEST_NAME, LONGEST_PASSWORD
from bundel.web.widgets import ChoiceCards

# Label and help of each field.
Words = Mapping[str, tuple[str | Promise, str | Promise]]

GOOD_PASSWORD = _("Ten minste 12 tekens. Een paar losse woorden achter elkaar onthoud je makkelijk.")
NEWEST_CODE = _("Zes cijfers uit de app op je telefoon. Heb je die niet bij je? Gebruik dan een noodcode.")


def _in_our_words(form: forms.Form, words: Words) -> None:
    """Give fields their label and help, and take away the words inside the box, which vanish while typing."""
    for name, (label, help_text) in words.items():
        field = form.fields[name]
        field.label, field.help_text = str(label), str(help_text)
        field.error_messages["required"] = gettext("Vul dit nog in: %(label)s.") % {"label": label}
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]  # the library has no types
    """Signing in with e-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"login": (_("E-mailadres"), ""), "password": (_("Wachtwoord"), "")})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class OtherPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # the library has no types
    """Another password, by who knows the one of now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: Words = {
            "oldpassword": (_("Je wachtwoord van nu"), ""),
            "password1": (_("Nieuw wachtwoord"), GOOD_PASSWORD),
            "password2": (_("Nog een keer het nieuwe wachtwoord"), ""),
        }
        _in_our_words(self, words)


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # the library has no types
    """Asking for a link to choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"email": (_("E-mailadres"), _("Het adres waarmee je inlogt."))})

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Whoever has no account gets no mail, and the page looks the same."""
        return str(super().save(request, **kwargs) if self.users else self.cleaned_data["email"])


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # the library has no types
    """A new password, by who came with the link from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: Words = {
            "password1": (_("Nieuw wachtwoord"), GOOD_PASSWORD),
            "password2": (_("Nog een keer het nieuwe wachtwoord"), ""),
        }
        _in_our_words(self, words)


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]  # the library has no types
    """The password once more, before something about the account's safety changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"password": (_("Wachtwoord"), "")})


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"code": (_("Code"), NEWEST_CODE)})


class CodeAgainForm(ConfirmCodeForm):  # type: ignore[misc]  # the library has no types
    """A code once more, before something about the account's safety changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"code": (_("Code"), NEWEST_CODE)})


class TurnOnForm(ActivateTOTPForm):  # type: ignore[misc]  # the library has no types
    """The first code of a new second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"code": (_("Code uit de app"), _("De zes cijfers die de app nu laat zien."))})
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A new passkey: its name, and whether it also stands in for the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: Words = {
            "name": (_("Naam van deze sleutel"), _("Zo herken je hem later. Bijvoorbeeld: mijn telefoon.")),
            "passwordless": (_("Ik wil hiermee inloggen zonder wachtwoord"), ""),
            "credential": ("", ""),
        }
        _in_our_words(self, words)
        self.fields["passwordless"].initial = True


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"name": (_("Naam van deze sleutel"), "")})


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Je naam"),
        help_text=_("Zo zien je collega's je, en de mensen die je antwoordt."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Vul je naam in.")},
    )


class ProfileForm(forms.Form):
    """One's own name and language."""

    name = _name_field()
    language = forms.ChoiceField(
        label=_("Taal"),
        help_text=_("Van deze pagina's en van je mail."),
        choices=[("nl", "Nederlands"), ("en", "English")],
        widget=ChoiceCards(row=True),
    )


class AskAccountForm(forms.Form):
    """The address of who wants an account."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("Je krijgt een mail met een link. Daarmee maak je het account af."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Vul je e-mailadres in."),
            "invalid": _("Dit is geen e-mailadres. Een adres ziet eruit als naam@voorbeeld.nl."),
        },
    )


class JoinForm(forms.Form):
    """A new account for who was invited."""

    name = _name_field()
    password = forms.CharField(
        label=_("Kies een wachtwoord"),
        help_text=GOOD_PASSWORD,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Kies een wachtwoord.")},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        check_first_password(password, email=self.email, name=self.cleaned_data.get("name", ""))
        return password


class NewAccountForm(JoinForm):
    """A new account for who gathers what they told themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Zo noemen we je op deze pagina's. Organisaties zien deze naam niet.")
