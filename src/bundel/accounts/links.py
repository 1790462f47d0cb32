"""Links that only their receiver can know: an invitation, and a new password."""

import hmac
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from bundel.accounts.models import User
from bundel.sealing.cipher import derive, to_text


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


def password_path(user: User) -> str:
    """The address, on this site, where this user chooses a new password; it works once."""
    return reverse(
        "account_reset_password_from_key", args=[user_pk_to_url_str(user), default_token_generator.make_token(user)]
    )
