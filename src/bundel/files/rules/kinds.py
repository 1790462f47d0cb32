"""The kinds of files that come in, told apart by their first bytes and never by their name."""

from datetime import timedelta
from enum import StrEnum

from bundel.kit.rules import RuleBroken

MOST_BYTES = 20 * 1024 * 1024
MOST_AT_ONCE = 5
MOST_FILES = 20
MOST_BYTES_TOGETHER = 100 * 1024 * 1024

# What somebody took away by mistake they see the same day.
PUT_BACK_WITHIN = timedelta(days=1)


class Kind(StrEnum):
    """What a file is."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    TEXT = "text"


class Side(StrEnum):
    """Who sent a file along."""

    PERSON = "person"
    WORKSPACE = "workspace"


class Broken(StrEnum):
    """Why a file does not come in."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNKNOWN_KIND = "unknown_kind"
    HEIC = "heic"
    OLD_OFFICE = "old_office"
    LOCKED = "locked"
    DAMAGED = "damaged"
    HAS_PROGRAM = "has_program"
    ZIP_BOMB = "zip_bomb"
    PICTURE_TOO_LARGE = "picture_too_large"
    MOVES = "moves"


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF})

# The ending of a name and the media type; the first ending is the one we give.
ENDINGS: dict[Kind, tuple[str, ...]] = {
    Kind.JPEG: ("jpg", "jpeg"),
    Kind.TEXT: ("txt",),
    **{kind: (kind.value,) for kind in Kind if kind not in (Kind.JPEG, Kind.TEXT)},
}

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

MEDIA_TYPES: dict[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.GIF: "image/gif",
    Kind.DOCX: f"{_OPEN_XML}.wordprocessingml.document",
    Kind.XLSX: f"{_OPEN_XML}.spreadsheetml.sheet",
    Kind.PPTX: f"{_OPEN_XML}.presentationml.presentation",
    Kind.ODT: f"{_OPEN_DOCUMENT}.text",
    Kind.ODS: f"{_OPEN_DOCUMENT}.spreadsheet",
    Kind.ODP: f"{_OPEN_DOCUMENT}.presentation",
    Kind.TEXT: "text/plain; charset=utf-8",
}

# A PDF may begin with a few stray bytes, as scanners write them.
PDF_STARTS_WITHIN = 1024
_APPLE = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_STARTS = {
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"GIF87a": Kind.GIF,
    b"GIF89a": Kind.GIF,
}


def container_of(content: bytes) -> Kind | str:
    """What the first bytes say: a kind, or "zip" for what has to be looked into, or "text" for what may be one.

    Raises RuleBroken for what never comes in.
    """
    if not content:
        raise RuleBroken(Broken.EMPTY)
    if len(content) > MOST_BYTES:
        raise RuleBroken(Broken.TOO_LARGE)
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if b"%PDF-" in content[:PDF_STARTS_WITHIN]:
        return Kind.PDF
    _refuse_known(content)
    return "zip" if content.startswith(b"PK\x03\x04") else "text"


def _refuse_known(content: bytes) -> None:
    if content[4:8] == b"ftyp" and content[8:12] in _APPLE:
        raise RuleBroken(Broken.HEIC)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # Word and Excel put a document with a password into the container of before 2007.
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise RuleBroken(Broken.LOCKED if is_locked else Broken.OLD_OFFICE)
    if content.startswith(b"{\\rtf"):
        raise RuleBroken(Broken.OLD_OFFICE)
