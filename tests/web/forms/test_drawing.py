"""Controls drawn by hand are, letter for letter, what Django's own templates make of them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from bundel.web.forms.drawing import BY_HAND, Drawing

CHOICES = [
    ("", gettext_lazy("Kies wie")),
    ("a&b", "Jan & <b>"),
    ("Groep <1>", [("1", "één"), (2, mark_safe("<i>x</i>"))]),
]
WIDGETS = [
    forms.TextInput(attrs={"class": "x", "autocomplete": "off", "required": True, "placeholder": False}),
    forms.HiddenInput(),
    forms.Textarea(attrs={"rows": 7, "maxlength": 12, "data-x": 'een "citaat"'}),
    forms.Select(attrs={"id": "kies"}, choices=CHOICES),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda w: type(w).__name__)
@pytest.mark.parametrize("value", [None, "", "a&b", "2", "<script>'\"", "één\nregel"])
def test_a_control_is_what_django_makes_of_it(widget: forms.Widget, value: str | None) -> None:
    attributes = {"aria-invalid": "true", "disabled": False, "title": "<&>"}
    ours, theirs = (widget.render("naam<", value, attributes, drawer) for drawer in (Drawing(), DjangoTemplates()))
    assert ours == theirs


def test_every_control_drawn_by_hand_is_compared() -> None:
    assert {widget.template_name for widget in WIDGETS} == set(BY_HAND)
