"""Concerns as lines of a list: what it is about, who waits how long, and the one act that comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
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
from bundel.tenancy.fence import INSTANCE
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
    wording = _Wording(request, names)
    return [_line(row, wording) for row in rows]


class _Wording:
    """The words of one page of lines. Fifty lines say the same few things, so each is put into words once."""

    def __init__(self, request: PageRequest, names: dict[UUID, str]) -> None:
        self.today, self._actor, self._names = request.today, request.actor, names
        self._address = reverse("concern", args=[request.workspace.slug, INSTANCE])
        self.why, self.term, self.standing = cache(_why), cache(_term), cache(_standing)
        self.helper, self.act = cache(self._helper), cache(self._act)

    def url(self, concern_id: UUID) -> str:
        """The address of a concern."""
        return self._address.replace(str(INSTANCE), str(concern_id))

    def _helper(self, user_id: UUID | None) -> str:
        if user_id is None:
            return ""
        if user_id == self._actor.id:
            return _("Jij helpt")
        return _("%(name)s helpt") % {"name": self._names.get(user_id, "?")}

    def _act(self, state: State, is_taken: bool) -> str:
        if state is State.RECEIVED and not is_taken and allows(self._actor, Permission.CONCERN_MOVE):
            return "take_up"
        return "open" if allows(self._actor, Permission.STORY_OPEN) and state is not State.WITHDRAWN else ""


def _line(row: ConcernRow, wording: _Wording) -> Line:
    today = wording.today
    last_day = row.last_day if row.state in OPEN_STATES and row.last_day and row.last_day >= today else None
    day, left, term = wording.term(last_day, today) if last_day else ("", "", "")
    return Line(
        id=row.id,
        handle=row.handle,
        title=row.title,
        url=wording.url(row.id),
        why=wording.why(row.theme, row.municipality_code),
        state=wording.standing(
            row.state, (today - day_of(row.waiting_since)).days, (today - day_of(row.received_at)).days
        ),
        badge=BADGES.get(row.state, "neutral"),
        day=day,
        left=left,
        term=term,
        is_today=last_day == today,
        may_be_danger=row.may_be_danger,
        helper=wording.helper(row.assigned_to),
        act=wording.act(row.state, row.assigned_to is not None),
    )


def _why(theme: str, municipality_code: str) -> str:
    return _("%(theme)s in %(place)s.") % {"theme": THEMES[Theme(theme)], "place": place_name(municipality_code)}


def _term(last_day: date, today: date) -> tuple[str, str, str]:
    day, left = day_short(last_day, today), left_until(last_day, today)
    return day, left, _("Laatste dag: %(day)s, %(left)s") % {"day": day, "left": left}


def place_name(code: str) -> str:
    """The name of a municipality, of a dissolved one as well."""
    place = load().get(code)
    return place.name if place else code


def standing(state: State, since: datetime, received_at: datetime, today: date) -> str:
    """Who waits for whom, and how long, short enough for a badge."""
    return _standing(state, (today - day_of(since)).days, (today - day_of(received_at)).days)


def _standing(state: State, waited: int, received: int) -> str:
    days = max(0, waited)
    match state:
        case State.RECEIVED:
            return _("Nieuw, %(ago)s") % {"ago": _days_ago(received)}
        case State.IN_PROGRESS if days:
            return ngettext("Wacht %(days)d dag op ons", "Wacht %(days)d dagen op ons", days) % {"days": days}
        case State.WAITING_FOR_PERSON if days:
            words = ngettext("Wij wachten %(days)d dag op de persoon", "Wij wachten %(days)d dagen op de persoon", days)
            return words % {"days": days}
        case State.ANSWERED:
            return _("Beantwoord, %(ago)s") % {"ago": _days_ago(waited)}
        case _:
            return str(STATES_SHORT[state])


def ago(moment: datetime, today: date) -> str:
    """`vandaag`, `gisteren`, `6 dagen geleden`."""
    return _days_ago((today - day_of(moment)).days)


def _days_ago(days: int) -> str:
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
