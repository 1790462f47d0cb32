"""The forms of dossiers: starting one, and each part that is added to it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bundel.dossiers.actions.working import Done
from bundel.dossiers.labels import ANSWERS, STEPS
from bundel.dossiers.rules import clock, words
from bundel.dossiers.rules.words import AnswerKind, StepKind
from bundel.web.forms.tell import Choice, Text
from bundel.web.widgets import ChoiceCards

Choices = Sequence[tuple[str, str]]


def _line(label: Any, longest: int, *, error: Any = "", **kwargs: Any) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": error,
            "max_length": _("Maak dit korter. Gebruik ten hoogste %(limit_value)d tekens."),
        },
        **kwargs,
    )


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, in the browser's own box."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Kies een dag."), "invalid": _("Dit is geen dag. Kies een dag.")},
        **kwargs,
    )


class DossierForm(forms.Form):
    """What a dossier says of itself."""

    title = _line(_("Titel"), words.LONGEST_TITLE, error=_("Geef het dossier een titel."))
    problem = Text(
        label=_("Wat is het probleem?"),
        help_text=_("Schrijf het zoals mensen het jullie vertelden. Noem geen namen van mensen."),
        longest=words.LONGEST_TEXT,
        rows=6,
        error_messages={"required": _("Schrijf wat het probleem is.")},
    )
    gain = Text(
        label=_("Wat heeft de burger er nu aan?"),
        help_text=_("Wat wordt er beter als dit lukt? Zonder dit antwoord gaat het dossier niet naar buiten."),
        longest=words.LONGEST_GAIN,
        rows=3,
        required=False,
    )


class NewDossierForm(DossierForm):
    """A new dossier, and the bundle it begins with."""

    bundle_id = forms.TypedChoiceField(
        label=_("Op welke bundel rust het?"),
        help_text=_("De mensen van die bundel horen wat ermee gebeurt."),
        coerce=UUID,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, bundles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, {"bundle_id": [("", str(_("Nog geen bundel"))), *bundles]})


class ChangeDossierForm(DossierForm):
    """Other texts for a dossier, and the version they were written over."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PartForm(forms.Form):
    """One thing that is added to a dossier; `choices` fills what depends on the dossier."""

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, choices)

    def told(self) -> dict[str, Any]:
        """What the act is given."""
        return self.cleaned_data

    def refuse(self, code: str, reason: str) -> None:
        """Show why the rules say no, at the question it is about."""
        name = next((name for name in self.fields if code.startswith(name)), _FIELD_OF.get(code))
        self.add_error(name if name in self.fields else None, reason)


# Which question a refusal of the rules belongs to, where its code does not begin with it.
_FIELD_OF = {
    "weeks_out_of_bounds": "weeks",
    "partner_known": "name",
    "partner_empty": "name",
    "not_agreed": "agreement_id",
}
_FIELD_OF |= {"not_public": "card_id", "quoted": "card_id", "bundle_known": "bundle_id"}


def _fill(form: forms.Form, choices: Mapping[str, Choices]) -> None:
    for name, options in choices.items():
        field = form.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = list(options)


class StepForm(PartForm):
    """A talk or a letter, in two minutes."""

    kind = forms.TypedChoiceField(
        label=_("Wat was het?"),
        choices=[(kind.value, STEPS[kind]) for kind in (StepKind.TALK, StepKind.LETTER)],
        coerce=StepKind,
        initial=StepKind.TALK.value,
        widget=ChoiceCards(row=True),
        error_messages={"required": _("Kies wat het was.")},
    )
    done_on = _day(_("Wanneer?"))
    function = _line(
        _("Met wie?"),
        words.LONGEST_NAME,
        help_text=_("De functie of de organisatie, zoals: wethouder zorg. Die komt ook op de openbare pagina."),
        error=_("Schrijf de functie van deze persoon, of de naam van de organisatie."),
    )
    name = _line(
        _("Hoe heet die persoon?"), words.LONGEST_NAME, required=False, help_text=_("Dit blijft in de werkruimte.")
    )
    result = Text(
        label=_("Wat kwam eruit?"),
        help_text=_("Alleen feiten: wat is er gezegd en afgesproken? Niet hoe iemand is."),
        longest=words.LONGEST_NEWS,
        rows=4,
        error_messages={"required": _("Schrijf wat eruit kwam.")},
    )
    is_public = forms.TypedChoiceField(
        label=_("Mag iedereen dit lezen?"),
        choices=[
            ("no", _("Nee, dit blijft in de werkruimte")),
            ("yes", _("Ja, het gaat mee als het dossier openbaar wordt")),
        ],
        coerce=lambda value: value == "yes",
        widget=ChoiceCards(),
        error_messages={"required": _("Kies of iedereen dit mag lezen.")},
    )

    def told(self) -> dict[str, Any]:
        return {"done": Done(**self.cleaned_data)}


