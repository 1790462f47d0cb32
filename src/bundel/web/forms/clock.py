"""The questions of the legal clock: a day or two and how it came, by what somebody has in hand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bundel.engines.deadlines.facts import FACTS
from bundel.web.clock.kinds import LAWS, WORDS, Kind
from bundel.web.forms.tell import YesNo
from bundel.web.widgets import ChoiceCards, DayInput

# A day that is still to come tells of a slip, but not for what is announced.
AHEAD = frozenset({"hearing_on"})
# What cannot be: the second day before the first.
ORDER = (("made_known", "received"), ("received", "notice_received"))
OLDEST = date(1994, 1, 1)  # the day the Awb took effect: the rules begin there


class ClockForm(forms.Form):
    """The questions of one kind, and after them what the clock asked for; the fields are named as its facts.

    `initial` fills the boxes without a judgement. Facts in either that the kind does not ask stay in the form,
    so that an answer to a later question is not lost when an earlier one is changed.
    """

    def __init__(
        self,
        kind: Kind,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        initial: Mapping[str, Any] | None = None,
        asked: tuple[str, ...] = (),
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.kind = kind
        self.today = today
        for name in kind.asks:
            label, hint = kind.questions[name]
            self.fields[name] = fact_field(name, label, hint, required=name not in kind.optional)
        given = {**(initial or {}), **(data or {})}
        self.extra = [name for name in FACTS if name not in kind.asks and _may_ask(name) and _has(given, name)]
        for name in dict.fromkeys((*self.extra, *asked)):
            if name not in self.fields and _may_ask(name):
                self.fields[name] = fact_field(name, FACTS[name][get_language() or "nl"], "", required=False)
        if kind.asks_law:
            self.fields["law"] = forms.ChoiceField(
                label=_("Waar gaat het over?"),
                help_text=_("Soms geldt een andere tijd. Weet je het niet? Dan rekenen we met de gewone regels."),
                choices=list(LAWS.items()),
                required=False,
            )

    def clean(self) -> None:
        for name, field in self.fields.items():
            day = self.cleaned_data.get(name)
            if not isinstance(field, forms.DateField) or day is None:
                continue
            if day > self.today and name not in AHEAD:
                self.add_error(name, _("Die dag is nog niet geweest. Kijk het jaar en de maand na."))
            elif day < OLDEST:
                self.add_error(name, _("Zo ver terug rekenen we niet. Kijk het jaar na."))
        for first, second in ORDER:
            earlier, later = self.cleaned_data.get(first), self.cleaned_data.get(second)
            if earlier and later and later < earlier:
                self.add_error(second, _("Deze dag ligt voor de dag die je hierboven gaf. Kijk ze allebei na."))

    @property
    def facts(self) -> dict[str, Any]:
        """What was answered, as facts for the clock."""
        answered = {name: value for name, value in self.cleaned_data.items() if name != "law"}
        return {name: value for name, value in answered.items() if value not in (None, "")}

    @property
    def law(self) -> str | None:
        return self.cleaned_data.get("law") or None

    def to_carry(self) -> dict[str, str]:
        """The answers as hidden fields of a next form."""
        carried = {name: _as_sent(value) for name, value in self.facts.items()}
        return {**carried, **({"law": self.law} if self.law else {})}


def fact_field(name: str, label: Any, hint: Any, *, required: bool) -> forms.Field:
    """The field in which a person tells one fact, by the kind the clock says it has."""
    kind = FACTS[name]["kind"]
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": required}
    if kind == "date":
        errors = {
            "required": _("Vul de dag in. Een dag, een maand en een jaar."),
            "invalid": _("Die dag bestaat niet. Kijk de dag, de maand en het jaar na."),
        }
        return forms.DateField(widget=DayInput(), input_formats=["%Y-%m-%d"], error_messages=errors, **common)
    if kind == "number":
        errors = {
            "required": _("Vul een getal in."),
            "invalid": _("Schrijf een getal, zonder woorden erbij."),
            "min_value": _("Schrijf een getal van %(limit_value)s of hoger."),
            "max_value": _("Dat getal is te groot. Kijk het na."),
        }
        return forms.IntegerField(
            min_value=FACTS[name]["least"],
            max_value=FACTS[name]["most"],
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"}),
            error_messages=errors,
            **common,
        )
    errors = {"required": _("Kies een antwoord.")}
    if kind == "flag":
        return YesNo(yes=_("Ja"), no=_("Nee"), row=True, error_messages=errors, **common)
    words = WORDS[name]
    return forms.ChoiceField(choices=list(words.items()), widget=ChoiceCards(row=True), error_messages=errors, **common)


def _may_ask(name: str) -> bool:
    """Whether a person can be asked for this fact in a form: texts of law are for who knows them."""
    return name in WORDS or FACTS[name]["kind"] in ("date", "number", "flag")


def _has(given: Mapping[str, Any], name: str) -> bool:
    return any(given.get(key) for key in (name, f"{name}_day", f"{name}_month", f"{name}_year"))


def _as_sent(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
