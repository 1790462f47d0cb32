"""What visitors without an account carry: the key to their draft, their receipt, a code just made, and their tries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from bundel.accounts.addresses import network_of
from bundel.concerns import drafts
from bundel.sealing.cipher import Place, SealBroken, derive, from_text, keyed_hash, seal, to_text, unseal
from bundel.tenancy.fence import INSTANCE

# Two checkouts on one machine differ in port only, and cookies do not know ports.
_PORT = settings.ENVIRONMENT.listen_port
DRAFT_COOKIE = f"bundel_draft_{_PORT}"
RECEIPT_COOKIE = f"bundel_receipt_{_PORT}"
GUEST_COOKIE = f"bundel_guest_{_PORT}"
GUEST_PATH = "/gast/"

RECEIPT_KEPT = timedelta(hours=12)
CODE_KEPT = timedelta(minutes=30)

TOO_MANY = "too_many"
TRIES = 10
TRIES_WITHIN = timedelta(minutes=15)


class Code(StrEnum):
    """The codes a page hands to the next one."""

    RECEIPT = "receipt"
    RESUME = "resume"


def sent_in(request: HttpRequest) -> QueryDict | None:
    """What a form was sent in with, even if it was empty; None for who only looks."""
    return request.POST if request.method == "POST" else None


# The draft: the cookie is the only place that keeps its secret.


def draft_secret(request: HttpRequest) -> bytes | None:
    """The secret in this visitor's cookie, if it can be one."""
    secret = from_text(request.COOKIES.get(DRAFT_COOKIE, ""))
    return secret if len(secret) == drafts.SECRET_BYTES else None


def keep_secret(response: HttpResponse, secret: bytes) -> HttpResponse:
    """Let the visitor keep the secret as long as its draft is kept."""
    _set(response, DRAFT_COOKIE, to_text(secret), drafts.KEPT)
    return response


def forget_draft(response: HttpResponse) -> HttpResponse:
    """Take the secret and the resume code from the visitor's browser."""
    for name in (DRAFT_COOKIE, _code_cookie(Code.RESUME)):
        response.delete_cookie(name, samesite="Lax")
    return response


# The receipt: which concern this visitor follows.


def keep_receipt(
    response: HttpResponse, workspace_id: UUID, concern_id: UUID, *, account_id: UUID | None = None
) -> HttpResponse:
    """Let the visitor follow this concern until the browser closes, twelve hours at most.

    Who came by an account follows it only while signed in to that account.
    """
    held = [str(i) for i in (workspace_id, concern_id, account_id) if i is not None]
    value = signing.dumps(held, salt=RECEIPT_COOKIE)
    _set(response, RECEIPT_COOKIE, value, None)
    return response


def held_receipt(request: HttpRequest) -> tuple[UUID, UUID] | None:
    """Workspace and concern that this visitor follows."""
    value = request.COOKIES.get(RECEIPT_COOKIE, "")
    try:
        workspace_id, concern_id, *account = signing.loads(value, salt=RECEIPT_COOKIE, max_age=RECEIPT_KEPT)
    except signing.BadSignature:
        return None
    if account and account != [str(request.user.pk)]:
        return None
    return UUID(workspace_id), UUID(concern_id)


def forget_receipt(response: HttpResponse) -> HttpResponse:
    """Take receipt and code from the visitor's browser."""
    for name in (RECEIPT_COOKIE, _code_cookie(Code.RECEIPT)):
        response.delete_cookie(name, samesite="Lax")
    return response


# The guest: which link this visitor came by.


def keep_guest(response: HttpResponse, workspace_id: UUID, link_id: UUID) -> HttpResponse:
    """Let the visitor read by this link until the browser closes, twelve hours at most."""
    value = signing.dumps([str(workspace_id), str(link_id)], salt=GUEST_COOKIE)
    _set(response, GUEST_COOKIE, value, None, path=GUEST_PATH)
    return response


