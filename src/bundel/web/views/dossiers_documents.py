"""The documents of a dossier: added, opened, taken away and put back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from bundel.accounts.access import Actor, allows
from bundel.accounts.permissions import Permission
from bundel.dossiers import labels
from bundel.dossiers.actions import making
from bundel.dossiers.documents import documents_of, open_document
from bundel.dossiers.queries import get_dossier
from bundel.files.labels import REFUSALS
from bundel.files.rules.kinds import MEDIA_TYPES
from bundel.files.stores import BlobGone, StoreFailed
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.web.attached import Received, handed_over, lines_of, receive, why_not
from bundel.web.entrances import member
from bundel.web.forms.files import FilesForm
from bundel.web.pages import Entrance, PageRequest, page


def receive_from_writer(request: PageRequest, slug: str, **kwargs: Any) -> Received:
    """Take files in, but from who works on dossiers only: what a stranger sends is not even looked at."""
    entrance = member(request, slug=slug) if request.method == "POST" else None
    if not isinstance(entrance, Entrance):
        return Received(FilesForm(), [])
    with acting_for(entrance.workspace_id):
        actor = entrance.find_actor()
    if isinstance(actor, Actor) and allows(actor, Permission.DOSSIER_WRITE):
        return receive(request)
    return Received(FilesForm(), [])


@page(Permission.DOSSIER_SEE, entrance=member, prepare=receive_from_writer, methods=("GET", "POST"))
def dossier_documents(request: PageRequest, slug: str, dossier_id: UUID) -> HttpResponse:
    """The documents a dossier rests on, and the form to add some."""
    found = get_dossier(request.actor, dossier_id, today=request.today)
    if request.prepared.form.is_bound and _is_kept(request, dossier_id):
        return redirect("dossier_documents", slug=slug, dossier_id=dossier_id)
    documents = documents_of(request.actor, dossier_id)
    lines = lines_of([d.row for d in documents], {d.row.id: d.name for d in documents})
    return render(request, "dossier_documents.html", {"dossier": found, "files": lines, "form": request.prepared.form})


def _is_kept(request: PageRequest, dossier_id: UUID) -> bool:
    """Attach what came in; False when there is something to say about one of the files."""
    received: Received = request.prepared
    if received.arrived:
        try:
            kept = making.add_documents(request.actor, dossier_id, arrived=received.arrived, now=request.now)
        except RuleBroken as broken:
            received.refuse(request.workspace.id, str(labels.REFUSALS[broken.code]))
        else:
            received.keep(kept, request.workspace.id)
            words = ngettext("Eén stuk staat erbij.", "%(number)d stukken staan erbij.", len(kept))
            messages.success(request, words % {"number": len(kept)})
    return not received.form.errors


@page(Permission.DOSSIER_SEE, entrance=member)
def dossier_document(request: PageRequest, slug: str, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """One document, to save."""
    try:
        file = open_document(request.actor, dossier_id, file_id)
    except (StoreFailed, BlobGone) as failure:
        code = why_not(failure) if isinstance(failure, StoreFailed) else "gone"
        messages.error(request, str(REFUSALS[code]))
        return redirect("dossier_documents", slug=slug, dossier_id=dossier_id)
    return handed_over(file.name, MEDIA_TYPES[file.kind], file.content)


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("POST",))
def dossier_document_remove(request: PageRequest, slug: str, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a document away; the list has the way back."""
    return _changed(request, slug, dossier_id, file_id, making.remove_document)


@page(Permission.DOSSIER_WRITE, entrance=member, methods=("POST",))
def dossier_document_put_back(request: PageRequest, slug: str, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """Put a document back."""
    return _changed(request, slug, dossier_id, file_id, making.put_back_document)


def _changed(
    request: PageRequest, slug: str, dossier_id: UUID, file_id: UUID, act: Callable[..., None]
) -> HttpResponse:
    try:
        act(request.actor, dossier_id, file_id=file_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str((labels.REFUSALS | REFUSALS)[broken.code]))
    return redirect("dossier_documents", slug=slug, dossier_id=dossier_id)
