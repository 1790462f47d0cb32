"""The authority's own term: when it must decide, what moves that day, and whether it is late."""

from datetime import date, timedelta
from typing import NamedTuple

from bundel.engines.deadlines import days, rules, starts, terms
from bundel.engines.deadlines.facts import Question
from bundel.engines.deadlines.rules import Choice, Length, Rule
from bundel.engines.deadlines.trail import GIVEN, SilentTrail, Trail

# Days on which a person still had no decision, when that fact is known.
STILL_WAITING = ("notice_received", "notice_of_default", "appeal", "still_undecided_on", "penalty_last_day")
# Facts that move a term; without them another rule's day is a plain count.
MOVERS = frozenset(
    {"adjourned_on", "adjourn_weeks", "agreed_until", "extended_months", "suspended_from", "suspended_until"}
)
# Of a day that the person states we do not know how long the term was, only that a law set it.
LENGTH_NOT_TOLD = Length("weeks", 2)
EVENTS_THAT_DATE_A_CASE = ("made_known", "received", "filed", "reported", "dated", "original_due")


class Due(NamedTuple):
    """The last day to decide: by law from `earliest` to `latest` (None: nobody can say), in the end `day`.

    `day` is None while only bounds are known; a court's extra weeks count in `day`, not in the bounds.
    """

    day: date | None = None
    earliest: date | None = None
    latest: date | None = None


def decision_due(
    question: Question, trail: Trail, procedure: str, length: Length | None, derived: dict[str, date]
) -> Due:
    """When the authority must decide; `length` is the term stated for the authority, if any."""
    stated = question.dates.get("decision_due")
    if stated is not None:
        trail.step("due_given", GIVEN, stated, stated, stated)
        return _with_court_weeks(question, trail, Due(stated, stated, stated))
    choice = rules.choose(procedure, "them", question.law, question.flags, in_force_on(question))
    is_stated = length is not None or "original_due" in question.dates
    if choice.rule is None and choice.others and not is_stated:
        return _between(question, trail, choice, derived)
    rule = choice.rule or (choice.others[0] if choice.others else GIVEN)
    due = _due(question, trail, rule, length or rule.length, derived)
    if due.day is not None and not is_stated:
        _tell_alternatives(question, trail, choice, derived, due.day)
    return _with_court_weeks(question, trail, due)


def in_force_on(question: Question) -> date:
    """The day whose law holds: that of the first event we know, or the day the rules were last checked."""
    for name in EVENTS_THAT_DATE_A_CASE:
        if name in question.dates:
            return question.dates[name]
    return rules.last_checked()


def _between(question: Question, trail: Trail, choice: Choice, derived: dict[str, date]) -> Due:
    """The bounds when a fact we do not have decides which rule holds."""
    for name in choice.unknown:
        trail.need(name)
    found = [_due(question, SilentTrail(), rule, rule.length, derived) for rule in choice.others]
    earliest = [due.earliest for due in found if due.earliest is not None]
    latest = [due.latest for due in found if due.latest is not None]
    if not earliest:
        starts.find(question, trail, choice.others[0], derived)
        return Due()
    if len(latest) < len(found):
        return Due(None, min(earliest), None)
    trail.step("undecided_rule", choice.others[0], min(earliest), max(latest), min(earliest), max(latest))
    return Due(None, min(earliest), max(latest))


def _tell_alternatives(question: Question, trail: Trail, choice: Choice, derived: dict[str, date], due: date) -> None:
    is_moved = _has_movers(question)
    for rule in choice.others:
        start = starts.first_known(question, rule.start, derived)
        if is_moved or start is None:
            other = _due(question, SilentTrail(), rule, rule.length, derived).day
        else:
            other = terms.last_day(rule, start.day)
        if other is not None and other != due:
            trail.note("alternative", other, rule=rule.code)


def _due(question: Question, trail: Trail, rule: Rule, length: Length | None, derived: dict[str, date]) -> Due:
    original = question.dates.get("original_due")
    if original is not None:
        trail.step("due_first_given", GIVEN, original, original, original)
        return _moved(question, trail, rule, LENGTH_NOT_TOLD, original, original)
    is_stated = length is not None and length is question.given
    start = starts.find(question, trail, rule, derived, is_stated=is_stated)
    if length is None:
        trail.step("no_term", rule)
        trail.need("term_weeks")
    if start is None or length is None:
        return Due()
    if not _has_movers(question):
        term = terms.reckon(trail, rule, length, start.day, closing="due")
        return Due(term.last, term.earliest, term.latest)
    nominal = terms.count(length, start.day)
    terms.explain_count(trail, rule, length, start.day, nominal)
    return _moved(question, trail, rule, length, start.day, nominal)


def _has_movers(question: Question) -> bool:
    return not (MOVERS.isdisjoint(question.dates) and MOVERS.isdisjoint(question.numbers))


