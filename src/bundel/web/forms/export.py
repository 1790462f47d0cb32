"""What an owner fills in to take everything along, and to close."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bundel.concerns.labels import EXPORT_REASONS
from bundel.concerns.rules.taking import ExportReason
from bundel.tenancy.rules import LONGEST_GOES_TO
from bundel.web.forms.tell import Choice, YesNo


class ExportForm(forms.Form):
    """Why everything goes along, and whether the stories do."""

    reason = Choice(
        ExportReason,
        EXPORT_REASONS,
        label=_("Waarom neem je alles mee?"),
        help_text=_("De mensen die iets vertelden, zien deze reden niet. Zij zien wel dat je alles meenam."),
        error_messages={"required": _("Kies waarom.")},
    )
    with_stories = YesNo(
        yes=_("Ja, met de verhalen, de namen en de berichten"),
        no=_("Nee, alleen de kaarten en hoe het ermee staat"),
        label=_("Gaan de verhalen mee?"),
        error_messages={"required": _("Kies of de verhalen meegaan.")},
    )


class CloseForm(forms.Form):
    """Where visitors go instead, and the name typed over, so that nobody closes by a slip of the finger."""

    goes_to = forms.CharField(
        label=_("Waar gaan mensen voortaan heen?"),
        help_text=_("Dit staat op jullie oude pagina. Bijvoorbeeld: bel Platform Voorbeeld op 0800 1234."),
        max_length=LONGEST_GOES_TO,
        error_messages={"required": _("Schrijf op waar mensen heen kunnen.")},
    )
    name = forms.CharField(label=_("Typ de naam van de werkruimte over"), max_length=200)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = name

    def clean_name(self) -> str:
        typed = " ".join(str(self.cleaned_data["name"]).split())
        if typed.casefold() != self.expected.casefold():
            raise forms.ValidationError(_("Dit is niet de naam van de werkruimte. Neem hem precies over."))
        return typed
