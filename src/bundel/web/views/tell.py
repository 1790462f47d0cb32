"""Telling: from "where does it happen" to the card that others see."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.concerns.drafts import (
    KEPT,
    DraftGone,
    OpenDraft,
    allow_resume,
    erase_draft,
    find_draft,
    find_secret,
    new_secret,
    resume_code,
    resume_hash,
    save_answers,
    start_draft,
)
from bundel.concerns.rules.danger import dangers_in
from bundel.concerns.rules.told import STEPS, Step, Told, first_open_step
from bundel.kit.days import day_of
from bundel.places.rules import Municipality, find
from bundel.tenancy.queries import find_left_workspace, find_receiver, find_workspace
from bundel.web.devices import count_from_network
from bundel.web.entrances import draft_gone, own_draft, receiver_of
from bundel.web.forms.tell import QUESTIONS, CodeForm, PlaceForm, Question, chosen_place
from bundel.web.pages import PageRequest, page
from bundel.web.public_cards import also_chosen, similar_to
from bundel.web.visitors import (
    Code,
    code_status,
    draft_secret,
    forget_draft,
    hand_code,
    handed_code,
    keep_secret,
    sent_in,
    try_code,
)

if TYPE_CHECKING:
    from bundel.tenancy.models import Workspace


@page(Permission.CONCERN_TELL, methods=("GET", "POST"))
def tell_start(request: PageRequest) -> HttpResponse:
    """Where it happens, and who will read it; then the first question."""
    return _begin(request, "tell_start.html", None)


@page(Permission.CONCERN_TELL, methods=("GET", "POST"))
def tell_at(request: PageRequest, slug: str) -> HttpResponse:
    """The same on a workspace's own page: that workspace receives it."""
    workspace = find_workspace(slug)
    if workspace is None:
        left = find_left_workspace(slug)
        if left is None:
            raise Http404
        return render(request, "workspace_left.html", {"left": left}, status=410)
    return _begin(request, "tell_at.html", workspace)


def _begin(request: PageRequest, template: str, workspace: "Workspace | None") -> HttpResponse:
    place = chosen_place(_asked(request, "gemeente"), request.today)
    receiver = workspace or (find_receiver(place.code, "") if place else None)
    if place and receiver and request.method == "POST":
        return _first_question(request, place, workspace)
    if place and not receiver:
        return render(request, "tell_nobody.html", {"place": place})
    typed = _asked(request, "q").strip()
    found = find(typed, request.today)
    context = {"place": place, "receiver": receiver, "typed": typed, "found": found, "go_on_url": _go_on_url(request)}
    shown = "tell_start.html#results" if request.htmx else template
    return render(request, shown, {**context, "form": PlaceForm(typed=typed, found=found)})


def _asked(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name) or request.GET.get(name) or "")


def _first_question(request: PageRequest, place: Municipality, workspace: "Workspace | None") -> HttpResponse:
    secret = new_secret()
    told = Told(
        municipality_code=place.code,
        language=(get_language() or "nl")[:2],
        began_at=request.now.isoformat(),
        from_there=count_from_network(request, "tell", timedelta(hours=1), today=request.today),
    )
    start_draft(secret, told, workspace_id=workspace.id if workspace else None, now=request.now)
    return keep_secret(redirect("tell_step", step=STEPS[0]), secret)


def _go_on_url(request: PageRequest) -> str:
    """Where a draft that this visitor began before goes on; empty when there is none."""
    secret = draft_secret(request)
    draft = find_draft(secret, now=request.now) if secret else None
    return _next_url(draft.told) if draft else ""


def _next_url(told: Told) -> str:
    step = first_open_step(told)
    return reverse("tell_step", kwargs={"step": step}) if step else reverse("tell_card")


@page(Permission.CONCERN_TELL, prepare=own_draft, methods=("GET", "POST"))
def tell_step(request: PageRequest, step: Step) -> HttpResponse:
    """One question. What is typed is kept meanwhile; the button keeps it and goes on."""
    draft: OpenDraft = request.prepared
    form = QUESTIONS[step](sent_in(request), told=draft.told, today=request.today)
    leaving = request.POST.get("go", "")
    if not form.is_bound or not (form.is_valid() or request.htmx or (leaving and not form.too_long())):
        return render(request, "tell_step.html", _question(draft, step, form))
    try:
        answers = form.answers() | also_chosen(request, step)
        kept = save_answers(draft_secret(request) or b"", answers, now=request.now)
    except DraftGone:
        return draft_gone(request)
    if request.htmx:
        return render(request, "tell_saved.html", {**_question(kept, step, form), "too_long": form.too_long()})
    _tell_new_receiver(request, draft, kept)
    return keep_secret(redirect(_after(request, step, kept, leaving)), draft_secret(request) or b"")


