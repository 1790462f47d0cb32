"""Tags of the lists in a workspace. A page has fifty of these lines, so all are one piece of text, not templates."""

from collections.abc import Callable, Iterable
from functools import cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bundel.web.lines import Line
from bundel.web.templatetags.bundel import badge, term

register = template.Library()

ROW = '<li class="bundel-row%s">\n      %s\n      <div class="bundel-row__main">%s</div>\n    </li>'
WORDS = (
    '<p class="bundel-row__title"><a class="utrecht-link utrecht-link--html-a" href="%s">%s</a></p>\n'
    '<p class="bundel-row__why">%s%s</p>\n<div class="bundel-cluster bundel-row__badges">%s%s%s</div>'
)
PICK = (
    '<label class="bundel-pick"><input class="bundel-tick" type="checkbox" name="concern" value="%s">'
    '<span class="visually-hidden">%s</span></label>'
)


@register.simple_tag
def line_words(line: Line, *, dated: str | bool = False) -> SafeString:
    """What a concern is about, who helps, how it stands; its last day too, unless the line is `dated` by it."""
    return mark_safe(_words(line, bool(dated), badge))  # noqa: S308 - `_words` escapes what people wrote


@register.simple_tag
def line_rows(lines: Iterable[Line], can_pick: bool) -> SafeString:
    """All lines of a list, each with a box that picks it for an act on several, for who may do that."""
    pick, look = _("Kies"), " bundel-row--pick" if can_pick else ""
    drawn = cache(badge)
    rows = [
        ROW % (look, PICK % (line.id, escape(f"{pick}: {line.title}")) if can_pick else "", _words(line, False, drawn))
        for line in lines
    ]
    return mark_safe("".join(rows))  # noqa: S308 - what people wrote was escaped above


def _words(line: Line, is_dated: bool, drawn: Callable[[str, str], str]) -> str:
    return WORDS % (
        escape(line.url),
        escape(line.title),
        escape(line.why),
        escape(f" {line.helper}.") if line.helper else "",
        drawn(line.badge, line.state),
        drawn("danger", _("Misschien gevaar")) if line.may_be_danger else "",
        "" if is_dated or not line.day else _last_day(line),
    )


def _last_day(line: Line) -> SafeString:
    if line.is_today:
        return term(_("Laatste dag: vandaag, tot middernacht"), "now")
    return term(line.term)
