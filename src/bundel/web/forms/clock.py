"""The questions of the legal clock: a day or two and how it came, by what somebody has in hand."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bundel.engines.deadlines.facts import FACTS
from bundel.web.clock.kinds import LAWS, WORDS, Kind
from bundel.web.clock.letter_file import LONGEST_TEXT, Unreadable, Why, text_of
from bundel.web.forms.tell import Text, YesNo
from bundel.web.widgets import ChoiceCards, DayInput

WHY_NOT = {
    Why.TOO_LARGE: _("Dit bestand is te groot. Het mag 5 MB zijn. Plak anders de tekst hierboven."),
    Why.TOO_LONG: _("Deze tekst is te lang. Neem alleen de brief zelf, zonder de bijlagen."),
    Why.NO_LETTER: _("Dit is geen PDF en geen tekst. Bewaar je brief als PDF, of plak de tekst hierboven."),
    Why.LOCKED: _("Deze PDF zit op slot met een wachtwoord. Open hem zelf, en plak de tekst hierboven."),
    Why.PICTURE: _("Deze PDF is een foto van een brief. Daar kunnen we geen woorden in lezen. Typ of plak de tekst."),
    Why.BROKEN: _("Deze PDF kunnen we niet openen. Plak de tekst hierboven."),
    Why.TOO_MANY_PAGES: _("Deze PDF heeft te veel bladzijden. Neem alleen de brief zelf, zonder de bijlagen."),
    Why.TOO_SLOW: _("Deze PDF is te ingewikkeld om te lezen. Plak de tekst hierboven."),
}
# A day that is still to come tells of a slip, but not for what is announced; that is not years away either.
AHEAD = frozenset({"hearing_on"})
FURTHEST = timedelta(days=3 * 365)
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
            elif day - self.today > FURTHEST:
                self.add_error(name, _("Zo ver vooruit rekenen we niet. Kijk het jaar na."))
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


class LetterForm(forms.Form):
    """A letter: its text, or a file with it."""

    text = Text(
        label=_("Plak de tekst van de brief"),
        help_text=_("Of kies hieronder een bestand. Je mag namen en nummers weglaten."),
        longest=LONGEST_TEXT,
        rows=10,
        look="bundel-story",
        required=False,
    )
    file = forms.FileField(
        label=_("Of kies een bestand"),
        help_text=_("Een PDF of een tekst, niet groter dan 5 MB. Een foto kunnen we niet lezen."),
        required=False,
        error_messages={"empty": _("Dit bestand is leeg. Kies een ander.")},
    )

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large
        self.letter = ""

    def clean(self) -> None:
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if self.is_too_large:
            self.add_error("file", WHY_NOT[Why.TOO_LARGE])
        elif pasted:
            self.letter = pasted
        elif file:
            try:
                self.letter = text_of(file.read())
            except Unreadable as unreadable:
                self.add_error("file", WHY_NOT[unreadable.why])
        elif not self.errors:
            self.add_error("text", _("Plak de tekst van je brief, of kies een bestand."))


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
