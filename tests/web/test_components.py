"""Template tags of the house style."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from bundel.web import style_guide
from bundel.web.templatetags import bundel
from bundel.web.widgets import ChoiceCards, DayInput

TODAY = date(2026, 11, 24)


def render(source: str, **context: Any) -> str:
    with translation.override("nl"):
        return Template("{% load bundel %}" + source).render(Context(context))


class Answer(forms.Form):
    story = forms.CharField(label="Verhaal", help_text="Kort mag.", widget=forms.Textarea)
    sent_on = forms.DateField(label="Dag", widget=DayInput())
    consent = forms.ChoiceField(label="Mag het?", choices=[("yes", "Ja")], widget=ChoiceCards())
    themes = forms.MultipleChoiceField(
        label="Thema", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False
    )
    remind = forms.BooleanField(label="Bericht", help_text="Soms.", required=False)


@pytest.mark.parametrize(
    ("language", "text"),
    [("nl", "dinsdag 24\u00a0november 2026"), ("en", "Tuesday 24\u00a0November 2026")],
)
def test_day_is_written_out(language: str, text: str) -> None:
    with translation.override(language):
        assert bundel.day(TODAY) == text


def test_when_gives_the_machine_its_own_form() -> None:
    assert render("{% when day %}", day=TODAY) == ('<time datetime="2026-11-24">dinsdag 24\u00a0november 2026</time>')
    assert render("{% when text %}", text="over een <week>") == "over een &lt;week&gt;"


def test_when_shows_a_moment_in_dutch_time() -> None:
    html = render("{% when heard_at %}", heard_at=datetime(2026, 11, 24, 13, 32, tzinfo=UTC))
    assert html == '<time datetime="2026-11-24T14:32+01:00">dinsdag 24\u00a0november 2026, 14.32\u00a0uur</time>'


@pytest.mark.parametrize("name", sorted(bundel.ICONS))
def test_icon_is_hidden_from_who_listens(name: str) -> None:
    assert 'aria-hidden="true"' in render("{% icon name %}", name=name)


def test_field_ties_label_help_and_error_to_the_control() -> None:
    html = render("{% field form.story %}", form=Answer({}))
    assert '<label class="utrecht-form-label utrecht-form-field__label" for="id_story">Verhaal</label>' in html
    assert 'aria-describedby="id_story_helptext id_story_error"' in html
    assert 'aria-invalid="true"' in html
    assert "utrecht-textarea--invalid" in html


def test_field_says_what_may_be_left_open() -> None:
    assert "(hoeft niet)" in render("{% field form.themes %}", form=Answer())
    assert "(hoeft niet)" not in render("{% field form.themes optional=False %}", form=Answer())
    assert "(hoeft niet)" not in render("{% field form.story %}", form=Answer())


def test_field_as_heading_is_the_only_h1() -> None:
    assert render("{% field form.story heading=True %}", form=Answer()).count("<h1") == 1
    assert render("{% field form.consent heading=True %}", form=Answer()).count("<h1") == 1


def test_field_never_preselects_a_choice() -> None:
    assert "checked" not in render("{% field form.consent %}{% field form.themes %}", form=Answer())


def test_field_keeps_the_choice_made() -> None:
    html = render("{% field form.consent %}{% field form.remind %}", form=Answer({"consent": "yes", "remind": "on"}))
    assert html.count("checked") == 2


def test_error_summary_points_at_the_first_control_of_each_field() -> None:
    html = render("{% error_summary form %}", form=Answer({}))
    assert "3 dingen kloppen nog niet" in html
    assert [anchor in html for anchor in ('"#id_story"', '"#id_sent_on_day"', '"#id_consent_0"')] == [True] * 3


def test_error_summary_is_silent_when_all_is_well() -> None:
    assert render("{% error_summary form %}", form=Answer()).strip() == ""


def test_error_summary_shows_an_error_of_the_whole_form() -> None:
    form = Answer({"story": "x", "sent_on": "2026-11-24", "consent": "yes"})
    form.add_error(None, "Dit is net veranderd.")
    html = render("{% error_summary form %}", form=form)
    assert "<li>Dit is net veranderd.</li>" in html
    assert "Eén ding klopt nog niet" in html


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ok", 'utrecht-alert--ok" role="status"'),
        ("success", 'utrecht-alert--ok" role="status"'),
        ("error", 'utrecht-alert--error" role="alert"'),
        ("info", 'utrecht-alert--info">'),
    ],
)
def test_alert_has_the_role_of_its_kind(kind: str, expected: str) -> None:
    assert expected in render("{% alert kind %}<p>Klaar.</p>{% endalert %}", kind=kind)


def test_code_is_read_out_digit_by_digit() -> None:
    html = render("{% code digits %}", digits="4829 1067 3315 9042")
    assert "4 8 2 9, 1 0 6 7, 3 3 1 5, 9 0 4 2" in html
    assert "<span>4829</span>" in html


def test_progress_marks_where_one_is() -> None:
    html = render("{% progress 2 3 %}")
    assert "Vraag 2 van 3" in html
    assert html.count('class="is-done"') == 1
    assert html.count("aria-current") == 1


def test_row_escapes_what_people_wrote() -> None:
    html = render("{% row title why=why %}{% endrow %}", title="<b>", why="a & b")
    assert "&lt;b&gt;" in html
    assert "a &amp; b" in html
    assert "bundel-row__act" not in html


def test_problem_escapes_what_people_wrote() -> None:
    html = render("{% problem card %}<p>In</p>{% endproblem %}", card={"title": "<i>", "text": "x", "tags": ["<u>"]})
    assert "&lt;i&gt;" in html
    assert "&lt;u&gt;" in html
    assert "<p>In</p>" in html


def test_style_guide_shows_a_specimen_of_every_kind() -> None:
    context = style_guide.context(TODAY)
    html = render("{% for bound in empty_form %}{% field bound %}{% endfor %}{% error_summary form %}", **context)
    assert html.count("bundel-field") == len(style_guide.Specimen.base_fields)
    assert "2 dingen kloppen nog niet" in html
