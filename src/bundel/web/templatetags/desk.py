"""Tags of the lists in a workspace. A page has fifty of these lines, so each is one piece of text, not a template."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bundel.web.lines import Line
from bundel.web.templatetags.bundel import badge, term

register = template.Library()

WORDS = (
    '<p class="bundel-row__title"><a class="utrecht-link utrecht-link--html-a" href="{}">{}</a></p>\n'
    '<p class="bundel-row__why">{}{}</p>\n<div class="bundel-cluster bundel-row__badges">{}{}{}</div>'
)
PICK = (
    '<label class="bundel-pick"><input class="bundel-tick" type="checkbox" name="concern" value="{}">'
    '<span class="visually-hidden">{}</span></label>'
)


@register.simple_tag
def line_words(line: Line, *, dated: str | bool = False) -> SafeString:
    """What a concern is about, who helps, how it stands; its last day too, unless the line is `dated` by it."""
    danger = badge("danger", _("Misschien gevaar")) if line.may_be_danger else ""
    helper = f" {line.helper}." if line.helper else ""
    last_day = "" if dated or not line.day else _last_day(line)
    return format_html(WORDS, line.url, line.title, line.why, helper, badge(line.badge, line.state), danger, last_day)


def _last_day(line: Line) -> SafeString:
    if line.is_today:
        return term(_("Laatste dag: vandaag, tot middernacht"), "now")
    return term(_("Laatste dag: %(day)s, %(left)s") % {"day": line.day, "left": line.left})


@register.simple_tag
def line_pick(line: Line) -> SafeString:
    """The box that picks this concern for an act on several."""
    return format_html(PICK, line.id, f"{_('Kies')}: {line.title}")
