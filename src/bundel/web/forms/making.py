"""What a letter needs to know beside the days: who writes to whom, about what, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bundel.engines.drafting import DAYS, Sample
from bundel.web.forms.tell import Text, YesNo

LONGEST_LINE = 120
LONGEST_WORDS = 6000

_EMPTY = {"required": _("Vul dit in. Zonder dit kunnen we de brief niet maken.")}


def _line(label: Any, hint: Any = "", **attrs: str) -> dict[str, Any]:
    return {"label": label, "help_text": hint, "attrs": attrs}


LINES: dict[str, dict[str, Any]] = {
    "about": _line(_("Waar gaat het over?"), _("In een paar woorden, zoals: mijn hulp in huis.")),
    "name": _line(
        _("Je naam"),
        _("Voor wie de brief is. Schrijf je voor iemand anders? Dan zijn of haar naam."),
        autocomplete="name",
    ),
    "street": _line(_("Straat en nummer"), autocomplete="street-address"),
    "place": _line(_("Postcode en plaats"), _("Zoals: 1234 AB Utrecht.")),
    "phone": _line(_("Je telefoonnummer"), _("Als ze je mogen bellen."), autocomplete="tel", inputmode="tel"),
    "organisation": _line(_("Aan wie gaat de brief?"), _("De naam zoals die boven hun brief staat.")),
    "authority": _line(_("Van wie kwam het besluit?"), _("Zoals: de gemeente Utrecht.")),
    "reference": _line(
        _("Kenmerk van hun brief"), _("Een nummer dat bovenaan hun brief staat. Weet je het niet? Laat het leeg.")
    ),
}
TEXTS: dict[str, tuple[Any, Any, int]] = {
    "reasons": (_("Wat is er aan de hand?"), _("Schrijf het zoals je het zou vertellen."), 7),
    "wish": (_("Wat zou jou helpen?"), "", 3),
    "late_because": (
        _("Waarom kon het niet eerder?"),
        _("Vertel wat er was, en tot wanneer. Zoals: ik lag in het ziekenhuis."),
        4,
    ),
    "organisation_address": (
        _("Hun adres"),
        _("Het adres of de postbus uit hun brief. Weet je het niet? Laat het leeg."),
        3,
    ),
}
ORDER = (
    *("about", "reasons", "late_because", "wish", "hearing", "authority"),
    *("organisation", "organisation_address", "reference", "name", "street", "place", "phone"),
)
# The reasons of an objection may come later; that is said where they are asked.
LATER = _("Dit mag ook later. Laat je het leeg? Dan vraagt de brief om tijd om je uitleg te sturen.")


class MakingForm(forms.Form):
    """The questions of one sample letter; what it must hold is required."""

    def __init__(self, sample: Sample, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        asked = {*sample.needs, *sample.asks, "organisation_address"} - DAYS
        for name in ORDER:
            if name in asked:
                self.fields[name] = _field(name, required=name in sample.needs)
        if sample.takes and "reasons" in sample.asks:
            self.fields["reasons"].help_text = LATER
        if sample.to_court:
            self.fields["organisation"].help_text = _("De rechtbank of de rechter die in hun brief staat.")

    @property
    def told(self) -> dict[str, Any]:
        """What was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def to_carry(self) -> dict[str, str]:
        """The same as hidden fields of a next form."""
        return {name: "yes" if value is True else str(value) for name, value in self.told.items()}


def _field(name: str, *, required: bool) -> forms.Field:
    if name in LINES:
        line = LINES[name]
        return forms.CharField(
            label=line["label"],
            help_text=line["help_text"],
            max_length=LONGEST_LINE,
            required=required,
            widget=forms.TextInput(attrs=line["attrs"]),
            error_messages=_EMPTY,
        )
    if name == "hearing":
        return YesNo(
            label=_("Wil je het ook zelf vertellen, op een hoorzitting?"),
            yes=_("Ja"),
            no=_("Nee"),
            row=True,
            required=False,
        )
    label, hint, rows = TEXTS[name]
    return Text(label=label, help_text=hint, longest=LONGEST_WORDS, rows=rows, required=required, error_messages=_EMPTY)
