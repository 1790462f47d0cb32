"""Concerns as lines of a list: what it is about, who waits how long, and the one act that comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bundel.accounts.access import allows
from bundel.accounts.permissions import Permission
from bundel.accounts.queries import visible_names
from bundel.concerns.labels import STATES_SHORT, THEMES
from bundel.concerns.queries import ConcernRow
from bundel.concerns.rules.states import OPEN_STATES, State
from bundel.concerns.rules.words import Theme
from bundel.kit.days import day_of
from bundel.places.rules import load
from bundel.web.pages import PageRequest

BADGES = {State.RECEIVED: "valid", State.IN_PROGRESS: "active", State.ANSWERED: "success"}


@dataclass(frozen=True)
class Line:
    """One concern in words; `act` is "take_up", "open" or empty when the role has nothing to do here."""

    id: UUID
    handle: str
    title: str
    url: str
    why: str
    state: str
    badge: str
    day: str
    left: str
    term: str
    is_today: bool
    may_be_danger: bool
    helper: str
    act: str


def lines_of(request: PageRequest, rows: Iterable[ConcernRow]) -> list[Line]:
    """Lines for rows, in their order; one question to the database for all names together."""
    rows = list(rows)
    helpers = {row.assigned_to for row in rows if row.assigned_to}
    names = visible_names(request.actor, helpers) if helpers else {}
    return [_line(request, row, names) for row in rows]


def _line(request: PageRequest, row: ConcernRow, names: dict[UUID, str]) -> Line:
    today = request.today
    last_day = row.last_day if row.state in OPEN_STATES and row.last_day and row.last_day >= today else None
    day, left = (day_short(last_day, today), left_until(last_day, today)) if last_day else ("", "")
    return Line(
        id=row.id,
        handle=row.handle,
        title=row.title,
        url=reverse("concern", args=[request.workspace.slug, row.id]),
        why=_("%(theme)s in %(place)s.")
        % {"theme": THEMES[Theme(row.theme)], "place": place_name(row.municipality_code)},
        state=standing(row.state, row.waiting_since, row.received_at, today),
        badge=BADGES.get(row.state, "neutral"),
        day=day,
        left=left,
        term=_("Laatste dag: %(day)s, %(left)s") % {"day": day, "left": left} if last_day else "",
        is_today=last_day == today,
        may_be_danger=row.may_be_danger,
        helper="" if row.assigned_to is None else _helper(request, names, row.assigned_to),
        act=_next_act(request, row),
    )


def _helper(request: PageRequest, names: dict[UUID, str], user_id: UUID) -> str:
    return _("Jij helpt") if user_id == request.actor.id else _("%(name)s helpt") % {"name": names.get(user_id, "?")}


def _next_act(request: PageRequest, row: ConcernRow) -> str:
    if row.state is State.RECEIVED and row.assigned_to is None and allows(request.actor, Permission.CONCERN_MOVE):
        return "take_up"
    return "open" if allows(request.actor, Permission.STORY_OPEN) and row.state is not State.WITHDRAWN else ""


def place_name(code: str) -> str:
    """The name of a municipality, of a dissolved one as well."""
    place = load().get(code)
    return place.name if place else code


def standing(state: State, since: datetime, received_at: datetime, today: date) -> str:
    """Who waits for whom, and how long, short enough for a badge."""
    days = max(0, (today - day_of(since)).days)
    match state:
        case State.RECEIVED:
            return _("Nieuw, %(ago)s") % {"ago": ago(received_at, today)}
        case State.IN_PROGRESS if days:
            return ngettext("Wacht %(days)d dag op ons", "Wacht %(days)d dagen op ons", days) % {"days": days}
        case State.WAITING_FOR_PERSON if days:
            words = ngettext("Wij wachten %(days)d dag op de persoon", "Wij wachten %(days)d dagen op de persoon", days)
            return words % {"days": days}
        case State.ANSWERED:
            return _("Beantwoord, %(ago)s") % {"ago": ago(since, today)}
        case _:
            return str(STATES_SHORT[state])


def ago(moment: datetime, today: date) -> str:
    """`vandaag`, `gisteren`, `6 dagen geleden`."""
    days = (today - day_of(moment)).days
    if days <= 0:
        return _("vandaag")
    if days == 1:
        return _("gisteren")
    return ngettext("%(days)d dag geleden", "%(days)d dagen geleden", days) % {"days": days}


def day_short(day: date, today: date) -> str:
    """`vandaag`, or `do 4 dec`."""
    return _("vandaag") if day == today else date_format(day, "D j N").rstrip(".")


def left_until(day: date, today: date) -> str:
    """How long until the end of a day: `tot middernacht`, `over 6 dagen`."""
    days = (day - today).days
    if days == 0:
        return _("tot middernacht")
    return ngettext("over %(days)d dag", "over %(days)d dagen", days) % {"days": days}
