"""The rules of dossiers, as tables."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from bundel.concerns.rules.upstream import ChangeKind
from bundel.dossiers import labels
from bundel.dossiers.rules import clock, shown, states, words
from bundel.dossiers.rules.states import State
from bundel.dossiers.rules.words import AnswerKind, PromiseState, StepKind
from bundel.kit.rules import RuleBroken

DAY = date(2026, 11, 24)
RUNS = {State.SENT, State.ANSWERED, State.EFFECT, State.CLOSED}


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (State.OPEN, RUNS),
        (State.SENT, RUNS),
        (State.ANSWERED, RUNS),
        (State.EFFECT, RUNS | {State.REOPENED}),
        (State.CLOSED, {State.REOPENED}),
        (State.REOPENED, RUNS),
    ],
)
def test_check_move_lets_through_only_what_may_follow(state: State, may: set[State]) -> None:
    refused = {}
    for to in State:
        try:
            states.check_move(state, to)
        except RuleBroken as broken:
            refused[to] = broken.code
    assert set(State) - set(refused) == may
    assert set(refused.values()) == {"closed" if state is State.CLOSED else "not_closed"}


@pytest.mark.parametrize(
    ("state", "answers", "then"),
    [
        (State.SENT, [None], State.SENT),
        (State.SENT, [AnswerKind.NONE], State.SENT),
        (State.SENT, [AnswerKind.REFUSED], State.ANSWERED),
        (State.SENT, [AnswerKind.ADOPTED, None], State.SENT),
        (State.SENT, [AnswerKind.ADOPTED, AnswerKind.PARTLY], State.ANSWERED),
        (State.OPEN, [], State.OPEN),
        (State.EFFECT, [AnswerKind.ADOPTED], State.EFFECT),
        (State.REOPENED, [AnswerKind.ADOPTED], State.ANSWERED),
    ],
)
def test_after_answer_waits_for_an_answer_to_each_demand(
    state: State, answers: list[AnswerKind | None], then: State
) -> None:
    assert states.after_answer(state, answers) is then


def test_after_answer_takes_none_for_a_closed_dossier() -> None:
    with pytest.raises(RuleBroken, match="closed"):
        states.after_answer(State.CLOSED, [AnswerKind.ADOPTED])


@pytest.mark.parametrize(
    ("state", "yes", "partly", "no", "opens"),
    [
        (State.EFFECT, 0, 0, 0, False),
        (State.EFFECT, 2, 0, 1, True),
        (State.EFFECT, 3, 0, 1, False),
        (State.EFFECT, 1, 1, 1, True),
        (State.CLOSED, 0, 0, 1, True),
        (State.CLOSED, 9, 3, 0, False),
        (State.SENT, 0, 0, 5, False),
        (State.REOPENED, 0, 0, 5, False),
    ],
)
def test_reopens_when_one_in_three_says_no(state: State, yes: int, partly: int, no: int, opens: bool) -> None:
    assert states.reopens(state, yes=yes, partly=partly, no=no) is opens


@pytest.mark.parametrize(("weeks", "day"), [(1, date(2026, 12, 1)), (8, date(2027, 1, 19)), (26, date(2027, 5, 25))])
def test_answer_day_is_so_many_weeks_later(weeks: int, day: date) -> None:
    assert clock.answer_day(DAY, weeks) == day


@pytest.mark.parametrize("weeks", [0, -1, 27])
def test_answer_day_refuses_weeks_out_of_bounds(weeks: int) -> None:
    with pytest.raises(RuleBroken, match="weeks_out_of_bounds"):
        clock.answer_day(DAY, weeks)


@pytest.mark.parametrize(
    ("sent_on", "answered", "days"),
    [
        (None, False, None),
        (DAY, True, None),
        (DAY, False, 0),
        (DAY - timedelta(days=43), False, 43),
        (DAY + timedelta(days=1), False, 0),
    ],
)
def test_days_waiting_counts_from_the_day_of_sending(sent_on: date | None, answered: bool, days: int | None) -> None:
    assert clock.days_waiting(sent_on, is_answered=answered, today=DAY) == days


@pytest.mark.parametrize(
    ("due_on", "answered", "late"),
    [
        (None, False, False),
        (DAY, False, False),
        (DAY - timedelta(days=1), False, True),
        (DAY - timedelta(days=1), True, False),
    ],
)
def test_is_late_the_day_after(due_on: date | None, answered: bool, late: bool) -> None:
    assert clock.is_late(due_on, is_answered=answered, today=DAY) is late


def test_check_past_takes_today_and_refuses_tomorrow() -> None:
    clock.check_past(DAY, today=DAY)
    with pytest.raises(RuleBroken, match="day_in_future"):
        clock.check_past(DAY + timedelta(days=1), today=DAY)


@pytest.mark.parametrize(
    ("text", "required", "code"),
    [("  ", True, "title_empty"), ("x" * 11, True, "title_too_long"), ("x" * 11, False, "title_too_long")],
)
def test_cleaned_refuses_empty_and_endless_texts(text: str, required: bool, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        words.cleaned(text, "title", 10, is_required=required)


def test_cleaned_takes_the_space_around_off() -> None:
    assert words.cleaned("  een titel ", "title", 10) == "een titel"
    assert words.cleaned("  ", "title", 10, is_required=False) == ""


@pytest.mark.parametrize(("gain", "demands", "code"), [("  ", 1, "gain_empty"), ("Iets.", 0, "no_demands")])
def test_check_ready_asks_for_the_control_question_and_a_demand(gain: str, demands: int, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        words.check_ready(gain=gain, demands=demands)


def a_version(**changes: object) -> shown.Shown:
    known: dict[str, object] = {
        "title": "Titel",
        "problem": "Probleem",
        "gain": "Winst",
        "counts": shown.ShownCounts(12, 3, 2),
        "partners": ("Een vereniging",),
        "demands": (shown.ShownDemand("Doe dit.", "de gemeente", "adopted", "Ja.", "2026-11-20"),),
        "steps": (shown.ShownLine("Zij luisterden.", "2026-11-10", "wethouder zorg", "talk"),),
        "promises": (shown.ShownLine("Een nieuwe brief.", "2026-12-09", "ambtenaar Wmo", "open"),),
        "effects": (shown.ShownLine("Iemand komt kijken.", "2026-11-01"),),
        "research": (("Wij telden.", "Eigen telling"),),
        "cards": (str(UUID(int=7)),),
        "sent_on": "2026-10-12",
        "answer_due_on": "2026-12-07",
    }
    return shown.Shown(**(known | changes))  # type: ignore[arg-type]  # the tests give the right ones


def test_a_version_comes_back_as_it_was_stored() -> None:
    version = a_version()
    assert shown.from_json(version.to_json()) == version
    assert version.card_ids == [UUID(int=7)]


def test_a_version_waits_until_every_demand_has_an_answer() -> None:
    assert a_version().days_waiting(DAY) is None
    silent = a_version(demands=(shown.ShownDemand("Doe dit.", "de gemeente"),))
    assert silent.days_waiting(DAY) == 43


def test_differences_shows_what_is_gone_before_what_came() -> None:
    found = shown.differences(["a", "b", "c"], ["a", "B", "c", "d"])
    assert [(d.text, d.is_gone, d.is_new) for d in found] == [
        ("a", False, False),
        ("b", True, False),
        ("B", False, True),
        ("c", False, False),
        ("d", False, True),
    ]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hulp in huis: één uur!", "hulp-in-huis-een-uur-123456"),
        ("🙂", "dossier-123456"),
        ("x" * 100, "x" * 60 + "-123456"),
    ],
)
def test_slug_from_is_readable_and_its_own(title: str, slug: str) -> None:
    assert shown.slug_from(title, UUID("12345678123456781234567812345678")) == slug


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (labels.STATES, State),
        (labels.STEPS, StepKind),
        (labels.ANSWERS, AnswerKind),
        (labels.PROMISES, PromiseState),
        (labels.CHANGES, ChangeKind),
    ],
)
def test_every_code_has_words(said: dict[object, object], codes: type[State]) -> None:
    assert set(said) == set(codes)
