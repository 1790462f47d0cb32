"""A letter from a sample: the questions, the letter to read, and the file to print or go on with; nothing is kept.

As with the clock, everything travels in the body of a form and is answered on the spot.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt

from bundel.accounts.permissions import Permission
from bundel.engines.drafting import Sample, samples
from bundel.kit.paper import PDF, WORD, not_shown, pdf_of, word_of
from bundel.web.clock.answer import answer
from bundel.web.clock.kinds import KINDS
from bundel.web.clock.making import NO_CLOCK, Making, composed, fits, on_paper, said
from bundel.web.forms.clock import ClockForm
from bundel.web.forms.making import MakingForm
from bundel.web.pages import PageRequest, page

FORMATS = {"pdf": (pdf_of, PDF, "pdf"), "word": (word_of, WORD, "docx")}


@page(Permission.PUBLIC_READ)
def sample_letters(request: PageRequest) -> HttpResponse:
    """The letters that may be sent any time; the others come with the clock."""
    anytime = [sample for sample in samples().values() if sample.anytime]
    return render(request, "sample_letters.html", {"samples": [_shown(sample) for sample in anytime]})


@csrf_exempt
@page(Permission.PUBLIC_READ, methods=("GET", "POST"))
def letter_questions(request: PageRequest, sample: Sample) -> HttpResponse:
    """Who writes to whom, about what; with what was filled in before, when somebody comes back to change it."""
    known, carried = _from_clock(request)
    if not fits(sample, known):
        return redirect("clock")
    return _questions(request, sample, MakingForm(sample, initial=request.POST.dict()), carried)


@csrf_exempt
@page(Permission.PUBLIC_READ, methods=("GET", "POST"))
def letter_ready(request: PageRequest, sample: Sample) -> HttpResponse:
    """The letter to read, what to do with it, and the files."""
    known, carried = _from_clock(request)
    form = MakingForm(sample, request.POST or None)
    if not fits(sample, known) or not form.is_bound:
        return redirect("letter_questions", sample) if sample.anytime else redirect("clock")
    if not form.is_valid():
        return _questions(request, sample, form, carried)
    letter = composed(sample, known, form.told)
    sheet = on_paper(letter, form.told, today=request.today)
    context = {
        "sample": _shown(sample),
        "letter": letter,
        "sheet": sheet,
        "not_shown": not_shown(sheet),
        "carried": {**carried, **form.to_carry()},
        "last_day": known.last_day,
    }
    return render(request, "letter_ready.html", context)


@csrf_exempt
@page(Permission.PUBLIC_READ, methods=("GET", "POST"))
def letter_file(request: PageRequest, sample: Sample, format: str) -> HttpResponse:  # noqa: A002 - as in the address
    """The letter as a PDF or a Word file."""
    if format not in FORMATS:
        raise Http404
    known, _ = _from_clock(request)
    form = MakingForm(sample, request.POST or None)
    if not fits(sample, known) or not form.is_valid():
        return redirect("letter_questions", sample) if sample.anytime else redirect("clock")
    make, content_type, ending = FORMATS[format]
    sheet = on_paper(composed(sample, known, form.told), form.told, today=request.today)
    file = HttpResponse(make(sheet), content_type=content_type)
    file["Content-Disposition"] = f'attachment; filename="{slugify(sample.title.nl)}.{ending}"'
    return file


def _questions(request: PageRequest, sample: Sample, form: MakingForm, carried: Mapping[str, str]) -> HttpResponse:
    return render(request, "letter_questions.html", {"form": form, "sample": _shown(sample), "carried": carried})


def _from_clock(request: PageRequest) -> tuple[Making, dict[str, str]]:
    """What the clock knows, from the answers carried along, and these as hidden fields; nothing when there are none."""
    kind = KINDS.get(request.POST.get("kind", ""))
    if kind is None:
        return NO_CLOCK, {}
    form = ClockForm(kind, request.POST, today=request.today)
    if not form.is_valid():
        return NO_CLOCK, {}
    found = answer(kind, form.facts, form.law, today=request.today)
    return found.making, {**form.to_carry(), "kind": kind.code}


def _shown(sample: Sample) -> dict[str, Any]:
    return {
        "sample": sample,
        "title": said(sample.title),
        "use": said(sample.use),
        "article": sample.article,
        "to_court": sample.to_court,
    }
