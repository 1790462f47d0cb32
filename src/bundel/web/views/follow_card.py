"""What the person does with their own card afterwards, and with closed messages."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.concerns.actions.pausing import object_to_pause
from bundel.concerns.actions.publishing import change_card
from bundel.concerns.labels import REFUSALS
from bundel.concerns.pauses import running_pause
from bundel.concerns.public_labels import PAUSE_REASONS, REVIEWS_FOR_PERSON
from bundel.concerns.queries import get_concern
from bundel.concerns.reviews import own_look
from bundel.concerns.rules.publishing import PauseReason
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import receipt_holder
from bundel.web.forms.follow import MessageForm
from bundel.web.forms.recognise import OwnCardForm
from bundel.web.pages import PageRequest, page
from bundel.web.visitors import sent_in

if TYPE_CHECKING:
    from bundel.concerns.models import Concern


def look_for_person(concern: "Concern", request: PageRequest) -> dict[str, Any]:
    """For the person's page: how the look at their card stands, and whether their messages are closed and why."""
    look, pause = own_look(concern), running_pause(concern.id, now=request.now)
    return {
        "look": look,
        "look_words": REVIEWS_FOR_PERSON[look.state] if look.state else "",
        "pause": pause,
        "pause_reason": PAUSE_REASONS[PauseReason(pause.reason)] if pause else "",
    }


def _own(request: PageRequest) -> UUID:
    assert request.actor.id is not None
    return request.actor.id


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("GET", "POST"))
def follow_card(request: PageRequest) -> HttpResponse:
    """Change the words of one's own card; others see it again after a second look."""
    concern = get_concern(request.actor, _own(request))
    form = OwnCardForm(sent_in(request), initial={"title": concern.card.title, "text": concern.card.text})
    if form.is_valid():
        try:
            change_card(request.actor, concern.id, now=request.now, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Je kaart is veranderd. Iemand kijkt hem na. Daarna zien anderen hem weer."))
            return redirect("follow")
    context = {"form": form, "receiver": request.workspace, "look": own_look(concern)}
    return render(request, "follow_card.html", context)


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("POST",))
def follow_object(request: PageRequest) -> HttpResponse:
    """Say once why the messages should not be closed."""
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            object_to_pause(request.actor, _own(request), text=form.cleaned_data["text"], now=request.now)
        except RuleBroken as broken:
            messages.error(request, str(REFUSALS[broken.code]))
        else:
            messages.success(request, _("Je bezwaar is verstuurd. Iemand leest het."))
    else:
        messages.error(request, str(REFUSALS["message_empty"]))
    return redirect("follow")
