"""How easy a text is to read, said quietly beside the field where somebody writes it; it stops nothing."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from bundel.engines.readability import assess
from bundel.web.pages import PageRequest

HINTS = "pieces/readability_hints.html"
EASY = frozenset({"A1", "A2", "B1"})
MOST_HINTS = 5


@dataclass(frozen=True)
class Remark:
    """A piece of the text and what would be plainer."""

    words: str
    suggestion: str


def asks_hints(request: PageRequest) -> bool:
    """Did somebody ask how easy their text reads, or pause while typing?"""
    return request.method == "POST" and request.POST.get("act") == "hints"


def ease_of(request: PageRequest, text: Any) -> dict[str, Any]:
    """What `pieces/readability_hints.html` shows; `is_easy` is None for a text without words."""
    typed = str(text or "")
    report = assess(typed, "en" if get_language() == "en" else "nl")
    remarks = [Remark(typed[h.start : h.end], h.suggestion) for h in report.hints[:MOST_HINTS]]
    return {"is_easy": report.level in EASY if report.level else None, "remarks": remarks}
