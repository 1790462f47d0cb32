"""Links that only their receiver can know: an invitation, a guest's, a new account, and a new password."""

import hmac
from datetime import UTC, datetime
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from bundel.accounts.models import User
from bundel.accounts.rules import NEW_ACCOUNT_TERM
from bundel.sealing.cipher import Place, SealBroken, derive, from_text, seal, to_text, unseal
from bundel.tenancy.fence import INSTANCE, active_workspace_id


def invitation_token(invitation_id: UUID) -> str:
    """The secret part of an invitation's link.

    It is made from the id with the instance's pepper: the database holds nothing of it, and the same
    mail can be sent again.
    """
    return to_text(derive(settings.ENVIRONMENT.pepper, f"invitation/{invitation_id}"))


def fits(token: str, invitation_id: UUID) -> bool:
    """Whether this token belongs to the invitation."""
    return hmac.compare_digest(token.encode(), invitation_token(invitation_id).encode())


def invitation_path(slug: str, invitation_id: UUID) -> str:
    """The address, on this site, where an invitation is accepted."""
    return reverse("accept_invitation", args=[slug, invitation_id, invitation_token(invitation_id)])


_ID_BYTES = 16


def guest_path(link_id: UUID) -> str:
    """The address, on this site, by which a guest of the active workspace comes in.

    Its token names the workspace and the link, and proves both with the instance's pepper.
    """
    return reverse("guest_link", args=[_guest_token(active_workspace_id(), link_id)])


def guest_in(token: str) -> tuple[UUID, UUID] | None:
    """Workspace and link of a token; None when it was never ours. Whether the link still works is not asked."""
    raw = from_text(token)
    if len(raw) != 3 * _ID_BYTES:
        return None
    workspace_id, link_id = UUID(bytes=raw[:_ID_BYTES]), UUID(bytes=raw[_ID_BYTES : 2 * _ID_BYTES])
    fits_it = hmac.compare_digest(token.encode(), _guest_token(workspace_id, link_id).encode())
    return (workspace_id, link_id) if fits_it else None


def _guest_token(workspace_id: UUID, link_id: UUID) -> str:
    proof = derive(settings.ENVIRONMENT.pepper, f"guest/{workspace_id}/{link_id}", _ID_BYTES)
    return to_text(workspace_id.bytes + link_id.bytes + proof)


_NEW_ACCOUNT = Place(INSTANCE, "link", "new_account", INSTANCE)


def new_account_path(email: str, *, now: datetime) -> str:
    """The address, on this site, where who reads the mail of `email` makes an account; for three days.

    The e-mail address travels inside it under lock: no table holds somebody who only asked.
    """
    until = int((now + NEW_ACCOUNT_TERM).timestamp())
    return reverse("make_account", args=[to_text(seal(_new_account_key(), f"{until} {email}".encode(), _NEW_ACCOUNT))])


def address_in(token: str, *, now: datetime) -> str | None:
    """The e-mail address that a link for a new account was sent to; None when it is over, or was never ours."""
    try:
        until, _, email = unseal(_new_account_key(), from_text(token), _NEW_ACCOUNT).decode().partition(" ")
    except SealBroken:
        return None
    return email if now < datetime.fromtimestamp(int(until), UTC) else None


def _new_account_key() -> bytes:
    return derive(settings.ENVIRONMENT.pepper, "new-account")


def password_path(user: User) -> str:
    """The address, on this site, where this user chooses a new password; it works once."""
    return reverse(
        "account_reset_password_from_key", args=[user_pk_to_url_str(user), default_token_generator.make_token(user)]
    )
