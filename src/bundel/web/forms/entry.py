"""Entering what somebody told by telephone, on paper or face to face: all questions on one page, then the card."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bundel.concerns.labels import CHANNELS, CONSENTS_HERE, DECIDERS, FOR_WHOM_HERE, THEMES
from bundel.concerns.rules.told import (
    LONGEST_CARD,
    LONGEST_CONTACT,
    LONGEST_NAME,
    LONGEST_STORY,
    LONGEST_WISH,
    Told,
)
from bundel.concerns.rules.words import Channel, Consent, Decider, ForWhom, Theme
from bundel.web.forms.concerns import MunicipalityField
from bundel.web.forms.tell import CardTitle, Choice, ReachQuestion, SinceQuestion, Text, YesNo


class Pick(forms.TypedChoiceField):
    """One of many words, from a list that folds out."""

    def __init__(self, words: Any, names: Any, **kwargs: Any) -> None:
        choices = [("", _("Kies")), *((word.value, names[word]) for word in words)]
        super().__init__(choices=choices, coerce=words, empty_value=None, **kwargs)


class EntryForm(SinceQuestion, ReachQuestion):
    """What the person tells; checked as when somebody tells it alone."""

    channel = Choice(
        Channel,
        CHANNELS,
        label=_("Hoe hoorde je het?"),
        row=True,
        error_messages={"required": _("Kies hoe je het hoorde.")},
    )
    place = MunicipalityField(
        label=_("In welke gemeente gebeurt het?"),
        help_text=_("Een dorp, stad of oude gemeente mag ook."),
        error_messages={"required": _("Vul een gemeente in.")},
    )
    story = Text(
        label=_("Wat gebeurt er?"),
        help_text=_("Schrijf het op zoals de persoon het zegt. Dit verhaal gaat op slot."),
        longest=LONGEST_STORY,
        rows=8,
        look="bundel-story",
        error_messages={"required": _("Schrijf op wat er gebeurt. Een paar woorden is al goed.")},
    )
    theme = Pick(Theme, THEMES, label=_("Waar gaat het over?"), error_messages={"required": _("Kies een onderwerp.")})
    decides = Pick(
        Decider, DECIDERS, label=_("Wie beslist hierover?"), error_messages={"required": _("Kies wie beslist.")}
    )
    for_whom = Pick(
        ForWhom, FOR_WHOM_HERE, label=_("Over wie gaat het?"), error_messages={"required": _("Kies over wie het gaat.")}
    )
    letter_got = YesNo(
        label=_("Is er een brief over?"),
        yes=_("Ja"),
        no=_("Nee"),
        row=True,
        error_messages={"required": _("Kies of er een brief is. Er kan een laatste dag in zitten.")},
    )
    reachable = YesNo(
        label=_("Mag de persoon bericht krijgen?"),
        yes=_("Ja"),
        no=_("Nee, alleen met de code"),
        row=True,
        error_messages={"required": _("Vraag of de persoon bericht wil. Allebei is goed.")},
    )
    wish = Text(label=_("Wat zou de persoon helpen?"), longest=LONGEST_WISH, required=False)
    contact = forms.CharField(label=_("E-mailadres of telefoon"), max_length=LONGEST_CONTACT, required=False)
    contact_name = forms.CharField(label=_("Naam van de persoon"), max_length=LONGEST_NAME, required=False)

    field_order = (
        "channel", "place", "story", "theme", "decides", "for_whom", "since", "letter_got", "letter_dated_on",
        "letter_received_on", "letter_by", "wish", "reachable", "contact", "contact_name",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date) -> None:
        forms.Form.__init__(self, data)
        self.today = today
        for name in ("letter_dated_on", "letter_received_on"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields[name].help_text = ""
        self.fields["letter_dated_on"].label = _("Datum op de brief")
        self.fields["letter_received_on"].label = _("Gekregen op")
        channel = self.fields["channel"]
        assert isinstance(channel, Choice)
        channel.choices = [(c.value, CHANNELS[c]) for c in (Channel.PHONE, Channel.VISIT, Channel.PAPER)]
        place = self.fields["place"]
        assert isinstance(place, MunicipalityField)
        place.today = today

    def told(self) -> Told:
        """What was told, without a card yet."""
        answers = self.answers()
        return Told(municipality_code=answers.pop("place"), **answers)


class EntryCardForm(forms.Form):
    """The card as read aloud to the person, and what they said about it."""

    card_title = CardTitle()
    card_text = Text(label=_("De tekst van de kaart"), longest=LONGEST_CARD, rows=6, required=False)
    consent = Choice(
        Consent,
        CONSENTS_HERE,
        label=_("Wat zei de persoon over de kaart?"),
        hints={
            Consent.OTHERS: _("Mensen met hetzelfde probleem kunnen hem lezen. Eerst kijkt iemand hem nog na."),
            Consent.HELPER: _("Wij gebruiken de kaart alleen om deze persoon te helpen."),
            Consent.PRIVATE: _("Wij lezen het verhaal en geven antwoord. Verder gebeurt er niets."),
        },
        error_messages={"required": _("Vraag het de persoon, en kies wat die zei. Elke keuze is goed.")},
    )
