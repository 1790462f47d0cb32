"""What is read around the decision: plan, delay, repair, facts, contradictions, words."""

from datetime import date

import pytest

from bundel.engines.letters import Letter, read

HEAD = "Gemeente Nergensstad. Datum: 2 maart 2026. Kenmerk: 1. Geachte heer, "


def codes(letter: Letter) -> list[str]:
    return [each.code for each in letter.what_follows]


def values(letter: Letter) -> dict[str, object]:
    return {name: fact.value for name, fact in letter.facts.items()}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("wij missen nog gegevens voor uw aanvraag. Stuur ze binnen twee weken.", "repair_term", "2 weken"),
        ("wij missen nog gegevens. Stuur ze uiterlijk 1 april 2026.", "repair_until", "1 april 2026"),
        ("wij missen nog gegevens.", "repair_no_term", "noemt geen laatste dag"),
        ("wij verdagen de beslissing op uw bezwaar met acht weken.", "adjournment_too_long", "8 weken"),
        ("wij verdagen de beslissing op uw bezwaar.", "adjournment_no_end", "nieuwe laatste dag"),
        ("wij verlengen de termijn voor uw klacht met vier weken.", "extension_complaint", "vier weken"),
        ("wij hebben uw bezwaar ontvangen.", "receipt_objection", "ontvangen"),
    ],
)
def test_letter_says_what_follows(text: str, code: str, words: str) -> None:
    follows = {each.code: each.words for each in read(HEAD + text).what_follows}
    assert words in follows[code].nl


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "wij missen nog stukken. Stuur ze binnen tien werkdagen.",
            {"asked_on": date(2026, 3, 2), "term_workdays": 10},
        ),
        ("wij missen nog stukken. Stuur ze binnen 48 uur.", {"asked_on": date(2026, 3, 2)}),
        (
            "wij zouden uiterlijk 9 maart 2026 beslissen. Wij verdagen de beslissing op uw bezwaar met zes weken.",
            {"original_due": date(2026, 3, 9), "adjourn_weeks": 6, "adjourned_on": date(2026, 3, 2)},
        ),
        ("wij wijzen uw aanvraag af. Dit bericht staat in uw Berichtenbox.", {"made_known_by": "portal"}),
        ("wij wijzen uw aanvraag af. Aangetekend verstuurd.", {"made_known_by": "post"}),
        ("wij hebben besloten. De externe deskundige is gevraagd.", {"external_expert": True}),
        (
            "de rechtbank: u moet griffierecht betalen voor uw verzoek om voorlopige voorziening.",
            {"interim_relief": True},
        ),
    ],
)
def test_facts_are_what_the_letter_says(text: str, facts: dict[str, object]) -> None:
    assert facts.items() <= values(read(HEAD + text)).items()


def test_day_given_twice_and_differently_is_no_fact() -> None:
    letter = read(HEAD + "wij ontvingen uw bezwaar op 1 februari 2026. Uw bezwaar is ontvangen op 3 februari 2026.")
    assert "received" not in letter.facts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Datum: 2 maart 2026. Dagtekening: 4 maart 2026. Wij wijzen uw aanvraag af.", "two_letter_dates"),
        ("Datum: 2 maart 2026. Verzonden: 1 maart 2026. Wij wijzen uw aanvraag af.", "sent_before_dated"),
        ("Datum: 2 maart 2026. Wij verdagen de beslissing op uw bezwaar tot 1 februari 2026.", "late_adjournment"),
        ("Datum: 2 maart 2026. Wij beslissen voor 31 april 2026.", "no_such_day"),
        ("U kunt binnen zes weken bezwaar maken. Let op: bezwaar maken kan binnen vier weken.", "two_terms"),
        ("U kunt binnen vier tot zes weken bezwaar maken bij de gemeente.", "term_figures_differ"),
        ("Wij zijn van plan uw hulp te stoppen. Wij wijzen uw aanvraag af.", "intention_and_decision"),
        ("Wij zijn van plan uw hulp te stoppen. U kunt bezwaar maken.", "intention_with_clause"),
        ("Wij wijzen uw aanvraag af. Dit is geen besluit.", "denied_decision"),
    ],
)
def test_contradiction_is_named_with_its_words(text: str, code: str) -> None:
    letter = read(text)
    told = {each.code: each for each in letter.contradictions}
    assert code in told
    assert told[code].matches


