"""Scores, levels and hints of texts; syllables and sentences by table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.readability.syllables_by_hand import DUTCH, ENGLISH

from bundel.engines.readability import Code, assess, count_syllables
from bundel.engines.readability.filter import prepare
from bundel.engines.readability.hints import plain_words
from bundel.engines.readability.sentences import split_sentences

EASY = "Je krijgt geen hulp meer. Dat is niet eerlijk. Bel ons. We helpen je."
HARD = (
    "De door de gemeente op grond van de verordening toegekende voorziening wordt met ingang van 1 januari, gelet op "
    "het bepaalde in artikel 2.3.5, ambtshalve beëindigd, onverminderd de plicht tot het verstrekken van gegevens."
)


def codes(text: str, lang: str = "nl") -> list[tuple[str, str]]:
    return [(h.code.value, text[h.start : h.end]) for h in assess(text, lang).hints]


@pytest.mark.parametrize(("word", "count"), DUTCH.items())
def test_dutch_syllables(word: str, count: int) -> None:
    assert count_syllables(word) == count


@pytest.mark.parametrize(("word", "count"), ENGLISH.items())
def test_english_syllables(word: str, count: int) -> None:
    assert count_syllables(word, "en") == count


def test_easy_text_is_easy_and_hard_text_hard() -> None:
    easy, hard = assess(EASY), assess(HARD)
    assert easy.flesch_douma is not None
    assert hard.flesch_douma is not None
    assert easy.flesch_douma > 100 > hard.flesch_douma
    assert (easy.level, hard.level) == ("A1", "C2")
    assert easy.hints == ()


def test_score_is_flesch_after_douma() -> None:
    report = assess("De kat zit op de mat.")
    assert report.flesch_douma == round(206.84 - 0.93 * 6 - 77 * 1, 1)


def test_score_of_english_is_flesch() -> None:
    assert assess("The cat sat on the mat.", "en").flesch_douma == round(206.835 - 1.015 * 6 - 84.6, 1)


def test_hard_text_names_what_is_hard() -> None:
    found = codes(HARD)
    assert ("long_sentence", HARD) in found
    assert ("tangled", "De door de gemeente op grond van de verordening toegekende voorziening") in found
    assert ("jargon", "met ingang van") in found
    assert Code.PASSIVE in {code for code, _ in found}


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        ("De aanvraag wordt door ons bekeken.", Code.PASSIVE, "wordt door ons bekeken"),
        ("Wij zeggen dat dit bekeken wordt.", Code.PASSIVE, "bekeken wordt"),
        ("Het is te lezen dat de hulp afgewezen werd.", Code.PASSIVE, "afgewezen werd"),
        ("Wij doen dit tevens voor u.", Code.JARGON, "tevens"),
        ("Wij doen dit op grond van de wet.", Code.JARGON, "op grond van"),
        ("Het gaat om arbeidsongeschiktheidsverzekeringen.", Code.LONG_WORD, "arbeidsongeschiktheidsverzekeringen"),
        (
            "Zij heeft na het gesprek van vorige week met ons alles geregeld.",
            Code.TANGLED,
            "heeft na het gesprek van vorige week met ons alles geregeld",
        ),
    ],
)
def test_hint_is_given(text: str, code: Code, piece: str) -> None:
    assert (code.value, piece) in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Je wordt morgen 18 jaar.",
        "De gemeente heeft alles geregeld.",
        "Wij kunnen en willen je helpen.",
        "De bij die daar zit, is van ons.",
        "Het in de kast zetten mag.",
        "Je kan iets vragen en je moet iets doen.",
    ],
)
def test_plain_sentence_gets_no_hint(text: str) -> None:
    assert codes(text) == []


def test_jargon_comes_with_the_plain_word() -> None:
    hint = assess("Wij doen dit tevens voor u.").hints[0]
    assert hint.suggestion == "Liever: ook."


def test_english_hints() -> None:
    text = "The application was rejected by the council in accordance with the law."
    assert codes(text, "en") == [("passive", "was rejected"), ("jargon", "in accordance with")]


def test_word_list_is_large_and_plain() -> None:
    entries = {words for phrases in plain_words("nl").values() for words, _ in phrases}
    assert len(entries) >= 600
    assert all(plain for lang in ("nl", "en") for phrases in plain_words(lang).values() for _, plain in phrases)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Een. Twee! Drie? Vier…", 4),
        ("Dat kost 1.250 euro, bijv. per jaar.", 1),
        ("Mevr. J. de Boer belde o.a. ons.", 1),
        ("Kop\n\nTekst eronder", 2),
        ("- een\n- twee\n- drie", 3),
        ("Een regel\nDie doorgaat", 2),
        ("Een regel\ndie doorgaat", 1),
        ("Zie art. 3.5. Dat zegt het.", 2),
        ("Dit is z.s.m. nodig.", 1),
        ("... \n ---", 0),
    ],
)
def test_sentences_are_cut(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.parametrize("text", ["", " ", "12345 67", "...", "\n\n", "日本語"])
def test_text_without_words_has_no_score(text: str) -> None:
    report = assess(text)
    if text == "日本語":
        assert report.level is not None
    else:
        assert (report.flesch_douma, report.level, report.sentences, report.hints) == (None, None, (), ())


def test_one_word_and_broken_characters_are_measured() -> None:
    assert len(assess("Hallo").sentences) == 1
    assert len(assess("\udce9 hallo \ud800").sentences) == 1


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match='"lang" must be one of nl, en'):
        assess("Bonjour", "fr")


@given(
    st.lists(st.one_of(st.text(max_size=40), st.sampled_from([EASY, HARD, "wordt\n", "o.a. ", "De door "])), max_size=5)
)
@settings(max_examples=80, deadline=None)
def test_places_lie_inside_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    report = assess(text)
    assert all(0 <= h.start < h.end <= len(text) for h in report.hints)
    assert all(left.end <= right.start for left, right in zip(report.sentences, report.sentences[1:], strict=False))
    assert list(report.hints) == sorted(report.hints, key=lambda h: (h.start, h.end, h.code))


def test_long_text_is_measured() -> None:
    assert assess("a" * 100_000).level is not None
    assert len(assess(EASY * 300).sentences) > 300


def test_filter_answers_with_the_same_id() -> None:
    answer = prepare([])({"id": 7, "text": "Wij doen dit tevens."})
    assert answer["id"] == 7
    assert answer["level"] in ("A1", "A2", "B1", "B2")
    assert answer["sentences"] == [{"start": 0, "end": 20, "words": 4, "flesch_douma": answer["flesch_douma"]}]
    assert answer["hints"] == [{"start": 13, "end": 19, "code": "jargon", "suggestion": "Liever: ook."}]


def test_filter_takes_the_language_of_the_text_or_the_flag() -> None:
    assert (
        prepare(["--lang", "en"])({"text": "We do this prior to that."})["hints"][0]["suggestion"] == "Rather: before."
    )
    assert prepare([])({"text": "We do this prior to that.", "lang": "en"})["hints"]


@pytest.mark.parametrize("row", [{}, {"text": 4}, {"text": "a", "lang": 4}])
def test_filter_says_what_is_wrong(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be a string"):
        prepare([])(row)
