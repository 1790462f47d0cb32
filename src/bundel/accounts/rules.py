"""Who may give which role, when an invitation still counts, and what an account may be called."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bundel.kit.rules import RuleBroken
from bundel.tenancy.rules import Role

INVITATION_TERM = timedelta(days=14)
UNDO_TERM = timedelta(days=30)
NEW_ACCOUNT_TERM = timedelta(days=3)
LONGEST_NAME = 120
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
LANGUAGES = ("nl", "en")

_GIVES: dict[Role, frozenset[Role]] = {Role.OWNER: frozenset(Role)}


class Broken(StrEnum):
    """What the rules of accounts refuse."""

    LAST_OWNER = "last_owner"
    ROLE_NOT_YOURS = "role_not_yours"
    ALREADY_MEMBER = "already_member"
    NOT_A_MEMBER = "not_a_member"
    INVITATION_OVER = "invitation_over"
    OTHER_ADDRESS = "other_address"
    ACCOUNT_EXISTS = "account_exists"
    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    SLUG_NOT_READABLE = "slug_not_readable"
    SLUG_TAKEN = "slug_taken"
    NOT_OPEN = "not_open"
    NOT_CLOSING = "not_closing"
    STILL_A_MEMBER = "still_a_member"


class InvitationState(StrEnum):
    """Whether an invitation can still be accepted."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def roles_given_by(role: Role | None) -> frozenset[Role]:
    """The roles somebody in this role may give; nobody may give what is not in the table."""
    return _GIVES.get(role, frozenset()) if role is not None else frozenset()


def check_may_give(giver: Role | None, role: Role) -> None:
    """Raises RuleBroken unless the giver may give this role."""
    if role not in roles_given_by(giver):
        raise RuleBroken(Broken.ROLE_NOT_YOURS)


def check_an_owner_stays(owners: Collection[UUID], leaving: UUID) -> None:
    """Raises RuleBroken when nobody but the membership `leaving` is an owner: a workspace is never without one."""
    if set(owners) == {leaving}:
        raise RuleBroken(Broken.LAST_OWNER)


def invitation_state(
    *, accepted_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, now: datetime
) -> InvitationState:
    """What an invitation is at this moment; its last day counts to the second."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if now < expires_at else InvitationState.EXPIRED


# By the names of RFC 8176: what one knows, what one has, what one is. A text message can be caught, so it is no proof.
_FACTORS = (
    frozenset({"pwd", "pin", "kba"}),
    frozenset({"otp", "hwk", "swk", "sc", "pop"}),
    frozenset({"face", "fpt", "iris", "retina", "vbm"}),
)
_TWO_FACTOR_CONTEXTS = frozenset(
    {"https://refeds.org/profile/mfa", "http://schemas.microsoft.com/claims/multipleauthn"}
)


def shows_two_factors(claims: Mapping[str, object]) -> bool:
    """Whether the claims of an ID token (`amr`, `acr`) say that two different factors were shown at this sign-in."""
    methods = claims.get("amr")
    shown = {m for m in methods if isinstance(m, str)} if isinstance(methods, list) else set()
    kinds = sum(1 for factor in _FACTORS if factor & shown)
    return kinds >= 2 or "mfa" in shown or bool(({claims.get("acr")} | shown) & _TWO_FACTOR_CONTEXTS)


def plain_address(email: str) -> str:
    """An e-mail address as it is kept: without space around it, in lower case."""
    return email.strip().lower()


def plain_name(name: str) -> str:
    """A name with single spaces. Raises RuleBroken when it is empty or longer than LONGEST_NAME."""
    plain = " ".join(name.split())
    if not plain:
        raise RuleBroken(Broken.NAME_MISSING)
    if len(plain) > LONGEST_NAME:
        raise RuleBroken(Broken.NAME_TOO_LONG)
    return plain


def known_language(language: str) -> str:
    """The language when Bundel speaks it, else Dutch."""
    return language if language in LANGUAGES else LANGUAGES[0]
