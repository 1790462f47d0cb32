"""Where each step of a case stands: open, closed, not yet or unknown, with the reason."""

from datetime import date, timedelta
from typing import Literal, NamedTuple, TypedDict

from bundel.engines.deadlines import authority, clock, reading
from bundel.engines.deadlines.clock import Reckoning
from bundel.engines.deadlines.days import Words
from bundel.engines.deadlines.rules import Rule
from bundel.engines.deadlines.trail import RULES, Value, fill, sentence

State = Literal["open", "closed", "not_yet", "unknown"]
Side = Literal["me", "them"]


class PathStep(TypedDict):
    """One step of the way; `why` holds the reason in Dutch and English, a day is written YYYY-MM-DD.

    `safe_day` is the day a careful person keeps to where a rule or a fact is not certain: for what must be
    done by a day the earliest reading, for what may only be done after a day the latest.
    """

    procedure: str
    who: Side
    opens_on: str | None
    last_day: str | None
    state: State
    why: dict[str, str]
    article: str
    safe_day: str | None


class Verdict(NamedTuple):
    """Where a step stands, and the sentence that says why."""

    state: State
    code: str
    values: tuple[Value, ...] = ()


# The step that a decision or answer opens.
REMEDY = {
    "application": "objection",
    "woo_request": "objection",
    "gdpr_request": "objection",
    "no_timely_decision": "objection",
    "objection": "appeal",
    "administrative_appeal": "appeal",
    "appeal": "higher_appeal",
    "complaint": "ombudsman",
}
DECIDED = frozenset(
    {"application", "woo_request", "gdpr_request", "no_timely_decision", "objection", "administrative_appeal"}
)
CHALLENGES = frozenset({"objection", "administrative_appeal", "appeal", "higher_appeal"})
# The same verdict in words for a step of the authority.
THEIR_WORDS = {
    "path_passed": "path_them_passed",
    "path_opens": "path_them_opens",
    "path_open_until": "path_them_running",
    "path_unknown_today": "path_them_running",
}
A_YEAR = timedelta(days=366)
NO_EXCUSE = Words("", "")
EXCUSE = Words(f" {RULES['awb-6:11'].nl}", f" {RULES['awb-6:11'].en}")


class Way:
    """Builds the steps of one case in order, each from what was reckoned and the day it is today."""

    def __init__(self, reckoning: Reckoning) -> None:
        self.case = reckoning
        self.question = reckoning.question
        self.dates = reckoning.question.dates
        self.today = reckoning.question.today
        past = [day for name, day in self.dates.items() if name not in reading.MAY_LIE_AHEAD]
        self.seen = max(past, default=None) if self.today is None else self.today
        self.decided = authority.decision_day(reckoning.question)
        self.steps: list[PathStep] = []

    def add(
        self,
        procedure: str,
        who: Side,
        rule: Rule,
        verdict: Verdict,
        opens: date | None = None,
        last: date | None = None,
        *,
        safe: date | None = None,
    ) -> None:
        nl, en = fill(sentence(verdict.code, rule.code), verdict.values)
        self.steps.append(
            {
                "procedure": procedure,
                "who": who,
                "opens_on": opens.isoformat() if opens else None,
                "last_day": last.isoformat() if last else None,
                "state": verdict.state,
                "why": {"nl": nl, "en": en},
                "article": rule.article,
                "safe_day": safe.isoformat() if safe else None,
            }
        )

    def timing(self, opens: date | None, last: date | None, excuse: Words = NO_EXCUSE) -> Verdict:
        """Where a step of mine stands that nobody has taken yet; its time past, it is never offered."""
        if last is not None and self.seen is not None and self.seen > last:
            return Verdict("closed", "path_passed", (last, excuse))
        if opens is None:
            return Verdict("not_yet", "path_later")
        if self.today is None:
            return Verdict("unknown", "path_unknown_today", (last,)) if last else Verdict("unknown", "path_unknown")
        if self.today < opens:
            return Verdict("not_yet", "path_opens", (opens,))
        return Verdict("open", "path_open_until", (last,)) if last else Verdict("open", "path_open")

    def their_timing(self, opens: date | None, last: date | None) -> Verdict:
        """Where a term of the authority stands."""
        if self.decided is not None:
            return Verdict("closed", "path_decided", (self.decided,))
        if last is None or self.seen is None:
            return Verdict("unknown", "path_unknown")
        if self.seen > last:
            return Verdict("closed", "path_them_late", (last,))
        if opens is not None and self.seen < opens:
            return Verdict("not_yet", "path_them_opens", (opens,))
        return Verdict("open" if self.today else "unknown", "path_them_running", (last,))

    def has_filed(self) -> bool:
        return bool(self.dates.keys() & clock.FILED)

    def is_shut_out(self) -> bool:
        """Whether my own step was never taken in its time, so that what follows falls away.

        A letter that came too late still gets a decision, and against that decision one can appeal.
        """
        term = self.case.term
        if self.question.procedure not in CHALLENGES or term is None or term.latest is None:
            return False
        if self.has_filed() or self.took_next_step():
            return False
        return self.seen is not None and self.seen > term.latest

    def waited_a_year(self) -> bool:
        """Whether so long has passed since the authority's last day that waiting may be held against me."""
        latest = self.case.due.latest
        return latest is not None and self.seen is not None and self.seen > latest + A_YEAR

    def took_next_step(self) -> bool:
        """A notice of default or a decision on the objection tells that the objection was made."""
        return bool(self.dates.keys() & {"notice_of_default", "notice_received", "decision_sent", "decision_known"})
