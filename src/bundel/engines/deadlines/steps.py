"""The steps of the way ahead, each from what was reckoned and from the day it is today."""

from collections.abc import Mapping
from datetime import date, timedelta

from bundel.engines.deadlines import authority, clock, days, default, reading, rules, terms
from bundel.engines.deadlines.days import DAY
from bundel.engines.deadlines.rules import Rule
from bundel.engines.deadlines.trail import BEFORE_THE_ACT, RULES
from bundel.engines.deadlines.way import CHALLENGES, EXCUSE, NO_EXCUSE, THEIR_WORDS, Side, Verdict, Way

RUNNING_PENALTY = timedelta(days=41)


def mine(way: Way) -> None:
    """My own term: to object, to appeal, to repair, to pay."""
    rule, term = way.case.rule, way.case.term
    if rule is None or (term is None and not rule.length and not rule.length_in_regulation):
        return
    if term is None:
        way.add(way.question.procedure, "me", rule, Verdict("unknown", "path_unknown"))
        return
    excuse = EXCUSE if rule.filing == "post" else NO_EXCUSE
    last = term.last or term.earliest
    is_back = rule.start == ("hearing_on",)
    verdict = way.timing(date.min if is_back else term.first, last, excuse)
    if way.case.timely is True:
        verdict = Verdict("closed", "path_done")
    elif way.case.timely is False:
        verdict = Verdict("closed", "path_done_late", (excuse,))
    elif way.has_filed() and rule.filing:
        verdict = Verdict("closed", "path_done_unknown")
    elif way.question.procedure in CHALLENGES and way.took_next_step():
        verdict = Verdict("closed", "path_done_plain")
    safe = term.earliest if term.last is None or term.latest is None else None
    if way.case.perhaps is not None and way.case.perhaps < last:
        safe = way.case.perhaps
    way.add(way.question.procedure, "me", rule, verdict, None if is_back else term.first, last, safe=safe)


def interim_relief(way: Way) -> None:
    """The court's help in the meantime: as long as an objection or appeal waits for its decision."""
    rule = RULES["awb-8:81"]
    opens = next((way.dates[name] for name in ("filed", "posted", "received") if name in way.dates), None)
    verdict = Verdict("not_yet", "path_later")
    if way.decided is not None:
        verdict = Verdict("closed", "path_decided", (way.decided,))
    elif way.is_shut_out():
        verdict = Verdict("closed", "path_not_filed")
    elif way.has_filed():
        verdict = way.timing(opens, None)
    way.add("interim_relief", "me", rule, verdict, opens)


def theirs(way: Way) -> None:
    """The authority's term to decide or to answer."""
    due, term = way.case.due, way.case.term
    procedure = way.case.their_procedure or way.question.procedure
    rule = _their_rule(way)
    if rule is None:
        return
    last = due.day or due.latest
    opens = _their_first_day(way)
    verdict = way.their_timing(opens, last)
    if way.decided is None and way.is_shut_out():
        verdict = Verdict("closed", "path_not_filed")
    safe = due.latest if due.day is None or due.earliest != due.latest else None
    if term is not None and term.latest is None:
        safe = None
    way.add(procedure, "them", rule, verdict, opens, last, safe=safe)


def _their_rule(way: Way) -> Rule | None:
    procedure = way.case.their_procedure
    if procedure is None:
        return None
    choice = rules.choose(procedure, "them", way.question.law, way.question.flags, authority.in_force_on(way.question))
    return choice.rule or (choice.others[0] if choice.others else None)


def _their_first_day(way: Way) -> date | None:
    if way.question.procedure in reading.BOTH_SIDES:
        term = way.case.term
        return term.last + DAY if term and term.last else None
    day = way.dates.get("received") or way.dates.get("reported") or way.dates.get("filed")
    return day + DAY if day else None


def notice(way: Way) -> None:
    """The notice of default: only after the authority's last day, and only once if it counts."""
    rule, due, found = RULES["awb-4:17-3-notice"], way.case.due, way.case.default
    opens = due.latest + DAY if due.latest else None
    verdict = way.timing(opens, None)
    if way.decided is not None:
        verdict = Verdict("closed", "path_decided", (way.decided,))
    elif way.is_shut_out():
        verdict = Verdict("closed", "path_not_filed")
    elif found.received is not None and found.premature is False:
        verdict = Verdict("closed", "path_done_plain")
    elif found.premature and verdict.state == "open":
        verdict = Verdict("open", "path_notice_again")
    elif found.received is not None and found.premature is None:
        verdict = Verdict("unknown", "path_unknown")
    elif verdict.state == "open" and way.waited_a_year():
        rule, verdict = RULES["awb-4:17-late"], Verdict("unknown", "path_very_late")
    way.add("notice_of_default", "me", rule, verdict, opens, safe=opens if due.day is None else None)


