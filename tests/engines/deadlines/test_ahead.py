"""The way ahead: what is open, closed, still to come or unknown, for both sides."""

from typing import Any

import pytest

from bundel.engines.deadlines import path

Steps = dict[tuple[str, str], dict[str, Any]]


def ahead(procedure: str, law: str | None = None, today: str | None = None, **facts: Any) -> Steps:
    request = {"procedure": procedure, "law": law, "facts": facts, "today": today}
    return {(step["procedure"], step["who"]): dict(step) for step in path(request)}


def states(steps: Steps) -> dict[str, str]:
    return {f"{procedure} {who}": step["state"] for (procedure, who), step in steps.items()}


def test_fresh_decision_leaves_the_objection_open() -> None:
    steps = ahead("objection", made_known="2026-03-02", today="2026-03-10")
    assert states(steps) == {
        "objection me": "open",
        "interim_relief me": "not_yet",
        "objection them": "not_yet",
        "notice_of_default me": "not_yet",
        "penalty them": "not_yet",
        "no_timely_decision me": "not_yet",
        "appeal me": "not_yet",
        "higher_appeal me": "not_yet",
    }
    assert steps["objection", "me"]["last_day"] == "2026-04-13"
    assert steps["objection", "them"]["opens_on"] == "2026-04-14"
    assert steps["objection", "them"]["last_day"] == "2026-05-26"
    assert steps["notice_of_default", "me"]["opens_on"] == "2026-05-27"


def test_missed_objection_closes_all_that_follows() -> None:
    found = states(ahead("objection", made_known="2026-03-02", today="2026-05-01"))
    assert set(found.values()) == {"closed"}


def test_late_objection_is_closed_but_still_gets_a_decision() -> None:
    late = ahead("objection", made_known="2026-03-02", channel="fax", received="2026-04-20", today="2026-05-01")
    assert late["objection", "me"]["state"] == "closed"
    assert "kon je daar niets aan doen" in late["objection", "me"]["why"]["nl"]
    assert late["objection", "them"]["state"] == "open"
    assert late["appeal", "me"]["state"] == "not_yet"


def test_waiting_more_than_a_year_is_no_longer_simply_open() -> None:
    steps = ahead("application", received="2024-01-08", today="2026-03-01")
    assert steps["notice_of_default", "me"]["state"] == "unknown"
    noticed = ahead("application", received="2024-01-08", notice_received="2024-03-11", today="2026-03-01")
    assert noticed["no_timely_decision", "me"]["state"] == "unknown"
    care = ahead("care_complaint", received="2024-01-08", today="2026-03-01")
    assert care["dispute", "me"]["state"] == "unknown"


def test_remedy_without_a_length_in_the_act_is_unknown() -> None:
    steps = ahead("application", "asiel", received="2026-01-05", decision_sent="2026-03-02", today="2026-03-10")
    assert steps["objection", "me"]["state"] == "unknown"


def test_late_authority_opens_the_notice_of_default() -> None:
    facts = {"made_known": "2026-03-02", "channel": "portal", "received": "2026-03-20"}
    found = states(ahead("objection", today="2026-06-10", **facts))
    assert found["objection me"] == "closed"
    assert found["objection them"] == "closed"
    assert found["interim_relief me"] == "open"
    assert found["notice_of_default me"] == "open"
    assert found["no_timely_decision me"] == "not_yet"


def test_running_authority_is_open() -> None:
    found = states(ahead("objection", made_known="2026-03-02", received="2026-03-20", today="2026-05-01"))
    assert found["objection them"] == "open"
    assert found["notice_of_default me"] == "not_yet"


def test_notice_starts_the_penalty_and_then_the_court() -> None:
    facts = {"received": "2026-02-17", "notice_received": "2026-05-01"}
    before = ahead("application", today="2026-05-10", **facts)
    assert states(before)["penalty them"] == "not_yet"
    assert states(before)["no_timely_decision me"] == "not_yet"
    running = ahead("application", today="2026-05-20", **facts)
    assert states(running)["penalty them"] == "open"
    assert states(running)["no_timely_decision me"] == "open"
    assert running["no_timely_decision", "me"]["opens_on"] == "2026-05-16"
    assert running["no_timely_decision", "me"]["safe_day"] == "2026-05-19"
    over = ahead("application", today="2026-08-01", **facts)
    assert states(over)["penalty them"] == "closed"
    assert over["penalty_decision", "them"]["last_day"] == "2026-07-10"
    done = ahead("application", today="2026-08-01", appeal="2026-06-01", **facts)
    assert states(done)["no_timely_decision me"] == "closed"


def test_safe_day_to_court_waits_for_the_weekend() -> None:
    found = states(ahead("application", received="2026-02-17", notice_received="2026-05-01", today="2026-05-18"))
    assert found["no_timely_decision me"] == "not_yet"


