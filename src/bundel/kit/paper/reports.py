"""A dossier on paper: what was heard, what is asked, what was answered and what changed, as a tagged PDF."""

from dataclasses import asdict, dataclass

from bundel.kit.paper import typeset


@dataclass(frozen=True)
class Entry:
    """A line of a section: its text, and under it who, when or how it stands; `quote` is in somebody's own words."""

    text: str
    below: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it, numbered where one refers to it by number."""

    title: str
    entries: tuple[Entry, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Report:
    """A dossier ready for paper."""

    language: str
    title: str
    subtitle: str
    lead: str
    gain_title: str
    gain: str
    sections: tuple[Section, ...]
    closing: str


def report_pdf(report: Report) -> bytes:
    """The report as a PDF; a character that no font has becomes a question mark."""
    return typeset("dossier", asdict(report))[0]
