"""Template tags of the house style: dates, icons, fields, messages and the parts a page is made of."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from bundel.web.widgets import DayInput

register = template.Library()

NO_BREAK_SPACE = "\u00a0"

ICONS = {
    "alert": "M12 3.5L22 20.5H2zM12 10v5M12 17.8v.2",
    "arrow": "M4 12h15M13 5.5l6.5 6.5-6.5 6.5",
    "back": "M20 12H5M11 5.5L4.5 12l6.5 6.5",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4",
    "clock": "M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0zM12 7v5.4l3.4 2",
    "exit": "M14 4H5v16h9M10 12h10.5M16.5 8l4 4-4 4",
    "eye": "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5s-7-2-9.5-6.5z"
    "M15 12a3 3 0 1 1-6 0a3 3 0 0 1 6 0z",
    "info": "M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0zM12 11v5.5M12 7.5v.2",
    "lock": "M5.5 11h13v9h-13zM8 11V8a4 4 0 0 1 8 0v3",
    "mail": "M3.5 6h17v12h-17zM3.5 6.5l8.5 7 8.5-7",
    "mic": "M9 4.5a3 3 0 0 1 6 0V11a3 3 0 0 1-6 0zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21",
    "phone": "M6.5 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3c0 1-1 2-2 2"
    "C10.5 19.5 4.5 13.5 4.5 5.5c0-1 1-2 2-2z",
    "print": "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
    "search": "M17 10.5a6.5 6.5 0 1 1-13 0a6.5 6.5 0 0 1 13 0zM15.5 15.5L21 21",
    "speaker": "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
    "tick": "M4.5 12.5l5 5 10-11",
}

ALERT_ICONS = {"ok": "tick", "error": "alert", "warning": "clock", "info": "info"}
# Django's own names for the levels of a message
LEVELS = {"success": "ok", "debug": "info"}
ALERT_ROLES = {"ok": "status", "error": "alert"}
CONTROLS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "bundel-tick"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (DayInput, ""),
    (forms.widgets.Input, "utrecht-textbox utrecht-textbox--html-input"),
)


@register.filter(expects_localtime=True)
def day(value: date) -> str:
    """`dinsdag 24 november 2026`, the number and the month kept on one line."""
    weekday_and_number = formats.date_format(value, "l j")
    return f"{weekday_and_number}{NO_BREAK_SPACE}{formats.date_format(value, 'F Y')}"


@register.filter(expects_localtime=True)
def moment(value: datetime) -> str:
    """`dinsdag 24 november 2026, 14.32 uur`."""
    clock = gettext("%(clock)s uur") % {"clock": formats.date_format(value, "H.i")}
    return f"{day(value)}, {clock.replace(' ', NO_BREAK_SPACE)}"


@register.simple_tag
def when(value: date | datetime | str) -> str:
    """A `<time>` element of a day or a moment; text passes as it is."""
    if isinstance(value, str):
        return value
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))
    local = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), moment(local))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing that stands beside words, never instead of them."""
    return format_html(
        '<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" fill="none"'
        ' stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        '<path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """The input itself, with the classes of the house style; never with a placeholder, the label stays."""
    widget = bound.field.widget
    base = next((classes for kind, classes in CONTROLS if isinstance(widget, kind)), "")
    own = widget.attrs.get("class", "")
    name = base.partition(" ")[0] or "utrecht-textbox"
    invalid = f"{name}--invalid" if bound.errors and name != "bundel-tick" else ""
    return bound.as_widget(attrs={"class": " ".join(filter(None, (base, invalid, own))), "placeholder": False})


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, heading: bool = False, optional: bool = True, voice: bool = False) -> dict[str, Any]:
    """A form field with label, description and error.

    `heading` makes the label the `h1` of a one-question page; `optional=False` leaves out "(hoeft niet)".
    `voice` offers to read the question aloud and to take dictation.
    """
    widget = bound.field.widget
    return {
        "bound": bound,
        "heading": heading,
        "optional": optional and not bound.field.required,
        "is_choice": isinstance(widget, forms.RadioSelect),
        "voice": voice,
        "is_check": isinstance(widget, forms.CheckboxInput),
        "is_group": widget.use_fieldset,
        "row": getattr(widget, "row", False),
        "many": isinstance(widget, forms.CheckboxSelectMultiple),
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """What has to be mended, each with a link to its place; nothing when all is well."""
    problems = [
        (_first_control(form[name]) if name in form.fields else "", message)
        for name, messages in form.errors.items()
        for message in messages
    ]
    return {"problems": problems, "focus": focus}


def _first_control(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect):
        return f"{bound.auto_id}_0"
    return str(widget.id_for_label(bound.auto_id))


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A message that stays: `ok`, `error`, `warning` (time only) or `info` (what we do not know)."""
    kind = LEVELS.get(kind, kind)
    context = {"kind": kind, "icon": ALERT_ICONS[kind], "role": ALERT_ROLES.get(kind, "")}
    return render_to_string("components/alert.html", {**context, "title": title, "content": content})


@register.simple_tag
def badge(kind: str, text: str) -> SafeString:
    """The state of an answer, in words: `neutral`, `active`, `valid`, `success` or `danger`."""
    return format_html('<span class="utrecht-status-badge utrecht-status-badge--{}">{}</span>', kind, text)


@register.simple_tag
def term(text: str, kind: str = "") -> SafeString:
    """A term that runs; `now` for today, `theirs` for the clock of the other side."""
    modifier = f" bundel-term--{kind}" if kind else ""
    return format_html('<span class="bundel-term{}">{}{}</span>', modifier, icon("clock"), text)


@register.inclusion_tag("components/progress.html")
def progress(step: int, total: int, text: str = "") -> dict[str, Any]:
    """How far one is, from 1 to `total`; a step past the last: all done. `text` replaces the words."""
    return {"step": step, "total": total, "steps": range(1, total + 1), "text": text}


@register.inclusion_tag("components/code.html")
def code(digits: str) -> dict[str, Any]:
    """A receipt code of 16 digits in groups of four, also for who listens."""
    plain = "".join(filter(str.isdigit, digits))
    groups = [plain[start : start + 4] for start in range(0, len(plain), 4)]
    return {"groups": groups, "spoken": ", ".join(" ".join(group) for group in groups)}


@register.simple_block_tag
def ticket(content: str, digits: str, title: str) -> SafeString:
    """The receipt: the code, a tear line, and under it what one can do with it."""
    return render_to_string("components/ticket.html", {"digits": digits, "title": title, "content": content})


@register.simple_block_tag
def problem(content: str, card: Mapping[str, Any], level: int = 3) -> SafeString:
    """A problem card, with what one can do with it inside.

    `card` has `title` and `text`, and may have `tags`, `meta` (lists of words) and `strength`:
    `few`, `many` or `big`. `level` is the level of its heading.
    """
    return render_to_string("components/problem.html", {"card": card, "level": level, "content": content})


@register.simple_block_tag
def row(
    content: str,
    title: str,
    *,
    url: str = "",
    why: str = "",
    day: str = "",
    left: str = "",
    state: str = "",
    now: bool = False,
) -> SafeString:
    """A line of a list, inside `<ul class="bundel-rows">`; the content is its one act, or empty.

    `day` and `left` ("over 6 dagen") make it dated, `state` is a badge or term, `now` marks what ends today.
    """
    context = {"title": title, "url": url, "why": why, "day": day, "left": left, "state": state, "now": now}
    return render_to_string("components/row.html", {**context, "content": content if content.strip() else ""})


@register.simple_block_tag
def nothing(content: str, title: str) -> SafeString:
    """An empty place: what would fill it, and how."""
    return render_to_string("components/nothing.html", {"title": title, "content": content})


@register.simple_block_tag
def next_steps(content: str, title: str = "") -> SafeString:
    """What happens after the button; the content is `<li>` lines, three at most."""
    return render_to_string("components/next_steps.html", {"title": title, "content": content})


@register.simple_tag
def strands() -> SafeString:
    """The logo: many thin strands become one ribbon."""
    return mark_safe(render_to_string("components/strands.html"))  # noqa: S308 - a constant drawing of our own
