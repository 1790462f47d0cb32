"""The questions of the Tell flow, one form each; their fields are named as the answers are."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bundel.concerns import labels
from bundel.concerns.rules.card import CardText
from bundel.concerns.rules.told import (
    LONGEST_CARD,
    LONGEST_CONTACT,
    LONGEST_NAME,
    LONGEST_STORY,
    LONGEST_TITLE,
    LONGEST_WISH,
    Step,
    Told,
    letter_problem,
)
from bundel.concerns.rules.words import Consent, Decider, ForWhom, LetterBy, Since, Theme
from bundel.places.rules import LONGEST_QUERY, Found, Municipality, Why, load
from bundel.sealing.codes import as_typed
from bundel.web.widgets import ChoiceCards, DayInput

NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FEWEST_DIGITS = 8  # a telephone number without its area code is no use to us


class Text(forms.CharField):
    """Several lines; too long is an error that says how much, and nothing is cut off."""

    def __init__(self, *, longest: int, rows: int = 3, look: str = "bundel-entry", **kwargs: Any) -> None:
        # Without `max_length`: a browser would cut off what somebody pastes, and say nothing.
        super().__init__(widget=forms.Textarea(attrs={"class": look, "rows": rows}), **kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> str:
        return NOT_IN_TEXT.sub("", super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        over = len(value) - self.longest
        if over > 0:
            raise ValidationError(
                ngettext(
                    "Deze tekst is %(over)s teken te lang. Haal er iets af. Wat je schreef, staat er nog.",
                    "Deze tekst is %(over)s tekens te lang. Haal er iets af. Wat je schreef, staat er nog.",
                    over,
                )
                % {"over": over},
                code="too_long",
            )


class Choice(forms.TypedChoiceField):
    """One of a set of words, as cards; not chosen is None."""

    def __init__(self, words: Any, names: Any, *, row: bool = False, hints: Any = None, **kwargs: Any) -> None:
        super().__init__(
            choices=[(word.value, names[word]) for word in words],
            coerce=words,
            empty_value=None,
            widget=ChoiceCards(row=row, hints=hints),
            **kwargs,
        )


class YesNo(forms.TypedChoiceField):
    """Yes or no; not chosen is None."""

    def __init__(self, *, yes: Any, no: Any, row: bool = False, hints: Any = None, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=ChoiceCards(row=row, hints=hints),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class Question(forms.Form):
    """One page of questions, filled with what was told before."""

    def __init__(self, data: Any = None, *, told: Told, today: date) -> None:
        super().__init__(data, initial={name: getattr(told, name) for name in self.base_fields})
        self.today = today

    def answers(self) -> dict[str, Any]:
        """What is answered well, by the names of `Told`; what is not yet, is left out."""
        return dict(self.cleaned_data)

    def too_long(self) -> list[str]:
        """Why a text cannot be saved yet."""
        return [str(e.message) for found in self.errors.as_data().values() for e in found if e.code == "too_long"]


class StoryQuestion(Question):
    story = Text(
        label=_("Wat gebeurt er?"),
        help_text=_("Schrijf het op zoals je het aan een vriend vertelt. Fouten zijn niet erg."),
        longest=LONGEST_STORY,
        rows=10,
        look="bundel-story",
        error_messages={"required": _("Schrijf op wat er gebeurt. Een paar woorden is al goed.")},
    )


class ThemeQuestion(Question):
    theme = Choice(
        Theme,
        labels.THEMES,
        label=_("Waar gaat het over?"),
        help_text=_("Kies wat er het beste bij past."),
        row=True,
        error_messages={"required": _("Kies waar het over gaat. Weet je het niet? Kies dan ‘Iets anders’.")},
    )

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The choices under the headings they stand below."""
        options = {option.data["value"]: option for option in self["theme"]}
        return [(heading, [options[theme.value] for theme in themes]) for heading, themes in labels.THEME_GROUPS]


class DeciderQuestion(Question):
    decides = Choice(
        Decider,
        labels.DECIDERS,
        label=_("Wie beslist hierover?"),
        hints=labels.DECIDER_HINTS,
        error_messages={"required": _("Kies wie hierover beslist. Je mag ook ‘Dat weet ik niet’ kiezen.")},
    )


