"""Bundel's own public texts and mails stay at B1: each page as a whole, and no sentence with a hard construction."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.catalogue import PACKAGE, _in_python, _in_template

from bundel.engines.readability import assess

EASY = frozenset({"A1", "A2", "B1"})
# Long words are not among these: the name of a thing is as long as it is, and the level of the page counts it.
HARD = frozenset({"jargon", "passive", "tangled", "long_sentence"})
FEWEST_WORDS = 20  # below this a score says nothing of a page

# Pages for who works here or runs the program; what the public reads is all the rest.
_INSIDE = re.compile(r'extends "(?:desk|operator|account|style_guide)')
_NOT_PUBLIC = frozenset({"operator.html", "style_guide.html", "demo.html", "demo_outbox.html", "server_error.html"})
_LABELS = ("concerns/labels.py", "web/forms/tell.py", "web/marking.py", "notices/labels.py", "notices/texts.py")
_FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]")
_MARKUP = re.compile(r"<[^>]+>")

# Names of bodies, rights and powers that stand in the letter itself: the reader has to know them again.
_NAMES = frozenset({
    "dwangsom", "instantie", "persoonsgegevens", "toegankelijk", "toegankelijke", "zorgaanbieder", "zorgkantoor",
})  # fmt: skip


def problems() -> list[str]:
    """One line for each public text that is too hard, with the words and what would be plainer."""
    return [problem for file, texts in _public_texts() for problem in _of_file(file, texts)]


def _public_texts() -> Iterator[tuple[str, list[str]]]:
    for file in _public_files():
        source = file.read_text()
        found = _in_python(source) if file.suffix == ".py" else _in_template(source)
        yield str(file.relative_to(PACKAGE)), [_read_aloud(text) for one in found for text in one if text]


def _public_files() -> Iterator[Path]:
    yield from sorted((PACKAGE / "notices" / "templates").rglob("*.txt"))
    yield from (PACKAGE / name for name in _LABELS)
    for file in sorted((PACKAGE / "web" / "templates").glob("*.html")):
        if file.name not in _NOT_PUBLIC and not _INSIDE.search(file.read_text()):
            yield file


def _read_aloud(text: str) -> str:
    return " ".join(_FILLED_IN.sub("Bundel", _MARKUP.sub("", html.unescape(text))).split())


def _of_file(file: str, texts: list[str]) -> Iterator[str]:
    whole = "\n\n".join(texts)
    report = assess(whole)
    if len(whole.split()) >= FEWEST_WORDS and report.level not in EASY:
        yield f"{file}: the texts together read at {report.level}, not B1 ({report.flesch_douma})"
    for text in texts:
        for hint in assess(text).hints:
            if hint.code in HARD and text[hint.start : hint.end].lower() not in _NAMES:
                yield f"{file}: “{text}” has “{text[hint.start : hint.end]}”. {hint.suggestion}"
