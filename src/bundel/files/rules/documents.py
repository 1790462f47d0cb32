"""Documents: really what they say they are, open, and without a program inside."""

import io
import logging
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable

from bundel.files.rules.kinds import MEDIA_TYPES, Broken, Kind
from bundel.kit.rules import RuleBroken

MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
# Text packs about ten times; what packs a hundred times was made to burst.
MOST_PACKED = 100
_SMALL_PART = 1024 * 1024

# It tells about every fault of a file, with words out of it: a log holds no texts.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": Kind.DOCX,
    b"spreadsheetml.sheet.main+xml": Kind.XLSX,
    b"presentationml.presentation.main+xml": Kind.PPTX,
}
_OPEN_DOCUMENTS = {MEDIA_TYPES[kind].encode(): kind for kind in (Kind.ODT, Kind.ODS, Kind.ODP)}
_PROGRAMS = re.compile(r"vbaProject|vbaData|/activeX/|/macrosheets/|^Basic/|^Scripts/", re.IGNORECASE)


def check_pdf(content: bytes) -> None:
    """Raises RuleBroken for a PDF that needs a password, or that has no pages to read."""
    from pypdf import PdfReader  # noqa: PLC0415 - large, and most processes never see a PDF

    try:
        reader = PdfReader(io.BytesIO(content))
        # Many have an empty password, to forbid printing: those open for everybody.
        if reader.is_encrypted and not reader.decrypt(""):
            raise RuleBroken(Broken.LOCKED)
        _ = reader.pages[0]
    except RuleBroken:
        raise
    except Exception as error:
        # Over whatever the parser stumbles, it is the file that is damaged.
        raise RuleBroken(Broken.DAMAGED) from error


def check_office(content: bytes) -> Kind:
    """Which Office or OpenDocument file a zip is. Raises RuleBroken for another zip, a bomb or macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check_parts(parts.infolist())
            return _kind_of(parts)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise RuleBroken(Broken.DAMAGED) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_PACKED * packed + _SMALL_PART:
        raise RuleBroken(Broken.ZIP_BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise RuleBroken(Broken.LOCKED)
    if _has_program(part.filename for part in parts):
        raise RuleBroken(Broken.HAS_PROGRAM)


def _has_program(names: Iterable[str]) -> bool:
    return any(_PROGRAMS.search(name) for name in names)


def _kind_of(parts: zipfile.ZipFile) -> Kind:
    names = set(parts.namelist())
    if "mimetype" in names and "content.xml" in names:
        kind = _OPEN_DOCUMENTS.get(_read(parts, "mimetype").strip())
        if b"manifest:encryption-data" in _read(parts, "META-INF/manifest.xml", names):
            raise RuleBroken(Broken.LOCKED)
    else:
        types = _read(parts, "[Content_Types].xml", names)
        if b"macroEnabled" in types:
            raise RuleBroken(Broken.HAS_PROGRAM)
        kind = next((kind for part, kind in _MAIN_PARTS.items() if part in types), None)
    if kind is None:
        raise RuleBroken(Broken.UNKNOWN_KIND)
    return kind


def _read(parts: zipfile.ZipFile, name: str, names: set[str] | None = None) -> bytes:
    """The beginning of a part: as much as any honest one has; nothing when it is not there."""
    if names is not None and name not in names:
        return b""
    with parts.open(name) as part:
        return part.read(_SMALL_PART)


def as_text(content: bytes) -> bytes:
    """Plain text as UTF-8. Raises RuleBroken for what is none."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text):
            return text.encode()
    raise RuleBroken(Broken.UNKNOWN_KIND)
