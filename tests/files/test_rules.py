"""What comes in, what does not and why, and what is left of it."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.files.made import (
    MANIFEST,
    OF_KIND,
    SECRET,
    heic,
    office,
    open_document,
    packed,
    pdf,
    picture,
)

from bundel.files.rules import checking, pictures
from bundel.files.rules.checking import check_file
from bundel.files.rules.kinds import ENDINGS, MEDIA_TYPES, MOST_BYTES, PICTURES, Broken, Kind
from bundel.files.rules.names import clean_name
from bundel.kit.rules import RuleBroken


def refusal(content: bytes, name: str = "bestand") -> str:
    with pytest.raises(RuleBroken) as broken:
        check_file(name, content)
    return broken.value.code


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", ["brief.exe", "brief", "brief.pdf"])
def test_content_decides_whatever_the_name_says(kind: Kind, name: str) -> None:
    checked = check_file(name, OF_KIND[kind])
    assert checked.kind is kind
    assert checked.name == f"brief.{ENDINGS[kind][0]}"


def test_every_kind_has_an_ending_and_a_media_type() -> None:
    assert set(ENDINGS) == set(MEDIA_TYPES) == set(Kind)


MACRO = b"<Types ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>"
FRAMES: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", (60, 40))]}

REFUSED = {
    "empty": (b"", Broken.EMPTY),
    "too large": (bytes(MOST_BYTES + 1), Broken.TOO_LARGE),
    "a program": (b"MZ\x90\x00" + bytes(range(256)), Broken.UNKNOWN_KIND),
    "an iphone's photo": (heic(), Broken.HEIC),
    "word of before 2007": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Broken.OLD_OFFICE),
    "rich text": (b"{\\rtf1 brief}", Broken.OLD_OFFICE),
    "word with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
        Broken.LOCKED,
    ),
    "opendocument with a password": (open_document(parts={MANIFEST: b"<manifest:encryption-data/>"}), Broken.LOCKED),
    "a locked pdf": (pdf("geheim"), Broken.LOCKED),
    "a pdf cut off": (pdf()[:200], Broken.DAMAGED),
    "a pdf without anything": (b"%PDF-1.7\n%%EOF", Broken.DAMAGED),
    "a picture cut off": (picture()[:400], Broken.DAMAGED),
    "only the first bytes of a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), Broken.DAMAGED),
    "a picture that moves": (picture("GIF", **FRAMES), Broken.MOVES),
    "a zip": (packed({"brief.txt": b"x"}), Broken.UNKNOWN_KIND),
    "a zip cut off": (office()[:60], Broken.DAMAGED),
    "word with a macro": (office(parts={"word/vbaProject.bin": b"x"}), Broken.HAS_PROGRAM),
    "word that says it has a macro": (packed({"[Content_Types].xml": MACRO}), Broken.HAS_PROGRAM),
    "excel with an old macro": (office(Kind.XLSX, {"xl/macrosheets/s.xml": b"x"}), Broken.HAS_PROGRAM),
    "opendocument with a macro": (open_document(parts={"Basic/Standard/m.xml": b"x"}), Broken.HAS_PROGRAM),
    "a zip that bursts": (office(parts={"word/document.xml": bytes(20_000_000)}), Broken.ZIP_BOMB),
    "a zip of too many": (packed({f"{n}": b"" for n in range(5_001)}), Broken.ZIP_BOMB),
    "text with zeros": (b"brief\x00\x01", Broken.UNKNOWN_KIND),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_come_in_says_why(what: str) -> None:
    content, code = REFUSED[what]
    assert refusal(content) == code


def test_a_zip_with_a_password_is_refused() -> None:
    content = bytearray(office())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == Broken.LOCKED


def test_a_picture_that_grows_when_it_is_drawn_anew_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = picture(quality=1)
    monkeypatch.setattr(checking, "MOST_BYTES", 100)
    assert refusal(content) == Broken.TOO_LARGE


def test_a_pdf_that_only_forbids_printing_comes_in() -> None:
    assert check_file("brief.pdf", pdf(owner="geheim")).kind is Kind.PDF


@pytest.mark.parametrize("kind", sorted(PICTURES))
def test_a_picture_keeps_its_points_and_nothing_else(kind: Kind) -> None:
    content = picture(kind.name)
    assert SECRET.encode() in content
    checked = check_file("foto", content)
    for trace in (SECRET.encode(), b"Exif", b"exif", b"iCCP", b"ICC_PROFILE", b"xmp"):
        assert trace not in checked.content, trace
    assert Image.open(io.BytesIO(checked.content)).size == (60, 40)


def test_a_picture_on_its_side_is_put_upright() -> None:
    upright = Image.open(io.BytesIO(check_file("foto", picture(orientation=6)).content))
    assert upright.size == (40, 60)
    assert upright.getexif().get(0x0112) is None


def test_a_very_large_picture_is_made_smaller() -> None:
    image = Image.open(io.BytesIO(check_file("foto", picture(size=(8064, 1000))).content))
    assert image.size == (4000, 496)


def test_a_picture_with_too_many_points_is_not_even_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_POINTS", 2_399)
    assert refusal(picture()) == Broken.PICTURE_TOO_LARGE


def test_a_telephones_picture_with_a_second_one_beside_it_comes_in() -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20))])
    kept = Image.open(io.BytesIO(check_file("foto.jpg", out.getvalue()).content))
    assert (kept.format, kept.size) == ("JPEG", (60, 40))


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_a_picture_in_any_colours_comes_in(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (9, 9)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert check_file("foto", out.getvalue()).kind in PICTURES


@pytest.mark.parametrize("text", ["Café, €5", "\ufeffCafé, €5"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_text_becomes_utf_8(text: str, encoding: str) -> None:
    content = text.encode(encoding, "ignore")
    assert check_file("brief.txt", content).content.decode().lstrip("\ufeff") == "Café, €5"


NAMES = {
    "brief.pdf": "brief.pdf",
    "Brief van 3.12.PDF": "Brief van 3.12.pdf",
    "besluit 12.3": "besluit 12.3.pdf",
    "C:\\Users\\Jan\\brief.docx": "brief.pdf",
    "../../etc/passwd": "passwd.pdf",
    'a<b>:"c|?*.pdf': "a b c.pdf",
    "brief\r\nX-Header: 1.pdf": "briefX-Header 1.pdf",
    "brief\u202efdp.exe": "brieffdp.pdf",
    "...": "bestand.pdf",
    "": "bestand.pdf",
    ".pdf": "bestand.pdf",
    "con.txt": "_con.pdf",
    "x" * 300: "x" * 100 + ".pdf",
    "  een   foto  .jpg": "een foto.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_becomes_harmless(name: str) -> None:
    assert clean_name(name, Kind.PDF) == NAMES[name]


def test_an_ending_that_fits_stays_as_it_was() -> None:
    assert clean_name("Foto.JPEG", Kind.JPEG) == "Foto.jpeg"


@given(st.text(max_size=200), st.sampled_from(Kind))
def test_no_name_leaves_its_folder_or_changes_anothers_line(name: str, kind: Kind) -> None:
    clean = clean_name(name, kind)
    assert clean.endswith(tuple(f".{ending}" for ending in ENDINGS[kind]))
    assert not set(clean) & set('/\\:*?"<>|\r\n\0')
    assert clean == clean.strip()
    assert not clean.startswith(".")
    assert 0 < len(clean) <= 110
    assert clean_name(clean, kind) == clean


def outcome(content: bytes) -> str:
    try:
        return check_file("x", content).kind
    except RuleBroken as broken:
        return broken.code


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused_with_a_code(content: bytes) -> None:
    assert outcome(content) in {*Kind, *Broken}


@pytest.mark.parametrize("kind", Kind)
@given(st.data())
def test_a_damaged_file_is_taken_or_refused_with_a_code(kind: Kind, data: st.DataObject) -> None:
    content = bytearray(OF_KIND[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(content)) in {*Kind, *Broken}
