"""After the term: the notice of default, the penalty day by day, and the way to the court (Awb 4:17, 6:12)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from bundel.engines.deadlines import days, rules
from bundel.engines.deadlines.authority import Due
from bundel.engines.deadlines.days import DAY
from bundel.engines.deadlines.facts import Question
from bundel.engines.deadlines.trail import Trail

TWO_WEEKS = timedelta(days=14)
MOST_DAYS = 42
A_YEAR = timedelta(days=366)
COMPLAINTS = frozenset({"complaint", "care_complaint", "ombudsman"})
REGIMES = tuple(rules.laws()["awb"].amounts)
REGIME_STARTS = [regime["valid_from"] for regime in REGIMES]
SUMS: tuple[tuple[int, ...], ...] = tuple(
    tuple(accumulate((regime["amounts"][day // 14] for day in range(MOST_DAYS)), initial=0)) for regime in REGIMES
)


@dataclass(slots=True)
class Default:
    """What follows from a notice of default; None for what the facts do not settle."""

    received: date | None = None
    premature: bool | None = None
    first_penalty_day: date | None = None
    penalty_days: int | None = None
    penalty_eur: int | None = None
    appeal_premature: bool | None = None

    @property
    def court_from(self) -> date | None:
        """The first day on which an appeal against no timely decision is not too early."""
        return self.received + TWO_WEEKS + DAY if self.received and not self.premature else None


def work_out(question: Question, trail: Trail, procedure: str, due: Due) -> Default:
    """The notice, the penalty and the appeal, in that order."""
    result = Default(received=_notice_day(question, trail))
    if result.received is None:
        _appeal_without_notice(question, trail, due, result)
        return result
    result.premature = _is_premature(question, trail, due, result.received)
    _two_weeks(question, trail, procedure, result, result.received)
    _appeal(question, trail, result)
    return result


def _notice_day(question: Question, trail: Trail) -> date | None:
    received, dated = question.dates.get("notice_received"), question.dates.get("notice_of_default")
    if received is None and dated is not None:
        trail.step("notice_date_used", "awb-4:17-3", dated, dated, dated)
        trail.need("notice_received")
    return received or dated


def _is_premature(question: Question, trail: Trail, due: Due, day: date) -> bool | None:
    application = question.dates.get("received") if question.procedure in {"application", "report"} else None
    if (question.procedure == "report" and application is None) or (application and day < application):
        trail.step("notice_before_application", "awb-4:17-3-notice", day, application, day)
        return True
    if due.earliest is not None and day <= due.earliest:
        trail.step("notice_premature", "awb-4:17-3-notice", day, due.earliest, day, due.earliest)
        return True
    if due.latest is not None and day > due.latest:
        trail.step("notice_valid", "awb-4:17-3-notice", due.latest, day, day, due.latest)
        if day > due.latest + A_YEAR:
            trail.step("notice_very_late", "awb-4:17-late", due.latest, day, due.latest)
        return False
    trail.step("notice_unchecked", "awb-4:17-3-notice", day, None)
    if due.earliest is None and not trail.missing.keys() - {"notice_received"}:
        trail.need("decision_due")
    return None


def _two_weeks(question: Question, trail: Trail, procedure: str, result: Default, received: date) -> None:
    """The two weeks after the notice, and the penalty where the law gives one."""
    if result.premature:
        trail.step("no_penalty_premature", "awb-4:17-3-notice", received, None)
        result.penalty_days = result.penalty_eur = 0
        return
    end, first = received + TWO_WEEKS, received + TWO_WEEKS + DAY
    if days.is_free(end):
        trail.doubt("awb-4:17-3-roll", safe_day=days.next_working_day(end) + DAY)
    exception = rules.choose(procedure, "penalty", question.law, question.flags, received).rule
    if exception is not None and exception.penalty == "public_bodies":
        trail.doubt(exception)
    elif exception is not None and exception.penalty == "weekly":
        _weekly(question, trail, exception, result, received)
        return
    elif exception is not None:
        _only_to_court(trail, exception, result, received)
        return
    if first < REGIMES[0]["valid_from"]:
        trail.step("no_penalty_yet_in_law", "awb-4:17-1", first, None, REGIMES[0]["valid_from"])
        return
    trail.step("first_penalty_day", "awb-4:17-3", received + DAY, end, received + DAY, end, first)
    result.first_penalty_day = first
    _penalty(question, trail, result, first)


def _weekly(question: Question, trail: Trail, rule: rules.Rule, result: Default, received: date) -> None:
    """A penalty by the week; a week counts when it is over."""
    end, first = received + TWO_WEEKS, received + TWO_WEEKS + DAY
    trail.step("first_penalty_day", rule, received + DAY, end, received + DAY, end, first)
    result.first_penalty_day = first
    last, _ = _last_day(question, trail, first)
    if last is None:
        trail.need("still_undecided_on")
        return
    most = 7 * (rule.most_euros // rule.euros_per_week)
    number = result.penalty_days = min(max((last - first).days + 1, 0), most)
    euros = result.penalty_eur = number // 7 * rule.euros_per_week
    trail.step("penalty_weekly", rule, first, last, first, last, number // 7, euros)


def _only_to_court(trail: Trail, exception: rules.Rule, result: Default, received: date) -> None:
    """Where the law gives no penalty, or other amounts, the two weeks still open the way to the court."""
    begin, end = received + DAY, received + TWO_WEEKS
    trail.step("no_penalty_here", exception)
    trail.step("two_weeks_to_court", "awb-6:12-2", begin, end, begin, end, end + DAY)
    if exception.penalty == "none":
        result.penalty_days = result.penalty_eur = 0


def _penalty(question: Question, trail: Trail, result: Default, first: date) -> None:
    last, is_over = _last_day(question, trail, first)
    if last is None:
        trail.need("still_undecided_on")
        return
    if last < first and is_over:
        trail.step("no_penalty_in_time", "awb-4:17-3", last, first, last)
    number = min(max((last - first).days + 1, 0), MOST_DAYS)
    result.penalty_days, result.penalty_eur = number, _euros(trail, first, number)
    if number:
        last = first + timedelta(days=number - 1)
        code = "penalty" if is_over or number == MOST_DAYS else "penalty_running"
        trail.step(code, "awb-4:17-1", first, last, first, last, number, result.penalty_eur)


def _last_day(question: Question, trail: Trail, first: date) -> tuple[date | None, bool]:
    """The last day the penalty can run on, and whether it has stopped there.

    Who went to court because no decision came had none by then: that settles a penalty that ran its full course.
    """
    dates = question.dates
    for name in ("penalty_last_day", "decision_sent"):
        if name in dates:
            return dates[name], True
    if "decision_known" in dates:
        day = dates["decision_known"]
        trail.step("decision_known_used", "awb-4:17-1", day, day, day)
        trail.need("decision_sent")
        return day, True
    if "still_undecided_on" in dates:
        return dates["still_undecided_on"], False
    if "appeal" in dates and dates["appeal"] >= first + timedelta(days=MOST_DAYS - 1):
        return dates["appeal"], False
    if question.today is not None:
        trail.step("today_used", "awb-4:17-1", question.today, None, question.today)
    return question.today, False


def _regime(day: date) -> int:
    return bisect_right(REGIME_STARTS, day) - 1


def _euros(trail: Trail, first: date, number: int) -> int:
    """The sum over `number` days from `first`; each day counts at the amount in force on it."""
    begin, end = _regime(first), _regime(first + timedelta(days=max(number - 1, 0)))
    if number and (begin != end or REGIMES[end]["status"] != "certain"):
        trail.doubt("awb-4:17-2-change")
    if begin == end:
        return SUMS[begin][number]
    return sum(int(REGIMES[_regime(first + timedelta(days=day))]["amounts"][day // 14]) for day in range(number))


def _appeal(question: Question, trail: Trail, result: Default) -> None:
    day, first = question.dates.get("appeal"), result.court_from
    if day is None:
        return
    if first is None:
        trail.step("appeal_premature_notice", "awb-6:12-2", day, None, day)
        result.appeal_premature = True
    elif day < first:
        trail.step("appeal_premature", "awb-6:12-2", day, first, day, first)
        result.appeal_premature = True
    else:
        trail.step("appeal_allowed", "awb-6:12-2", first, day, day, first)
        result.appeal_premature = False


def _appeal_without_notice(question: Question, trail: Trail, due: Due, result: Default) -> None:
    day = question.dates.get("appeal")
    if day is None or question.procedure in COMPLAINTS:
        return
    if due.earliest is not None and day <= due.earliest:
        trail.step("appeal_premature_due", "awb-6:12-2", day, due.earliest, day)
        result.appeal_premature = True
    else:
        trail.need("notice_received")
