"""My last day: the legal clock for everybody, without telling who you are.

The answers travel in the body of a form and are answered on the spot. In the address they would stay behind in
the history of a shared computer and in the books of every machine between; so a reload asks the browser to send
them again, and nothing is kept anywhere. As nothing is changed either, these forms need no cookie to be safe.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from bundel.accounts.permissions import Permission
from bundel.kit.calendar_file import CONTENT_TYPE, Event, calendar_file
from bundel.web.clock.answer import answer
from bundel.web.clock.kinds import GOT, SENT, Kind
from bundel.web.clock.letter import show
from bundel.web.clock.letter_file import keep_in_memory
from bundel.web.forms.clock import ClockForm, LetterForm
from bundel.web.pages import PageRequest, page
from bundel.web.visitors import sent_in


@page(Permission.PUBLIC_READ)
def clock(request: PageRequest) -> HttpResponse:
    """The first question: what did you get or send?"""
    return render(request, "clock.html", {"got": GOT, "sent": SENT})


@csrf_exempt
@page(Permission.PUBLIC_READ, methods=("GET", "POST"))
def clock_questions(request: PageRequest, kind: Kind) -> HttpResponse:
    """When, and how; with what was filled in before, when somebody comes back to change it."""
    form = ClockForm(kind, today=request.today, initial=request.POST.dict())
    return _questions(request, form)


@csrf_exempt
@page(Permission.PUBLIC_READ, methods=("GET", "POST"))
def clock_answer(request: PageRequest, kind: Kind) -> HttpResponse:
    """The day, the sum, the way ahead and what to do."""
    form = ClockForm(kind, sent_in(request), today=request.today)
    if not form.is_bound:
        return redirect("clock_questions", kind)
    if not form.is_valid():
        return _questions(request, form)
    found = answer(kind, form.facts, form.law, today=request.today)
    more = ClockForm(kind, today=request.today, asked=found.missing)
    address = settings.ENVIRONMENT.address + reverse("clock")
    context = {
        "answer": found,
        "carried": form.to_carry(),
        "asked": [more[name] for name in found.missing if name in more.fields],
        "mail": found.mail(address),
        "address": address,
    }
    return render(request, "clock_answer.html", context)


@csrf_exempt
@page(Permission.PUBLIC_READ, methods=("GET", "POST"))
def clock_calendar(request: PageRequest, kind: Kind) -> HttpResponse:
    """The day as a file for any calendar, with a reminder a week and a day before."""
    form = ClockForm(kind, sent_in(request), today=request.today)
    if not form.is_valid():
        return redirect("clock_questions", kind)
    found = answer(kind, form.facts, form.law, today=request.today)
    if found.day is None:
        return redirect("clock_questions", kind)
    text = _("Uitgerekend op %s. Dit is geen juridisch advies.") % (settings.ENVIRONMENT.address + reverse("clock"))
    events = [Event(key=f"{kind.code}-{found.day}", on=found.day, title=str(found.headline), text=text)]
    file = HttpResponse(calendar_file(events, now=request.now), content_type=CONTENT_TYPE)
    file["Content-Disposition"] = 'attachment; filename="mijn-laatste-dag.ics"'
    return file


@page(Permission.PUBLIC_READ)
def clock_letter(request: PageRequest) -> HttpResponse:
    """Let a letter be read, on this machine and only now."""
    return render(request, "clock_letter.html", {"form": LetterForm()})


@csrf_exempt
@page(Permission.PUBLIC_READ, methods=("GET", "POST"))
def clock_letter_read(request: PageRequest) -> HttpResponse:
    """What the letter is and what follows, with the words that say so."""
    if request.method != "POST":
        return redirect("clock_letter")
    fits = keep_in_memory(request)
    form = LetterForm(request.POST, request.FILES, is_too_large=not fits)
    if not form.is_valid():
        return render(request, "clock_letter.html", {"form": form})
    letter = show(form.letter)
    return render(request, "clock_letter_read.html", {"letter": letter, "carried": letter.known})


def _questions(request: PageRequest, form: ClockForm) -> HttpResponse:
    kind = form.kind
    context = {"form": form, "kind": kind, "waits": kind in SENT, "step": 2, "steps": 2, "back_url": reverse("clock")}
    return render(request, "clock_questions.html", context)
