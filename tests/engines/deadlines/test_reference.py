"""The reference page says what the rules say."""

from pathlib import Path

from bundel.engines.deadlines import reference, rules

PAGE = Path(__file__).parents[3] / "docs/reference/legal-terms.md"


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == reference.render(), "write the page again: see docs/how-to/add-a-legal-term.md"


def test_page_holds_every_rule_and_names_what_is_to_be_confirmed() -> None:
    page = reference.render()
    for rule in rules.rules_by_code().values():
        assert f'id="{rule.code}"' in page
        assert rule.is_certain or f"](#{rule.code})" in page


def test_example_is_counted_by_the_clock() -> None:
    assert reference.example(rules.rules_by_code()["awb-6:7"]) == "2026-04-13"
    assert reference.example(rules.rules_by_code()["awb-6:11"]) == ""
