"""What leaves a card, what the person decided about it, and whether what stays tells who it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundel.concerns.rules.card import clean_card, decided, place_level, reading, without_person
from bundel.concerns.rules.groups import age_group, inhabitants, place_words
from bundel.concerns.rules.learning import MarkChanged, changes_of
from bundel.concerns.rules.letters import MOST_SENTENCES, hard_sentences
from bundel.concerns.rules.letters import given as sentences_given
from bundel.concerns.rules.marks import LONGEST_MARK, MOST_MARKS, NO_MARKS, Change, Marks, coarser_of
from bundel.concerns.rules.publishing import PlaceLevel
from bundel.concerns.rules.risk import Sort, find_risk
from bundel.concerns.rules.told import Told
from bundel.concerns.rules.words import Theme
from bundel.engines.deidentify import Before, Kind

EDE, GRONINGEN, HAAG = "GM0228", "GM0014", "GM0518"


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("9", "[kind]"),
        ("13 jaar", "[tiener]"),
        ("18", "[net volwassen]"),
        ("29-jarige", "[in de twintig]"),
        ("drieënveertig jaar", "[in de veertig]"),
        ("zestig", "[in de zestig]"),
        ("70", "[70-plus]"),
        ("eenennegentig jaar", "[70-plus]"),
        ("oud", None),
        ("?", None),
    ],
)
def test_an_age_becomes_a_group(text: str, group: str | None) -> None:
    assert age_group(text) == group


@pytest.mark.parametrize(
    ("text", "level", "own", "words"),
    [
        ("Ede", PlaceLevel.MUNICIPALITY, EDE, None),
        ("Den Haag", PlaceLevel.MUNICIPALITY, HAAG, None),
        ("Bennekom", PlaceLevel.MUNICIPALITY, EDE, "[gemeente Ede]"),
        ("Haren", PlaceLevel.MUNICIPALITY, GRONINGEN, "[gemeente Groningen]"),
        ("Ede", PlaceLevel.PROVINCE, EDE, "[provincie Gelderland]"),
        ("Ede", PlaceLevel.COUNTRY, EDE, "[plaats]"),
        ("Nergenshuizen", PlaceLevel.MUNICIPALITY, EDE, "[plaats]"),
    ],
)
def test_a_place_is_said_as_near_as_may_be(text: str, level: PlaceLevel, own: str, words: str | None) -> None:
    assert place_words(text, level, own) == words


def test_more_people_live_in_a_larger_place() -> None:
    numbers = [inhabitants(EDE, level) or 0 for level in PlaceLevel]
    assert numbers == sorted(numbers)
    assert inhabitants("GM9999", PlaceLevel.MUNICIPALITY) == numbers[-1]


STORY = "Mijn zoon Daan (9) zit op verpleeghuis De Wilg. Mevrouw Bloem belde 06-12345678."


def test_a_card_keeps_what_kind_of_thing_it_was() -> None:
    assert without_person(STORY) == "Mijn zoon [naam] ([kind]) zit op [verpleeghuis]. [naam] belde [telefoon]."


def test_what_the_person_puts_back_stays_and_a_number_never_does() -> None:
    marks = NO_MARKS.let_stand("Mevrouw Bloem").let_stand("06-12345678")
    assert without_person(STORY, marks).endswith("Mevrouw Bloem belde [telefoon].")
    kept = [piece for piece in reading(STORY, marks) if piece.is_marked and piece.instead is None]
    assert [(piece.text, piece.kind, piece.may_stay) for piece in kept] == [("Mevrouw Bloem", Kind.PERSON, True)]
    number = next(piece for piece in reading(STORY, marks) if piece.kind is Kind.PHONE)
    assert not number.may_stay


def test_what_the_person_takes_away_goes_everywhere() -> None:
    marks = NO_MARKS.leave_out("op").leave_out("zit op")
    assert "zoon [naam] ([kind]) [weggelaten] [verpleeghuis]" in without_person(STORY, marks)
    assert without_person("Opdracht op tijd", NO_MARKS.leave_out("op")) == "Opdracht [weggelaten] tijd"


def test_taking_away_more_than_was_found_takes_all_of_it() -> None:
    marks = NO_MARKS.leave_out("Mevrouw Bloem belde")
    assert without_person(STORY, marks).endswith("[weggelaten] [telefoon].")
    assert without_person(STORY, NO_MARKS.leave_out("Bloem")).endswith("[naam] belde [telefoon].")


def test_a_press_and_the_same_press_back_leave_nothing_behind() -> None:
    assert NO_MARKS.let_stand("Daan").leave_out("daan") == NO_MARKS
    assert NO_MARKS.leave_out("tijd").let_stand("Tijd") == NO_MARKS


def test_marks_have_bounds() -> None:
    assert NO_MARKS.leave_out(" ") == NO_MARKS
    assert NO_MARKS.leave_out("x" * (LONGEST_MARK + 1)) == NO_MARKS
    many = NO_MARKS
    for number in range(MOST_MARKS + 5):
        many = many.leave_out(f"woord{number}")
    assert len(many.left_out) == MOST_MARKS


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=8), max_size=3))
def test_the_reading_loses_nothing_whatever_was_decided(story: str, words: list[str]) -> None:
    marks = Marks(tuple(words[:1]), tuple(words[1:]))
    assert "".join(piece.text for piece in reading(story, marks)) == story


def test_marks_travel_with_the_draft() -> None:
    told = Told(story="x", marks=NO_MARKS.leave_out("x").at(PlaceLevel.PROVINCE), hard_sentences=("Een zin.",))
    assert Told.from_json(told.to_json()) == told
    assert Marks.from_json(None) == NO_MARKS


def test_the_place_is_never_nearer_than_enough_people_allow() -> None:
    wish = NO_MARKS.at(PlaceLevel.COUNTRY)
    assert place_level(Told(municipality_code=EDE, theme=Theme.HOME_HELP)) is PlaceLevel.MUNICIPALITY
    assert place_level(Told(municipality_code="GM0088", theme=Theme.HOME_HELP)) is PlaceLevel.PROVINCE
    assert decided(Told(municipality_code=EDE, theme=Theme.HOME_HELP, marks=wish)).level is PlaceLevel.COUNTRY
    assert coarser_of(PlaceLevel.COUNTRY, PlaceLevel.PROVINCE) is PlaceLevel.COUNTRY


def test_a_card_that_somebody_typed_follows_the_marks_too() -> None:
    card = clean_card("Bloem belt", "Mevrouw Bloem belt uit Ede.", NO_MARKS.let_stand("Mevrouw Bloem"), EDE)
    assert card.text == "Mevrouw Bloem belt uit Ede."


def risk_of(story: str, level: PlaceLevel = PlaceLevel.MUNICIPALITY) -> tuple[set[Sort], PlaceLevel | None] | None:
    marks = NO_MARKS.at(level)
    risk = find_risk(without_person(story, marks, EDE), reading(story, marks, EDE), level, EDE)
    return ({sign.sort for sign in risk.signs}, risk.coarser) if risk else None


@pytest.mark.parametrize(
    ("story", "risk"),
    [
        ("Ik heb ALS.", ({Sort.CONDITION}, PlaceLevel.PROVINCE)),
        ("Ik heb als ik moe ben geen hulp.", None),
        ("Ik heb epilepsie en ben 43 jaar.", None),
        ("Mijn zoon van 9 heeft duchenne.", ({Sort.CONDITION, Sort.AGE}, PlaceLevel.PROVINCE)),
        ("Ik ben de burgemeester en ik heb pijn.", ({Sort.ROLE}, PlaceLevel.PROVINCE)),
        ("De burgemeester belde.", None),
        ("Ik ben 43 jaar.", None),
        ("ALS, en nog eens ALS.", ({Sort.CONDITION}, PlaceLevel.PROVINCE)),
        ("De taxi kwam te laat.", None),
    ],
)
def test_rare_things_together_in_a_place_are_a_risk(
    story: str, risk: tuple[set[Sort], PlaceLevel | None] | None
) -> None:
    assert risk_of(story) == risk


def test_a_larger_place_makes_the_risk_smaller() -> None:
    assert risk_of("Ik heb ALS.", PlaceLevel.PROVINCE) is None
    assert risk_of("Ik ben notaris en heb creutzfeldt-jakob.", PlaceLevel.COUNTRY) == (
        {Sort.CONDITION, Sort.ROLE},
        None,
    )


def test_what_can_be_learnt_holds_no_word() -> None:
    told = Told(story=STORY, marks=NO_MARKS.let_stand("Daan").leave_out("zit"), municipality_code=EDE)
    assert list(changes_of(told)) == [
        MarkChanged(Change.UNDONE, Kind.PERSON, "Xxxx", Before.PERSON),
        MarkChanged(Change.ADDED, None, "xxx", Before.MARK),
    ]


LETTER = (
    "Geachte mevrouw De Bruin,\n\nNaar aanleiding van uw aanvraag delen wij u mede dat de door u aangevraagde "
    "voorziening niet wordt toegekend. U krijgt dus geen hulp. Tegen dit besluit kunt u binnen zes weken een "
    "gemotiveerd bezwaarschrift indienen bij mevrouw Van Zonneveldt."
)


def test_the_hard_sentences_of_a_letter_are_found_without_names() -> None:
    found = hard_sentences(LETTER)
    assert [sentence.text[:7] for sentence in found] == ["Naar aa", "Tegen d"]
    assert "Zonneveldt" not in found[1].text
    assert "jargon" in found[1].hints
    assert found[0].plainer


def test_an_easy_letter_has_no_hard_sentences() -> None:
    assert hard_sentences("U krijgt hulp. Wij bellen u morgen. Dag.") == []


def test_what_was_given_is_cleaned_once_more_and_counts_once() -> None:
    sentence = "Tegen dit besluit van mevrouw Bloem kunt u bezwaar maken."
    told = Told(hard_sentences=(sentence, sentence, " ", *("Zin." for _ in range(MOST_SENTENCES))))
    assert [one.text for one in sentences_given(told)] == [
        "Tegen dit besluit van [naam] kunt u bezwaar maken.",
        "Zin.",
    ]
