"""What a visitor's browser carries to recognise cards: a secret of its own, the code it got, and signs of a machine."""

import ipaddress
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from bundel.sealing.cipher import Place, SealBroken, derive, from_text, keyed_hash, seal, to_text, unseal
from bundel.sealing.codes import code_from, slow_hash
from bundel.tenancy.fence import INSTANCE

_PORT = settings.ENVIRONMENT.listen_port
DEVICE_COOKIE = f"bundel_device_{_PORT}"
OWN_COOKIE = f"bundel_recognised_{_PORT}"

PURPOSE = "recognition"
DEVICE_KEPT = timedelta(days=365)
SECRET_BYTES = 32
TRAP = "website"  # a field that people do not see
STAMP = "shown"
FASTEST = timedelta(seconds=2)
STAMP_KEPT = timedelta(days=1)


def device_secret(request: HttpRequest) -> bytes | None:
    """The secret that this browser keeps, when it is one that we gave."""
    try:
        secret = from_text(signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_COOKIE))
    except signing.BadSignature:
        return None
    return secret if len(secret) == SECRET_BYTES else None


def keep_device(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser keep a secret of its own, so that it counts once a card; a new one where it has none."""
    if device_secret(request) is None:
        value = signing.dumps(to_text(secrets.token_bytes(SECRET_BYTES)), salt=DEVICE_COOKIE)
        _set(response, DEVICE_COOKIE, value, DEVICE_KEPT)
    return response


def device_mark(secret: bytes, card_id: object) -> bytes:
    """The mark of a browser on one card; those on two cards cannot be told to belong together."""
    return derive(secret, f"{PURPOSE}/{card_id}")


def own_code(secret: bytes) -> tuple[str, bytes]:
    """The code of everything this browser recognises, and its slow hash; 28 ms, so before any transaction."""
    code = code_from(secret, PURPOSE)
    return code, slow_hash(code, PURPOSE)


def keep_own(response: HttpResponse, code_hash: bytes) -> HttpResponse:
    """Let this visitor see what was recognised with a code, until the browser closes."""
    _set(response, OWN_COOKIE, to_text(seal(_key(), code_hash, _place())), None)
    return response


def held_own(request: HttpRequest) -> bytes | None:
    """The slow hash of the code whose recognitions this visitor sees."""
    try:
        return unseal(_key(), from_text(request.COOKIES.get(OWN_COOKIE, "")), _place())
    except SealBroken:
        return None


def forget_own(response: HttpResponse) -> HttpResponse:
    """Take from this browser which recognitions are its own, and the secret with it."""
    for name in (OWN_COOKIE, DEVICE_COOKIE):
        response.delete_cookie(name, samesite="Lax")
    return response


def _key() -> bytes:
    return derive(settings.SECRET_KEY.encode(), "recognition cookie")


def _place() -> Place:
    return Place(INSTANCE, "cookie", PURPOSE, INSTANCE)


def _set(response: HttpResponse, name: str, value: str, kept: timedelta | None) -> None:
    response.set_cookie(name, value, max_age=kept, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


# Signs of a machine


def stamp(now: datetime) -> str:
    """When a form was shown, signed, to go along with it."""
    return signing.dumps(now.timestamp(), salt=STAMP)


def is_machine(sent: Any, now: datetime) -> bool:
    """Whether a form came back faster than a hand, without its stamp, or with something where people see nothing."""
    try:
        shown_at = signing.loads(sent.get(STAMP, ""), salt=STAMP, max_age=STAMP_KEPT)
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        return True
    return bool(sent.get(TRAP)) or now.timestamp() - float(shown_at) < FASTEST.total_seconds()


def count_from_network(request: HttpRequest, what: str, within: timedelta, *, today: date) -> int:
    """How often this was done from this visitor's network lately, this time included.

    No address is kept: only a keyed mark with the day in it, so that two days cannot be laid beside each other.
    """
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    network = str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
    key = f"crowd-{keyed_hash(_key(), f'{today}/{what}/{network}').hex()}"
    number = int(cache.get(key) or 0) + 1
    cache.set(key, number, within.total_seconds())
    return number