def _question(draft: OpenDraft, step: Step, form: Question) -> dict[str, Any]:
    number = STEPS.index(step) + 1
    receiver = receiver_of(draft)
    return {
        "form": form,
        "question": step,
        "step": number,
        "steps": len(STEPS),
        "receiver": receiver,
        "dangers": dangers_in(draft.told.story),
        "saved_at": draft.changed_at,
        "save_url": reverse("tell_step", kwargs={"step": step}),
        "similar": similar_to(draft.told) if step is Step.THEME else [],
    }


def _before(step: Step, draft: OpenDraft, receiver: "Workspace | None") -> str:
    """The question before; before the first one, the page where this draft began."""
    number = STEPS.index(step)
    if number:
        return reverse("tell_step", kwargs={"step": STEPS[number - 1]})
    is_own_page = receiver is not None and receiver.id == draft.workspace_id
    begin = reverse("tell_at", kwargs={"slug": receiver.slug}) if receiver and is_own_page else reverse("tell_start")
    return f"{begin}?gemeente={draft.told.municipality_code}"


def _after(request: PageRequest, step: Step, draft: OpenDraft, leaving: str) -> str:
    """Where the button leads: on, back, or away until later. What was typed is kept in every case."""
    if leaving == "later":
        return reverse("tell_later")
    if leaving == "back":
        return _before(step, draft, receiver_of(draft))
    is_last = step is STEPS[-1]
    if is_last or "kaart" in request.GET:
        return _next_url(draft.told)
    return reverse("tell_step", kwargs={"step": STEPS[STEPS.index(step) + 1]})


def _tell_new_receiver(request: PageRequest, before: OpenDraft, after: OpenDraft) -> None:
    """Say it when the answer leads to another reader than the one shown so far."""
    if before.told.theme == after.told.theme:
        return
    reader = receiver_of(after)
    if reader and reader != receiver_of(before):
        messages.info(request, _("Over dit onderwerp leest een andere organisatie je verhaal: %s.") % reader.name)


def _resume_of_draft(request: PageRequest, **kwargs: Any) -> OpenDraft | HttpResponse | tuple[str, bytes]:
    """The draft; for who asks for a code: that code and its slow hash."""
    draft = own_draft(request)
    if request.method != "POST" or isinstance(draft, HttpResponse):
        return draft
    code = resume_code(draft_secret(request) or b"")
    return code, resume_hash(code)


@page(Permission.CONCERN_TELL, prepare=_resume_of_draft, methods=("GET", "POST"))
def tell_later(request: PageRequest) -> HttpResponse:
    """Stop for now: a code to go on with, from any device."""
    if request.method == "POST":
        code, code_hash = request.prepared
        try:
            allow_resume(draft_secret(request) or b"", code_hash, now=request.now)
        except DraftGone:
            return draft_gone(request)
        return hand_code(redirect("tell_later"), Code.RESUME, code)
    draft: OpenDraft = request.prepared
    until = day_of(draft.changed_at + KEPT)
    context = {"code": handed_code(request, Code.RESUME), "until": until, "go_on_url": _next_url(draft.told)}
    return render(request, "tell_later.html", context)


@page(Permission.CONCERN_TELL, methods=("POST",))
def tell_stop(request: PageRequest) -> HttpResponse:
    """Throw away what was typed, now."""
    erase_draft(draft_secret(request) or b"")
    messages.success(request, _("Wat je typte, is weg."))
    return forget_draft(redirect("start"))


def _draft_by_code(request: PageRequest, **kwargs: Any) -> tuple[CodeForm, bytes | None]:
    form = CodeForm(sent_in(request))
    return form, try_code(request, form, lambda code: find_secret(resume_hash(code), now=request.now))


@page(Permission.CONCERN_TELL, prepare=_draft_by_code, methods=("GET", "POST"))
def tell_resume(request: PageRequest) -> HttpResponse:
    """Go on with a code where one stopped, perhaps on another device."""
    form, secret = request.prepared
    draft = find_draft(secret, now=request.now) if secret else None
    if draft is None:
        return render(request, "tell_resume.html", {"form": form}, status=code_status(form))
    return keep_secret(redirect(_next_url(draft.told)), secret)
