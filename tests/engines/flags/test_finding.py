"""A second look: what is flagged, and above all what is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundel.engines.flags import find, kinds
from bundel.engines.flags.filter import prepare


def codes(text: str) -> set[str]:
    return {flag.code for flag in find(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Als dit zo doorgaat maak ik jullie kapot, ik maak je af.", {"threat"}),
        ("Ik ga die vent opwachten na zijn werk.", {"threat"}),
        ("Wij weten waar je woont.", {"threat"}),
        ("Ik kom met een mes langs bij het loket", {"threat"}),
        ("ik steek het gemeentehuis in de fik", {"threat"}),
        ("Steek ik haar neer", {"threat"}),
        ("Jullie gaan eraan!", {"threat"}),
        ("I'll kill him and I know where he lives", {"threat"}),
        ("Wethouder Voorbeeld is corrupt en dat weet iedereen.", {"named", "accusation"}),
        ("Mevr. Van Proef liegt over mijn dossier.", {"named", "accusation"}),
        ("De consulent De Test heeft mij geholpen.", {"named"}),
        ("Meneer Van der Proef belde. Mijn buurman liegt.", {"named"}),
        ("Wat een klootzakken daar.", {"insult"}),
        ("Die asielzoekers krijgen alles en wij niks.", {"insult"}),
        ("Goedkope bitcoin, klik hier", {"spam"}),
        ("Kijk op https://een.example en www.twee.example", {"spam"}),
        ("koop koop koop koop koop koop koop", {"spam"}),
        ("aaaaaaaaaaaaaaaaaaa", {"spam", "nothing"}),
        ("test", {"nothing"}),
        ("123 456 789 000", {"nothing"}),
        ("", {"nothing"}),
        ("sdf ghjk lkjh gfds", {"nothing"}),
    ],
)
def test_words_that_ask_for_a_look_are_found(text: str, expected: set[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "De gemeente geeft twee uur minder hulp. Ik ben er kapot van en ik weet niet waar ik nu woon volgend jaar.",
        "Mijn man maakt zich af en toe druk, ik ga dood van de pijn.",
        "De ambtenaar zei dat ik maar moest bellen. Hij luisterde niet en was boos.",
        "Ze discrimineren ons, zo voelt het. Het loket zegt dat ik lieg over mijn pijn.",
        "Ik heb parkinson en kanker gehad. Mijn zoon heeft het syndroom van Down.",
        "De taxi kwam weer niet. Ik stond een uur in de kou, elke dag, elke dag.",
        "Er ligt een mes op tafel tijdens het gesprek over koken.",
        "Wij wachten tot de wethouder antwoord geeft. De burgemeester en wethouders van Ede zeggen niets.",
        "Kijk op www.gemeente.example voor de regels.",
        "I was treated as a liar by the desk.",
        "Er lopen ratten door mijn huis en niemand doet iets. Wat een achterlijke regels.",
        "De dokter zegt dat het slechter gaat. De arts Schrijft niets op.",
    ],
)
def test_ordinary_anger_and_grief_are_not_flagged(text: str) -> None:
    assert not codes(text) - {"named"}


def test_a_flag_points_at_its_words() -> None:
    text = "Goed gesprek gehad. Mw. Proef liegt, zegt men."
    assert {(flag.code, text[flag.start : flag.end]) for flag in find(text)} == {
        ("named", "Mw. Proef"),
        ("accusation", "liegt"),
    }


def test_every_kind_has_words_in_two_languages() -> None:
    for kind in kinds().values():
        assert kind.nl.endswith(".")
        assert kind.en.endswith(".")
        assert kind.near in {"", *kinds()}


@given(st.text(max_size=300))
def test_places_lie_inside_the_text(text: str) -> None:
    for flag in find(text):
        assert 0 <= flag.start <= flag.end <= len(text)


@pytest.mark.parametrize("piece", ["ik ga ", "a" * 40 + " ", "www.", "de van der ", "b ", "\n", "ab ab "])
def test_no_text_keeps_it_busy(piece: str) -> None:
    begun = time.process_time()
    find(piece * (100_000 // len(piece)))
    assert time.process_time() - begun < 5  # seconds; a pattern that backtracks takes minutes


def test_the_filter_says_why() -> None:
    answer = prepare([])
    (flag,) = answer({"id": 1, "text": "Jullie gaan eraan!"})["flags"]
    assert flag == {"start": 0, "end": 17, "code": "threat", "nl": kinds()["threat"].nl, "en": kinds()["threat"].en}
    with pytest.raises(ValueError, match="text must be text"):
        answer({"id": 1})
