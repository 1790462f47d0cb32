"""How a request is read: whose term a person states, and what could not be used."""

from dataclasses import replace
from datetime import date

from bundel.engines.deadlines import rules, starts
from bundel.engines.deadlines.facts import Question, fact_words
from bundel.engines.deadlines.rules import Length, Rule
from bundel.engines.deadlines.trail import GIVEN, Trail

THEIR_PROCEDURES = frozenset(
    {"application", "report", "complaint", "care_complaint", "woo_request", "gdpr_request", "no_timely_decision"}
)
BOTH_SIDES = frozenset({"objection", "administrative_appeal"})
# Articles under which an authority decides, as against those under which a person objects.
THEIR_ARTICLES = ("7:10", "7:13", "7:24", "7-10", "7-24", "4:13", "4:14", "111", "112", "129", "besli", "decision")
MY_ARTICLES = ("6:7", "6-7", "6:24", "75j", "75k", "69", "bezwaar maken", "to object")
LETTER_WORDS = (
    "brief",
    "letter",
    "beleid",
    "policy",
    "contract",
    "overeenkomst",
    "reglement",
    "regeling",
    "uitspraak",
    "ruling",
    "court",
    "rechter",
)
BY_LAW_WORDS = ("verordening", "by-law")
# A person has six weeks at most to object; a longer term stated on an objection is the authority's.
LONGEST_TO_OBJECT = 42
MAY_LIE_AHEAD = frozenset(
    {"agreed_until", "suspended_until", "decision_due", "original_due", "hearing_on", "still_undecided_on"}
)
THEIR_STARTS = frozenset({"received", "filed", "end_of_my_term", "reported"})


def tell(question: Question, trail: Trail) -> None:
    """Say what was set aside, not understood or odd in the request."""
    _tell_contradictions(question, trail)
    if question.unknown_law:
        trail.note("unknown_law", question.unknown_law)
    for name in question.unknown_facts[:20]:
        trail.note("unknown_fact", str(name)[:80])
    if "from" in question.words and question.given is None:
        trail.note("from_without_term")
    if question.law_from_report:
        trail.note("law_of_report")
    if question.today is not None:
        for name, day in question.dates.items():
            if day > question.today and name not in MAY_LIE_AHEAD:
                trail.note("in_the_future", day)


def _tell_contradictions(question: Question, trail: Trail) -> None:
    for first, first_day, second, second_day in question.contradictions:
        trail.step(
            "contradiction",
            GIVEN,
            first_day,
            second_day,
            fact_words(first),
            first_day,
            fact_words(second),
            second_day,
        )
        trail.need(first)
        trail.need(second)
    if question.too_many_terms:
        trail.step("too_many_terms", GIVEN)
        trail.need("term_weeks")


def split_stated_term(question: Question, trail: Trail) -> tuple[Length | None, Length | None]:
    """The stated term as (mine, theirs); where both read well, the reading is told."""
    given = question.given
    if given is None:
        return None, None
    if question.procedure in THEIR_PROCEDURES:
        return None, given
    if question.procedure not in BOTH_SIDES:
        return given, None
    side = _stated_side(question)
    if side is None:
        side = "mine" if given.about_days <= LONGEST_TO_OBJECT else "theirs"
        trail.step(f"given_reading_{side}", GIVEN)
    return (given, None) if side == "mine" else (None, given)


def _stated_side(question: Question) -> str | None:
    start, clause = starts.stated_from(question), question.words.get("clause", "").lower()
    if start in THEIR_STARTS or any(article in clause for article in THEIR_ARTICLES):
        return "theirs"
    if start in {"made_known", "dated"} or any(article in clause for article in MY_ARTICLES):
        return "mine"
    return None


def custom_rule(question: Question, trail: Trail, on: date) -> Rule:
    """The rule for a term of one's own: it moves unless its clause says it comes from a letter.

    Without a term the clause itself may name a rule of law, by its code or its article.
    """
    clause = question.words.get("clause", "")
    if question.given is None and not question.too_many_terms and (found := rules.cited(clause, question.flags, on)):
        return found
    is_letter = any(word in clause.lower() for word in LETTER_WORDS)
    if any(word in clause.lower() for word in BY_LAW_WORDS):
        trail.doubt("atw-by-law")
    return replace(
        GIVEN,
        article=clause[:80],
        start=starts.custom_starts(question),
        rolls="none" if is_letter else "atw",
    )


def counted_back(length: Length) -> Length:
    """A stated "ten days before" as whole days in between: the eleventh day before is the last (8:58)."""
    extra = 1 if length.unit == "days" else 0
    return Length("days_before", length.about_days + extra)
