"""What an answer says where the facts do not settle it: null, what is missing, the safe day."""

from typing import Any

import pytest

from bundel.engines.deadlines import compute
from bundel.engines.deadlines.facts import PROCEDURES


def ask(procedure: str, law: str | None = None, today: str | None = None, **facts: Any) -> dict[str, Any]:
    return dict(compute({"procedure": procedure, "law": law, "facts": facts, "today": today}))


def codes(answer: dict[str, Any], part: str = "explanation") -> list[str]:
    return [entry["fact" if part == "missing" else "code"] for entry in answer[part]]


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_no_facts_give_no_dates(procedure: str) -> None:
    answer = ask(procedure)
    assert answer["last_day"] is None
    assert answer["decision_due"] is None
    assert answer["timely"] is None
    assert answer["missing"] or procedure == "interim_relief"


def test_only_the_date_on_the_letter_gives_a_safe_day_that_may_be_later() -> None:
    answer = ask("objection", dated="2024-01-02", channel="portal", received="2024-02-20")
    assert answer["last_day"] == "2024-02-13"
    assert answer["timely"] is None
    assert answer["decision_due"] is None
    assert codes(answer, "missing") == ["made_known"]
    assert ask("objection", dated="2024-01-02", received="2024-02-13")["timely"] is True


def test_letter_in_the_week_after_without_channel_asks_for_it() -> None:
    answer = ask("objection", made_known="2024-01-02", received="2024-02-15")
    assert answer["timely"] is None
    assert codes(answer, "missing") == ["channel"]


def test_date_on_the_letter_alone_does_not_prove_it_was_in_time() -> None:
    answer = ask("objection", made_known="2024-01-02", filed="2024-02-01", channel="post")
    assert answer["timely"] is None
    assert codes(answer, "missing") == ["received"]


def test_handed_in_after_the_last_day_is_late_and_may_be_excused() -> None:
    answer = ask("objection", made_known="2024-01-02", received="2024-02-14", channel="handed")
    assert answer["timely"] is False
    assert answer["post_receipt_limit"] is None
    assert "maybe_excused" in codes(answer)


def test_filed_before_the_decision_still_counts() -> None:
    answer = ask("objection", made_known="2024-01-02", received="2023-12-20")
    assert answer["timely"] is True
    assert "too_early_but_counts" in codes(answer)


@pytest.mark.parametrize("notified", [None, "2026-01-09"])
def test_portal_without_timely_notification_is_not_held_against_the_person(notified: str | None) -> None:
    facts: dict[str, Any] = {
        "made_known": "2026-01-05",
        "made_known_by": "portal",
        "channel": "portal",
        "received": "2026-03-01",
    }
    answer = ask("objection", **facts, notified=notified)
    assert answer["last_day"] == "2026-02-16"
    assert answer["timely"] is None
    assert "no_notification" in codes(answer)


def test_portal_with_notification_or_declined_is_late() -> None:
    facts: dict[str, Any] = {
        "made_known": "2026-01-05",
        "made_known_by": "portal",
        "channel": "portal",
        "received": "2026-03-01",
    }
    assert ask("objection", **facts, notified="2026-01-06")["timely"] is False
    assert ask("objection", **facts, notifications_declined=True)["timely"] is False


@pytest.mark.parametrize(
    ("how", "code"), [("handed", "start_handed"), ("portal", "start_portal"), ("post", "start_sent")]
)
def test_way_of_making_known_is_told(how: str, code: str) -> None:
    assert codes(ask("objection", made_known="2026-01-05", made_known_by=how))[0] == code


def test_second_sending_counts() -> None:
    answer = ask("objection", made_known="2026-01-05", sent_again="2026-01-12")
    assert answer["first_day"] == "2026-01-13"
    assert codes(answer)[0] == "start_sent_again"


def test_week_for_the_post_that_ends_on_a_holiday_is_not_certain() -> None:
    facts: dict[str, Any] = {"made_known": "2024-02-12", "channel": "post", "posted": "2024-03-25"}
    answer = ask("objection", **facts, received="2024-04-02")
    assert answer["last_day"] == "2024-03-25"
    assert answer["post_receipt_limit"] == "2024-04-01"
    assert answer["timely"] is None
    assert answer["confirm"][0] == {**answer["confirm"][0], "code": "awb-6:9-2-week", "safe_day": "2024-04-01"}


def test_repair_by_post_within_the_week_is_by_analogy() -> None:
    facts: dict[str, Any] = {"asked_on": "2024-01-02", "term_weeks": 2, "channel": "post"}
    answer = ask("repair", **facts, posted="2024-01-16", received="2024-01-18")
    assert answer["timely"] is True
    assert codes(answer, "confirm") == ["awb-6:9-2-repair"]


def test_repair_without_a_term_asks_for_it() -> None:
    assert codes(ask("repair", asked_on="2024-01-02"), "missing") == ["term_weeks"]


