"""Letters on paper: a tagged PDF that a screen reader follows (PDF/UA-1), and a Word file to go on with."""

import json
import re
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from io import BytesIO
from typing import Any
from unicodedata import category

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# What stands in place of a character that no letter on paper has, such as a little picture from a phone.
REPLACED_BY = "?"
_NOT_SHOWN = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)
# What has no shape of its own: control signs, marks of direction, and what joins small pictures into one.
_SHAPELESS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Sheet:
    """A letter ready for paper. The first line of `sender` is the name that signs."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place_and_day: str
    subject: str
    reference: str
    greeting: str
    paragraphs: tuple[str, ...]
    farewell: str
    enclosures: tuple[str, ...]
    labels: dict[str, str]


def pdf_of(sheet: Sheet) -> bytes:
    """The letter as a PDF; a character that no font has becomes a question mark: see `not_shown`."""
    return _pdf(sheet)[0]


def not_shown(sheet: Sheet) -> str:
    """The characters of the letter that cannot stand on paper, each once."""
    return _pdf(sheet)[1]


def word_of(sheet: Sheet) -> bytes:
    """The letter as a Word file, with plain styles that anybody can change."""
    # loaded with the first file: most people take the PDF
    from docx import Document  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    sheet = Sheet(**_clean(asdict(sheet)))
    document = Document()
    document.core_properties.title, document.core_properties.author = sheet.subject, sheet.sender[0]
    document.core_properties.language = "nl-NL"
    document.styles["Normal"].font.size = Pt(12)
    for block in (sheet.sender, sheet.recipient, (sheet.place_and_day,)):
        document.add_paragraph("\n".join(block))
    document.add_paragraph().add_run(f"{sheet.labels['subject']}: {sheet.subject}").bold = True
    if sheet.reference:
        document.add_paragraph(f"{sheet.labels['reference']}: {sheet.reference}")
    for text in (sheet.greeting, *sheet.paragraphs, f"{sheet.farewell}\n\n\n{sheet.sender[0]}"):
        document.add_paragraph(text)
    if sheet.enclosures:
        document.add_paragraph(f"{sheet.labels['enclosures']}:")
        for enclosure in sheet.enclosures:
            document.add_paragraph(enclosure, style="List Bullet")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _pdf(sheet: Sheet) -> tuple[bytes, str]:
    return typeset("letter", asdict(sheet))


def typeset(kind: str, content: Any) -> tuple[bytes, str]:
    """What `<kind>.typ` makes of its content as a tagged PDF, and the characters that cannot stand on paper."""
    # loaded with the first one: it is large, and every web process would carry it
    from typst import Compiler, TypstError  # noqa: PLC0415

    text = json.dumps(_clean(content), ensure_ascii=False)
    strange = {sign for sign in text if _is_picture(sign)}
    left_out = set(strange)
    with as_file(files("bundel.kit.paper").joinpath(f"{kind}.typ")) as source:
        while True:
            text = _replaced(text, strange)
            compiler = Compiler(str(source), ignore_system_fonts=True, sys_inputs={kind: text})
            try:
                made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
            except TypstError as fault:
                # One such character spoils the whole paper, and the fault names the first it met.
                found = _NOT_SHOWN.search(str(fault))
                strange = set(found[1]) - left_out - {REPLACED_BY} if found else set()
                if not strange:
                    raise
                left_out |= strange
            else:
                assert isinstance(made, bytes)  # one file, as no page pattern was asked for
                return made, "".join(sorted(left_out))


def _replaced(text: str, strange: set[str]) -> str:
    """A question mark for each, and none of the accents that sat on it."""
    kept: list[str] = []
    for sign in text:
        if sign in strange:
            kept.append(REPLACED_BY)
        elif not (category(sign).startswith("M") and kept and kept[-1] == REPLACED_BY):
            kept.append(sign)
    return "".join(kept)


def _is_picture(sign: str) -> bool:
    """Little pictures from a phone, and their colours: no font for letters has them."""
    return ord(sign) > 0xFFFF or (ord(sign) > 0x2000 and category(sign) in ("So", "Sk", "Cn", "Co", "Cs"))


def _clean(part: Any) -> Any:
    """Text, yes or no, or lists and tables of them, without what has no shape."""
    if isinstance(part, str):
        return _SHAPELESS.sub("", part)
    if isinstance(part, dict):
        return {name: _clean(value) for name, value in part.items()}
    return part if isinstance(part, bool) else tuple(map(_clean, part))