def test_contradicted_decision_is_unclear() -> None:
    letter = read("Gemeente. Wij zijn van plan uw hulp te stoppen. Wij wijzen uw aanvraag af.")
    assert letter.decision == "unclear"
    assert letter.clause.state == "unclear"
    assert {each.kind: each.sure for each in letter.kinds} == {"intention": "certain", "decision": "unclear"}


def test_delay_is_named_after_what_is_delayed() -> None:
    objection = read(HEAD + "u maakte bezwaar. Wij hebben meer tijd nodig. Wij verlengen de termijn met zes weken.")
    request = read(HEAD + "wij verdagen de beslissing op uw aanvraag met twee weken.")
    assert [each.kind for each in objection.kinds] == ["adjournment"]
    assert [each.kind for each in request.kinds] == ["extension"]
    assert objection.adjournment is not None
    assert objection.adjournment.weeks == 6


def test_both_delays_stay_one() -> None:
    letter = read("Wij verlengen de termijn. Wij verdagen de beslissing op uw aanvraag.")
    assert [each.kind for each in letter.kinds] == ["extension"]


@pytest.mark.parametrize(
    ("text", "procedure"),
    [
        ("Zorggroep De Vijver. Wij hebben uw klacht ontvangen. Klachtenfunctionaris.", "care_complaint"),
        ("Gemeente. Wij hebben uw klacht ontvangen.", "complaint"),
        ("Gemeente. Wij hebben uw melding ontvangen.", "report"),
        ("Gemeente. Wij hebben uw aanvraag en uw bezwaar ontvangen.", None),
        ("Gemeente. U hoeft niets te doen.", None),
    ],
)
def test_procedure_goes_with_the_letter(text: str, procedure: str | None) -> None:
    assert read(text).procedure == procedure


def test_clause_keeps_a_decision_in_sight_that_no_rule_is_sure_of() -> None:
    letter = read(HEAD + "wij hebben uw aanvraag ontvangen. Wij gaan niet mee. Tegen dit besluit kunt u bezwaar maken.")
    assert {each.kind: each.sure for each in letter.kinds} == {"decision": "likely", "receipt": "certain"}
    assert letter.decision == "unclear"
    assert "decision_likely" in codes(letter)


def test_names_are_not_kept() -> None:
    text = "Gemeente Nergensstad. Geachte mevrouw Proefkonijn, wij hebben uw aanvraag ontvangen. Kenmerk: 1."
    letter = read(text)
    assert letter.addressee is not None
    assert letter.reference is not None
    assert text[letter.addressee.start : letter.addressee.end] == "Geachte mevrouw"
    assert "proefkonijn" not in repr(letter).lower()


def test_advice_is_pointed_out() -> None:
    letter = read(HEAD + "volgens het rapport van onze arts kunt u werken.")
    assert letter.advice is not None


def test_unclear_words_get_a_plain_word() -> None:
    text = "Derhalve verzoeken wij u de zienswijze onverwijld te sturen."
    assert [(text[w.start : w.end], w.plain) for w in read(text).unclear_words] == [
        ("Derhalve", "daarom"),
        ("zienswijze", "wat jij ervan vindt"),
        ("onverwijld", "meteen"),
    ]


def test_school_is_told_that_it_depends() -> None:
    letter = read("Basisschool De Wolk. 2 maart 2026. Geachte ouders, wij besluiten uw zoon niet toe te laten.")
    assert "decision_school" in codes(letter)


def test_heading_day_is_not_one_that_belongs_to_something_else() -> None:
    letter = read("Gemeente Nergensstad. Uw bezwaar van 1 februari 2026. Wij hebben uw bezwaar ontvangen.")
    assert letter.day("letter") is None


def test_two_bodies_named_alike_are_not_guessed() -> None:
    letter = read("UWV en SVB schrijven u beide deze brief over uw geld.")
    assert letter.sender.body == "unknown"


def test_two_laws_named_alike_are_not_guessed() -> None:
    assert read("De Wmo en de Jeugdwet gelden voor u.").law is None


def test_letter_in_english_is_named_as_such() -> None:
    letter = read("Dear Sir, we have received your application and you will hear from us. Thank you for the form.")
    assert letter.language == "en"
    assert codes(letter) == ["unknown_english"]


def test_empty_letter_is_unknown() -> None:
    letter = read("")
    assert letter.language == "unknown"
    assert [each.kind for each in letter.kinds] == ["unknown"]
    assert codes(letter) == ["unknown"]
