"""What all invented people of the demo share: a password and a second factor; used in no other mode."""

from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings

from bundel.accounts.models import User
from bundel.tenancy.queries import MyWorkspace, workspaces_of

PASSWORD = "samen-sterker-vertellen"  # noqa: S105 - printed on the demo's own page
SECOND_FACTOR_SECRET = "BUNDELDEMOBUNDELDEMOBUNDELDEMOBU"  # noqa: S105 - the same


@dataclass(frozen=True)
class LogIn:
    """Somebody invented whom a visitor of the demo can sign in as."""

    name: str
    email: str
    workspaces: list[MyWorkspace]
    is_operator: bool


def log_ins() -> list[LogIn]:
    """Everybody in the demo, by name. Raises RuntimeError in every other mode."""
    if settings.ENVIRONMENT.mode != "demo":
        raise RuntimeError("only the demo shows who there is")
    users = User.objects.filter(is_active=True).order_by("name")
    return [LogIn(user.name, user.email, workspaces_of(user.id), user.is_operator) for user in users]


def second_factor_now() -> str:
    """The six digits that the authenticator app of every invented person shows at this moment."""
    counter = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(SECOND_FACTOR_SECRET, counter[len(counter) // 2])))
