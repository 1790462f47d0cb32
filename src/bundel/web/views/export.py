"""Taking everything of a workspace along, and closing it, with the way back for as long as there is one."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts import actions
from bundel.accounts.access import Actor, allows
from bundel.accounts.labels import REFUSALS
from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_names
from bundel.concerns.actions import taking
from bundel.concerns.labels import EXPORT_REASONS, EXPORT_STATES
from bundel.concerns.rules.taking import ExportState
from bundel.concerns.taken import (
    AttachedFile,
    Piece,
    files_of_export,
    read_attached,
    read_piece,
    visible_exports,
)
from bundel.kit.days import day_of
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import CLOSING_TERM
from bundel.web import entrances
from bundel.web.forms.export import CloseForm, ExportForm
from bundel.web.pages import Entrance, PageRequest, page
from bundel.web.visitors import sent_in


@page(Permission.WORKSPACE_CLOSE, entrance=entrances.member, methods=("GET", "POST"))
def close_workspace(request: PageRequest, slug: str) -> HttpResponse:
    """What closing means, and where visitors go from then on; then it closes in 30 days."""
    form = CloseForm(sent_in(request), name=request.workspace.name)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_workspace(request.actor, goes_to=form.cleaned_data["goes_to"], now=request.now)
        except RuleBroken as broken:
            messages.error(request, str(REFUSALS[broken.code]))
        return redirect("close_workspace", slug=slug)
    since = request.workspace.closing_since
    context = {"form": form, "ends_on": day_of(since + CLOSING_TERM) if since else None, "term": CLOSING_TERM.days}
    return render(request, "close_workspace.html", context)


@page(Permission.WORKSPACE_CLOSE, entrance=entrances.member, methods=("POST",))
def reopen_workspace(request: PageRequest, slug: str) -> HttpResponse:
    """Stay open after all."""
    try:
        actions.reopen_workspace(request.actor, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("De werkruimte blijft open."))
    return redirect("close_workspace", slug=slug)


@page(Permission.WORKSPACE_EXPORT, entrance=entrances.member, methods=("GET", "POST"))
def export(request: PageRequest, slug: str) -> HttpResponse:
    """Begin to put everything in one file, and what was put in one before."""
    form = ExportForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        taking.start_export(request.actor, now=request.now, **form.cleaned_data)
        return redirect("export", slug=slug)
    rows = visible_exports(request.actor)
    names = visible_names(request.actor, {row.asked_by for row in rows})
    context = {
        "form": form,
        "rows": [(row, EXPORT_STATES[row.state], EXPORT_REASONS[row.reason], names.get(row.asked_by)) for row in rows],
        "is_running": any(row.state is ExportState.RUNNING for row in rows),
        "may_open": allows(request.actor, Permission.STORY_OPEN),
    }
    return render(request, "export.html", context)


def _download(request: PageRequest, slug: str, export_id: UUID) -> HttpResponse | StreamingHttpResponse | None:
    """The file as a stream, which outlives any scope: so it is begun before the page itself goes in anywhere."""
    entrance = entrances.member(request, slug=slug)
    if request.method != "GET" or not isinstance(entrance, Entrance):
        return None
    with acting_for(entrance.workspace_id):
        actor = entrance.find_actor()
        if not isinstance(actor, Actor) or not allows(actor, Permission.WORKSPACE_EXPORT):
            return None
        try:
            pieces = taking.take_export(actor, export_id, now=request.now)
            attached = files_of_export(actor, export_id)
        except ObjectDoesNotExist:
            return None
    return StreamingHttpResponse(
        _zipped(entrance.workspace_id, actor, pieces, attached),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{slug}.zip"'},
    )


@page(Permission.WORKSPACE_EXPORT, entrance=entrances.member, prepare=_download)
def export_file(request: PageRequest, slug: str, export_id: UUID) -> HttpResponse:
    """Only who may not have it, or comes too late, gets here."""
    known = next((row for row in visible_exports(request.actor) if row.id == export_id), None)
    if known is None:
        raise Http404
    messages.info(request, _("Dit bestand is er niet, of niet meer. Maak een nieuw."))
    return redirect("export", slug=slug)


class _Sink:
    """Where a zip is written to, piece by piece, for as long as nobody took it."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, content: bytes) -> int:
        self.waiting += content
        return len(content)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def take(self) -> bytes:
        taken, self.waiting = bytes(self.waiting), bytearray()
        return taken


def _zipped(workspace_id: UUID, actor: Actor, pieces: list[Piece], attached: list[AttachedFile]) -> Iterator[bytes]:
    """The zip as it grows; each piece is read in a short scope of its own, so that a slow line holds nothing open."""
    sink: Any = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for name, group in groupby(pieces, key=lambda piece: piece.file):
            with archive.open(name, "w", force_zip64=True) as file:
                for piece in group:
                    with acting_for(workspace_id):
                        content = read_piece(actor, piece.id)
                    file.write(content)
                    yield sink.take()
        for number, one in enumerate(attached, start=1):
            with acting_for(workspace_id):
                opened = read_attached(actor, one)
            if opened is not None:
                archive.writestr(f"files/{one.handle}/{number}-{opened.name}", opened.content)
                yield sink.take()
    yield sink.take()
