"""What somebody who follows their concern can write and choose."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bundel.concerns import labels
from bundel.concerns.rules.told import LONGEST_MESSAGE
from bundel.concerns.rules.words import Consent
from bundel.web.forms.tell import Choice, Text


class MessageForm(forms.Form):
    """A message to the workspace."""

    text = Text(
        label=_("Schrijf ons"),
        longest=LONGEST_MESSAGE,
        rows=4,
        error_messages={"required": labels.REFUSALS["message_empty"]},
    )


class ConsentForm(forms.Form):
    """How far the card may go from now on."""

    consent = Choice(Consent, labels.CONSENTS, label=_("Wat mag er met je kaart gebeuren?"), hints=labels.CONSENT_HINTS)
