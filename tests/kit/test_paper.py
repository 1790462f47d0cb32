"""Letters on paper: a PDF that a screen reader follows, and a Word file, whatever a person typed."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bundel.kit.paper import Sheet, not_shown, pdf_of, word_of

SHEET = Sheet(
    sender=("Łucja Öztürk-Voorbeeld", "Proefstraat 1", "1234 AB Ede"),
    recipient=("Gemeente Ede", "Postbus 1"),
    place_and_day="Ede, 21 november 2026",
    subject="Bezwaar tegen uw besluit",
    reference="ABC-1",
    greeting="Geachte heer of mevrouw,",
    paragraphs=("Ik ben het er niet mee eens.", "Eerste regel\nTweede regel\n\nNieuw stuk"),
    farewell="Met vriendelijke groet,",
    enclosures=("een kopie van het besluit",),
    labels={"subject": "Onderwerp", "reference": "Kenmerk", "enclosures": "Bijlagen"},
)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_pdf_is_tagged_and_says_its_language_and_title() -> None:
    reader = PdfReader(BytesIO(pdf_of(SHEET)))
    catalogue: Any = reader.root_object
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith("nl")
    assert reader.metadata is not None
    assert reader.metadata.title == SHEET.subject
    text = text_of(pdf_of(SHEET))
    for part in (*SHEET.sender, *SHEET.recipient, SHEET.place_and_day, "Tweede regel", "een kopie van het besluit"):
        assert part in text


def test_a_word_file_holds_the_whole_letter() -> None:
    document = Document(BytesIO(word_of(SHEET)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in (*SHEET.sender, "Onderwerp: Bezwaar", "Kenmerk: ABC-1", "Tweede regel", "een kopie van het besluit"):
        assert part in text
    bare = Document(BytesIO(word_of(replace(SHEET, reference="", enclosures=()))))
    assert "Kenmerk" not in "\n".join(paragraph.text for paragraph in bare.paragraphs)


def test_a_letter_may_go_on_over_pages() -> None:
    pages = PdfReader(BytesIO(pdf_of(replace(SHEET, paragraphs=("Een lange zin over wat er is. " * 400,))))).pages
    assert len(pages) > 2
    assert pages[1].extract_text().rstrip().endswith("2")


@pytest.mark.parametrize(
    ("typed", "lost"),
    [
        ("Gewoon: é, ł, ş, ж, α, €, ½, … “zo” en \u2011", ""),
        ("Blij 😀 en 👩🏽\u200d🦽", "🏽👩😀🦽"),  # a picture made of three, of which one is a colour
        ("中文 en 中", "中文"),
        ("ที่นี่", "ทน"),  # its vowels sit on letters that cannot be shown
        ('#panic("x") *vet* $a$ <b> \\ @x // --- ```', ""),
        ("\x00\x07\u202e\ufeff\ufffe", ""),
    ],
)
def test_whatever_is_typed_the_letter_is_made_and_says_what_is_lost(typed: str, lost: str) -> None:
    sheet = replace(SHEET, paragraphs=(typed,))
    assert set(lost) <= set(not_shown(sheet))
    assert bool(lost) == bool(not_shown(sheet))
    text = text_of(pdf_of(sheet))
    assert ("?" in text) == bool(lost)
    assert SHEET.farewell in text
    assert word_of(sheet)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_spoils_a_letter(typed: str) -> None:
    sheet = replace(SHEET, paragraphs=(typed,), subject=typed or "x", sender=(typed, "b"))
    assert pdf_of(sheet).startswith(b"%PDF-")
    assert word_of(sheet)