def test_premature_notice_must_be_sent_again() -> None:
    steps = ahead("application", received="2026-02-17", notice_received="2026-03-01", today="2026-06-01")
    assert steps["notice_of_default", "me"]["state"] == "open"
    assert "nieuwe" in steps["notice_of_default", "me"]["why"]["nl"]
    assert steps["penalty", "them"]["state"] == "not_yet"


def test_decision_closes_the_waiting_and_opens_the_next_step() -> None:
    facts = {"received": "2026-02-17", "notice_received": "2026-05-01", "decision_sent": "2026-05-20"}
    steps = ahead("application", today="2026-06-01", **facts)
    found = states(steps)
    assert found["application them"] == found["notice_of_default me"] == found["no_timely_decision me"] == "closed"
    assert steps["penalty", "them"]["last_day"] == "2026-05-20"
    assert steps["objection", "me"]["state"] == "open"
    assert steps["objection", "me"]["last_day"] == "2026-07-01"
    soon = ahead("application", today="2026-06-01", **{**facts, "decision_sent": "2026-05-14"})
    assert soon["penalty", "them"]["state"] == "closed"


def test_decision_on_the_objection_opens_the_appeal_and_its_time_passes() -> None:
    facts = {"made_known": "2026-03-02", "received": "2026-03-20", "decision_sent": "2026-05-20"}
    steps = ahead("objection", today="2026-06-01", **facts)
    assert steps["appeal", "me"]["state"] == "open"
    assert steps["interim_relief", "me"]["state"] == "closed"
    assert ahead("objection", today="2026-08-01", **facts)["appeal", "me"]["state"] == "closed"


def test_objection_nobody_dated_is_done_when_a_notice_followed() -> None:
    steps = ahead("objection", made_known="2026-03-02", notice_received="2026-06-01", today="2026-06-10")
    assert steps["objection", "me"]["why"]["nl"] == "Dit is klaar."


def test_filed_without_receipt_is_done_but_unsure() -> None:
    steps = ahead("objection", made_known="2026-03-02", filed="2026-03-20", today="2026-04-01")
    assert steps["objection", "me"]["state"] == "closed"
    assert "nog niet" in steps["objection", "me"]["why"]["nl"]


def test_without_today_nothing_is_called_open() -> None:
    found = states(ahead("objection", made_known="2026-03-02", received="2026-03-20"))
    assert "open" not in found.values()
    assert states(ahead("objection", made_known="2026-03-02"))["objection me"] == "unknown"
    closed = ahead("application", received="2026-01-05", notice_received="2026-07-01", appeal="2026-10-01")
    assert states(closed)["penalty them"] == "closed"
    unknown = ahead("application", received="2026-01-05", notice_received="2026-07-01", appeal="2026-08-01")
    assert states(unknown)["penalty them"] == "unknown"


def test_unknown_start_is_unknown() -> None:
    found = states(ahead("objection", today="2026-03-02"))
    assert found["objection me"] == "unknown"
    assert found["objection them"] == "unknown"
    assert states(ahead("objection", dated="2026-03-02", today="2026-03-10"))["objection them"] == "unknown"


def test_term_known_only_from_the_letter_keeps_its_safe_day() -> None:
    step = ahead("objection", dated="2026-03-02", today="2026-03-10")["objection", "me"]
    assert (step["state"], step["last_day"], step["safe_day"]) == ("open", "2026-04-13", "2026-04-13")


def test_undecided_rule_waits_for_the_latest_day() -> None:
    steps = ahead("objection", "wia", made_known="2026-01-05", received="2026-01-20", today="2026-06-01")
    assert steps["objection", "them"]["last_day"] == "2026-07-13"
    assert steps["objection", "them"]["safe_day"] == "2026-07-13"
    assert steps["notice_of_default", "me"]["opens_on"] == "2026-07-14"


def test_notice_that_cannot_be_checked_is_unknown() -> None:
    facts = {"received": "2026-01-05", "suspended_from": "2026-01-12", "notice_received": "2026-06-01"}
    found = states(ahead("application", today="2026-06-10", **facts))
    assert found["notice_of_default me"] == "unknown"


def test_report_leads_to_an_application() -> None:
    steps = ahead("report", reported="2026-01-05", today="2026-01-08")
    assert steps["report", "me"]["state"] == "open"
    assert steps["report", "them"]["last_day"] == "2026-02-16"
    assert steps["application", "me"]["opens_on"] == "2026-02-17"
    assert steps["application", "me"]["state"] == "not_yet"
    after = ahead("report", reported="2026-01-05", received="2026-02-17", today="2026-03-05")
    assert after["application", "me"]["state"] == "closed"
    assert after["application", "them"]["last_day"] == "2026-03-03"
    assert after["notice_of_default", "me"]["state"] == "open"


def test_report_without_a_day_is_unknown() -> None:
    assert ahead("report", today="2026-01-08")["report", "them"]["state"] == "unknown"
    assert (
        ahead("report", "wgs", reported="2026-01-05", today="2026-01-08")["report", "them"]["last_day"] == "2026-02-02"
    )
    assert ("report", "them") not in ahead("report", "wgs", reported="2011-01-05", today="2011-01-08")


