"""What the sign-in library tells us, written down as acts of the instance; the one place that listens to it."""

from typing import Any
from uuid import UUID

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from allauth.socialaccount import signals as elsewhere
from django.contrib.auth import signals as auth
from django.utils import timezone

from bundel.accounts.models import User
from bundel.accounts.permissions import ActorKind
from bundel.accounts.queries import find_account
from bundel.audit.actions import Entry, record
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.tenancy.queue import enqueue


def listen() -> None:
    """Connect every listener, once, when the program starts."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="bundel.signed_in")
    auth.user_login_failed.connect(_sign_in_failed, dispatch_uid="bundel.sign_in_failed")
    account.password_changed.connect(_password_changed, dispatch_uid="bundel.password_changed")
    account.password_reset.connect(_password_changed, dispatch_uid="bundel.password_reset")
    elsewhere.social_account_added.connect(_linked, dispatch_uid="bundel.linked")
    second_factor.authenticator_added.connect(_factor_added, dispatch_uid="bundel.factor_added")
    second_factor.authenticator_removed.connect(_factor_removed, dispatch_uid="bundel.factor_removed")
    second_factor.authenticator_reset.connect(_factor_reset, dispatch_uid="bundel.factor_reset")
    second_factor.authentication_failed.connect(_factor_failed, dispatch_uid="bundel.factor_failed")


def _signed_in(user: User, **_: Any) -> None:
    _write("accounts.sign_in", user.id)


def _sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    known = find_account(str(credentials.get("email", "")))
    _write("accounts.fail_sign_in", None, subject=known.id if known else None)


def _password_changed(user: User, **_: Any) -> None:
    _write("accounts.change_password", user.id, mail="password_changed")


def _linked(sociallogin: Any, **_: Any) -> None:
    _write("accounts.link_organisation", sociallogin.user.id, mail="organisation_linked")


def _factor_added(user: User, authenticator: Any, **_: Any) -> None:
    _write("accounts.add_second_factor", user.id, kind=authenticator.type, mail="second_factor_changed")


def _factor_removed(user: User, authenticator: Any, **_: Any) -> None:
    _write("accounts.remove_second_factor", user.id, kind=authenticator.type, mail="second_factor_changed")


def _factor_reset(user: User, authenticator: Any, **_: Any) -> None:
    _write("accounts.renew_second_factor", user.id, kind=authenticator.type, mail="second_factor_changed")


def _factor_failed(user: User, **_: Any) -> None:
    _write("accounts.fail_second_factor", None, subject=user.id)


def _write(act: str, user_id: UUID | None, *, subject: UUID | None = None, kind: str = "", mail: str = "") -> None:
    """One row in the instance's chain, and a mail to the account when something about its safety changed."""
    actor = ActorKind.USER if user_id else ActorKind.PUBLIC
    detail: dict[str, str | int | list[str]] = {"kind": str(kind)} if kind else {}
    with acting_for(INSTANCE):
        record(Entry(timezone.now(), actor.value, user_id, act, subject or user_id, detail=detail))
        if mail and user_id:
            enqueue("notices.write_to_account", account_id=user_id, kind=mail)
