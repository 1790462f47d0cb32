"""Form widgets Django does not have: choice cards with a line of explanation, and a day in three boxes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.functional import Promise

MONTHS = (
    ("jan", "januari", "january"),
    ("feb", "februari", "february"),
    ("mrt", "maart", "march", "mar"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "augustus", "august"),
    ("sep", "sept", "september"),
    ("okt", "oktober", "october", "oct"),
    ("nov", "november"),
    ("dec", "december"),
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}


class ChoiceCards(forms.RadioSelect):
    """One choice out of a few, each a large target; `hints` says the effect of a choice, by its value."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str | Promise] | None = None,
        row: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}
        self.row = row

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class DayInput(forms.Widget):
    """A day as three boxes that also read "3", "mrt" and "maart"; the month may be a word.

    The form field receives an ISO date, or what was typed when that is no date, so that
    `forms.DateField` refuses it and the boxes keep what the person wrote.
    """

    template_name = "components/day_input.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["day"], context["widget"]["month"], context["widget"]["year"] = _boxes(value)
        context["widget"]["invalid"] = "aria-invalid" in context["widget"]["attrs"]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        if data.get(name):
            return str(data[name])
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part in ("day", "month", "year"))
        if not (day or month or year):
            return None
        number = MONTH_NUMBERS.get(month.lower().rstrip("."), month)
        try:
            found = date(int(year), int(number), int(day))
        except ValueError:
            return f"{year}|{month}|{day}"
        # a year of two digits is a slip, not the first century
        return found.isoformat() if len(year) == 4 else f"{year}|{month}|{day}"

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key in data for key in (name, f"{name}_day", f"{name}_month", f"{name}_year"))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_day" if id_ else id_


def _boxes(value: Any) -> tuple[str, str, str]:
    """Day, month and year as they stand in the boxes, from a date or from what was typed."""
    if isinstance(value, date | datetime):
        return str(value.day), str(value.month), str(value.year)
    text = str(value or "")
    parts = text.split("|" if "|" in text else "-")
    year, month, day = parts if len(parts) == 3 else ("", "", "")
    return day, month, year