class AdviceForm(PartForm):
    """That the advice went out."""

    sent_on = _day(_("Wanneer ging het weg?"))
    to_whom = _line(_("Aan wie?"), words.LONGEST_NAME, error=_("Schrijf aan wie je het stuurde."))
    weeks = forms.IntegerField(
        label=_("Binnen hoeveel weken wil je antwoord?"),
        help_text=_("De wet noemt geen termijn voor ongevraagd advies. Zet deze tijd ook in je brief."),
        min_value=clock.FEWEST_WEEKS,
        max_value=clock.MOST_WEEKS,
        initial=clock.USUAL_WEEKS,
    )
    result = Text(
        label=_("Wat vertellen we de mensen erover?"),
        help_text=_("Schrijf korte zinnen en gewone woorden."),
        longest=words.LONGEST_NEWS,
        rows=3,
        error_messages={"required": _("Schrijf wat je de mensen vertelt.")},
    )


class DemandForm(PartForm):
    """One more demand."""

    text = _line(
        _("Wat vraag je?"),
        words.LONGEST_LINE,
        help_text=_("Eén ding per keer. Zo kan er ook per vraag een antwoord komen."),
        error=_("Schrijf wat je vraagt."),
    )
    to_whom = _line(_("Aan wie?"), words.LONGEST_NAME, error=_("Schrijf aan wie je het vraagt."))


class AnswerForm(PartForm):
    """What was answered to one demand."""

    demand_id = forms.TypedChoiceField(
        label=_("Op welke vraag?"), coerce=UUID, error_messages={"required": _("Kies de vraag.")}
    )
    kind = Choice(
        AnswerKind, ANSWERS, row=True, label=_("Wat is het antwoord?"),
        error_messages={"required": _("Kies het antwoord.")},
    )  # fmt: skip
    answered_on = _day(_("Wanneer kwam het?"))
    answer = Text(
        label=_("In hun woorden"),
        help_text=_("Iedereen die hierover iets vertelde, leest dit."),
        longest=words.LONGEST_NEWS,
        rows=4,
        required=False,
    )


class PromiseForm(PartForm):
    """What was promised, and for when."""

    text = _line(_("Wat is er beloofd?"), words.LONGEST_LINE, error=_("Schrijf wat er is beloofd."))
    by_whom = _line(
        _("Door wie?"),
        words.LONGEST_NAME,
        help_text=_("De functie of de organisatie. Die komt ook op de openbare pagina."),
        error=_("Schrijf wie het beloofde."),
    )
    due_on = _day(_("Wanneer moet het er zijn?"), help_text=_("Op die dag staat het bij Vandaag."))


class EffectForm(PartForm):
    """What changed, and since when."""

    text = _line(
        _("Wat is er veranderd?"),
        words.LONGEST_LINE,
        help_text=_("Schrijf wat mensen ervan merken."),
        error=_("Schrijf wat er veranderde."),
    )
    since_on = _day(_("Sinds wanneer?"))


class ResearchForm(PartForm):
    """Research of our own."""

    text = Text(
        label=_("Wat vonden jullie?"),
        longest=words.LONGEST_TEXT,
        rows=4,
        error_messages={"required": _("Schrijf wat jullie vonden.")},
    )
    source = _line(_("Waar komt het vandaan?"), words.LONGEST_LINE, error=_("Schrijf waar het vandaan komt."))


class CardForm(PartForm):
    """A card to quote."""

    card_id = forms.TypedChoiceField(
        label=_("Welke kaart haal je aan?"),
        help_text=_("Je kiest uit kaarten die openbaar zijn. De persoon keurde die tekst zelf goed."),
        coerce=UUID,
        error_messages={"required": _("Kies een kaart.")},
    )


class BundleForm(PartForm):
    """A bundle to rest on."""

    bundle_id = forms.TypedChoiceField(
        label=_("Welke bundel?"), coerce=UUID, error_messages={"required": _("Kies een bundel.")}
    )


class PartnerForm(PartForm):
    """Who acts together with us."""

    agreement_id = forms.TypedChoiceField(
        label=_("Met wie je een afspraak hebt"), coerce=UUID, empty_value=None, required=False
    )
    name = _line(_("Of een andere organisatie"), words.LONGEST_NAME, required=False)


class QuestionForm(PartForm):
    """A question to those with experience."""

    question = _line(
        _("Wat wil je weten?"),
        words.LONGEST_LINE,
        help_text=_("Zoals: vanaf januari moet je elk jaar opnieuw aanvragen. Hoe pakt dat voor jou uit?"),
        error=_("Schrijf wat je wilt weten."),
    )


class CloseForm(PartForm):
    """How it ended."""

    result = Text(
        label=_("Wat kwam ervan?"),
        help_text=_("Iedereen die hierover iets vertelde, leest dit. Zeg het ook als het niet lukte."),
        longest=words.LONGEST_NEWS,
        rows=4,
        error_messages={"required": _("Schrijf wat eruit kwam.")},
    )


class OwnPredictionForm(forms.Form):
    """The answer of somebody with experience."""

    answer = Text(label=_("Jouw antwoord"), longest=words.LONGEST_NEWS, rows=4, required=False)
    may_be_quoted = forms.TypedChoiceField(
        label=_("Mogen we jouw woorden aanhalen?"),
        choices=[("yes", _("Ja, zonder mijn naam")), ("no", _("Nee, tel alleen dat ik iets antwoordde"))],
        coerce=lambda value: value == "yes",
        widget=ChoiceCards(),
        error_messages={"required": _("Kies of we jouw woorden mogen aanhalen.")},
    )
