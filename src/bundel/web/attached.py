"""Files on their way in and out of pages: received before the transaction, shown as lines, handed over safely."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header

from bundel.files.arriving import Arrived, discard, take_in
from bundel.files.labels import KINDS, REFUSALS
from bundel.files.queries import FileRow
from bundel.files.rules.kinds import MOST_BYTES, Broken, Side
from bundel.files.stores import StoreFailed
from bundel.kit.rules import RuleBroken
from bundel.web.forms.files import FilesForm
from bundel.web.pages import PageRequest

logger = logging.getLogger("bundel.files")

# Whatever is in a file, no browser runs or shows any of it as a page of ours.
SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Received:
    """What a form brought: the form, with a sentence for each file that did not come in, and the good ones."""

    form: FilesForm
    arrived: Sequence[Arrived]

    def keep(self, kept: Iterable[UUID], workspace_id: UUID) -> None:
        """Say of what there was no room for that it was not kept, and take it out of the store."""
        left = [file for file in self.arrived if file.id not in set(kept)]
        for file in left:
            self.form.add_error("chosen", f"{file.name}: {REFUSALS[Broken.TOO_MANY]}")
        discard(workspace_id, left)

    def refuse(self, workspace_id: UUID, reason: str) -> None:
        """Keep none of them."""
        self.form.add_error("chosen", reason)
        discard(workspace_id, self.arrived)


def receive(request: PageRequest, **kwargs: Any) -> Received:
    """Take in the files of a form, each by itself: one that is refused does not hold up the others."""
    if request.method != "POST":
        return Received(FilesForm(), [])
    form = FilesForm(request.POST, request.FILES)
    arrived = []
    for file in form.cleaned_data["chosen"] if form.is_valid() else []:
        try:
            arrived.append(_taken_in(request.workspace.id, file))
        except RuleBroken as broken:
            form.add_error("chosen", f"{file.name}: {REFUSALS[broken.code]}")
        except StoreFailed as failure:
            logger.error("a file could not be kept: %s", failure)
            form.add_error("chosen", f"{file.name}: {REFUSALS[why_not(failure)]}")
    return Received(form, arrived)


def _taken_in(workspace_id: UUID, file: "UploadedFile[Any]") -> Arrived:
    if (file.size or 0) > MOST_BYTES:
        raise RuleBroken(Broken.TOO_LARGE)
    return take_in(workspace_id, file.name or "", file.read())


def why_not(failure: StoreFailed) -> str:
    """The code of what to say when the store fails."""
    return "store_full" if failure.is_full else "store_away"


@dataclass(frozen=True)
class FileLine:
    """One file in words; `name` is empty for who did not open it."""

    id: UUID
    name: str
    kind: str
    size: str
    added_at: datetime
    is_from_person: bool
    is_removed: bool


def lines_of(rows: Iterable[FileRow], names: dict[UUID, str] | None = None) -> list[FileLine]:
    """Lines for files, in their order."""
    return [
        FileLine(
            id=row.id,
            name=(names or {}).get(row.id, ""),
            kind=str(KINDS[row.kind]),
            size=filesizeformat(row.size),
            added_at=row.added_at,
            is_from_person=row.side is Side.PERSON,
            is_removed=row.removed_at is not None,
        )
        for row in rows
    ]


def handed_over(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A file to save, never to show."""
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {**SAFE_HEADERS, "Content-Disposition": disposition}
    return HttpResponse(content, content_type=media_type, headers=headers)