class SinceQuestion(Question):
    since = Choice(
        Since,
        labels.SINCES,
        label=_("Hoe lang speelt het al?"),
        row=True,
        error_messages={"required": _("Kies hoe lang het al speelt. Ongeveer is goed.")},
    )
    letter_got = YesNo(
        label=_("Kreeg je er een brief over?"),
        help_text=_("Een bericht op internet telt ook. In een brief kan een laatste dag zitten."),
        yes=_("Ja"),
        no=_("Nee"),
        row=True,
        error_messages={"required": _("Kies of je een brief kreeg.")},
    )
    letter_dated_on = forms.DateField(
        label=_("Welke dag staat op de brief?"),
        help_text=_("Bijvoorbeeld 20 november 2026."),
        widget=DayInput(),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Die dag bestaat niet. Kijk nog eens op de brief.")},
    )
    letter_received_on = forms.DateField(
        label=_("Welke dag kwam de brief bij je?"),
        widget=DayInput(),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Die dag bestaat niet. Kijk de dag nog eens na.")},
    )
    letter_by = Choice(LetterBy, labels.LETTER_WAYS, label=_("Hoe kwam de brief?"), row=True, required=False)

    LETTER: ClassVar[tuple[str, ...]] = ("letter_dated_on", "letter_received_on", "letter_by")

    def clean(self) -> None:
        if self.cleaned_data.get("letter_got") is False:
            for name in self.LETTER:
                self.errors.pop(name, None)
                self.cleaned_data[name] = None
            return
        dated, received = self.cleaned_data.get("letter_dated_on"), self.cleaned_data.get("letter_received_on")
        if code := letter_problem(dated, None, self.today):
            self.add_error("letter_dated_on", str(labels.LETTER_PROBLEMS[code]))
        elif code := letter_problem(dated, received, self.today):
            self.add_error("letter_received_on", str(labels.LETTER_PROBLEMS[code]))


class ForWhomQuestion(Question):
    for_whom = Choice(
        ForWhom,
        labels.FOR_WHOM,
        label=_("Over wie gaat het?"),
        error_messages={"required": _("Kies over wie het gaat.")},
    )


class WishQuestion(Question):
    wish = Text(
        label=_("Wat zou helpen?"),
        help_text=_("Je mag dit overslaan. Een klein ding is ook goed."),
        longest=LONGEST_WISH,
        rows=5,
        look="bundel-story",
        required=False,
    )


class ReachQuestion(Question):
    reachable = YesNo(
        label=_("Mogen we je bereiken?"),
        yes=_("Ja, dat mag"),
        no=_("Nee, ik kijk zelf met mijn code"),
        hints={
            "yes": _("Dan hoor je het als er antwoord is."),
            "no": _("Je krijgt straks een code. Daarmee lees je ons antwoord, ook zonder naam."),
        },
        error_messages={"required": _("Kies of we je mogen bereiken. Allebei is goed.")},
    )
    contact = forms.CharField(
        label=_("Je e-mailadres of telefoonnummer"),
        help_text=_("Alleen als je ‘Ja’ koos."),
        max_length=LONGEST_CONTACT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
        error_messages={"max_length": _("Dit is te lang voor een adres of nummer. Kijk het na.")},
    )
    contact_name = forms.CharField(
        label=_("Hoe mogen we je noemen?"),
        help_text=_("Een voornaam of een verzonnen naam is goed."),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"max_length": _("Deze naam is te lang. Gebruik ten hoogste 120 tekens.")},
    )

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"]
        if self.cleaned_data.get("reachable") is not True:
            return ""
        if not contact:
            raise ValidationError(_("Vul een e-mailadres of telefoonnummer in. Of kies ‘Nee’."))
        if "@" in contact:
            _check_mail(contact)
        elif len(re.sub(r"\D", "", contact)) < FEWEST_DIGITS or re.search(r"[^\d\s()+.\-–]", contact):
            raise ValidationError(_("Dit is geen heel telefoonnummer en geen e-mailadres. Kijk het na."))
        return contact

    def clean_contact_name(self) -> str:
        return str(self.cleaned_data["contact_name"]) if self.cleaned_data.get("reachable") else ""


def _check_mail(contact: str) -> None:
    try:
        validate_email(contact)
    except ValidationError as error:
        raise ValidationError(_("Dit e-mailadres klopt niet helemaal. Kijk het na.")) from error


QUESTIONS: dict[Step, type[Question]] = {
    Step.STORY: StoryQuestion,
    Step.THEME: ThemeQuestion,
    Step.DECIDER: DeciderQuestion,
    Step.SINCE: SinceQuestion,
    Step.FOR_WHOM: ForWhomQuestion,
    Step.WISH: WishQuestion,
    Step.REACH: ReachQuestion,
}


