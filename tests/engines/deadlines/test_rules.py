"""The rules as data: whole, in two languages, and each with the day that comes out of it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bundel.engines.deadlines import compute, rules
from bundel.engines.deadlines.facts import FACTS, PROCEDURES
from bundel.engines.deadlines.rules import Rule
from bundel.engines.deadlines.trail import EXPLANATIONS

ALL_RULES = list(rules.rules_by_code().values())
DERIVED_STARTS = {"end_of_my_term", "penalty_end"}
# One line per rule with a term of its own: the request, and the day that must come out.
LINES = (Path(__file__).parent / "rule_examples.jsonl").read_text("utf-8").splitlines()
EXAMPLES = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["rule"]))
def test_rule_gives_its_day(example: dict[str, Any]) -> None:
    answer: dict[str, Any] = dict(compute(example))
    assert {name: answer[name] for name in example["expected"]} == example["expected"]
    assert rules.rules_by_code()[example["rule"]].article in [step["article"] for step in answer["explanation"]]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_rule_is_whole(rule: Rule) -> None:
    assert rule.nl.endswith(".")
    assert rule.en.endswith(".")
    assert rule.article
    assert rule.source
    assert rule.status in {"certain", "to_be_confirmed"}
    assert rule.rolls in {"atw", "none", "eu"}
    assert rule.side in {"", "me", "them", "penalty", "note"}
    assert set(rule.start) <= set(FACTS) | DERIVED_STARTS
    assert set(rule.when) <= set(FACTS)
    assert set(rule.procedures) <= {*PROCEDURES, "court_order", "repayment"}
    assert rule.valid_from < rule.valid_until


def test_codes_are_used_once() -> None:
    codes = [rule.code for law in rules.laws().values() for rule in law.rules]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("code", EXPLANATIONS)
def test_sentence_names_the_same_values_in_both_languages(code: str) -> None:
    names = [re.findall(r"\{(\w+)\}", EXPLANATIONS[code][language]) for language in ("nl", "en")]
    assert names[0] == names[1]
    assert len(names[0]) == len(set(names[0]))


@pytest.mark.parametrize("fact", FACTS)
def test_fact_is_asked_for_in_both_languages(fact: str) -> None:
    assert FACTS[fact]["nl"].endswith(".")
    assert FACTS[fact]["en"].endswith(".")


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("Wmo 2015", "wmo"),
        ("WWB", "participatiewet"),
        ("Wlz (CIZ)", "wlz"),
        ("asiel (months arithmetic)", "vw"),
        ("kinderopvangtoeslag", "awir"),
        ("kinderopvangtoeslag herbeoordeling", "wht"),
        ("Wmo (Awb)", "wmo"),
        ("Awb", "awb"),
        ("Woo", "woo"),
    ],
)
def test_law_is_recognised_by_the_words_people_use(text: str, law: str) -> None:
    found = rules.recognise_law(text)
    assert found is not None
    assert found[0] == law


def test_no_law_is_recognised_in_other_words() -> None:
    assert rules.recognise_law("planschade") is None
    assert rules.recognise_law("Atw") is None