def penalty(way: Way) -> None:
    """The days on which the authority pays, after a notice of default that counts."""
    rule, found = RULES["awb-4:17-1"], way.case.default
    first = found.first_penalty_day
    if way.is_shut_out():
        way.add("penalty", "them", rule, Verdict("closed", "path_not_filed"))
        return
    if first is None:
        if found.received is None or found.premature:
            way.add("penalty", "them", rule, Verdict("not_yet", "path_later"))
        return
    last = first + RUNNING_PENALTY
    if way.decided is not None:
        last = min(last, way.decided)
    if last < first:
        verdict = Verdict("closed", "path_decided", (last,))
    elif way.seen is not None and way.seen > last:
        verdict = Verdict("closed", "path_penalty_over", (last,))
    elif way.seen is not None and way.seen < first:
        verdict = Verdict("not_yet", "path_them_opens", (first,))
    else:
        verdict = Verdict("open" if way.today else "unknown", "path_penalty_runs", (last,))
    way.add("penalty", "them", rule, verdict, first, max(last, first))


def to_court(way: Way) -> None:
    """The appeal because no decision came; the safe day waits for a weekend or holiday to pass."""
    rule, found = RULES["awb-6:12-2"], way.case.default
    opens = found.court_from
    safe = days.next_working_day(opens - DAY) + DAY if opens else None
    verdict = way.timing(safe, None)
    if way.decided is not None:
        verdict = Verdict("closed", "path_decided", (way.decided,))
    elif way.is_shut_out():
        verdict = Verdict("closed", "path_not_filed")
    elif opens is None:
        verdict = Verdict("not_yet", "path_court_premature")
    elif "appeal" in way.dates and found.appeal_premature is False:
        verdict = Verdict("closed", "path_done_plain")
    elif verdict.state == "open" and way.waited_a_year():
        rule, verdict = RULES["awb-6:12-4"], Verdict("unknown", "path_very_late")
    way.add("no_timely_decision", "me", rule, verdict, opens, safe=safe)


def remedy(way: Way, procedure: str, made_known: date | None) -> None:
    """The step against a decision: when it can be taken, or that the decision is not there yet."""
    request = {
        "procedure": procedure,
        "law": way.question.law,
        "facts": {**way.question.flags, **({"made_known": made_known} if made_known else {})},
        "today": way.today,
    }
    later = clock.reckon(request)
    rule = later.rule or BEFORE_THE_ACT
    if later.term is None or later.term.last is None:
        verdict = Verdict("unknown", "path_unknown") if made_known else Verdict("not_yet", "path_later")
        if way.is_shut_out():
            verdict = Verdict("closed", "path_not_filed")
        way.add(procedure, "me", rule, verdict)
        return
    verdict = way.timing(later.term.first, later.term.last, EXCUSE if rule.filing == "post" else NO_EXCUSE)
    way.add(procedure, "me", rule, verdict, later.term.first, later.term.last)


def dispute(way: Way) -> None:
    """The disputes body in care: after the provider's answer, or once its time is over."""
    rule, due = RULES["wkkgz-18"], way.case.due
    opens = way.decided or due.latest
    verdict = way.timing(opens + DAY if opens else None, None)
    if verdict.state == "open" and way.waited_a_year():
        verdict = Verdict("unknown", "path_very_late")
    way.add("dispute", "me", rule, verdict, opens + DAY if opens else None)


def added_by_law(way: Way) -> None:
    """Steps that a special law adds, such as an advance or a temporary placement."""
    on = authority.in_force_on(way.question)
    derived = _derived_days(way)
    procedures = {way.question.procedure, way.case.their_procedure or way.question.procedure}
    # The special law comes first in the list, so in reverse its own step replaces the general one.
    found = {
        rule.step: rule
        for procedure in sorted(procedures)
        for rule in reversed(list(rules.extra_steps(procedure, way.question.law, way.question.flags, on)))
    }
    for rule in found.values():
        _added(way, rule, derived)


def _derived_days(way: Way) -> dict[str, date]:
    found, derived = way.case.default, dict[str, date]()
    if way.case.due.day:
        derived["decision_due"] = way.case.due.day
    is_over = way.decided is not None or found.penalty_days == default.MOST_DAYS
    if found.first_penalty_day and found.penalty_days and is_over:
        derived["penalty_end"] = found.first_penalty_day + timedelta(days=found.penalty_days - 1)
    return derived


def _latest_round(way: Way, length: int, start: date) -> date:
    """Of a term that begins again each time it ends, the start of the round that runs now."""
    until = min(day for day in (way.seen, way.decided, date.max) if day is not None)
    rounds = max((until - start - DAY).days // length, 0) if until < date.max else 0
    return start + rounds * timedelta(days=length)


def _added(way: Way, rule: Rule, derived: Mapping[str, date]) -> None:
    who: Side = "me" if rule.side == "me" else "them"
    known = [way.dates.get(name) or derived.get(name) for name in rule.start]
    start = next((day for day in known if day is not None), None)
    if start is None or rule.length is None:
        return
    if rule.repeats:
        start = _latest_round(way, rule.length.about_days, start)
    last = terms.last_day(rule, start)
    is_back = rule.length.unit == "days_before"
    opens = (last if is_back else start + DAY) if last else None
    end = start if is_back else last
    verdict = way.timing(opens, end)
    if who == "them":
        code = THEIR_WORDS.get(verdict.code, verdict.code)
        verdict = verdict._replace(code=code, values=verdict.values[:1])
    way.add(rule.step, who, rule, verdict, opens, end)
