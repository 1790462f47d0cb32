"""What a workspace may be called, and how it may look."""

import re
from datetime import timedelta
from enum import StrEnum

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 40


CLOSING_TERM = timedelta(days=30)
LONGEST_GOES_TO = 300


class WorkspaceKind(StrEnum):
    """What sort of organisation keeps a workspace."""

    NATIONAL_OFFICE = "national_office"
    ASSOCIATION = "association"
    LOCAL_GROUP = "local_group"
    COALITION = "coalition"


class WorkspaceState(StrEnum):
    """Whether a workspace takes part."""

    OPEN = "open"
    CLOSING = "closing"  # receives nothing new; its members finish, and can still undo it
    CLOSED = "closed"


class Role(StrEnum):
    """What somebody is in a workspace; what each role may do stands in `accounts.access`."""

    OWNER = "owner"
    PROFESSIONAL = "professional"
    COACH = "coach"
    ADVOCATE = "advocate"
    ORGANISER = "organiser"
    PRIVACY_OFFICER = "privacy_officer"
    READER = "reader"


def is_slug(text: str) -> bool:
    """True for lower-case words with dashes, short enough to read aloud in an address."""
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None