def held_guest(request: HttpRequest) -> tuple[UUID, UUID] | None:
    """Workspace and link that this visitor came by."""
    value = request.COOKIES.get(GUEST_COOKIE, "")
    try:
        workspace_id, link_id = signing.loads(value, salt=GUEST_COOKIE, max_age=RECEIPT_KEPT)
    except signing.BadSignature:
        return None
    return UUID(workspace_id), UUID(link_id)


def forget_guest(response: HttpResponse) -> HttpResponse:
    """Take the link from the visitor's browser."""
    response.delete_cookie(GUEST_COOKIE, path=GUEST_PATH, samesite="Lax")
    return response


# A code that was just made, handed from one page to the next: never in an address, a log or the database.


def hand_code(response: HttpResponse, kind: Code, code: str) -> HttpResponse:
    """Give a code along, under lock, for half an hour."""
    sealed = seal(_cookie_key(), code.encode(), _code_place(kind))
    _set(response, _code_cookie(kind), to_text(sealed), CODE_KEPT)
    return response


def handed_code(request: HttpRequest, kind: Code) -> str | None:
    """The code that was given along, while the visitor still has it."""
    try:
        return unseal(_cookie_key(), from_text(request.COOKIES.get(_code_cookie(kind), "")), _code_place(kind)).decode()
    except SealBroken:
        return None


def _code_cookie(kind: Code) -> str:
    return f"bundel_{kind}_code_{_PORT}"


def _cookie_key() -> bytes:
    return derive(settings.SECRET_KEY.encode(), "code cookie")


def _code_place(kind: Code) -> Place:
    return Place(INSTANCE, "cookie", kind, INSTANCE)


def _set(response: HttpResponse, name: str, value: str, kept: timedelta | None, *, path: str = "/") -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=kept, path=path, httponly=True, samesite="Lax", secure=secure)


# Guessing codes

Found = TypeVar("Found")


def try_code(request: HttpRequest, form: forms.Form, find: Callable[[str], Found | None]) -> Found | None:
    """What the code in the form opens; if nothing, the form says why. Slow, so it runs before the transaction."""
    if not form.is_valid():
        return None
    try_again_at = _count_try(request)
    if try_again_at is not None:
        clock = formats.date_format(timezone.localtime(try_again_at), "H.i")
        message = _("Je probeerde te veel codes. Wacht even. Vanaf %(clock)s uur kan het weer.") % {"clock": clock}
        form.add_error("code", forms.ValidationError(message, code=TOO_MANY))
        return None
    found = find(form.cleaned_data["code"])
    if found is None:
        form.add_error("code", _("Deze code kennen we niet. Kijk elk cijfer na."))
    else:
        _uncount_try(request)
    return found


def try_link(request: HttpRequest, find: Callable[[], Found | None]) -> tuple[Found | None, bool]:
    """What a link opens, and whether this visitor tried too many that open nothing."""
    if _count_try(request) is not None:
        return None, True
    found = find()
    if found is not None:
        _uncount_try(request)
    return found, False


def code_status(form: forms.Form) -> int:
    """The status of the page with this form."""
    return 429 if form.has_error("code", TOO_MANY) else 200


def _count_try(request: HttpRequest) -> datetime | None:
    """Count a try before the slow work begins; when it is one too many, from when it may go on."""
    now, key = timezone.now(), _tries_key(request)
    count, until = cache.get(key) or (0, now + TRIES_WITHIN)
    if count >= TRIES:
        return until
    cache.set(key, (count + 1, until), (until - now).total_seconds())
    return None


def _uncount_try(request: HttpRequest) -> None:
    """The code was right: only wrong tries count."""
    key = _tries_key(request)
    count, until = cache.get(key) or (0, timezone.now())
    if count:
        cache.set(key, (count - 1, until), (until - timezone.now()).total_seconds())


def _tries_key(request: HttpRequest) -> str:
    """A key that does not tell the address; a whole home network in IPv6 counts as one."""
    return f"tries-{keyed_hash(_cookie_key(), network_of(request)).hex()}"
