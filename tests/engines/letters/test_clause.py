"""The clause against what the law asks."""

import pytest

from bundel.engines.letters import Letter, read

WHERE = "bij het college van burgemeester en wethouders, Postbus 1, Nergensstad"


def decision(clause: str, head: str = "Gemeente Nergensstad, 2 maart 2026.") -> Letter:
    return read(f"{head} Geachte heer, wij wijzen uw aanvraag af. {clause}")


def codes(letter: Letter) -> list[str]:
    return [each.code for each in letter.what_follows]


@pytest.mark.parametrize(
    ("clause", "state", "problems", "code"),
    [
        (f"U kunt binnen zes weken bezwaar maken {WHERE}.", "present", (), "decision"),
        (f"U kunt binnen 42 dagen bezwaar maken {WHERE}.", "present", (), "decision"),
        (f"U kunt tot en met 13 april 2026 bezwaar maken {WHERE}.", "present", (), "decision"),
        (f"U kunt binnen drie weken bezwaar maken {WHERE}.", "wrong", ("term_wrong",), "term_wrong_short"),
        (f"U kunt binnen 30 dagen bezwaar maken {WHERE}.", "wrong", ("term_wrong",), "term_wrong_short"),
        (f"U kunt binnen drie maanden bezwaar maken {WHERE}.", "wrong", ("term_wrong",), "term_wrong_long"),
        (f"U kunt tot en met 1 april 2026 bezwaar maken {WHERE}.", "wrong", ("term_wrong",), "term_wrong_date"),
        (f"U kunt bezwaar maken {WHERE}.", "incomplete", ("term_missing",), "term_missing"),
        ("U kunt binnen zes weken bezwaar maken.", "incomplete", ("where_missing",), "where_missing"),
        ("U kunt binnen zes weken in beroep gaan bij de rechtbank.", "wrong", ("means_wrong",), "means_wrong"),
        ("U kunt hiertegen geen bezwaar maken.", "wrong", ("objection_denied",), "objection_denied"),
        ("Hebt u vragen? Bel ons dan.", "missing", ("clause_missing",), "clause_missing"),
        (f"Bezwaar maken kan {WHERE}. Doe dit binnen zes weken na verzending.", "present", (), "decision"),
    ],
)
def test_clause_of_a_decision(clause: str, state: str, problems: tuple[str, ...], code: str) -> None:
    letter = decision(clause)
    assert (letter.clause.state, letter.clause.problems) == (state, problems)
    assert code in codes(letter)
    assert letter.procedure == "objection"


def test_date_is_not_judged_without_a_letter_date() -> None:
    letter = decision(f"U kunt tot en met 1 april 2026 bezwaar maken {WHERE}.", head="Gemeente Nergensstad.")
    assert letter.clause.state == "present"
    assert "no_letter_date" in codes(letter)


def test_short_term_of_the_aliens_act_is_right() -> None:
    letter = decision("U kunt binnen vier weken bezwaar maken bij de IND, Postbus 1. Vreemdelingenwet 2000.")
    assert letter.clause.state == "present"
    assert codes(letter)[0] == "decision_aliens"


def test_unknown_sender_leaves_a_missing_clause_unclear() -> None:
    letter = decision("Groet.", head="2 maart 2026.")
    assert (letter.clause.state, letter.clause.problems) == ("unclear", ("clause_missing",))


def test_likely_decision_is_called_likely() -> None:
    letter = read(f"Gemeente Nergensstad. Onderwerp: beschikking. Tegen dit besluit kunt u bezwaar maken {WHERE}.")
    assert letter.decision == "unclear"
    assert codes(letter)[0] == "decision_likely"


def test_clause_alone_points_to_a_decision() -> None:
    letter = read(f"Geachte heer, u kunt binnen zes weken bezwaar maken {WHERE}.")
    assert [(each.kind, each.sure) for each in letter.kinds] == [("decision", "unclear")]
    assert letter.decision == "unclear"


def test_ruling_without_a_clause_is_unclear() -> None:
    letter = read("Rechtbank Nergensland, uitspraak van de rechtbank. De rechtbank verklaart het beroep ongegrond.")
    assert letter.clause.state == "unclear"
    assert letter.decision == "yes"


def test_final_ruling_says_so() -> None:
    letter = read(
        "Rechtbank. De rechtbank verklaart het beroep ongegrond. Tegen deze uitspraak staat geen hoger beroep open."
    )
    assert letter.clause.state == "not_needed"
    assert codes(letter)[0] == "ruling_final"


def test_complaint_to_a_provider_needs_no_ombudsman() -> None:
    letter = read("Zorggroep De Vijver. Geachte heer, wij verklaren uw klacht ongegrond. De klachtenfunctionaris.")
    assert letter.clause.state == "not_needed"
    assert codes(letter) == ["complaint_outcome_care"]
    assert letter.procedure is None
