"""The settings of a workspace, and the lines of what it receives."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bundel.concerns.actions.office import LONGEST_ANSWER, LONGEST_KEEPING, SHORTEST_KEEPING, Office
from bundel.concerns.labels import THEMES
from bundel.concerns.queries import ReceivesLine
from bundel.concerns.rules.words import Theme
from bundel.kit.colour import Reason, Verdict, judge
from bundel.web.forms.concerns import MunicipalityField

COLOUR_PROBLEMS = {
    Reason.NOT_A_COLOUR: _("Dit is geen kleur. Schrijf een hekje en zes tekens, zoals #6A1B63."),
    Reason.TOO_LIGHT: _("Deze kleur is te licht: tekst is er niet goed op te lezen."),
}


class OfficeForm(forms.Form):
    """What may be changed about a workspace; days are calendar days."""

    name = forms.CharField(label=_("Naam"), max_length=120, error_messages={"required": _("Vul een naam in.")})
    about = forms.CharField(
        label=_("Wie jullie zijn"),
        help_text=_("Eén of twee zinnen. Wie iets vertelt, leest dit eerst."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"class": "bundel-entry", "rows": 3}),
    )
    telephone = forms.CharField(label=_("Telefoonnummer"), max_length=30, required=False)
    colour = forms.CharField(
        label=_("Kleur"),
        help_text=_("Voor knoppen en links, zoals #6A1B63. Leeg is de kleur van Bundel."),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"class": "bundel-code-input", "autocomplete": "off", "spellcheck": "false"}),
    )
    answer_days = forms.IntegerField(
        label=_("Wij antwoorden binnen (dagen)"),
        help_text=_("Wie iets vertelt, leest deze belofte."),
        min_value=1,
        max_value=LONGEST_ANSWER,
        error_messages={"required": _("Vul een aantal dagen in.")},
    )
    retention_days = forms.IntegerField(
        label=_("Wij bewaren een verhaal nadat het klaar is (dagen)"),
        help_text=_("Daarna wist Bundel het. Twee jaar is 730 dagen."),
        min_value=SHORTEST_KEEPING,
        max_value=LONGEST_KEEPING,
        error_messages={"required": _("Vul een aantal dagen in.")},
    )
    responsible = forms.CharField(
        label=_("Wie er verantwoordelijk is"),
        help_text=_(
            "De naam en het adres van jullie organisatie, zoals bij de Kamer van Koophandel. Iedereen leest dit."
        ),
        max_length=200,
        required=False,
    )
    privacy_contact = forms.CharField(
        label=_("Contact voor vragen over privacy"),
        help_text=_("Een e-mailadres of telefoonnummer. Het staat in de privacyverklaring."),
        max_length=120,
        required=False,
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"]
        verdict = judge(colour)
        if colour and verdict.reason is not None:
            raise ValidationError(COLOUR_PROBLEMS[verdict.reason])
        return colour

    def verdict(self) -> Verdict | None:
        """What the typed colour would do; None for Bundel's own."""
        typed = str(self["colour"].value() or "")
        return judge(typed) if typed else None

    def office(self) -> Office:
        """The settings as filled in."""
        return Office(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ReceivesForm(forms.Form):
    """One line: a municipality and a theme; empty means every one."""

    place = MunicipalityField(label=_("Gemeente"), help_text=_("Leeg is het hele land."), required=False)
    theme = forms.ChoiceField(
        label=_("Onderwerp"),
        choices=[("", _("Alle onderwerpen")), *((t.value, THEMES[t]) for t in Theme)],
        required=False,
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, auto_id="receives_%s")
        place = self.fields["place"]
        assert isinstance(place, MunicipalityField)
        place.today = today

    def line(self) -> ReceivesLine:
        """The line as filled in."""
        return ReceivesLine(self.cleaned_data["place"], self.cleaned_data["theme"])