def test_custom_term_by_post_asks_where_it_stands() -> None:
    facts: dict[str, Any] = {"made_known": "2024-01-02", "term_weeks": 2, "channel": "post"}
    answer = ask("custom", **facts, posted="2024-01-16", received="2024-01-18")
    assert answer["timely"] is None
    assert codes(answer, "missing") == ["clause"]


def test_custom_term_that_may_move_is_in_time_on_the_early_day_only() -> None:
    facts: dict[str, Any] = {"made_known": "2026-03-01", "term_weeks": 2, "channel": "handed"}
    assert ask("custom", **facts, received="2026-03-14")["timely"] is True
    assert ask("custom", **facts, received="2026-03-16")["timely"] is None
    assert ask("custom", **facts, received="2026-03-17")["timely"] is False


def test_decision_made_known_before_the_act_has_no_rule() -> None:
    answer = ask("objection", made_known="1985-01-02")
    assert answer["last_day"] is None
    assert codes(answer, "missing") == ["term_weeks"]


def test_first_year_assessment_is_named_as_the_other_rule() -> None:
    answer = ask("objection", "zw", made_known="2026-01-05")
    assert answer["last_day"] == "2026-02-16"
    assert any("19 januari 2026" in note["nl"] for note in answer["notes"])


def test_unknown_medical_question_gives_bounds_and_no_date() -> None:
    answer = ask("objection", "wia", made_known="2026-01-05")
    assert answer["decision_due"] is None
    assert set(codes(answer, "missing")) == {"medical", "external_expert"}
    late = ask("objection", "wia", made_known="2026-01-05", notice_received="2026-10-01")
    assert (late["authority_late"], late["notice_premature"]) == (True, False)
    early = ask("objection", "wia", made_known="2026-01-05", notice_received="2026-05-18")
    assert (early["authority_late"], early["notice_premature"]) == (False, True)
    between = ask("objection", "wia", made_known="2026-01-05", notice_received="2026-06-01")
    assert (between["authority_late"], between["notice_premature"]) == (None, None)
    assert ask("objection", "wia", dated="2026-01-05")["decision_due"] is None


def test_unknown_medical_question_with_a_suspension_moves_the_bounds() -> None:
    facts: dict[str, Any] = {"suspended_from": "2026-03-02", "suspended_until": "2026-03-09"}
    answer = ask("objection", "wia", made_known="2026-01-05", notice_received="2026-05-21", **facts)
    assert answer["notice_premature"] is True


def test_unknown_medical_question_with_an_open_suspension_has_no_latest_day() -> None:
    answer = ask("objection", "wia", made_known="2026-01-05", suspended_from="2026-03-02", today="2027-01-05")
    assert (answer["decision_due"], answer["authority_late"]) == (None, None)


def test_open_suspension_gives_no_date() -> None:
    answer = ask("application", received="2026-01-05", suspended_from="2026-01-12", notice_received="2026-02-02")
    assert answer["decision_due"] is None
    assert answer["notice_premature"] is True
    assert "suspended_until" in codes(answer, "missing")
    later = ask("application", received="2026-01-05", suspended_from="2026-01-12", today="2026-06-01")
    assert later["authority_late"] is None


def test_suspension_without_its_first_day_asks_for_it() -> None:
    assert codes(ask("application", received="2026-01-05", suspended_until="2026-01-12"), "missing") == [
        "suspended_from"
    ]


def test_suspension_and_adjournment_after_the_term_change_nothing() -> None:
    facts: dict[str, Any] = {"received": "2026-01-05", "suspended_from": "2026-03-09", "suspended_until": "2026-03-20"}
    answer = ask("application", **facts, adjourned_on="2026-04-01", adjourn_weeks=4)
    assert answer["decision_due"] == "2026-03-02"
    assert {"suspended_too_late", "adjourned_too_late"} <= set(codes(answer))


def test_adjournment_of_unknown_length_gives_no_date() -> None:
    answer = ask("objection", made_known="2026-01-05", adjourned_on="2026-03-01", notice_received="2026-04-01")
    assert answer["decision_due"] is None
    assert answer["notice_premature"] is None
    assert "adjourn_weeks" in codes(answer, "missing")
    assert ask("application", received="2026-01-05", adjourned_on="2026-02-01")["decision_due"] is None


def test_agreed_day_counts_only_when_it_is_later() -> None:
    assert ask("application", received="2026-01-05", agreed_until="2026-05-09")["decision_due"] == "2026-05-09"
    answer = ask("application", received="2026-01-05", agreed_until="2026-02-09")
    assert answer["decision_due"] == "2026-03-02"
    assert "agreed_no_effect" in codes(answer)


def test_original_day_can_be_suspended_and_extended() -> None:
    facts: dict[str, Any] = {
        "original_due": "2026-03-02",
        "suspended_from": "2026-02-02",
        "suspended_until": "2026-02-07",
    }
    assert ask("application", **facts)["decision_due"] == "2026-03-09"
    assert ask("application", original_due="2026-03-02", extended_months=2)["decision_due"] == "2026-05-04"
    assert ask("appeal", original_due="2026-03-02", today="2026-03-03")["authority_late"] is True


