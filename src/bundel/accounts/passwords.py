"""What a password must be, before it is hashed."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from bundel.accounts.labels import PASSWORD_PROBLEMS
from bundel.accounts.models import User


def check_password(password: str, user: User | None = None) -> None:
    """Raises ValidationError, in our words: too short, too common, only digits, or too much like the person."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError([PASSWORD_PROBLEMS.get(e.code or "", e) for e in error.error_list]) from error


def check_first_password(password: str, *, email: str, name: str) -> None:
    """The same, for somebody who has no account yet."""
    check_password(password, User(email=email, name=name))
