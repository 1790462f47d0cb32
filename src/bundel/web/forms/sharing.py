"""Proposing an agreement, and telling what became of a card."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bundel.concerns.labels import THEMES
from bundel.gate.labels import KIND_HINTS, KINDS, LEAVING_HINTS, LEAVINGS, NEWS_KINDS
from bundel.gate.queries import AgreementRow, find_partners
from bundel.gate.rules import LONGEST_NEWS, LONGEST_PURPOSE, LONGEST_RED_LINES, LONGEST_SPEAKS, Leaving, NewsKind, Terms
from bundel.gate.rules import AgreementKind as Kind
from bundel.web.forms.tell import Text
from bundel.web.widgets import ChoiceCards


class PartnerField(forms.CharField):
    """Another workspace by its public name; its id. A doubtful name says which it may be."""

    def clean(self, value: Any) -> UUID:
        found = find_partners(str(super().clean(value)).strip())
        if len(found) == 1:
            return found[0][0]
        if not found:
            raise ValidationError(_("Deze organisatie kennen we niet. Vraag hoe hun werkruimte heet."))
        names = ", ".join(name for _id, name in found)
        raise ValidationError(_("Welke organisatie bedoel je? Kies uit: %(names)s.") % {"names": names})


class Ticks(forms.CheckboxSelectMultiple):
    """Several out of many, short ones beside each other."""

    row = True


# Which question a refusal of the rules belongs to, by the beginning of its code.
_FIELD_OF = {
    "purpose": "purpose",
    "speaks": "speaks",
    "red": "red_lines",
    "until": "runs_until",
    "same": "partner",
    "coalition": "kind",
    "hand": "kind",
}


class AgreementForm(forms.Form):
    """The text of an agreement."""

    partner = PartnerField(
        label=gettext_lazy("Met welke organisatie?"),
        help_text=gettext_lazy("Typ de naam van hun werkruimte, of een deel ervan."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Schrijf met welke organisatie.")},
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Wie geeft de kaarten?"),
        choices=[
            ("give", gettext_lazy("Wij geven kaarten")),
            ("get", gettext_lazy("Wij krijgen kaarten")),
        ],
        widget=ChoiceCards(row=True),
        error_messages={"required": gettext_lazy("Kies wie de kaarten geeft.")},
    )
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Wat gebeurt er met een kaart?"),
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        coerce=Kind,
        widget=ChoiceCards(hints={kind.value: hint for kind, hint in KIND_HINTS.items()}),
        error_messages={"required": gettext_lazy("Kies wat er met een kaart gebeurt.")},
    )
    purpose = Text(
        label=gettext_lazy("Waarom?"),
        help_text=gettext_lazy("De persoon leest dit, en kiest dan. Schrijf korte zinnen."),
        longest=LONGEST_PURPOSE,
        rows=3,
        look="bundel-entry",
        error_messages={"required": gettext_lazy("Schrijf waarom jullie kaarten delen.")},
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Welke onderwerpen?"),
        help_text=gettext_lazy("Kies je niets, dan zijn het alle onderwerpen."),
        choices=[(theme.value, name) for theme, name in THEMES.items()],
        widget=Ticks(),
        required=False,
    )
    runs_until = forms.DateField(
        label=gettext_lazy("Tot en met welke dag?"),
        help_text=gettext_lazy("Ten hoogste twee jaar."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Kies een laatste dag."),
            "invalid": gettext_lazy("Dit is geen dag."),
        },
    )
    speaks = Text(
        label=gettext_lazy("Wie spreekt er naar buiten?"),
        help_text=gettext_lazy("Bijvoorbeeld met de gemeente of de krant."),
        longest=LONGEST_SPEAKS,
        rows=2,
        look="bundel-entry",
        error_messages={"required": gettext_lazy("Schrijf wie er naar buiten spreekt.")},
    )
    red_lines = Text(
        label=gettext_lazy("Wat doen jullie nooit?"),
        longest=LONGEST_RED_LINES,
        rows=2,
        look="bundel-entry",
        required=False,
    )
    leaving = forms.TypedChoiceField(
        label=gettext_lazy("Wat blijft er als de afspraak stopt?"),
        choices=[(leaving.value, name) for leaving, name in LEAVINGS.items()],
        coerce=Leaving,
        widget=ChoiceCards(hints={leaving.value: hint for leaving, hint in LEAVING_HINTS.items()}),
        error_messages={"required": gettext_lazy("Kies wat er blijft.")},
    )

    @classmethod
    def told_by(cls, old: AgreementRow) -> dict[str, Any]:
        """The answers of an agreement that runs, to begin a new text with."""
        terms = old.terms
        return {
            "partner": old.partner,
            "direction": "give" if old.gives else "get",
            "kind": terms.kind,
            "purpose": terms.purpose,
            "themes": list(terms.themes),
            "runs_until": terms.runs_until,
            "speaks": terms.speaks,
            "red_lines": terms.red_lines,
            "leaving": terms.leaving,
        }

    def terms(self) -> Terms:
        """The text as filled in."""
        told = self.cleaned_data
        until: date = told["runs_until"]
        return Terms(
            kind=told["kind"],
            purpose=told["purpose"],
            themes=tuple(told["themes"]),
            runs_until=until,
            speaks=told["speaks"],
            red_lines=told["red_lines"],
            leaving=told["leaving"],
        )

    def refuse(self, code: str, words: str) -> None:
        """Show why the rules say no, at the question it is about."""
        self.add_error(_FIELD_OF.get(code.partition("_")[0]), words)


class NewsForm(forms.Form):
    """What became of a card."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("Wat gebeurde er?"),
        choices=[(kind.value, name) for kind, name in NEWS_KINDS.items()],
        coerce=NewsKind,
        widget=ChoiceCards(),
        error_messages={"required": gettext_lazy("Kies wat er gebeurde.")},
    )
    text = Text(
        label=gettext_lazy("Vertel het in je eigen woorden"),
        help_text=gettext_lazy("De persoon leest dit. Schrijf korte zinnen en gewone woorden."),
        longest=LONGEST_NEWS,
        rows=5,
        look="bundel-entry",
        error_messages={"required": gettext_lazy("Schrijf eerst wat er gebeurde.")},
    )


class AgreementPick(forms.Form):
    """Along which agreement a card may go."""

    agreement_id = forms.UUIDField()


class YesNoForm(forms.Form):
    """What the person says about sharing their card."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
