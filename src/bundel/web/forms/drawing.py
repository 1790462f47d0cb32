"""Draws the plain form controls without a template: Django runs one for every option and attribute."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe

Shown = Mapping[str, Any]


class Drawing(DjangoTemplates):
    """Django's own renderer, except for inputs, selects and text areas: these it draws by hand, letter for letter."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = BY_HAND.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return mark_safe(draw(context["widget"]))  # noqa: S308 - `_text` escapes all that goes in


def _text(value: object) -> str:
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)


def _attributes(widget: Shown) -> str:
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{_text(value)}"' for name, value in given)


def _input(widget: Shown) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_text(widget["name"])}"{value}{_attributes(widget)}>'


def _textarea(widget: Shown) -> str:
    value = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Shown) -> str:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: str | None, options: list[Shown]) -> str:
    drawn = "".join(
        f'\n  <option value="{_text(option["value"])}"{_attributes(option)}>{_text(option["label"])}</option>\n'
        for option in options
    )
    return f'\n  <optgroup label="{_text(name)}">{drawn}\n  </optgroup>' if name else drawn


BY_HAND: dict[str, Callable[[Shown], str]] = {
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
