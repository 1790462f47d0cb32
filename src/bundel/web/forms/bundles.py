"""Making and changing bundles, telling news back, and what people upstream say."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from bundel.concerns.bundle_labels import BUNDLE_STATES, CHANGES, FORMS, TO_TELL, WISHES, WORKS
from bundel.concerns.bundles import BundleFilters
from bundel.concerns.labels import THEMES
from bundel.concerns.rules.bundles import LONGEST_BUNDLE_TITLE, LONGEST_PROBLEM, LONGEST_REASON
from bundel.concerns.rules.upstream import LONGEST_AFTER_LINE, LONGEST_CHANGE, ChangeKind, Wish, Works
from bundel.concerns.rules.ways import LONGEST_WAY, Form
from bundel.web.forms.concerns import Ids, MunicipalityField
from bundel.web.forms.tell import Text, YesNo
from bundel.web.widgets import ChoiceCards


class BundleFilterForm(forms.Form):
    """What the list of bundles is narrowed to; stands in the address."""

    theme = forms.ChoiceField(
        label=gettext_lazy("Onderwerp"),
        choices=[("", gettext_lazy("Alle onderwerpen")), *((t.value, name) for t, name in THEMES.items())],
        required=False,
    )
    place = MunicipalityField(label=gettext_lazy("Gemeente"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Hoe het ervoor staat"),
        choices=[(state.value, name) for state, name in BUNDLE_STATES.items()],
        required=False,
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        place = self.fields["place"]
        assert isinstance(place, MunicipalityField)
        place.today = today

    def filters(self) -> BundleFilters:
        """What was filled in well; the rest narrows nothing."""
        self.is_valid()
        told = self.cleaned_data
        return BundleFilters(told.get("theme", ""), told.get("state", ""), told.get("place", ""))


def _title() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Het probleem in een paar woorden"),
        max_length=LONGEST_BUNDLE_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Zeg in een paar woorden wat het probleem is.")},
    )


def _problem() -> Text:
    return Text(
        label=gettext_lazy("Wat gaat er mis?"),
        help_text=gettext_lazy("Mensen lezen dit als wij vragen of ze meetellen. Noem niemand."),
        longest=LONGEST_PROBLEM,
        rows=4,
        required=False,
    )


def _reason() -> Text:
    return Text(
        label=gettext_lazy("Waarom?"),
        help_text=gettext_lazy("Dit blijft bij de bundel staan."),
        longest=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Schrijf waarom. Dan begrijpt een ander het later ook.")},
    )


def _theme() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Onderwerp"), choices=[(theme.value, name) for theme, name in THEMES.items()]
    )


class PickedCards(forms.Form):
    """The cards that were ticked, own ones and received ones."""

    concern = Ids(required=False)
    received = Ids(required=False)


class NewBundleForm(PickedCards):
    """A bundle, with the cards that gave rise to it."""

    title = _title()
    problem = _problem()
    theme = _theme()


class ChangeBundleForm(forms.Form):
    """The words of a bundle."""

    title = _title()
    problem = _problem()
    theme = _theme()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AddCardsForm(PickedCards):
    """Cards to put in a bundle."""

    why = forms.CharField(label=gettext_lazy("Waarom horen ze erbij?"), max_length=LONGEST_REASON, required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class CardForm(forms.Form):
    """One card to take out or to put back."""

    link_id = forms.UUIDField()
    why = forms.CharField(required=False, max_length=LONGEST_REASON)
    version = forms.IntegerField(min_value=1)


class SplitForm(forms.Form):
    """Which cards get a bundle of their own."""

    link = Ids(error_messages={"required": gettext_lazy("Kies eerst welke kaarten een eigen bundel krijgen.")})
    title = _title()
    problem = _problem()
    why = _reason()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class MergeForm(forms.Form):
    """Which bundle is taken in."""

    other_id = forms.TypedChoiceField(
        label=gettext_lazy("Welke bundel komt erbij?"),
        coerce=UUID,
        error_messages={"required": gettext_lazy("Kies een bundel.")},
    )
    why = _reason()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, bundles: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["other_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("Kies een bundel")), *((str(key), title) for key, title in bundles)]


class EndForm(forms.Form):
    """Why a bundle ends; everybody in it reads this."""

    why = Text(
        label=gettext_lazy("Wat zeg je tegen de mensen?"),
        help_text=gettext_lazy("Iedereen in deze bundel leest dit. Korte zinnen, gewone woorden."),
        longest=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Schrijf waarom. De mensen lezen dit.")},
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class OriginForm(forms.Form):
    """A split or merge to take back."""

    origin_id = forms.UUIDField()
    version = forms.IntegerField(min_value=1)


class ChangeForm(forms.Form):
    """News for everybody in a bundle."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("Wat gebeurde er?"),
        choices=[("", gettext_lazy("Kies")), *((kind.value, CHANGES[kind]) for kind in TO_TELL)],
        coerce=ChangeKind,
        error_messages={"required": gettext_lazy("Kies wat er gebeurde.")},
    )
    text = Text(
        label=gettext_lazy("Wat lezen de mensen?"),
        help_text=gettext_lazy("Korte zinnen, gewone woorden. Noem niemand."),
        longest=LONGEST_CHANGE,
        error_messages={"required": gettext_lazy("Schrijf eerst wat er gebeurde.")},
    )


class WishForm(forms.Form):
    """Of what somebody wants a mail."""

    wish = forms.TypedChoiceField(
        label=gettext_lazy("Wanneer wil je een mail?"),
        choices=[(wish.value, words) for wish, words in WISHES.items()],
        coerce=Wish,
        widget=ChoiceCards(),
        error_messages={"required": gettext_lazy("Kies wanneer je een mail wilt.")},
    )
    is_weekly = YesNo(
        label=gettext_lazy("Hoe vaak?"),
        yes=gettext_lazy("Ten hoogste één keer per week"),
        no=gettext_lazy("Meteen"),
        row=True,
        error_messages={"required": gettext_lazy("Kies hoe vaak.")},
    )


class CountsForm(forms.Form):
    """Does somebody count for a bundle?"""

    bundle_id = forms.UUIDField()
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class AfterForm(forms.Form):
    """Does it work for somebody now?"""

    change_id = forms.UUIDField()
    answer = forms.TypedChoiceField(choices=[(works.value, words) for works, words in WORKS.items()], coerce=Works)
    line = forms.CharField(required=False, max_length=LONGEST_AFTER_LINE)


class WayForm(forms.Form):
    """In which form a municipality is worked in."""

    municipality_code = MunicipalityField(
        label=gettext_lazy("Gemeente"), error_messages={"required": gettext_lazy("Typ een gemeente.")}
    )
    form = forms.TypedChoiceField(
        label=gettext_lazy("Wie doet het daar?"),
        choices=[("", gettext_lazy("Geen eigen werkwijze")), *((form.value, words) for form, words in FORMS.items())],
        coerce=Form,
        empty_value=None,
        required=False,
    )
    line = forms.CharField(
        label=gettext_lazy("Wat moet je weten?"),
        max_length=LONGEST_WAY,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        place = self.fields["municipality_code"]
        assert isinstance(place, MunicipalityField)
        place.today = today
