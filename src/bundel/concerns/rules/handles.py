"""Handles: the short name of a concern that people can say over the telephone."""

import secrets

# No vowels (no words by accident), and nothing that looks like something else.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ2346789"


def new_handle() -> str:
    """Nine signs in threes, such as `K7M-4QP-2XD`; says nothing of person, order or number."""
    signs = "".join(secrets.choice(LETTERS) for _ in range(9))
    return f"{signs[:3]}-{signs[3:6]}-{signs[6:]}"


def as_handle(text: str) -> str | None:
    """What was typed as a handle is written, whatever dashes and capitals it had; None when it cannot be one."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}" if len(letters) == 9 else None
