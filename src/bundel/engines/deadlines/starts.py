"""The day from which a term counts: the sending, the receipt, the report, the date on a notice."""

from datetime import date, timedelta
from typing import NamedTuple

from bundel.engines.deadlines.facts import Question
from bundel.engines.deadlines.rules import Rule
from bundel.engines.deadlines.trail import Trail

# What people write for "from", and the fact they mean.
FROM_WORDS = {
    "sending": "made_known",
    "receipt": "received",
    "ontvangst": "received",
    "verzending": "made_known",
    "objection_end": "end_of_my_term",
    "end_of_objection_term": "end_of_my_term",
    "last_day": "end_of_my_term",
}
OWN_SENTENCE = frozenset(
    {"received", "filed", "reported", "invoice_sent", "asked_on", "hearing_on", "end_of_my_term", "decision_due"}
)
FROM_RECEIPT = frozenset({"received", "filed", "end_of_my_term"})
BY_RULING = frozenset({"higher_appeal", "opposition", "incidental_appeal"})
# With only a date and a length, a term of one's own choosing counts from the first of these that is known.
CUSTOM_STARTS = (
    "made_known",
    "asked_on",
    "invoice_sent",
    "reported",
    "hearing_on",
    "decision_sent",
    "received",
    "filed",
    "dated",
)


class Start(NamedTuple):
    """The day before the first day of a term; not `is_certain` when the term may have begun later."""

    day: date
    fact: str
    is_certain: bool = True


def stated_from(question: Question) -> str | date | None:
    """What the term counts from, if the person said so: a day, the name of a fact, or None."""
    text = question.words.get("from", "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        name = text.lower().replace(" ", "_")
        return FROM_WORDS.get(name, name)


def find(
    question: Question, trail: Trail, rule: Rule, derived: dict[str, date], *, is_stated: bool = False
) -> Start | None:
    """The start of a rule's term from the facts and from days already worked out; None names what is missing.

    With `is_stated` the person gave this term outright, and "from" says what it counts from.
    """
    names = rule.start
    stated = stated_from(question) if is_stated else None
    if isinstance(stated, date):
        trail.step("start_day", rule, stated, stated + timedelta(days=1), stated)
        return Start(stated, "from")
    if stated is not None:
        if stated in question.dates or stated in derived:
            names = (stated,)
        else:
            trail.note("unknown_from", question.words["from"][:80])
    if "made_known" in names:
        return _made_known(question, trail, rule)
    return _forwarded(question, trail, rule, _first_known(question, trail, rule, names, derived))


def _forwarded(question: Question, trail: Trail, rule: Rule, start: Start | None) -> Start | None:
    """A message in the wrong digital box: the authority's own term begins when it was forwarded inside (2:24)."""
    day = question.dates.get("forwarded_on")
    if start is None or day is None or rule.side != "them" or start.fact not in FROM_RECEIPT or day <= start.day:
        return start
    trail.step("start_forwarded", "awb-2:24", day, day, day)
    return start._replace(day=day)


def first_known(question: Question, names: tuple[str, ...], derived: dict[str, date]) -> Start | None:
    """The first of these days that a fact or the sum so far tells."""
    for name in names:
        day = question.dates.get(name) or derived.get(name)
        if day is not None:
            return Start(day, name)
    return None


def _first_known(
    question: Question, trail: Trail, rule: Rule, names: tuple[str, ...], derived: dict[str, date]
) -> Start | None:
    start = first_known(question, names, derived)
    if start is not None:
        code = f"start_{start.fact}" if start.fact in OWN_SENTENCE else "start_day"
        trail.step(code, rule, start.day, start.day, start.day)
        return start
    for name in names:
        if name != "end_of_my_term":
            trail.need(name)
            break
    return None


def _made_known(question: Question, trail: Trail, rule: Rule) -> Start | None:
    dates = question.dates
    day, dated = dates.get("sent_again", dates.get("made_known")), dates.get("dated")
    if day is None:
        return _without_making_known(question, trail, rule, dated)
    if dated is not None and dated > day:
        if rule.starts_on_date_of_notice:
            trail.step("start_notice_date", rule, dated, dated, dated)
            return Start(dated, "dated")
        trail.note("dated_after_sending", dated, day)
    code, article = _how_made_known(question)
    trail.step(code, article, day, day, day)
    if rule.starts_on_date_of_notice and dated is None:
        trail.need("dated")
    if question.words.get("made_known_by") == "portal" and question.flags.get("digital_allowed") is False:
        trail.step("not_made_known", "awb-2:8", day, None, day)
        return Start(day, "made_known", is_certain=False)
    return Start(day, "made_known")


def _how_made_known(question: Question) -> tuple[str, str]:
    if "sent_again" in question.dates:
        is_post = question.words.get("made_known_by") in {"post", "handed"}
        return "start_sent_again", "awb-3:41" if is_post else "awb-2:11"
    if question.procedure in BY_RULING:
        return "start_ruling", "awb-3:41"
    how = question.words.get("made_known_by")
    if how == "portal":
        return "start_portal", "awb-2:19"
    return ("start_handed" if how == "handed" else "start_sent"), "awb-3:41"


def _without_making_known(question: Question, trail: Trail, rule: Rule, dated: date | None) -> Start | None:
    for name in rule.start:
        if name in question.dates:
            return _first_known(question, trail, rule, (name,), {})
    trail.need("made_known")
    if dated is None:
        return None
    trail.step("start_dated_only", rule, dated, dated, dated)
    return Start(dated, "dated", is_certain=False)


def custom_starts(question: Question) -> tuple[str, ...]:
    """From which fact a term counts that a person states without saying from when."""
    known = [name for name in CUSTOM_STARTS if name in question.dates]
    return tuple(known[:1]) or ("made_known",)
