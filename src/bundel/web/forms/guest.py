"""Asking somebody outside, and what they answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bundel.guests.labels import ANSWER_HINTS, ANSWERS, PURPOSE_HINTS, PURPOSES, REFUSALS
from bundel.guests.rules import (
    LONGEST_ANSWER,
    LONGEST_FUNCTION,
    LONGEST_NAME,
    LONGEST_QUESTION,
    TERMS_IN_DAYS,
    GuestAnswerKind,
    GuestPurpose,
    Invited,
)
from bundel.web.forms.tell import Choice, Text
from bundel.web.widgets import ChoiceCards

_TERM_WORDS: dict[int, Promise] = {14: _("14 dagen"), 30: _("30 dagen"), 90: _("90 dagen")}


class GuestForm(forms.Form):
    """Whom to ask what, and for how long."""

    name = forms.CharField(
        label=_("Wie nodig je uit?"),
        help_text=_("De naam zoals iedereen die kent. Bijvoorbeeld: mevrouw Dorpsma."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Schrijf wie je uitnodigt.")},
    )
    function = forms.CharField(
        label=_("Wat is de functie?"),
        help_text=_("Bijvoorbeeld: wethouder zorg in Voorbeeldstad."),
        max_length=LONGEST_FUNCTION,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Schrijf wat de functie van deze persoon is.")},
    )
    address = forms.EmailField(
        label=_("E-mailadres van het werk"),
        help_text=_("Hierheen gaat de link. We wissen het adres als de link niet meer werkt."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Vul een e-mailadres in."),
            "invalid": _("Dit is geen e-mailadres. Kijk of er een @ in staat."),
        },
    )
    purpose = Choice(
        GuestPurpose,
        PURPOSES,
        label=_("Waarvoor?"),
        hints=PURPOSE_HINTS,
        error_messages={"required": _("Kies waarvoor je iemand uitnodigt.")},
    )
    question = Text(
        label=_("Wat vraag je?"),
        help_text=_("Korte zinnen. Schrijf niets over de persoon die het vertelde."),
        longest=LONGEST_QUESTION,
        rows=4,
        error_messages={"required": REFUSALS["question_empty"]},
    )
    days = forms.TypedChoiceField(
        label=_("Hoe lang werkt de link?"),
        choices=[(str(days), _TERM_WORDS[days]) for days in TERMS_IN_DAYS],
        coerce=int,
        widget=ChoiceCards(row=True),
        error_messages={"required": _("Kies hoe lang de link werkt.")},
    )
    language = forms.ChoiceField(
        label=_("In welke taal schrijven we?"),
        choices=[("nl", _("Nederlands")), ("en", _("Engels"))],
        widget=ChoiceCards(row=True),
        initial="nl",
    )

    def invited(self) -> Invited:
        """Who is asked what."""
        told: dict[str, Any] = self.cleaned_data
        return Invited(**told)


class GuestAnswerForm(forms.Form):
    """What a guest says of what was asked; `kinds` are the answers that fit the question."""

    kind = forms.TypedChoiceField(
        label=_("Wat is je antwoord?"),
        coerce=GuestAnswerKind,
        widget=ChoiceCards(hints={kind.value: hint for kind, hint in ANSWER_HINTS.items()}),
        error_messages={"required": _("Kies je antwoord.")},
    )
    text = Text(
        label=_("Leg het uit"),
        help_text=_("Noem geen namen van mensen die hulp krijgen."),
        longest=LONGEST_ANSWER,
        rows=5,
        error_messages={"required": REFUSALS["answer_empty"]},
    )

    def __init__(self, *args: Any, kinds: Sequence[GuestAnswerKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(kinds) == 1:
            # Only one thing to say: no choice to make.
            del self.fields["kind"]
            self.fields["text"].label = _("Wat klopt er niet?")
            self.only = kinds[0]
        else:
            field = self.fields["kind"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(kind.value, str(ANSWERS[kind])) for kind in kinds]

    def answer(self) -> dict[str, Any]:
        """Kind and text as filled in."""
        return {"kind": self.cleaned_data.get("kind") or self.only, "text": self.cleaned_data["text"]}
