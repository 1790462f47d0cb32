"""Every word that is stored has words for people, in Dutch."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

import bundel.concerns
from bundel.accounts.access import OpenReason
from bundel.concerns import bundle_labels, labels
from bundel.concerns.rules.danger import Danger
from bundel.concerns.rules.states import State
from bundel.concerns.rules.words import (
    Channel,
    Consent,
    Consequence,
    Decider,
    ForWhom,
    LetterBy,
    Side,
    Since,
    Theme,
)

SOURCES = sorted(Path(bundel.concerns.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (Theme, labels.THEMES),
        (Decider, labels.DECIDERS),
        (Decider, labels.TALK_FIRST),
        (Since, labels.SINCES),
        (LetterBy, labels.LETTER_WAYS),
        (ForWhom, labels.FOR_WHOM),
        (Consent, labels.CONSENTS),
        (Consent, labels.CONSENT_HINTS),
        (Channel, labels.CHANNELS),
        (Consequence, labels.CONSEQUENCES),
        (Side, labels.SIDES),
        (State, labels.STATES),
        (State, labels.STATES_FOR_PERSON),
        (State, labels.STATE_HINTS_FOR_PERSON),
        (Danger, labels.DANGERS),
        (OpenReason, labels.OPEN_REASONS),
    ],
)
def test_every_word_has_a_name(words: type[StrEnum], names: Mapping[Any, Any]) -> None:
    assert set(names) == set(words)
    assert all(str(name) for name in names.values())


def test_every_theme_stands_in_one_group() -> None:
    grouped = [theme for _, themes in labels.THEME_GROUPS for theme in themes]
    assert sorted(grouped) == sorted(Theme)


def test_every_refusal_has_words() -> None:
    raised = {code for file in SOURCES for code in re.findall(r'RuleBroken\("(\w+)"\)', file.read_text())}
    assert raised == {*labels.REFUSALS, *bundle_labels.REFUSALS}


def test_every_problem_with_a_letter_has_words() -> None:
    told = next(file for file in SOURCES if file.match("rules/told.py")).read_text()
    assert set(re.findall(r'return "(letter_\w+)"', told)) == set(labels.LETTER_PROBLEMS)