@pytest.mark.parametrize(
    ("law", "facts", "step", "last"),
    [
        ("participatiewet", {"received": "2026-02-17"}, ("advance", "them"), "2026-03-17"),
        ("school", {"received": "2026-02-17"}, ("temporary_placement", "them"), "2026-04-28"),
    ],
)
def test_special_law_adds_its_step(law: str, facts: dict[str, str], step: tuple[str, str], last: str) -> None:
    steps = ahead("application", law, today="2026-03-01", **facts)
    assert (steps[step]["state"], steps[step]["last_day"]) == ("open", last)
    assert ahead("application", law, today="2026-02-10", **facts)[step]["state"] == "not_yet"
    assert ahead("application", law, **facts)[step]["state"] == "unknown"
    decided = {**facts, "decision_sent": "2026-05-20"}
    assert ahead("application", law, today="2026-09-10", **decided)[step]["state"] == "closed"


def test_an_advance_comes_again_every_four_weeks() -> None:
    facts = {"received": "2026-02-17"}
    for today, last in (("2026-03-17", "2026-03-17"), ("2026-03-18", "2026-04-14"), ("2026-09-10", "2026-09-29")):
        step = ahead("application", "participatiewet", today=today, **facts)[("advance", "them")]
        assert (step["state"], step["last_day"]) == ("open", last)


def test_woo_request_has_no_penalty_but_a_court() -> None:
    steps = ahead("woo_request", received="2026-02-17", notice_received="2026-04-01", today="2026-05-08")
    assert ("penalty", "them") not in steps
    assert steps["no_timely_decision", "me"]["state"] == "open"


def test_complaint_opens_the_ombudsman_after_the_answer_or_its_time() -> None:
    assert ahead("complaint", received="2026-02-17", today="2026-03-01")["ombudsman", "me"]["state"] == "not_yet"
    late = ahead("complaint", received="2026-02-17", today="2026-05-08")["ombudsman", "me"]
    assert (late["state"], late["last_day"]) == ("open", "2027-03-31")
    answered = ahead("complaint", received="2026-02-17", decision_sent="2026-03-10", today="2026-05-08")
    assert answered["ombudsman", "me"]["last_day"] == "2027-03-10"


def test_care_complaint_opens_the_disputes_body() -> None:
    assert ahead("care_complaint", received="2026-02-17", today="2026-03-01")["dispute", "me"]["state"] == "not_yet"
    assert ahead("care_complaint", received="2026-02-17", today="2026-05-08")["dispute", "me"]["state"] == "open"
    assert ahead("care_complaint", today="2026-05-08")["dispute", "me"]["opens_on"] is None
    petition = ahead("care_complaint", "wvggz", received="2026-02-17", decision_known="2026-03-02", today="2026-03-10")
    assert petition["petition", "me"]["last_day"] == "2026-04-13"


def test_hearing_shows_the_file_and_the_papers() -> None:
    steps = ahead("hearing", hearing_on="2026-04-20", today="2026-04-01")
    assert steps["hearing", "me"]["state"] == "open"
    assert ahead("hearing", hearing_on="2026-04-20", today="2026-04-10")["hearing", "me"]["state"] == "closed"
    assert (steps["hearing", "me"]["opens_on"], steps["hearing", "me"]["last_day"]) == (None, "2026-04-09")
    assert steps["inspect_file", "them"]["opens_on"] == "2026-04-13"


def test_file_is_ready_two_days_before_when_it_is_about_being_ill() -> None:
    medical = ahead("hearing", "zw-medical", hearing_on="2026-04-20", today="2026-04-01")
    assert medical["inspect_file", "them"]["opens_on"] == "2026-04-18"
    other = ahead("hearing", "zw", hearing_on="2026-04-20", today="2026-04-01")
    assert other["inspect_file", "them"]["opens_on"] == "2026-04-13"


def test_interim_relief_follows_an_objection() -> None:
    assert ahead("interim_relief", today="2026-04-01")["interim_relief", "me"]["state"] == "not_yet"
    assert ahead("interim_relief", filed="2026-03-20", today="2026-04-01")["interim_relief", "me"]["state"] == "open"
    assert ahead("interim_relief", filed="2026-03-20")["interim_relief", "me"]["state"] == "unknown"


def test_appeal_waits_for_the_ruling() -> None:
    assert ahead("appeal", made_known="2026-02-17", today="2026-03-01")["higher_appeal", "me"]["state"] == "not_yet"
    ruled = ahead(
        "appeal", made_known="2026-02-17", received="2026-03-01", ruling_sent="2026-09-01", today="2026-09-10"
    )
    assert ruled["higher_appeal", "me"]["last_day"] == "2026-10-13"


def test_custom_term_that_may_move_keeps_the_early_day() -> None:
    step = ahead("custom", made_known="2026-03-01", term_weeks=2, today="2026-03-10")["custom", "me"]
    assert (step["last_day"], step["safe_day"], step["state"]) == ("2026-03-15", "2026-03-15", "open")
