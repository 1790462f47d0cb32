"""What those with experience are asked: how will a new rule work out for you? On their own page, by their own code."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bundel.accounts.permissions import Permission
from bundel.dossiers.actions.predicting import answer_prediction
from bundel.dossiers.labels import REFUSALS
from bundel.dossiers.predictions import OwnQuestion, own_questions
from bundel.kit.rules import RuleBroken
from bundel.web.entrances import receipt_holder
from bundel.web.forms.dossiers import OwnPredictionForm
from bundel.web.pages import PageRequest, page


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder)
def follow_predictions(request: PageRequest) -> HttpResponse:
    """The questions to who told something, each with the answer given so far."""
    questions = [(question, _form(question)) for question in own_questions(request.actor)]
    return render(request, "follow_predictions.html", {"questions": questions})


@page(Permission.CONCERN_FOLLOW, entrance=receipt_holder, methods=("POST",))
def follow_prediction(request: PageRequest, asked_id: UUID) -> HttpResponse:
    """The person answers, or answers otherwise."""
    form = OwnPredictionForm(request.POST, prefix=asked_id.hex)
    if not form.is_valid():
        questions = [(q, form if q.id == asked_id else _form(q)) for q in own_questions(request.actor)]
        return render(request, "follow_predictions.html", {"questions": questions, "wrong": form})
    try:
        answer_prediction(request.actor, asked_id, now=request.now, **form.cleaned_data)
    except RuleBroken as broken:
        messages.error(request, str(REFUSALS[broken.code]))
    else:
        messages.success(request, _("Dank je wel. Je antwoord is bewaard."))
    return redirect("follow_predictions")


def _form(question: OwnQuestion) -> OwnPredictionForm:
    known = {"answer": question.words}
    if question.answered_on:
        known["may_be_quoted"] = "yes" if question.may_be_quoted else "no"
    return OwnPredictionForm(initial=known, prefix=question.id.hex)