class PlaceForm(forms.Form):
    """Where it happens: a name as typed, and the municipalities it may mean."""

    q = forms.CharField(
        label=_("In welke gemeente gebeurt het?"),
        help_text=_("Je mag ook je dorp, stad of oude gemeente typen."),
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    gemeente = forms.ChoiceField(label=_("Welke gemeente bedoel je?"))

    def __init__(self, *, typed: str, found: Sequence[Found]) -> None:
        choices = [(f.municipality.code, f.municipality.name) for f in found]
        super().__init__(initial={"q": typed, "gemeente": choices[0][0] if len(choices) == 1 else ""})
        hints = {f.municipality.code: _hint(f) for f in found}
        self.fields["gemeente"].widget = ChoiceCards(choices=choices, hints=hints)


HINTS = {
    Why.NAME: "%(province)s",
    Why.ALSO_CALLED: _("Ook wel %(matched)s. %(province)s"),
    Why.FORMER_NAME: _("%(matched)s hoort hier nu bij. %(province)s"),
    Why.PLACE: _("%(matched)s ligt in deze gemeente. %(province)s"),
    Why.TYPO: _("Bedoel je %(matched)s? %(province)s"),
}


def _hint(found: Found) -> str:
    why = Why.NAME if found.matched == found.municipality.name else found.why
    return str(HINTS[why]) % {"matched": found.matched, "province": found.municipality.province}


def chosen_place(code: str, today: date) -> Municipality | None:
    """The municipality with this code, when it exists today."""
    place = load().get(code)
    return place if place is not None and place.existed_on(today) else None


class CardTitle(forms.CharField):
    """The heading of a card, whoever types it."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Geef de kaart een kop. Een paar woorden is genoeg."),
            "max_length": _("De kop is te lang. Gebruik ten hoogste 70 tekens."),
        }
        label = _("De kop van de kaart")
        super().__init__(label=label, max_length=LONGEST_TITLE, error_messages=messages, **kwargs)


class CardForm(forms.Form):
    """The card as the teller wants it, and how far it may go; consent is asked only for sending."""

    title = CardTitle()
    text = Text(label=_("De tekst van de kaart"), longest=LONGEST_CARD, rows=6, required=False)
    consent = Choice(
        Consent,
        labels.CONSENTS,
        label=_("Mag deze kaart zo naar buiten?"),
        hints=labels.CONSENT_HINTS,
        error_messages={"required": _("Kies wat er met de kaart mag gebeuren. Elke keuze is goed.")},
    )

    def __init__(self, data: Any, *, card: Callable[[], CardText], receiver_id: UUID) -> None:
        super().__init__(data, initial={"title": lambda: self.card.title, "text": lambda: self.card.text})
        self.make_card, self.receiver_id = card, receiver_id
        self.is_sending = data is not None and data.get("act") != "change"
        self.fields["consent"].required = self.is_sending

    def clean(self) -> None:
        if self.is_sending and self.data.get("receiver") != str(self.receiver_id):
            raise ValidationError(
                _("Intussen is er een andere organisatie die dit leest. Kijk wie dat is en druk dan nog eens.")
            )

    @cached_property
    def card(self) -> CardText:
        """The card as it stands; made from the story where somebody looks at it, not where it is sent."""
        return self.make_card()

    @property
    def typed(self) -> CardText:
        """The card as it was sent in."""
        return CardText(" ".join(self.cleaned_data["title"].split()), self.cleaned_data["text"].strip())

    @property
    def is_changed(self) -> bool:
        return self.typed != self.card

    def answers(self, card: CardText | None) -> dict[str, Any]:
        """The consent, and this card if there is one, by the names of `Told`."""
        shown = {"card_title": card.title, "card_text": card.text} if card else {}
        return {"consent": self.cleaned_data["consent"], **shown}


class CodeForm(forms.Form):
    """A code of sixteen digits, however somebody types it."""

    code = forms.CharField(
        label=_("Je code"),
        help_text=_("16 cijfers, in groepjes van vier. Spaties maken niet uit."),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "bundel-code-input", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Vul je code in."),
            "max_length": _("Een code heeft 16 cijfers. Kijk hem nog eens na."),
        },
    )

    def clean_code(self) -> str:
        digits = as_typed(self.cleaned_data["code"])
        if digits is None:
            raise ValidationError(_("Een code heeft 16 cijfers. Kijk hem nog eens na."))
        return digits
