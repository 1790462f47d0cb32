"""Whether a letter is in time: received by the last day, or posted by then and received within a week (Awb 6:9)."""

from datetime import date, timedelta

from bundel.engines.deadlines import days, digital
from bundel.engines.deadlines.facts import Question
from bundel.engines.deadlines.rules import Rule
from bundel.engines.deadlines.terms import Term
from bundel.engines.deadlines.trail import Trail

WEEK = timedelta(days=7)
TWO_WEEKS = timedelta(days=14)
POST_RULES = frozenset({"post", "post_by_analogy"})


def post_limit(question: Question, trail: Trail, rule: Rule, term: Term) -> date | None:
    """The last day on which a letter that was posted in time may arrive; None where the post rule is not."""
    if rule.filing != "post" or term.last is None:
        return None
    if question.words.get("channel", "post") != "post":
        trail.step("no_week_for_post", "awb-6:9-1", term.last, term.last, term.last)
        return None
    limit = term.last + WEEK
    trail.step("post_limit", "awb-6:9-2", term.last, limit, limit)
    if days.is_free(limit):
        trail.doubt("awb-6:9-2-week", safe_day=limit)
    return limit


def timely(question: Question, trail: Trail, rule: Rule, term: Term) -> bool | None:
    """True or False when the facts settle it, otherwise None with what is missing."""
    outcome = _by_dates(question, trail, rule, term)
    if outcome is not False:
        return outcome
    if term.latest is None:
        trail.step("late_if_sent_then", "awb-3:41", term.earliest, None)
        if "made_known" not in question.dates:
            trail.need("made_known")
        return None
    if _was_not_notified(question, trail):
        return None
    if rule.filing in POST_RULES:
        trail.step("maybe_excused", "awb-6:11", term.latest, None)
        learned = question.dates.get("learned_on")
        if learned is not None:
            trail.step("excuse_by", "awb-6:11", learned, learned + TWO_WEEKS, learned, learned + TWO_WEEKS)
    if question.words.get("channel") == "portal":
        trail.step("portal_proof", "awb-2:25", term.latest, None)
    return False


def _was_not_notified(question: Question, trail: Trail) -> bool:
    if question.words.get("made_known_by") != "portal" or question.flags.get("notifications_declined"):
        return False
    made_known, notified = question.dates.get("made_known"), question.dates.get("notified")
    if made_known and notified and notified <= made_known + timedelta(days=2):
        return False
    if question.flags.get("was_notified") and notified is None:
        return False
    trail.step("no_notification", "awb-2:22", made_known, notified)
    if notified is None and "was_notified" not in question.flags:
        trail.need("notified")
    return True


def _by_dates(question: Question, trail: Trail, rule: Rule, term: Term) -> bool | None:
    received = question.dates.get("received")
    if received is not None and received <= term.earliest:
        return _in_time(question, trail, received)
    if digital.counts_as_filed(question, trail, term):
        return True
    if _sent_too_late(question, trail, rule, term):
        return False
    if received is None:
        trail.need("received")
        return None
    return _after_last_day(question, trail, rule, term, received)


def _in_time(question: Question, trail: Trail, received: date) -> bool:
    made_known = question.dates.get("made_known")
    if made_known is not None and received < made_known and question.procedure not in {"repair", "custom"}:
        trail.step("too_early_but_counts", "awb-6:10", received, made_known, made_known)
    else:
        trail.step("received_in_time", "awb-6:9-1", received, received, received)
        digital.tell_arrival(question, trail, received)
    return True


def _sent_too_late(question: Question, trail: Trail, rule: Rule, term: Term) -> bool:
    last = term.latest or term.earliest
    for name in ("posted", "filed"):
        day = question.dates.get(name)
        if day is not None and day > last:
            trail.step(f"{name}_late", "awb-6:9-1", last, day, day)
            return True
    return False


def _after_last_day(question: Question, trail: Trail, rule: Rule, term: Term, received: date) -> bool | None:
    last, channel = term.latest or term.earliest, question.words.get("channel")
    if received <= last:
        return None
    if received > last + WEEK and rule.filing != "received":
        beyond = days.next_working_day(last + WEEK)
        if rule.filing in POST_RULES and received <= beyond:
            trail.doubt("awb-6:9-2-week", safe_day=last + WEEK)
            return None
        trail.step("received_after_week", "awb-6:9-2", last, received, received)
        return False
    if rule.filing in {"received", "credited"} or (channel is not None and channel != "post"):
        trail.step("received_late", "awb-6:9-1", last, received, received)
        return False
    if rule.filing == "custom":
        trail.need("clause")
        return None
    return _within_the_week(question, trail, rule, last, received)


def _within_the_week(question: Question, trail: Trail, rule: Rule, last: date, received: date) -> bool | None:
    posted = question.dates.get("posted")
    if posted is None and "channel" not in question.words:
        trail.need("channel")
        return None
    if posted is not None:
        trail.step("posted_in_time", "awb-6:9-2", posted, received, posted, received)
    elif received <= days.after_working_days(last, 2):
        trail.step("postmark_presumed", "awb-6:9-postmark", last, received, received)
    else:
        trail.need("posted")
        return None
    if rule.filing == "post_by_analogy":
        trail.doubt("awb-6:9-2-repair", safe_day=last)
    return True
