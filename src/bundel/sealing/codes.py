"""Codes of sixteen digits that people keep: made, read back as typed, and stored as a slow hash."""

import hashlib
import hmac
import re
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from bundel.sealing.cipher import derive

DIGITS = 16
# 19 MiB and two rounds: 28 ms. Two at once a process, so that guessing cannot eat the machine's memory.
MEMORY_KIB, ROUNDS = 19 * 1024, 2
_at_once = BoundedSemaphore(2)


def code_from(secret: bytes, purpose: str) -> str:
    """The code that belongs to a secret: the same secret always gives the same code."""
    key = hmac.new(settings.ENVIRONMENT.pepper, derive(secret, purpose), hashlib.sha256).digest()
    return f"{int.from_bytes(key) % 10**DIGITS:0{DIGITS}d}"


def in_fours(code: str) -> str:
    """`1234 5678 9012 3456`, as people read it aloud."""
    return " ".join(code[i : i + 4] for i in range(0, DIGITS, 4))


def as_typed(text: str) -> str | None:
    """The digits of a code however somebody typed it, or None when it cannot be one."""
    digits = re.sub(r"[\s.\-–]", "", text)
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else None


def slow_hash(code: str, purpose: str, length: int = 32) -> bytes:
    """argon2id over the code, peppered; about 28 ms, so never inside a transaction."""
    pepper = settings.ENVIRONMENT.pepper
    peppered = hmac.new(pepper, f"{purpose}/{code}".encode(), hashlib.sha256).digest()
    with _at_once:
        # The salt is the instance's own and fixed: a random one could not be looked up.
        return hash_secret_raw(peppered, derive(pepper, f"salt/{purpose}", 16), ROUNDS, MEMORY_KIB, 1, length, Type.ID)


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """A keyed hash in place of a cache key: the limits count addresses, and the table shows none."""
    plain = f"{key_prefix}/{version}/{key}".encode()
    return hmac.new(settings.ENVIRONMENT.pepper, plain, hashlib.sha256).hexdigest()
