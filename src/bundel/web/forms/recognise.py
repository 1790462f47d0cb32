"""What somebody answers to a card of another, and chooses about that; and what a member decides about a card."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from bundel.concerns import labels, public_labels
from bundel.concerns.rules.publishing import LONGEST_PAUSE_DAYS, LONGEST_REASON, Complaint, PauseReason
from bundel.concerns.rules.recognition import LONGEST_LINE, LONGEST_QUESTION, LONGEST_REPLY, MOST_HANDS, Answer
from bundel.concerns.rules.told import LONGEST_CARD, LONGEST_CONTACT
from bundel.concerns.rules.words import Theme
from bundel.web.forms.tell import CardTitle, Choice, Text

ANY = [("", _("Alle onderwerpen"))]


def _always(words: Any) -> dict[str, Any]:
    """The same words for whatever is wrong with a number."""
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)


class CardsForm(forms.Form):
    """Which public cards one wants to see."""

    q = forms.CharField(
        label=_("Jouw gemeente"),
        help_text=_("Je mag ook je dorp, stad of oude gemeente typen."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    onderwerp = forms.ChoiceField(
        label=_("Onderwerp"), choices=[*ANY, *((t.value, labels.THEMES[t]) for t in Theme)], required=False
    )


class AnswerCard(forms.Form):
    """One of the three answers, by the button that was pressed."""

    answer = forms.TypedChoiceField(choices=[(a.value, a.value) for a in Answer], coerce=Answer)
    gemeente = forms.RegexField(r"GM\d{4}", required=False)


class FlagForm(forms.Form):
    """What is wrong with a card."""

    complaint = Choice(
        Complaint,
        public_labels.COMPLAINTS,
        label=_("Klopt er iets niet aan deze kaart?"),
        error_messages={"required": _("Kies wat er niet klopt.")},
    )


class LineForm(forms.Form):
    """What is different."""

    line = Text(
        label=_("Wat is er bij jou anders?"),
        help_text=_("Eén of twee zinnen. Schrijf geen namen op."),
        longest=LONGEST_LINE,
        rows=3,
        required=False,
    )


class ReachForm(forms.Form):
    """Whether and how somebody hears what comes of it."""

    contact = forms.CharField(
        label=_("Je e-mailadres"),
        help_text=_("Het gaat op slot. We mailen alleen dat er nieuws is, nooit waarover."),
        max_length=LONGEST_CONTACT,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    news = forms.BooleanField(label=_("Mail mij als hier iets van komt"), required=False)
    may_be_asked = forms.BooleanField(label=_("Je mag mij hier iets over vragen"), required=False)

    def clean_contact(self) -> str:
        contact = str(self.cleaned_data["contact"]).strip()
        if contact:
            try:
                validate_email(contact)
            except ValidationError as error:
                raise ValidationError(_("Dit e-mailadres klopt niet helemaal. Kijk het na.")) from error
        return contact

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if chosen.get("news") and not chosen.get("contact") and "contact" not in self.errors:
            self.add_error("contact", _("Vul je e-mailadres in. Dan kunnen we je mailen."))
        return chosen


class ReplyForm(forms.Form):
    """An answer to a question about a card."""

    question_id = forms.UUIDField(widget=forms.HiddenInput)
    text = Text(
        label=_("Je antwoord"),
        longest=LONGEST_REPLY,
        rows=3,
        error_messages={"required": labels.REFUSALS["message_empty"]},
    )


class ReasonForm(forms.Form):
    """Why a card does not go out as it is; the person reads it."""

    text = Text(
        label=_("Wat vraag je de persoon, of waarom houd je de kaart tegen?"),
        help_text=_("De persoon leest dit. Schrijf korte zinnen en gewone woorden."),
        longest=LONGEST_REASON,
        rows=4,
        error_messages={"required": labels.REFUSALS["reason_empty"]},
    )


class HandsForm(forms.Form):
    """How many hands went up."""

    hands = forms.IntegerField(
        label=_("Hoeveel handen?"),
        min_value=1,
        max_value=MOST_HANDS,
        widget=forms.NumberInput(attrs={"class": "bundel-short", "inputmode": "numeric"}),
        error_messages=_always(labels.REFUSALS["hands_out_of_bounds"]),
    )


class QuestionForm(forms.Form):
    """One question to the others."""

    text = Text(
        label=_("Wat wil je de anderen vragen?"),
        help_text=_("Eén vraag. Vraag niet naar namen."),
        longest=LONGEST_QUESTION,
        rows=3,
        error_messages={"required": labels.REFUSALS["message_empty"]},
    )


class PauseForm(forms.Form):
    """Why, and for how long, somebody cannot write."""

    reason = Choice(
        PauseReason,
        public_labels.PAUSE_REASONS,
        label=_("Waarom?"),
        help_text=_("De persoon leest dit zo."),
        error_messages={"required": _("Kies waarom.")},
    )
    days = forms.IntegerField(
        label=_("Hoeveel dagen?"),
        initial=7,
        min_value=1,
        max_value=LONGEST_PAUSE_DAYS,
        widget=forms.NumberInput(attrs={"class": "bundel-short", "inputmode": "numeric"}),
        error_messages=_always(labels.REFUSALS["pause_out_of_bounds"]),
    )


class OwnCardForm(forms.Form):
    """The person's own card, changed."""

    title = CardTitle()
    text = Text(label=_("De tekst van de kaart"), longest=LONGEST_CARD, rows=6, required=False)
