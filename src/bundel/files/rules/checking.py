"""One file from outside: what it is, and what of it is kept."""

from dataclasses import dataclass

from bundel.files.rules.documents import as_text, check_office, check_pdf
from bundel.files.rules.kinds import MOST_BYTES, PICTURES, Broken, Kind, container_of
from bundel.files.rules.names import clean_name
from bundel.files.rules.pictures import drawn_anew
from bundel.kit.rules import RuleBroken


@dataclass(frozen=True)
class Checked:
    """A file that may come in: its kind by content, a harmless name, and the bytes to keep."""

    kind: Kind
    name: str
    content: bytes


def check_file(name: str, content: bytes) -> Checked:
    """Look at a file from outside; takes a second for a large picture. Raises RuleBroken with one of `Broken`."""
    kind, kept = _looked_at(content)
    if len(kept) > MOST_BYTES:
        raise RuleBroken(Broken.TOO_LARGE)
    return Checked(kind, clean_name(name, kind), kept)


def _looked_at(content: bytes) -> tuple[Kind, bytes]:
    container = container_of(content)
    if container == "zip":
        return check_office(content), content
    if container == "text":
        return Kind.TEXT, as_text(content)
    kind = Kind(container)
    if kind in PICTURES:
        return kind, drawn_anew(content, kind)
    check_pdf(content)
    return kind, content