def test_official_count_of_the_suspension_is_named_as_uncertain() -> None:
    answer = ask("application", received="2026-01-05", suspended_from="2026-01-12", suspended_until="2026-01-19")
    assert answer["decision_due"] == "2026-03-09"
    assert codes(answer, "confirm") == ["awb-4:15-count"]


def test_decision_in_time_is_told() -> None:
    answer = ask("application", received="2026-01-05", decision_sent="2026-03-02")
    assert answer["authority_late"] is False
    assert "in_time_sent" in codes(answer)
    assert ask("application", received="2026-01-05", decision_known="2026-03-03")["authority_late"] is True


def test_late_objection_under_a_law_without_length_has_no_day() -> None:
    answer = ask("no_timely_decision", "asiel", made_known="2026-01-05", filed="2026-01-20")
    assert answer["decision_due"] is None


def test_two_weeks_that_end_in_a_weekend_name_the_safe_day() -> None:
    answer = ask("application", notice_received="2026-03-07")
    assert answer["first_penalty_day"] == "2026-03-22"
    doubt = next(entry for entry in answer["confirm"] if entry["code"] == "awb-4:17-3-roll")
    assert doubt["safe_day"] == "2026-03-24"


def test_notice_date_stands_in_for_its_receipt_and_asks_for_it() -> None:
    answer = ask("application", received="2025-01-06", notice_of_default="2026-05-05", today="2026-06-01")
    assert answer["first_penalty_day"] == "2026-05-20"
    assert "notice_received" in codes(answer, "missing")
    assert "notice_very_late" in codes(answer)
    assert "today_used" in codes(answer)


def test_notice_with_nothing_to_check_it_against_says_so() -> None:
    answer = ask("objection", notice_received="2026-03-03", penalty_last_day="2026-03-20")
    assert answer["notice_premature"] is None
    assert answer["penalty_eur"] == 69
    assert "notice_unchecked" in codes(answer)
    assert "decision_due" in codes(ask("appeal", notice_received="2026-03-03", made_known="2026-01-05"), "missing")


def test_amounts_after_2026_are_to_be_confirmed() -> None:
    answer = ask("application", notice_received="2026-12-01", still_undecided_on="2027-03-01")
    assert answer["penalty_eur"] == 1442
    assert "awb-4:17-2-change" in codes(answer, "confirm")


def test_bridge_day_no_decree_is_known_for_is_named() -> None:
    answer = ask("appeal", made_known="2029-03-30")
    assert answer["last_day"] == "2029-05-11"
    assert answer["confirm"][0]["safe_day"] == "2029-05-11"


def test_complaint_has_no_penalty_and_no_appeal() -> None:
    answer = ask("complaint", received="2026-01-05", notice_received="2026-05-01", appeal="2026-06-01")
    assert answer["penalty_eur"] == 0
    assert ask("care_complaint", received="2026-01-05", appeal="2026-06-01")["appeal_premature"] is None


def test_report_makes_the_application_a_wmo_application() -> None:
    answer = ask("application", reported="2026-01-05", received="2026-02-16")
    assert answer["law"] == "wmo"
    assert "law_of_report" in codes(answer, "notes")


def test_date_after_the_sending_is_named_outside_tax_law() -> None:
    answer = ask("objection", made_known="2026-01-05", dated="2026-01-08")
    assert answer["first_day"] == "2026-01-06"
    assert "dated_after_sending" in codes(answer, "notes")


def test_tax_decision_asks_for_the_date_on_it() -> None:
    assert "dated" in codes(ask("objection", "awr", made_known="2026-01-05"), "missing")


def test_term_stated_on_an_objection_tells_how_it_was_read() -> None:
    mine = ask("objection", made_known="2026-01-05", term_weeks=4)
    assert "given_reading_mine" in codes(mine)
    by_article = ask("objection", made_known="2026-01-05", term_weeks=4, clause="Awb 6:7")
    assert "given_reading_mine" not in codes(by_article)


def test_answer_names_the_day_the_rules_were_checked() -> None:
    assert ask("objection")["rules_checked_on"] == "2026-11-21"


def test_changing_an_answer_does_not_change_the_next() -> None:
    first = ask("appeal", made_known="2026-01-05")
    first["explanation"][0]["nl"] = "changed"
    assert ask("appeal", made_known="2026-01-05")["explanation"][0]["nl"] != "changed"


@pytest.mark.parametrize("moved_to", [{"agreed_until": "2026-12-01"}, {"original_due": "2026-12-01"}])
def test_another_rule_that_comes_out_the_same_is_not_mentioned(moved_to: dict[str, str]) -> None:
    answer = ask("objection", made_known="2026-01-05", **moved_to)
    assert answer["decision_due"] == "2026-12-01"
    assert codes(answer, "notes") == []
