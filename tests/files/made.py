"""Small files of every kind, made on the spot."""

import io
import struct
import zipfile
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from bundel.files.rules.kinds import MEDIA_TYPES, Kind

SECRET = "52.37N 4.89E van Anneke"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **saved: Any) -> bytes:
    """A picture with something in each place where a camera or a program leaves what it knows."""
    image = Image.new("RGB", size, "white")
    image.putpixel((0, 0), (200, 0, 0))
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET, saved.pop("orientation", 1)
    extra: dict[str, Any] = {"exif": exif}
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Comment", SECRET)
        extra["pnginfo"] = info
    if kind == "GIF":
        extra = {"comment": SECRET.encode()}
    if kind == "JPEG":
        extra |= {"comment": SECRET.encode(), "icc_profile": SECRET.encode(), "xmp": SECRET.encode()}
    out = io.BytesIO()
    image.save(out, kind, **extra, **saved)
    return out.getvalue()


def pdf(password: str = "", owner: str = "") -> bytes:
    """A PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password or owner:
        writer.encrypt(password, owner or None, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as together:
        for name, content in parts.items():
            together.writestr(name, content)
    return out.getvalue()


MAIN = {
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}


def office(kind: Kind = Kind.DOCX, parts: dict[str, bytes] | None = None) -> bytes:
    """A document of Word, Excel or PowerPoint, as far as its parts go."""
    types = f'<Types><Override PartName="/x.xml" ContentType="{MAIN[kind]}"/></Types>'.encode()
    return packed({"[Content_Types].xml": types, "_rels/.rels": b"<Relationships/>"} | (parts or {}))


MANIFEST = "META-INF/manifest.xml"


def open_document(kind: Kind = Kind.ODT, parts: dict[str, bytes] | None = None) -> bytes:
    """A document of LibreOffice, as far as its parts go."""
    known = {"mimetype": MEDIA_TYPES[kind].encode(), "content.xml": b"<x/>", MANIFEST: b"<manifest:manifest/>"}
    return packed(known | (parts or {}), method=zipfile.ZIP_STORED)


def heic() -> bytes:
    """The first bytes of an iPhone's photo."""
    return struct.pack(">I", 24) + b"ftypheic" + bytes(200)


OF_KIND: dict[Kind, bytes] = {
    Kind.PDF: pdf(),
    Kind.JPEG: picture("JPEG"),
    Kind.PNG: picture("PNG"),
    Kind.WEBP: picture("WEBP"),
    Kind.GIF: picture("GIF"),
    **{kind: office(kind) for kind in MAIN},
    **{kind: open_document(kind) for kind in (Kind.ODT, Kind.ODS, Kind.ODP)},
    Kind.TEXT: b"Beste gemeente,\r\n\r\nIk ben het er niet mee eens.\n",
}
