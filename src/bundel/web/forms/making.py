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
    "authority": _line(_("Over welke instantie gaat het?"), _("Zoals: de gemeente Utrecht.")),
    "provider": _line(_("Over welke zorgaanbieder gaat het?"), _("Zoals: thuiszorg De Brug.")),
    "applied": _line(_("Op welke dag vroeg je bijstand aan?"), _("Zoals: op 3 maart 2026.")),
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
    "urgent_because": (
        _("Waarom kun je niet wachten?"),
        _("Vertel wat er gebeurt als je moet wachten. Zoals: ik heb geen geld voor de huur."),
        4,
    ),
    "cannot_because": (_("Waarom kun je die dag niet?"), _("Een paar woorden zijn genoeg."), 2),
    "which": (
        _("Wat wil je precies hebben?"),
        _("Welke stukken, en uit welke tijd? Weet je het niet? Laat het leeg."),
        3,
    ),
    "organisation_address": (
        _("Hun adres"),
        _("Het adres of de postbus uit hun brief. Weet je het niet? Laat het leeg."),
        3,
    ),
}
ORDER = (
    *("about", "applied", "which", "reasons", "late_because", "urgent_because", "cannot_because", "wish", "hearing"),
    *("authority", "provider"),
    *("organisation", "organisation_address", "reference", "name", "street", "place", "phone"),
)
WHO_READS = {
    "court": _("De rechtbank of de rechter die in hun brief staat."),
    "disputes": _("De geschilleninstantie die de zorgaanbieder noemt."),
    "ombudsman": _("De ombudsman van je gemeente, of de Nationale ombudsman."),
}
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
        if sample.may_follow:
            self.fields["reasons"].help_text = LATER
        if sample.to in WHO_READS:
            self.fields["organisation"].help_text = WHO_READS[sample.to]

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
