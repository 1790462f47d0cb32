"""Letters and photos beside a signal: sent, opened, taken away and put back, by the person and by who helps."""

import io
import zipfile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from bundel.accounts.access import Actor, OpenReason, allows
from bundel.accounts.permissions import Permission
from bundel.concerns import labels
from bundel.concerns.actions import attaching
from bundel.concerns.attachments import get_visible_file, may_send, open_file, own_file_names, own_files, visible_files
from bundel.concerns.queries import get_concern
from bundel.files.labels import REFUSALS
from bundel.files.rules.kinds import MEDIA_TYPES
from bundel.files.stores import BlobGone, StoreFailed
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.web.attached import Received, handed_over, lines_of, logger, receive, why_not
from bundel.web.entrances import member, receipt_holder
from bundel.web.forms.files import FilesForm, OpenFileForm
from bundel.web.pages import Entrance, PageRequest, page

# By the person, with the receipt


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, prepare=receive, methods=("GET", "POST"))
def follow_files(request: PageRequest) -> HttpResponse:
    """The person's letters and photos, and the form to send more."""
    if request.prepared.form.is_bound and _is_kept(request, attaching.send_files, _own(request)):
        return redirect("follow_files")
    concern = get_concern(request.actor, _own(request))
    rows = visible_files(request.actor, concern.id, now=request.now)
    context = {
        "form": request.prepared.form,
        "files": lines_of(rows, own_file_names(request.actor, concern.id) if rows else None),
        "may_send": may_send(concern),
        "receiver": request.workspace,
    }
    return render(request, "follow_files.html", context)


def _own(request: PageRequest) -> UUID:
    assert request.actor.id is not None
    return request.actor.id


def _is_kept(request: PageRequest, attach: Any, concern_id: UUID) -> bool:
    """Attach what came in; False when there is something to say about one of the files."""
    received: Received = request.prepared
    if received.arrived:
        try:
            kept = attach(request.actor, concern_id, arrived=received.arrived, now=request.now)
        except RuleBroken as broken:
            received.refuse(request.workspace.id, str(labels.REFUSALS[broken.code]))
        else:
            received.keep(kept, request.workspace.id)
            if kept:
                words = ngettext("Eén bestand is verstuurd.", "%(number)d bestanden zijn verstuurd.", len(kept))
                messages.success(request, words % {"number": len(kept)})
    return not received.form.errors


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder)
def follow_files_open(request: PageRequest, file_id: UUID) -> HttpResponse:
    """One's own file, or one the workspace sent."""
    return _handed(request, _own(request), file_id, OpenReason.OWN) or redirect("follow_files")


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder)
def follow_files_all(request: PageRequest) -> HttpResponse:
    """All files in one, to take along."""
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(packed, "w") as together:
            for number, file in enumerate(own_files(request.actor, _own(request), now=request.now), start=1):
                together.writestr(f"{number:02d} {file.name}", file.content)
    except (StoreFailed, BlobGone) as failure:
        _say_why(request, failure)
        return redirect("follow_take_along")
    return handed_over("bundel.zip", "application/zip", packed.getvalue())


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("POST",))
def follow_files_remove(request: PageRequest, file_id: UUID) -> HttpResponse:
    """Take one's own file away; the list has the way back."""
    attaching.remove_own_file(request.actor, _own(request), file_id=file_id, now=request.now)
    return redirect("follow_files")


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("POST",))
def follow_files_put_back(request: PageRequest, file_id: UUID) -> HttpResponse:
    """Put one's own file back."""
    try:
        attaching.put_back_own_file(request.actor, _own(request), file_id=file_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    return redirect("follow_files")


# By who helps


def receive_from_member(request: PageRequest, slug: str, **kwargs: Any) -> Received:
    """As `receive`, but from who may answer only: what a stranger sends is not even looked at."""
    entrance = member(request, slug=slug) if request.method == "POST" else None
    if not isinstance(entrance, Entrance):
        return Received(FilesForm(), [])
    with acting_for(entrance.workspace_id):
        actor = entrance.find_actor()
    if isinstance(actor, Actor) and allows(actor, Permission.CONCERN_ANSWER):
        return receive(request)
    return Received(FilesForm(), [])


@page(Permission.CONCERNS_SEE, entrance=member, prepare=receive_from_member, methods=("GET", "POST"))
def concern_files(request: PageRequest, slug: str, concern_id: UUID) -> HttpResponse:
    """Which letters and photos there are, to open with a reason, and the form to add some."""
    if request.prepared.form.is_bound and _is_kept(request, attaching.add_files, concern_id):
        return redirect("concern_files", slug=slug, concern_id=concern_id)
    return _files_page(request, concern_id, OpenFileForm(), request.prepared.form)


def _files_page(request: PageRequest, concern_id: UUID, reason: OpenFileForm, form: FilesForm) -> HttpResponse:
    found = get_concern(request.actor, concern_id)
    lines = lines_of(visible_files(request.actor, concern_id, now=request.now))
    context = {
        "concern": found,
        "card": found.card,
        "files": [line for line in lines if not line.is_removed],
        "ours": [line for line in lines if not line.is_from_person],
        "reason": reason,
        "form": form,
        "may_send": may_send(found),
    }
    return render(request, "concern_files.html", context)


@page(Permission.STORY_OPEN, entrance=member, methods=("POST",))
def concern_files_open(request: PageRequest, slug: str, concern_id: UUID, file_id: UUID) -> HttpResponse:
    """One file, opened with a reason that the person sees. Only ever the answer to a button."""
    get_visible_file(request.actor, concern_id, file_id, now=request.now)
    form = OpenFileForm(request.POST)
    if not form.is_valid():
        return _files_page(request, concern_id, form, FilesForm())
    handed = _handed(request, concern_id, file_id, OpenReason(form.cleaned_data["reason"]))
    return handed or redirect("concern_files", slug=slug, concern_id=concern_id)


def _handed(request: PageRequest, concern_id: UUID, file_id: UUID, reason: OpenReason) -> HttpResponse | None:
    """The opened file; None when the store does not give it, with a sentence for the next page."""
    try:
        file = open_file(request.actor, concern_id, file_id, reason=reason, now=request.now)
    except (StoreFailed, BlobGone) as failure:
        _say_why(request, failure)
        return None
    return handed_over(file.name, MEDIA_TYPES[file.kind], file.content)


def _say_why(request: PageRequest, failure: StoreFailed | BlobGone) -> None:
    logger.error("a file could not be read: %s", failure)
    code = why_not(failure) if isinstance(failure, StoreFailed) else "gone"
    messages.error(request, str(REFUSALS[code]))


@page(Permission.CONCERN_ANSWER, entrance=member, methods=("POST",))
def concern_files_remove(request: PageRequest, slug: str, concern_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a file of the workspace away; the list has the way back."""
    attaching.remove_file(request.actor, concern_id, file_id=file_id, now=request.now)
    return redirect("concern_files", slug=slug, concern_id=concern_id)


@page(Permission.CONCERN_ANSWER, entrance=member, methods=("POST",))
def concern_files_put_back(request: PageRequest, slug: str, concern_id: UUID, file_id: UUID) -> HttpResponse:
    """Put a file of the workspace back."""
    try:
        attaching.put_back_file(request.actor, concern_id, file_id=file_id, now=request.now)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    return redirect("concern_files", slug=slug, concern_id=concern_id)