def _moved(question: Question, trail: Trail, rule: Rule, length: Length, after: date, nominal: date) -> Due:
    """The last day to decide after everything that moves it: extension, standing still, delay, agreement."""
    is_own_rule = length in {rule.length, LENGTH_NOT_TOLD}
    moved, length = _extended(question, trail, rule, length, after, nominal)
    pause = _pause(question, trail, moved)
    moved = pause or moved
    if length is not LENGTH_NOT_TOLD or moved != nominal:
        moved = terms.close(trail, rule, length, after, moved)
    trail.step("due", rule, moved, moved, moved)
    if "suspended_from" in question.dates and pause is None:
        return Due(None, moved, None)
    due = Due(moved, moved, moved)
    return _agreed(question, trail, _adjourned(question, trail, rule if is_own_rule else GIVEN, due))


def _extended(
    question: Question, trail: Trail, rule: Rule, length: Length, after: date, nominal: date
) -> tuple[date, Length]:
    months = question.numbers.get("extended_months", 0)
    if not months:
        return nominal, length
    if rule.extend_months is not None and length == rule.length and months > rule.extend_months:
        months = rule.extend_months
        trail.step("adjourn_capped", rule, None, None, Length("months", months).words)
    if length.unit == "months" and "original_due" not in question.dates:
        length = Length("months", length.number + months)
        moved = terms.count(length, after)
    else:
        moved, length = days.add_months(nominal, months), Length("months", months)
    trail.step("extended", rule, nominal, moved, months, moved)
    return moved, length


def _pause(question: Question, trail: Trail, nominal: date) -> date | None:
    """The end of the term with the days it stood still; None when it did not, or nobody knows how long."""
    asked, done = question.dates.get("suspended_from"), question.dates.get("suspended_until")
    if asked is None:
        if done is not None:
            trail.need("suspended_from")
        return None
    if asked > nominal:
        trail.step("suspended_too_late", "awb-4:15", asked, None, asked)
        return nominal
    if done is None:
        trail.step("suspended_still", "awb-4:15", asked, None, asked)
        trail.need("suspended_until")
        return None
    moved = nominal + (done - asked)
    trail.step("suspended", "awb-4:15", asked, done, asked, done, (done - asked).days, moved)
    trail.doubt("awb-4:15-count", safe_day=moved)
    return moved


def _adjourned(question: Question, trail: Trail, rule: Rule, due: Due) -> Due:
    day, weeks = question.dates.get("adjourned_on"), question.numbers.get("adjourn_weeks")
    if due.day is None or (day is None and not weeks):
        return due
    if day is not None and day > due.day:
        trail.step("adjourned_too_late", rule, day, None, day)
        return due
    most = rule.adjourn_weeks
    if most == 0:
        trail.step("adjourn_no_effect", "awb-4:14", due.day, due.day)
        return due
    if weeks is None:
        trail.step("adjourned_unknown", rule, day, None, day or due.day)
        trail.need("adjourn_weeks")
        return Due(None, due.day, due.day + timedelta(weeks=most) if most else None)
    if most is not None and weeks > most:
        weeks = most
        trail.step("adjourn_capped", rule, None, None, Length("weeks", most).words)
    later = due.day + timedelta(weeks=weeks)
    trail.step("adjourned", rule, due.day, later, weeks, later, article=rule.adjourn_article)
    if rule.rolls == "atw" and terms.moves(Length("weeks", weeks)):
        later = terms.roll(trail, later)
        terms.check_bridge_day(trail, later)
    return Due(later, later, later)


def _agreed(question: Question, trail: Trail, due: Due) -> Due:
    until = question.dates.get("agreed_until")
    if until is None:
        return due
    if due.latest is not None and until <= due.latest:
        trail.step("agreed_no_effect", "awb-7:10-4", until, due.latest, until)
        return due
    trail.step("agreed", "awb-7:10-4", due.latest, until, until)
    return Due(until, until, until)


def _with_court_weeks(question: Question, trail: Trail, due: Due) -> Due:
    weeks = question.numbers.get("court_extra_weeks")
    if not weeks or due.day is None:
        return due
    day = due.day + timedelta(weeks=weeks)
    trail.step("court_extra", "awb-8:55d", due.day, day, weeks, day)
    return due._replace(day=day)


def decision_day(question: Question) -> date | None:
    """The day the decision was sent, or else the day the person knew it."""
    return question.dates.get("decision_sent") or question.dates.get("decision_known")


def is_late(question: Question, trail: Trail, due: Due) -> bool | None:
    """Whether the authority missed its own day by law, judged on the latest day we know something about."""
    if due.earliest is None:
        return None
    sent = decision_day(question)
    waiting = [question.dates[name] for name in STILL_WAITING if name in question.dates]
    if question.today is not None:
        waiting.append(question.today)
    seen = sent or max(waiting, default=None)
    if seen is None:
        return None
    if due.latest is not None and seen > due.latest:
        code = "late_sent" if sent else "late_still"
        trail.step(code, "awb-4:17-3-notice", due.latest, seen, seen, due.latest)
        return True
    if seen <= due.earliest:
        code = "in_time_sent" if sent else "not_late_yet"
        trail.step(code, "awb-4:17-3-notice", seen, due.earliest, seen, due.earliest)
        return False
    trail.step("late_unknown", "awb-4:17-3-notice", due.earliest, seen, seen)
    return None
