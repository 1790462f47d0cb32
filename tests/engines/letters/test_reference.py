"""The reference page says what the rules say."""

from pathlib import Path

from bundel.engines.letters import reference
from bundel.engines.letters.letter import Kind
from bundel.engines.letters.rules import rules

PAGE = Path(__file__).parents[3] / "docs/reference/letters.md"


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == reference.render(), (
        "write it again: python -m bundel.engines.letters.reference > docs/reference/letters.md"
    )


def test_page_holds_every_rule_of_every_kind() -> None:
    page = reference.render()
    for kind in set(Kind) - {Kind.UNKNOWN}:
        for rule in rules(kind.value):
            assert f"| `{rule.id}`" in page
