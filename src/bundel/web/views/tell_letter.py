"""Giving the sentences of a letter that nobody understands, as an example for who wrote it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from bundel.accounts.permissions import Permission
from bundel.concerns.drafts import DraftGone, OpenDraft, save_answers
from bundel.concerns.rules.letters import MOST_SENTENCES, hard_sentences
from bundel.concerns.rules.told import LONGEST_STORY
from bundel.web.entrances import draft_gone, own_draft, receiver_of
from bundel.web.forms.tell import Text
from bundel.web.pages import PageRequest, page
from bundel.web.visitors import draft_secret


class LetterForm(forms.Form):
    """A letter to find the hard sentences in; it is read and not kept."""

    letter = Text(
        label=_("Plak of typ hier de brief"),
        help_text=_("Een stuk van de brief is ook goed. De brief zelf bewaren we niet."),
        longest=LONGEST_STORY,
        rows=8,
        error_messages={"required": _("Plak hier de brief, of een stuk ervan.")},
    )


@page(Permission.CONCERN_TELL, prepare=own_draft, methods=("GET", "POST"))
def tell_letter(request: PageRequest) -> HttpResponse:
    """First the letter, then its hard sentences without names; what the person ticks goes along with the story."""
    draft: OpenDraft = request.prepared
    act = request.POST.get("act", "")
    if act in ("give", "none"):
        chosen = request.POST.getlist("sentence")[:MOST_SENTENCES] if act == "give" else []
        try:
            save_answers(draft_secret(request) or b"", {"hard_sentences": tuple(chosen)}, now=request.now)
        except DraftGone:
            return draft_gone(request)
        return redirect("tell_card")
    form = LetterForm(request.POST if act == "read" else None)
    found = hard_sentences(form.cleaned_data["letter"]) if form.is_bound and form.is_valid() else None
    return render(request, "tell_letter.html", _letter_page(draft, form, found))


def _letter_page(draft: OpenDraft, form: LetterForm, found: Any) -> dict[str, Any]:
    return {
        "form": form,
        "found": found,
        "receiver": receiver_of(draft),
        "given": draft.told.hard_sentences,
    }
