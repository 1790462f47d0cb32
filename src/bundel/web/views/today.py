"""Today: what cannot wait, what came in and who waits too long, each with the one act that comes next."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bundel.accounts.permissions import Permission
from bundel.concerns.queries import ConcernRow, newest_unread, terms_until, waiting_longer_than
from bundel.dossiers.queries import due_promises
from bundel.web.entrances import member
from bundel.web.guests import guest_news
from bundel.web.lines import lines_of
from bundel.web.pages import PageRequest, page

TERM_DAYS = 10
NEW_SHOWN = 5
WAITING_SHOWN = 10


@page(Permission.TODAY_SEE, entrance=member)
def today(request: PageRequest, slug: str) -> HttpResponse:
    """Each concern stands once: by its last day, else by how long it waits, else as new."""
    until = request.today + timedelta(days=TERM_DAYS)
    terms = terms_until(request.actor, until, today=request.today)
    known = {row.id for row in terms}
    promised = request.workspace.answer_days
    late = waiting_longer_than(request.actor, promised, now=request.now, limit=WAITING_SHOWN + 1 + len(terms))
    waiting = [row for row in late if row.id not in known]
    since = request.now - timedelta(days=promised)
    newest = newest_unread(request.actor, limit=NEW_SHOWN + 1 + len(terms))
    new = [row for row in newest if row.id not in known and row.waiting_since >= since]
    shown = [*terms, *waiting[:WAITING_SHOWN], *new[:NEW_SHOWN]]
    lines = {line.id: line for line in lines_of(request, shown)}
    context = {
        "terms": [lines[row.id] for row in terms],
        "waiting": [lines[row.id] for row in waiting[:WAITING_SHOWN]],
        "new": [lines[row.id] for row in new[:NEW_SHOWN]],
        "strip": strip(request.today, terms),
        "until": until,
        "guest_news": guest_news(request),
        "promises": due_promises(request.actor, today=request.today),
        "hello": _hello(request),
        **headline(request.today, terms, waiting, new),
    }
    return render(request, "today.html", context)


def _hello(request: PageRequest) -> str:
    hour = localtime(request.now).hour
    words = _("Goedemorgen %(name)s.") if hour < 12 else _("Goedemiddag %(name)s.") if hour < 18 else None
    return (words or _("Goedenavond %(name)s.")) % {"name": request.user.name.partition(" ")[0]}


@dataclass(frozen=True)
class StripDay:
    """One of the coming days, and how many people have their last day then."""

    weekday: str
    number: int
    count: str
    look: str


def strip(today: date, terms: list[ConcernRow]) -> list[StripDay]:
    """Today and the ten days after it."""
    days = [today + timedelta(days=n) for n in range(TERM_DAYS + 1)]
    return [_strip_day(day, today, sum(row.last_day == day for row in terms)) for day in days]


def _strip_day(day: date, today: date, count: int) -> StripDay:
    looks = {"has-mine": count > 0, "is-today": day == today, "is-free": count == 0 and day.weekday() >= 5}
    words = ngettext("%(n)d mens", "%(n)d mensen", count) % {"n": count} if count else ""
    return StripDay(date_format(day, "D"), day.day, words, " ".join(k for k, on in looks.items() if on))


def headline(today: date, terms: list[ConcernRow], waiting: list[ConcernRow], new: list[ConcernRow]) -> dict[str, Any]:
    """The heading is the message: what comes first. The line below it says what else there is."""
    urgent = sum(row.last_day == today for row in terms)
    later = len(terms) - urgent
    things = [
        (urgent, ngettext("Eén ding kan niet wachten", "%(n)s dingen kunnen niet wachten", urgent), ""),
        (
            len(waiting),
            ngettext("Eén mens wacht al te lang", "%(n)s mensen wachten al te lang", len(waiting)),
            ngettext("%(n)s mens die te lang wacht", "%(n)s mensen die te lang wachten", len(waiting)),
        ),
        (
            later,
            ngettext("Eén laatste dag komt eraan", "%(n)s laatste dagen komen eraan", later),
            ngettext("%(n)s laatste dag", "%(n)s laatste dagen", later),
        ),
        (
            len(new),
            ngettext("Eén nieuw verhaal", "%(n)s nieuwe verhalen", len(new)),
            ngettext("%(n)s nieuw verhaal", "%(n)s nieuwe verhalen", len(new)),
        ),
    ]
    most = (len(terms), WAITING_SHOWN, len(terms), NEW_SHOWN)
    said = [
        (first % {"n": _counted(n, limit)}, then % {"n": _counted(n, limit)})
        for (n, first, then), limit in zip(things, most, strict=True)
        if n
    ]
    title = said[0][0] if said else _("Niets dat vandaag moet")
    return {"title": title, "then": _joined([then for _first, then in said[1:]])}


def _counted(number: int, limit: int) -> str:
    """A number as far as was looked: more than is shown is "10+"."""
    return str(number) if number <= limit else f"{limit}+"


def _joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s en %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
