"""What follows from a letter, in the order in which a person should read it."""

from collections.abc import Iterator

from bundel.engines.letters.letter import (
    Adjournment,
    BodyFound,
    Clause,
    Consequence,
    Kind,
    KindFound,
    Sure,
    TermFound,
    Words,
)
from bundel.engines.letters.stories import consequence, day_words, length_words

_BY_BODY = {
    Kind.DECISION: {"insurer": "decision_insurer", "care_provider": "decision_care_provider"},
    Kind.COMPLAINT_OUTCOME: {
        "care_provider": "complaint_outcome_care",
        "insurer": "decision_insurer",
        "ombudsman": "complaint_outcome_ombudsman",
    },
}
_DELAY_WEEKS = 6


def _stated(term: TermFound) -> Words | None:
    if term.until is not None:
        return day_words(term.until)
    return length_words(term.number, term.unit) if term.number and term.unit else None


def _main_code(each: KindFound, body: str, clause: Clause, law: str | None, subject: str | None) -> str:
    if special := _BY_BODY.get(each.kind, {}).get(body):
        return special
    if each.kind is Kind.DECISION:
        by_law = {"zw": "decision_zw", "vw": "decision_aliens"}.get(law or "", "decision")
        return by_law if each.sure is Sure.CERTAIN else "decision_likely"
    if each.kind is Kind.RULING and clause.state == "not_needed":
        return "ruling_final"
    if each.kind is Kind.RECEIPT and subject == "objection":
        return "receipt_objection"
    if each.kind is Kind.EXTENSION and subject == "complaint":
        return "extension_complaint"
    return each.kind.value


def _repair(terms: tuple[TermFound, ...]) -> Iterator[Consequence]:
    term = next((term for term in terms if term.purpose == "repair"), None)
    stated = _stated(term) if term else None
    if term is None or stated is None:
        yield consequence("repair_no_term")
    else:
        yield consequence("repair_until" if term.until else "repair_term", stated)


def _delay(adjournment: Adjournment | None) -> Iterator[Consequence]:
    if adjournment is None:
        yield consequence("adjournment_no_end")
    elif adjournment.weeks and adjournment.weeks > _DELAY_WEEKS:
        yield consequence("adjournment_too_long", length_words(adjournment.weeks, "weeks"))


def _about_days(term: TermFound) -> int:
    return {"hours": 0, "days": 1, "workdays": 1, "weeks": 7, "months": 30, "years": 365}[term.unit or "days"] * (
        term.number or 0
    )


def _wrong_term(terms: tuple[TermFound, ...], way: str | None) -> Iterator[Consequence]:
    stated = [term for term in terms if term.purpose == way and (term.until or term.number)]
    for term in stated[:1]:
        length = "short" if _about_days(term) < 42 else "long"
        yield consequence("term_wrong_date" if term.until else f"term_wrong_{length}", _stated(term))


def what_follows(
    kinds: tuple[KindFound, ...],
    sender: BodyFound,
    clause: Clause,
    terms: tuple[TermFound, ...],
    adjournment: Adjournment | None,
    law: str | None,
    subject: str | None,
) -> tuple[Consequence, ...]:
    """First what the letter is, then what is wrong with its clause, then what it asks."""
    told = [consequence(_main_code(each, sender.body, clause, law, subject)) for each in kinds]
    if sender.body == "school" and any(each.kind is Kind.DECISION for each in kinds):
        told.append(consequence("decision_school"))
    for problem in clause.problems:
        told += _wrong_term(terms, clause.means) if problem == "term_wrong" else [consequence(problem)]
    present = {each.kind for each in kinds}
    if Kind.REPAIR in present:
        told += _repair(terms)
    if Kind.ADJOURNMENT in present:
        told += _delay(adjournment)
    return tuple(told)
