"""Choice cards and the day in three boxes."""

from datetime import date

import pytest
from django import forms

from bundel.web.widgets import ChoiceCards, DayInput


class Letter(forms.Form):
    sent_on = forms.DateField(widget=DayInput(), required=False)


def letter(day: str, month: str, year: str) -> Letter:
    return Letter({"sent_on_day": day, "sent_on_month": month, "sent_on_year": year})


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (("3", "3", "2026"), date(2026, 3, 3)),
        (("03", "03", "2026"), date(2026, 3, 3)),
        ((" 3 ", "Maart", "2026"), date(2026, 3, 3)),
        (("3", "mrt.", "2026"), date(2026, 3, 3)),
        (("3", "March", "2026"), date(2026, 3, 3)),
        (("29", "februari", "2024"), date(2024, 2, 29)),
        (("", "", ""), None),
    ],
)
def test_day_input_reads_what_people_write(boxes: tuple[str, str, str], expected: date | None) -> None:
    form = letter(*boxes)
    assert form.is_valid()
    assert form.cleaned_data["sent_on"] == expected


@pytest.mark.parametrize(
    "boxes",
    [
        ("32", "november", "2026"),
        ("29", "2", "2026"),
        ("3", "brumaire", "2026"),
        ("3", "3", "26"),
        ("03", "03", "26"),
        ("3", "", "2026"),
        ("", "", "2026"),
        ("-3", "3", "2026"),
    ],
)
def test_day_input_refuses_a_day_that_is_none_and_keeps_the_boxes(boxes: tuple[str, str, str]) -> None:
    form = letter(*boxes)
    assert not form.is_valid()
    html = str(form["sent_on"])
    for text in filter(None, boxes):
        assert f'value="{text}"' in html


def test_day_input_takes_a_whole_date_too() -> None:
    form = Letter({"sent_on": "2026-03-03"})
    assert form.is_valid()
    assert form.cleaned_data["sent_on"] == date(2026, 3, 3)


def test_day_input_shows_a_date_it_is_given() -> None:
    html = str(Letter(initial={"sent_on": date(2026, 3, 4)})["sent_on"])
    assert [f'value="{part}"' in html for part in ("4", "3", "2026")] == [True, True, True]


def test_day_input_left_out_is_not_an_empty_answer() -> None:
    widget = DayInput()
    assert widget.value_omitted_from_data({}, {}, "sent_on")
    assert not widget.value_omitted_from_data({"sent_on_year": ""}, {}, "sent_on")


def test_choice_cards_carry_their_hints() -> None:
    widget = ChoiceCards(choices=[("yes", "Ja"), ("no", "Nee")], hints={"no": "Dan stopt het."})
    options = [option for _group, group, _index in widget.optgroups("consent", []) for option in group]
    assert [option["hint"] for option in options] == ["", "Dan stopt het."]
