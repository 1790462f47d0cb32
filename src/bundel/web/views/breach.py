"""After a leak: who saw what between two moments, who must be told, and the words to tell it in."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from bundel.accounts.permissions import ActorKind, Permission
from bundel.accounts.queries import visible_members, visible_names
from bundel.audit.queries import SIGHTINGS_AT_MOST, Sighting, sightings
from bundel.concerns.keeping import Reach, find_by_handle, visible_reach
from bundel.privacy.actions import export_breach_report
from bundel.privacy.rules import ReportClock, report_clock
from bundel.web.acts import ACTORS, in_words
from bundel.web.entrances import member
from bundel.web.forms.privacy import BreachForm
from bundel.web.pages import PageRequest, page
from bundel.web.views.trail import why_of

SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One thing somebody saw, in words; `handles` are the signals in it, as far as they still exist."""

    at: datetime
    who: str
    what: str
    why: str
    handles: list[str]


@dataclass(frozen=True)
class Report:
    """Everything that was seen in a span, and whom it concerns."""

    since: datetime
    until: datetime
    clock: ReportClock
    lines: list[Line]
    watchers: list[tuple[str, int]]
    reach: list[Reach]
    erased: int
    is_cut_off: bool

    @property
    def people(self) -> int:
        return len(self.reach) + self.erased

    @property
    def reachable(self) -> int:
        return sum(r.is_reachable for r in self.reach)


@page(Permission.AUDIT_SEE, entrance=member)
def breach(request: PageRequest, slug: str) -> HttpResponse:
    """The question, and under it the answer; the whole question stands in the address."""
    form = _form(request, request.GET)
    report = _report(request, form)
    shown = report.lines[:SHOWN] if report else []
    more = len(report.lines) - len(shown) if report else 0
    return render(request, "breach.html", {"form": form, "report": report, "lines": shown, "more": more})


@page(Permission.AUDIT_SEE, entrance=member, methods=("POST",))
def breach_file(request: PageRequest, slug: str) -> HttpResponse:
    """The same as a table to keep; that it was made stands in the audit."""
    form = _form(request, request.POST)
    report = _report(request, form)
    if report is None:
        return render(request, "breach.html", {"form": form})
    export_breach_report(request.actor, now=request.now)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="datalek-{request.today.isoformat()}.csv"'
    response.write("\ufeff")
    write = csv.writer(response).writerow
    write([_("Wanneer"), _("Wie"), _("Wat"), _("Waarom"), _("Signalen")])
    for line in report.lines:
        moment = timezone.localtime(line.at).isoformat(timespec="seconds")
        write([moment, *(_plain(text) for text in (line.who, line.what, line.why, " ".join(line.handles)))])
    return response


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a sum."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _form(request: PageRequest, given: Any) -> BreachForm:
    members = [(m.user_id, m.name) for m in visible_members(request.actor)]
    initial = {"since": request.now - timedelta(days=1), "until": request.now, "noticed": request.now}
    return BreachForm(given if "since" in given else None, members=members, initial=initial)


def _report(request: PageRequest, form: BreachForm) -> Report | None:
    """The answer; None, with a problem at its field, when the question cannot be answered."""
    if not form.is_bound or not form.is_valid():
        return None
    asked = form.cleaned_data
    member_id = UUID(asked["member"]) if asked["member"] else None
    concern_id = find_by_handle(asked["handle"]) if asked["handle"] else None
    if asked["handle"] and concern_id is None:
        form.add_error("handle", _("Dit signaal is er niet. Kijk of het nummer klopt."))
        return None
    seen = sightings(asked["since"], asked["until"], actor_id=member_id, subject_id=concern_id)
    ids = {subject for sighting in seen for subject in sighting.subject_ids}
    reach = visible_reach(request.actor, ids)
    gone = {i for s in seen if s.act.startswith("concerns.") for i in s.subject_ids} - set(reach)
    names = visible_names(request.actor, {s.actor_id for s in seen if s.actor_id})
    lines = [_line(sighting, names, reach) for sighting in seen]
    return Report(
        since=asked["since"],
        until=asked["until"],
        clock=report_clock(asked["noticed"], now=request.now),
        lines=lines,
        watchers=Counter(line.who for line in lines).most_common(),
        reach=sorted(reach.values(), key=lambda r: r.handle),
        erased=len(gone),
        is_cut_off=len(seen) == SIGHTINGS_AT_MOST,
    )


def _line(sighting: Sighting, names: dict[UUID, str], reach: dict[UUID, Reach]) -> Line:
    kind = ActorKind(sighting.actor_kind)
    who = str(ACTORS[kind])
    if kind is ActorKind.USER and sighting.actor_id is not None:
        who = names.get(sighting.actor_id, who)
    handles = sorted(reach[subject].handle for subject in sighting.subject_ids if subject in reach)
    return Line(sighting.at, who, in_words(sighting.act), why_of(sighting.reason), handles)
