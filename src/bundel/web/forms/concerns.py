"""Narrowing the list of concerns, acting on what was ticked, and opening and answering one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bundel.accounts.access import OpenReason
from bundel.concerns.labels import THEMES
from bundel.concerns.queries import PAGE_SIZE, Filters
from bundel.concerns.rules.states import State
from bundel.concerns.rules.told import LONGEST_MESSAGE
from bundel.places.rules import LONGEST_QUERY, find
from bundel.web.forms.tell import Text, YesNo
from bundel.web.undo import Act
from bundel.web.widgets import ChoiceCards


class MunicipalityField(forms.CharField):
    """A municipality by name, old name or town; its code. An unknown or doubtful name says what it may be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_QUERY, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)
        self.today = date.min

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        found = find(typed, self.today)
        exact = [f for f in found if f.municipality.name.casefold() == typed.casefold()]
        if len(exact or found) == 1:
            return (exact or found)[0].municipality.code
        if not found:
            raise ValidationError(_("Deze gemeente kennen we niet. Kijk de naam na, of typ een plaats in de buurt."))
        names = ", ".join(f.municipality.name for f in found[:5])
        raise ValidationError(_("Welke gemeente bedoel je? Kies uit: %(names)s.") % {"names": names})


class FilterForm(forms.Form):
    """What the list is narrowed to; stands in the address."""

    state = forms.ChoiceField(choices=[(s.value, s.value) for s in State], required=False, widget=forms.HiddenInput)
    theme = forms.ChoiceField(
        label=gettext_lazy("Onderwerp"),
        choices=[("", gettext_lazy("Alle onderwerpen")), *((t.value, name) for t, name in THEMES.items())],
        required=False,
    )
    place = MunicipalityField(label=gettext_lazy("Gemeente"), required=False)
    assigned = forms.ChoiceField(
        label=gettext_lazy("Wie helpt"),
        choices=[
            ("", gettext_lazy("Iedereen")),
            ("me", gettext_lazy("Ik")),
            ("nobody", gettext_lazy("Nog niemand")),
        ],
        required=False,
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        place = self.fields["place"]
        assert isinstance(place, MunicipalityField)
        place.today = today

    def filters(self) -> Filters:
        """What was filled in well; the rest narrows nothing."""
        self.is_valid()
        told = self.cleaned_data
        return Filters(
            state=told.get("state", ""),
            theme=told.get("theme", ""),
            municipality_code=told.get("place", ""),
            assigned=told.get("assigned", ""),
        )


class Ids(forms.Field):
    """Ids of ticked rows, one page of them at most."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[UUID]:
        try:
            ids = [UUID(text) for text in value or []]
        except ValueError as error:
            raise ValidationError(_("Kies de signalen opnieuw.")) from error
        if len(ids) > PAGE_SIZE:
            raise ValidationError(_("Dit zijn te veel signalen in één keer."))
        return ids


NOBODY = "nobody"


class PickedForm(forms.Form):
    """The concerns that were ticked."""

    concern = Ids(error_messages={"required": gettext_lazy("Kies eerst een signaal.")})

    def problem(self) -> str:
        """The first thing that is not right, for a message above the list."""
        return str(next(iter(next(iter(self.errors.values())))))


class ActForm(PickedForm):
    """How far the concerns are that were ticked."""

    move = forms.TypedChoiceField(
        choices=[(act.value, act.value) for act in Act if act is not Act.ASSIGN],
        coerce=Act,
        error_messages={"required": gettext_lazy("Kies wat je met de signalen doet.")},
    )

    @property
    def act(self) -> Act:
        """What is done."""
        return Act(self.cleaned_data["move"])


class GiveForm(PickedForm):
    """To whom the concerns go that were ticked."""

    act = Act.ASSIGN
    user_id = forms.CharField(error_messages={"required": gettext_lazy("Kies eerst aan wie je het geeft.")})

    def clean_user_id(self) -> UUID | None:
        chosen = self.cleaned_data["user_id"]
        if chosen == NOBODY:
            return None
        try:
            return UUID(chosen)
        except ValueError as error:
            raise ValidationError(_("Kies eerst aan wie je het geeft.")) from error


class OpenForm(forms.Form):
    """Why somebody opens a story."""

    reason = forms.TypedChoiceField(
        label=gettext_lazy("Waarom open je dit verhaal?"),
        choices=[
            (OpenReason.HELP.value, gettext_lazy("Ik help deze persoon")),
            (OpenReason.ANSWER.value, gettext_lazy("Ik ga antwoorden")),
            (OpenReason.CHECK.value, gettext_lazy("Ik kijk na of alles klopt")),
        ],
        coerce=OpenReason,
        widget=ChoiceCards(),
        error_messages={"required": gettext_lazy("Kies waarom je het verhaal opent. De persoon ziet dit.")},
    )


class AnswerForm(forms.Form):
    """A message to the person."""

    text = Text(
        label=gettext_lazy("Je antwoord"),
        help_text=gettext_lazy("Korte zinnen, gewone woorden. Schrijf ook wat er nu gebeurt."),
        longest=LONGEST_MESSAGE,
        rows=7,
        look="bundel-story",
        error_messages={"required": gettext_lazy("Schrijf eerst een antwoord.")},
    )
    asks_person = YesNo(
        label=gettext_lazy("Vraag je iets terug?"),
        yes=gettext_lazy("Ja, ik wacht op antwoord"),
        no=gettext_lazy("Nee, ik vraag niets"),
        row=True,
        error_messages={"required": gettext_lazy("Kies of je iets terugvraagt. Dan weten jullie wie er wacht.")},
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AssignForm(forms.Form):
    """Who helps."""

    user_id = forms.ChoiceField(label=gettext_lazy("Geef aan"), required=False)

    def __init__(self, members: Sequence[tuple[UUID, str]]) -> None:
        super().__init__()
        field = self.fields["user_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext_lazy("Kies wie")),
            *((str(user_id), name) for user_id, name in members),
            (NOBODY, gettext_lazy("Niemand")),
        ]
