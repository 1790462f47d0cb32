"""The rules of telling, as tables: no database, no clock."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import told

from bundel.concerns.rules.card import Piece, card_from, clean_card, reading, shortened, without_person
from bundel.concerns.rules.danger import Danger, dangers_in
from bundel.concerns.rules.handles import LETTERS, new_handle
from bundel.concerns.rules.states import State, after_answer, after_message, check_move
from bundel.concerns.rules.terms import last_day_to_object, sum_of_last_day
from bundel.concerns.rules.told import LONGEST_CARD, LONGEST_TITLE, Step, Told, first_open_step, letter_problem
from bundel.concerns.rules.words import Consent, Decider, LetterBy, Theme
from bundel.engines.deidentify import Kind
from bundel.kit.rules import RuleBroken

MOVES = [
    (State.RECEIVED, State.IN_PROGRESS, True),
    (State.RECEIVED, State.CLOSED, True),
    (State.IN_PROGRESS, State.WAITING_FOR_PERSON, True),
    (State.ANSWERED, State.IN_PROGRESS, True),
    (State.CLOSED, State.IN_PROGRESS, True),
    (State.CLOSED, State.CLOSED, True),
    (State.CLOSED, State.ANSWERED, False),
    (State.IN_PROGRESS, State.RECEIVED, False),
    (State.IN_PROGRESS, State.WITHDRAWN, False),
    (State.WITHDRAWN, State.IN_PROGRESS, False),
]


@pytest.mark.parametrize(("old", "new", "may"), MOVES)
def test_a_workspace_moves_only_as_the_table_says(old: State, new: State, may: bool) -> None:
    if may:
        check_move(old, new)
    else:
        with pytest.raises(RuleBroken, match="state_not_possible"):
            check_move(old, new)


@pytest.mark.parametrize(
    ("state", "answered", "asked", "written"),
    [
        (State.RECEIVED, State.ANSWERED, State.WAITING_FOR_PERSON, State.RECEIVED),
        (State.WAITING_FOR_PERSON, State.ANSWERED, State.WAITING_FOR_PERSON, State.IN_PROGRESS),
        (State.CLOSED, State.ANSWERED, State.WAITING_FOR_PERSON, State.IN_PROGRESS),
    ],
)
def test_writing_says_who_waits(state: State, answered: State, asked: State, written: State) -> None:
    assert after_answer(state, asks_person=False) is answered
    assert after_answer(state, asks_person=True) is asked
    assert after_message(state) is written


def test_nobody_writes_on_what_was_withdrawn() -> None:
    with pytest.raises(RuleBroken, match="withdrawn"):
        after_answer(State.WITHDRAWN, asks_person=False)
    with pytest.raises(RuleBroken, match="withdrawn"):
        after_message(State.WITHDRAWN)


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("dated", "received", "problem"),
    [
        (None, None, None),
        (TODAY, TODAY, None),
        (date(2026, 11, 1), date(2026, 11, 3), None),
        (date(2026, 11, 25), None, "letter_in_future"),
        (None, date(2027, 1, 1), "letter_in_future"),
        (date(2026, 11, 3), date(2026, 11, 1), "letter_received_before_sent"),
        (date(1993, 12, 31), None, "letter_too_old"),
    ],
)
def test_what_cannot_be_so_about_a_letter(dated: date | None, received: date | None, problem: str | None) -> None:
    assert letter_problem(dated, received, TODAY) == problem


def test_the_first_open_question_in_order() -> None:
    complete = told()
    assert first_open_step(complete) is None
    assert first_open_step(Told()) is Step.STORY
    assert first_open_step(replace(complete, story=" \n")) is Step.STORY
    assert first_open_step(replace(complete, theme=None)) is Step.THEME
    assert first_open_step(replace(complete, decides=None)) is Step.DECIDER
    assert first_open_step(replace(complete, letter_got=None)) is Step.SINCE
    assert first_open_step(replace(complete, for_whom=None)) is Step.FOR_WHOM
    assert first_open_step(replace(complete, reachable=None)) is Step.REACH
    assert first_open_step(replace(complete, wish="")) is None


def test_told_survives_being_sealed() -> None:
    complete = told(letter_got=True, letter_dated_on=date(2026, 11, 3), letter_by=LetterBy.POST)
    assert Told.from_json(complete.to_json()) == complete
    assert Told.from_json(Told().to_json()) == Told()


def test_an_older_draft_still_opens() -> None:
    assert Told.from_json({"story": "x", "a_question_of_last_year": 1}).story == "x"


def test_another_story_makes_another_card() -> None:
    changed = told().with_answers({"story": "Iets heel anders."})
    assert (changed.card_title, changed.card_text, changed.consent) == ("", "", None)
    assert told().with_answers({"theme": Theme.CARE}).consent is Consent.OTHERS


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("De taxi kwam te laat.", set()),
        ("Soms wil ik niet meer leven.", {Danger.SUICIDE}),
        ("Wie helpt mijn zoon als ik er niet meer ben?", {Danger.SUICIDE}),
        ("Mijn man slaat mij als de hulp weg is.", {Danger.VIOLENCE}),
        ("Hij heeft haar al eens geduwd.", {Danger.VIOLENCE}),
        ("I want to die and he beats me", {Danger.SUICIDE, Danger.VIOLENCE}),
        ("De drempel is te hoog, ik werd naar binnen geholpen.", set()),
        ("", set()),
    ],
)
def test_danger_is_heard(text: str, kinds: set[Danger]) -> None:
    assert dangers_in(text) == kinds


def test_the_person_leaves_the_card_and_the_municipality_stays() -> None:
    story = "Ik ben Anneke van Zonneveldt uit Ede. Bel 06-12345678. De hulp komt niet meer."
    card = card_from(story)
    for gone in ("Anneke", "Zonneveldt", "12345678"):
        assert gone not in card.text + card.title
    assert "Ede" in card.text
    assert "De hulp komt niet meer." in card.text


def test_the_reading_is_the_whole_story_in_order() -> None:
    story = "Bel 06-12345678 of mail naar anneke@voorbeeld.example. Dank."
    assert "".join(piece.text for piece in reading(story)) == story
    assert Piece("06-12345678", "[telefoon]", Kind.PHONE) in reading(story)
    assert [piece.instead is None for piece in reading("Bel 06-12345678")] == [True, False]


@given(st.text(max_size=300))
def test_the_reading_loses_nothing(story: str) -> None:
    assert "".join(piece.text for piece in reading(story)) == story


@given(st.text(max_size=400))
def test_a_card_fits(story: str) -> None:
    card = card_from(story)
    assert len(card.title) <= LONGEST_TITLE
    assert len(card.text) <= LONGEST_CARD


def test_a_long_story_is_cut_between_sentences_and_a_long_sentence_between_words() -> None:
    assert card_from("Dit is een zin. " * 200).text.endswith("Dit is een zin.")
    assert card_from("woord " * 600).text.endswith("woord…")
    assert card_from("").text == ""


def test_what_the_teller_types_on_a_card_is_cleaned_too() -> None:
    card = clean_card("Bel  06-12345678", "  Mail naar anneke@voorbeeld.example  ")
    assert card.title == "Bel [telefoon]"
    assert card.text == "Mail naar [e-mail]"
    assert without_person("Niets bijzonders.") == "Niets bijzonders."


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [("kort", 10, "kort"), ("een twee drie vier", 10, "een twee…"), ("a" * 20, 10, "a" * 9 + "…")],
)
def test_shortened_cuts_between_words(text: str, length: int, short: str) -> None:
    assert shortened(text, length) == short


def test_handles_can_be_said_aloud() -> None:
    handle = new_handle()
    assert [len(part) for part in handle.split("-")] == [3, 3, 3]
    assert set(handle) <= {*LETTERS, "-"}


@pytest.mark.parametrize(
    ("dated", "by", "decides", "last_day"),
    [
        (None, None, Decider.MUNICIPALITY, None),
        (date(2025, 11, 20), LetterBy.POST, Decider.MUNICIPALITY, date(2026, 1, 5)),
        (date(2026, 11, 3), None, Decider.BENEFITS_OFFICE, date(2026, 12, 15)),
        (date(2026, 11, 3), None, None, date(2026, 12, 15)),
        (date(2026, 11, 3), LetterBy.POST, Decider.INSURER, None),
        (date(2026, 11, 3), LetterBy.POST, Decider.CARRIER, None),
    ],
)
def test_the_last_day_is_the_engines(
    dated: date | None, by: LetterBy | None, decides: Decider | None, last_day: date | None
) -> None:
    assert last_day_to_object(dated, by, decides) == last_day


def test_the_sum_ends_with_the_last_day() -> None:
    steps = sum_of_last_day(date(2025, 11, 20), LetterBy.POST)
    assert [steps[0]["code"], steps[-1]["code"]] == ["start_sent", "last_day"]
