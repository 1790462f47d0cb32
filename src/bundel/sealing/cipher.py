"""AES-GCM over texts and keys; knows no database."""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32
EDITION = b"\x01"
EDITION_IN_PIECES = b"\x02"
PIECE_BYTES = 256 * 1024
TAG_BYTES = 16
PREFIX_BYTES = 7


class SealBroken(Exception):
    """A sealed text does not open: the wrong key, another place, or it was changed."""


@dataclass(frozen=True)
class Place:
    """Where a sealed text stands; it opens nowhere else, so that rows cannot be swapped."""

    workspace_id: UUID
    table: str
    column: str
    row: UUID

    def associated(self) -> bytes:
        """The place as the bytes that are authenticated with the text."""
        return f"{self.workspace_id}/{self.table}/{self.column}/{self.row}".encode()


def new_key() -> bytes:
    """A fresh random data key."""
    return AESGCM.generate_key(256)


def seal(key: bytes, content: bytes, place: Place) -> bytes:
    """`content` under lock: edition, nonce and authenticated cipher text."""
    nonce = os.urandom(NONCE_BYTES)
    return EDITION + nonce + AESGCM(key).encrypt(nonce, content, place.associated())


def unseal(key: bytes, sealed: bytes | memoryview, place: Place) -> bytes:
    """The content again. Raises SealBroken."""
    sealed = bytes(sealed)
    if sealed[:1] != EDITION:
        raise SealBroken("unknown edition of a seal")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.associated())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"{place.table}.{place.column} does not open") from error


def seal_in_pieces(key: bytes, content: Iterable[bytes], place: Place) -> Iterator[bytes]:
    """A long content under lock, piece by piece, for what is too large to seal at once.

    Each piece's nonce says which one it is and whether it is the last (Hoang, Reyhanitabar, Rogaway and
    Vizár, 2015: STREAM), so that a content with pieces swapped, left out or cut off does not open.
    """
    prefix = os.urandom(PREFIX_BYTES)
    yield EDITION_IN_PIECES + prefix
    for nonce, piece in _numbered(prefix, _cut(content, PIECE_BYTES)):
        yield AESGCM(key).encrypt(nonce, piece, place.associated())


def unseal_in_pieces(key: bytes, sealed: Iterable[bytes], place: Place) -> Iterator[bytes]:
    """The content again. Raises SealBroken, maybe after the first pieces: nothing is whole before the end."""
    rest = iter(sealed)
    head = b""
    while len(head) < 1 + PREFIX_BYTES and (more := next(rest, b"")):
        head += more
    if head[:1] != EDITION_IN_PIECES or len(head) < 1 + PREFIX_BYTES:
        raise SealBroken("unknown edition of a seal")
    prefix, first = head[1 : 1 + PREFIX_BYTES], head[1 + PREFIX_BYTES :]
    for nonce, piece in _numbered(prefix, _cut(chain([first], rest), PIECE_BYTES + TAG_BYTES)):
        try:
            yield AESGCM(key).decrypt(nonce, piece, place.associated())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(f"{place.table}.{place.column} does not open") from error


def _numbered(prefix: bytes, pieces: Iterable[tuple[bytes, bool]]) -> Iterator[tuple[bytes, bytes]]:
    for number, (piece, is_last) in enumerate(pieces):
        yield prefix + number.to_bytes(4) + bytes([is_last]), piece


def _cut(content: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of one size however they came, the last one shorter, and whether it is the last; at least one."""
    kept = bytearray()
    for part in content:
        kept += part
        while len(kept) > size:
            yield bytes(kept[:size]), False
            del kept[:size]
    yield bytes(kept), True


def derive(secret: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    """A key for one purpose out of a secret with full entropy."""
    return HKDF(SHA256(), length, salt=None, info=f"bundel/{purpose}".encode()).derive(secret)


def keyed_hash(key: bytes, text: str) -> bytes:
    """Sixteen bytes that only who holds the key can make of the text."""
    return hmac.new(key, text.encode(), hashlib.sha256).digest()[:16]


def to_text(raw: bytes) -> str:
    """Bytes as text that is safe in a cookie."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """The bytes again; empty when the text was not made by `to_text`."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, UnicodeEncodeError):
        return b""
