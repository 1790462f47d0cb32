"""What the style guide page shows: every component in every state, with invented people and places."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bundel.web.widgets import ChoiceCards, DayInput


class Specimen(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Eén regel"), help_text=_("Een korte uitleg onder het label."))
    story = forms.CharField(
        label=_("Een paar regels"),
        required=False,
        widget=forms.Textarea(attrs={"class": "bundel-entry", "rows": 2}),
    )
    sent_on = forms.DateField(
        label=_("Welke dag staat op de brief?"),
        help_text=_("Bijvoorbeeld 20 november 2026."),
        widget=DayInput(),
        error_messages={"invalid": _("Die dag bestaat niet. Kijk nog eens op de brief.")},
    )
    talk_on = forms.DateField(
        label=_("Een dag uit de kalender"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.ChoiceField(
        label=_("Een keuze uit veel"),
        choices=[("", _("Kies een plaats")), ("a", "Lindewaard"), ("b", "Oosterveen")],
        required=False,
    )
    consent = forms.ChoiceField(
        label=_("Een keuze met gevolgen"),
        choices=[("yes", _("Ja, anderen mogen dit zien")), ("no", _("Nee, bewaar het alleen voor mij"))],
        widget=ChoiceCards(
            hints={
                "yes": _("Je kunt dit later weer stoppen."),
                "no": _("Je krijgt wel je volgende stap."),
            }
        ),
        error_messages={"required": _("Kies wat er met de kaart mag gebeuren.")},
    )
    kind = forms.ChoiceField(
        label=_("Een korte keuze"),
        choices=[("talk", _("Gesprek")), ("call", _("Telefoon")), ("letter", _("Brief"))],
        widget=ChoiceCards(row=True),
        required=False,
    )
    themes = forms.MultipleChoiceField(
        label=_("Meer dan één mag"),
        choices=[("home", _("Hulp in huis")), ("ride", _("Vervoer"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remind = forms.BooleanField(
        label=_("Stuur mij een bericht"), help_text=_("Alleen als er iets verandert."), required=False
    )


WRONG = {"name": "Ada", "sent_on_day": "32", "sent_on_month": "november", "sent_on_year": "2026"}


def context(today: date) -> dict[str, Any]:
    """Everything the template `style_guide.html` needs."""
    wrong = {f"wrong-{name}": value for name, value in WRONG.items()}
    return {
        "today": today,
        "empty_form": Specimen(auto_id="empty_%s"),
        "form": Specimen(wrong, prefix="wrong"),
        "card": {
            "title": _("Minder uren na een telefoontje"),
            "text": _("De gemeente belde kort. Daarna kwam er minder hulp in huis. Niemand kwam kijken."),
            "tags": [_("Hulp in huis"), _("Weinig kracht")],
            "meta": [_("Drie gemeenten"), _("Een paar mensen herkennen dit")],
        },
        "steps": [
            {"what": _("Je verhaal is binnen en op slot"), "when": today, "state": "done"},
            {"what": _("Iemand leest het"), "when": today + timedelta(days=3)},
            {"what": _("De gemeente moet beslissen"), "when": today + timedelta(days=20), "state": "theirs"},
            {"what": _("Je laatste dag"), "when": today + timedelta(days=34), "state": "clock"},
        ],
    }
