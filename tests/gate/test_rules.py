"""What may be agreed, and what an agreement lets through."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from bundel.gate import rules
from bundel.gate.rules import AgreementKind, AgreementState, CrossingKind, Leaving, Terms, Word
from bundel.kit.rules import RuleBroken
from bundel.tenancy.rules import WorkspaceKind

TODAY = date(2026, 11, 24)
GOOD = Terms(AgreementKind.SHARE, "Waarom", (), TODAY + timedelta(days=365), "Wij", "", Leaving.NOTHING)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": " "}, "purpose_empty"),
        ({"purpose": "x" * 601}, "purpose_too_long"),
        ({"speaks": ""}, "speaks_empty"),
        ({"speaks": "x" * 301}, "speaks_too_long"),
        ({"red_lines": "x" * 601}, "red_lines_too_long"),
        ({"runs_until": TODAY - timedelta(days=1)}, "until_past"),
        ({"runs_until": TODAY + timedelta(days=731)}, "until_too_far"),
    ],
)
def test_check_terms_names_what_is_wrong(change: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        rules.check_terms(Terms(**(GOOD.__dict__ | change)), today=TODAY)


def test_check_terms_accepts_the_first_and_the_last_day() -> None:
    for day in (TODAY, TODAY + rules.LONGEST_TERM):
        rules.check_terms(Terms(**(GOOD.__dict__ | {"runs_until": day})), today=TODAY)


NATIONAL, ASSOCIATION, LOCAL, COALITION = (
    WorkspaceKind.NATIONAL_OFFICE,
    WorkspaceKind.ASSOCIATION,
    WorkspaceKind.LOCAL_GROUP,
    WorkspaceKind.COALITION,
)


@pytest.mark.parametrize(
    ("kind", "origin", "target", "code"),
    [
        (AgreementKind.SHARE, ASSOCIATION, ASSOCIATION, None),
        (AgreementKind.SHARE, LOCAL, NATIONAL, None),
        (AgreementKind.SHARE, ASSOCIATION, COALITION, "coalition_kind"),
        (AgreementKind.SHARE, COALITION, ASSOCIATION, "coalition_gives_nothing"),
        (AgreementKind.COALITION, ASSOCIATION, COALITION, None),
        (AgreementKind.COALITION, ASSOCIATION, NATIONAL, "coalition_kind"),
        (AgreementKind.HAND_OVER, LOCAL, NATIONAL, None),
        (AgreementKind.HAND_OVER, LOCAL, ASSOCIATION, None),
        (AgreementKind.HAND_OVER, LOCAL, LOCAL, "hand_over_parties"),
        (AgreementKind.HAND_OVER, NATIONAL, LOCAL, "hand_over_parties"),
        (AgreementKind.HAND_OVER, LOCAL, COALITION, "coalition_kind"),
    ],
)
def test_check_parties(kind: AgreementKind, origin: WorkspaceKind, target: WorkspaceKind, code: str | None) -> None:
    if code is None:
        rules.check_parties(kind, (uuid4(), origin), (uuid4(), target))
    else:
        with pytest.raises(RuleBroken, match=code):
            rules.check_parties(kind, (uuid4(), origin), (uuid4(), target))


def test_check_parties_refuses_an_agreement_with_oneself() -> None:
    me = (uuid4(), ASSOCIATION)
    with pytest.raises(RuleBroken, match="same_workspace"):
        rules.check_parties(AgreementKind.SHARE, me, me)


@pytest.mark.parametrize(
    ("words", "day", "state"),
    [
        ([], 0, AgreementState.PROPOSED),
        ([], 1, AgreementState.EXPIRED),
        ([Word.AGREE], 0, AgreementState.AGREED),
        ([Word.AGREE], 1, AgreementState.EXPIRED),
        ([Word.REFUSE], 0, AgreementState.REFUSED),
        ([Word.END], 0, AgreementState.ENDED),
        ([Word.AGREE, Word.END], 0, AgreementState.ENDED),
        ([Word.END, Word.AGREE], 1, AgreementState.ENDED),
    ],
)
def test_state_of(words: list[Word], day: int, state: AgreementState) -> None:
    assert rules.state_of(words, runs_until=TODAY, today=TODAY + timedelta(days=day)) is state


@pytest.mark.parametrize(
    ("state", "own", "code"),
    [
        (AgreementState.PROPOSED, True, "own_proposal"),
        (AgreementState.AGREED, False, "not_proposed"),
        (AgreementState.EXPIRED, False, "not_proposed"),
    ],
)
def test_check_answer_refuses(state: AgreementState, own: bool, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        rules.check_answer(state, is_own_proposal=own)


def test_check_answer_lets_the_other_side_answer() -> None:
    rules.check_answer(AgreementState.PROPOSED, is_own_proposal=False)


@pytest.mark.parametrize("state", AgreementState)
def test_check_end_only_what_is_open(state: AgreementState) -> None:
    if state in rules.OPEN_STATES:
        rules.check_end(state)
    else:
        with pytest.raises(RuleBroken, match="agreement_over"):
            rules.check_end(state)


@pytest.mark.parametrize(
    ("state", "themes", "code"),
    [
        (AgreementState.AGREED, (), None),
        (AgreementState.AGREED, ("care",), None),
        (AgreementState.AGREED, ("work",), "theme_not_shared"),
        (AgreementState.PROPOSED, (), "not_agreed"),
        (AgreementState.ENDED, (), "agreement_over"),
        (AgreementState.EXPIRED, (), "agreement_over"),
    ],
)
def test_check_card(state: AgreementState, themes: tuple[str, ...], code: str | None) -> None:
    if code is None:
        rules.check_card(state, themes, "care")
    else:
        with pytest.raises(RuleBroken, match=code):
            rules.check_card(state, themes, "care")


def test_check_news_wants_words_and_not_too_many() -> None:
    rules.check_news("De gemeente past het aan.")
    for text, code in (("  ", "news_empty"), ("x" * 1001, "news_too_long")):
        with pytest.raises(RuleBroken, match=code):
            rules.check_news(text)


def test_letter_of_a_hand_over_is_its_own_kind() -> None:
    kinds = {kind: rules.letter_of(kind) for kind in AgreementKind}
    assert kinds == {
        AgreementKind.SHARE: CrossingKind.CARD,
        AgreementKind.COALITION: CrossingKind.CARD,
        AgreementKind.HAND_OVER: CrossingKind.HANDOVER,
    }
