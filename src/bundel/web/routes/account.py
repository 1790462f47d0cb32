"""Addresses of signing in, invitations, one's own account, and the demo's post."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as telephone
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from bundel.accounts.permissions import Permission
from bundel.accounts.single_sign_on import organisation
from bundel.web.forms import account as forms
from bundel.web.pages import View
from bundel.web.views import account as views
from bundel.web.views import people

P = Permission


def public(view: Callable[..., object], **changes: object) -> View:
    """A page of the sign-in library for everybody."""
    return views.from_library(P.PUBLIC_READ, view.as_view(**changes))  # type: ignore[attr-defined]  # no types


def own(view: Callable[..., object], **changes: object) -> View:
    """A page of the sign-in library for one's own account."""
    return views.from_library(P.OWN_ACCOUNT, view.as_view(**changes))  # type: ignore[attr-defined]  # no types


urlpatterns = [
    path(
        "inloggen/",
        public(account.LoginView, form_class=forms.SignInForm, extra_context={"organisation": organisation}),
        name="account_login",
    ),
    path(
        "inloggen/code/",
        public(second_step.AuthenticateView, form_class=forms.SecondStepForm),
        name="mfa_authenticate",
    ),
    path("inloggen/sleutel/", public(passkeys.LoginWebAuthnView), name="mfa_login_webauthn"),
    path("inloggen/via/<slug:provider_id>/", views.organisation_login, name="openid_connect_login"),
    path("inloggen/via/<slug:provider_id>/terug/", views.organisation_back, name="openid_connect_callback"),
    path("inloggen/uit/", public(account.AccountInactiveView), name="account_inactive"),
    path("uitloggen/", public(account.LogoutView), name="account_logout"),
    path(
        "wachtwoord/vergeten/",
        public(account.PasswordResetView, form_class=forms.ForgottenForm),
        name="account_reset_password",
    ),
    path("wachtwoord/vergeten/mail/", public(account.PasswordResetDoneView), name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.PasswordResetFromKeyView, form_class=forms.NewPasswordForm),
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/klaar/",
        public(account.PasswordResetFromKeyDoneView),
        name="account_reset_password_from_key_done",
    ),
    path(
        "uitnodiging/<slug:slug>/<uuid:invitation_id>/<str:token>/",
        people.accept_invitation,
        name="accept_invitation",
    ),
    path("mijn/", views.workspaces, name="workspaces"),
    path("mijn/account/", views.profile, name="profile"),
    path(
        "mijn/account/wachtwoord/",
        own(account.PasswordChangeView, form_class=forms.OtherPasswordForm),
        name="account_change_password",
    ),
    path("mijn/account/apparaten/", own(sessions.ListUserSessionsView), name="usersessions_list"),
    path(
        "mijn/account/nog-een-keer/",
        own(account.ReauthenticateView, form_class=forms.PasswordAgainForm),
        name="account_reauthenticate",
    ),
    path("mijn/account/tweede-stap/", own(second_step.IndexView), name="mfa_index"),
    path(
        "mijn/account/tweede-stap/nog-een-keer/",
        own(second_step.ReauthenticateView, form_class=forms.CodeAgainForm),
        name="mfa_reauthenticate",
    ),
    path(
        "mijn/account/tweede-stap/aan/",
        own(telephone.ActivateTOTPView, form_class=forms.TurnOnForm),
        name="mfa_activate_totp",
    ),
    path("mijn/account/tweede-stap/uit/", own(telephone.DeactivateTOTPView), name="mfa_deactivate_totp"),
    path("mijn/account/sleutels/", own(passkeys.ListWebAuthnView), name="mfa_list_webauthn"),
    path(
        "mijn/account/sleutels/nieuw/",
        own(passkeys.AddWebAuthnView, form_class=forms.PasskeyForm),
        name="mfa_add_webauthn",
    ),
    path(
        "mijn/account/sleutels/nog-een-keer/",
        own(passkeys.ReauthenticateWebAuthnView),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "mijn/account/sleutels/<int:pk>/",
        own(passkeys.EditWebAuthnView, form_class=forms.PasskeyNameForm),
        name="mfa_edit_webauthn",
    ),
    path("mijn/account/sleutels/<int:pk>/weg/", own(passkeys.RemoveWebAuthnView), name="mfa_remove_webauthn"),
    path("mijn/account/noodcodes/", own(codes.ViewRecoveryCodesView), name="mfa_view_recovery_codes"),
    path("mijn/account/noodcodes/nieuw/", own(codes.GenerateRecoveryCodesView), name="mfa_generate_recovery_codes"),
    path("mijn/account/noodcodes/bestand/", own(codes.DownloadRecoveryCodesView), name="mfa_download_recovery_codes"),
    path("demo/postvak/", views.demo_outbox, name="demo_outbox"),
]
