"""Who may give which role, when an invitation still counts, and what an account may be called."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bundel.accounts.labels import PERMISSIONS, REFUSALS, ROLE_HINTS, ROLES, rights_of
from bundel.accounts.permissions import Permission
from bundel.accounts.rules import (
    INVITATION_TERM,
    LONGEST_NAME,
    Broken,
    InvitationState,
    check_an_owner_stays,
    check_may_give,
    invitation_state,
    known_language,
    plain_address,
    plain_name,
    roles_given_by,
)
from bundel.kit.rules import RuleBroken
from bundel.tenancy.rules import Role

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_only_an_owner_gives_roles() -> None:
    assert roles_given_by(Role.OWNER) == frozenset(Role)
    assert all(roles_given_by(role) == frozenset() for role in Role if role is not Role.OWNER)
    assert roles_given_by(None) == frozenset()


@pytest.mark.parametrize("giver", [None, *(r for r in Role if r is not Role.OWNER)])
def test_giving_a_role_one_may_not_give_is_refused(giver: Role | None) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_may_give(giver, Role.READER)
    assert broken.value.code == Broken.ROLE_NOT_YOURS


def test_the_last_owner_cannot_go() -> None:
    one, other = uuid4(), uuid4()
    check_an_owner_stays({one, other}, one)
    check_an_owner_stays({other}, one)
    with pytest.raises(RuleBroken) as broken:
        check_an_owner_stays({one}, one)
    assert broken.value.code == Broken.LAST_OWNER


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("accepted", "withdrawn", "age", "state"),
    [
        (False, False, timedelta(0), InvitationState.OPEN),
        (False, False, INVITATION_TERM - SECOND, InvitationState.OPEN),
        (False, False, INVITATION_TERM, InvitationState.EXPIRED),
        (False, True, timedelta(0), InvitationState.WITHDRAWN),
        (True, False, INVITATION_TERM, InvitationState.ACCEPTED),
    ],
)
def test_an_invitation_counts_for_fourteen_days(
    accepted: bool, withdrawn: bool, age: timedelta, state: InvitationState
) -> None:
    found = invitation_state(
        accepted_at=NOW if accepted else None,
        withdrawn_at=NOW if withdrawn else None,
        expires_at=NOW + INVITATION_TERM,
        now=NOW + age,
    )
    assert found is state


def test_a_name_keeps_single_spaces() -> None:
    assert plain_name("  Noor   de  Voorbeeld\n") == "Noor de Voorbeeld"
    assert plain_name("x" * LONGEST_NAME) == "x" * LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "code"), [(" \t ", Broken.NAME_MISSING), ("x" * (LONGEST_NAME + 1), Broken.NAME_TOO_LONG)]
)
def test_a_name_that_is_none_is_refused(name: str, code: Broken) -> None:
    with pytest.raises(RuleBroken) as broken:
        plain_name(name)
    assert broken.value.code == code


def test_an_address_is_kept_in_lower_case() -> None:
    assert plain_address(" Noor@Voorbeeld.EXAMPLE ") == "noor@voorbeeld.example"


@pytest.mark.parametrize(("asked", "kept"), [("nl", "nl"), ("en", "en"), ("fr", "nl"), ("", "nl")])
def test_a_language_nobody_speaks_here_becomes_dutch(asked: str, kept: str) -> None:
    assert known_language(asked) == kept


def test_every_role_right_and_refusal_has_words() -> None:
    assert set(ROLES) == set(ROLE_HINTS) == set(Role)
    assert set(PERMISSIONS) == set(Permission)
    assert set(REFUSALS) == set(Broken)
    assert [str(words) for words in rights_of(Role.PRIVACY_OFFICER)] == [
        "Zien wie er meedoen",
        "Zien wie wat heeft gedaan",
        "Waken over privacy: wat we bewaren, hoe lang en waarom",
        "Bij gevaar vragen om één verhaal te openen",
        "Bij gevaar toestaan dat een ander één verhaal opent",
    ]
