"""Forms for keeping longer, choosing terms, reporting a leak, and opening a story in danger."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bundel.concerns.labels import EMERGENCIES
from bundel.concerns.rules.glass import Emergency
from bundel.kit.processing import TERMS, Keep
from bundel.privacy.labels import HOLD_REASONS, KEEPS
from bundel.privacy.rules import LONGEST_SPAN, MOST_MONTHS, HoldReason
from bundel.web.widgets import ChoiceCards


class HoldForm(forms.Form):
    """What is kept longer, why, and for how many months."""

    kind = forms.ChoiceField(choices=[(k.value, k.value) for k in (Keep.CONCERN, Keep.AUDIT)])
    subject = forms.UUIDField(required=False)
    reason = forms.ChoiceField(
        label=_("Waarom langer bewaren?"), choices=[(r.value, HOLD_REASONS[r]) for r in HoldReason]
    )
    months = forms.IntegerField(label=_("Hoeveel maanden?"), min_value=1, max_value=MOST_MONTHS, initial=3)

    def given(self) -> tuple[UUID | None, Keep, HoldReason, int]:
        """The record (none for a whole kind), its kind, the reason and the months. A concern is never "all"."""
        found = self.cleaned_data
        return found["subject"], Keep(found["kind"]), HoldReason(found["reason"]), found["months"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("kind") == Keep.CONCERN and not found.get("subject"):
            raise ValidationError(_("Kies welk signaal langer bewaard wordt."))
        return found


class TermsForm(forms.Form):
    """The days of every kind that a workspace may choose."""

    def __init__(self, data: Any = None, *, days: Mapping[Keep, int]) -> None:
        super().__init__(data)
        for kind in chosen_by_workspace():
            term = TERMS[kind]
            limits = {"shortest": term.shortest, "longest": term.longest, "usual": term.days}
            self.fields[kind.value] = forms.IntegerField(
                label=str(KEEPS[kind]),
                help_text=gettext("Dagen, van %(shortest)s tot en met %(longest)s. Gewoon is %(usual)s.") % limits,
                min_value=term.shortest,
                max_value=term.longest,
                initial=days[kind],
                error_messages={"required": _("Vul een aantal dagen in.")},
            )

    def days(self) -> dict[Keep, int]:
        """The days as filled in."""
        return {Keep(name): number for name, number in self.cleaned_data.items()}


def chosen_by_workspace() -> list[Keep]:
    """The kinds of which a workspace sets the term itself."""
    return [kind for kind, term in TERMS.items() if not term.is_fixed]


def _moment(label: Any, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"required": _("Vul een dag en een tijd in."), "invalid": _("Dit is geen dag met een tijd.")},
    )


class BreachForm(forms.Form):
    """Between which two moments something leaked, since when it is known here, and whose or by whom."""

    since = _moment(_("Vanaf"))
    until = _moment(_("Tot"))
    noticed = _moment(_("Wanneer merkten jullie het?"), _("Vanaf dan lopen de 72 uur."))
    member = forms.ChoiceField(label=_("Alleen wat deze persoon zag"), required=False)
    handle = forms.CharField(
        label=_("Alleen dit signaal"),
        help_text=_("Het nummer, zoals K7M-4QX-2RD. Dan zie je ook wanneer er met de code gekeken is."),
        max_length=11,
        required=False,
    )

    def __init__(self, *args: Any, members: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Iedereen")), *((str(user_id), name) for user_id, name in members)]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if isinstance(since, datetime) and isinstance(until, datetime):
            if until <= since:
                self.add_error("until", _("Dit ligt voor het begin. Kies een later moment."))
            elif until - since > LONGEST_SPAN + timedelta(days=1):
                self.add_error("until", _("Kies ten hoogste een jaar."))
        return found


class GlassForm(forms.Form):
    """Which story, and what danger."""

    handle = forms.CharField(
        label=_("Nummer van het signaal"),
        help_text=_("Zoals K7M-4QX-2RD. Het staat bovenaan het signaal."),
        max_length=11,
        widget=forms.TextInput(attrs={"class": "bundel-code-input", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Vul het nummer van het signaal in.")},
    )
    reason = forms.TypedChoiceField(
        label=_("Welk gevaar is er?"),
        choices=[(e.value, EMERGENCIES[e]) for e in Emergency],
        coerce=Emergency,
        widget=ChoiceCards,
        error_messages={"required": _("Kies welk gevaar er is.")},
    )
