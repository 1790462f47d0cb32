"""Who saw or did what, in words, for the privacy officer; without stories and without names of who told them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bundel.accounts.access import OpenReason
from bundel.accounts.permissions import ActorKind, Permission
from bundel.accounts.queries import visible_names
from bundel.audit.queries import Trace, recent_acts
from bundel.concerns.labels import EMERGENCIES, OPEN_REASONS_HERE
from bundel.concerns.queries import visible_handles
from bundel.concerns.rules.glass import Emergency
from bundel.kit.days import day_of
from bundel.web.acts import ACTORS, in_words
from bundel.web.entrances import member
from bundel.web.pages import PageRequest, page

ROWS = 50


@dataclass(frozen=True)
class TrailRow:
    """One act in words, or the same act so many times in a row; `at` is the last time."""

    at: datetime
    who: str
    what: str
    about: str
    why: str
    times: int = 1

    def is_again(self, other: "TrailRow") -> bool:
        """Whether the other is the same act again, on the same day."""
        same_day = day_of(self.at) == day_of(other.at)
        return same_day and replace(self, at=other.at, times=1) == replace(other, times=1)


@page(Permission.AUDIT_SEE, entrance=member)
def trail(request: PageRequest, slug: str) -> HttpResponse:
    """A page of the audit, newest first; `voor` in the address is the number to read on from."""
    before = request.GET.get("voor", "")
    before_seq = int(before) if before.isdecimal() and len(before) < 18 else None
    acts = recent_acts(before_seq=before_seq, limit=ROWS + 1)
    shown = [trace for _seq, trace in acts[:ROWS]]
    older = f"?voor={acts[ROWS - 1][0]}" if len(acts) > ROWS else ""
    newest = request.path if before_seq is not None else ""
    return render(request, "trail.html", {"days": _days(request, shown), "older": older, "newest": newest})


def _days(request: PageRequest, traces: list[Trace]) -> list[tuple[date, list[TrailRow]]]:
    """The acts in words by day; the same act again and again is one row."""
    names = visible_names(request.actor, {t.actor_id for t in traces if t.actor_id})
    handles = visible_handles(request.actor, {t.subject_id for t in traces if t.subject_id})
    rows: list[TrailRow] = []
    for trace in traces:
        row = TrailRow(trace.at, _who(trace, names), in_words(trace.act), _about(trace, handles), why_of(trace.reason))
        if rows and rows[-1].is_again(row):
            rows[-1] = replace(rows[-1], times=rows[-1].times + 1)
        else:
            rows.append(row)
    return [(day, list(of_day)) for day, of_day in groupby(rows, key=lambda row: day_of(row.at))]


def _who(trace: Trace, names: dict[UUID, str]) -> str:
    kind = ActorKind(trace.actor_kind)
    if kind is ActorKind.USER and trace.actor_id is not None:
        return names.get(trace.actor_id, _("Iemand zonder account"))
    return str(ACTORS[kind])


def _about(trace: Trace, handles: dict[UUID, str]) -> str:
    handle = handles.get(trace.subject_id) if trace.subject_id else None
    return _("signaal %(handle)s") % {"handle": handle} if handle else ""


def why_of(reason: str) -> str:
    """The reason of an act in words; nothing where it has none that people know."""
    if reason == "refused":
        return _("geweigerd: de rol mag dit niet")
    if reason in set(Emergency):
        return str(EMERGENCIES[Emergency(reason)])
    return str(OPEN_REASONS_HERE[OpenReason(reason)]) if reason in set(OpenReason) else ""
