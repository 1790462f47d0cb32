"""The office: what may be set, what may not, and two people who change it at once."""

from dataclasses import replace

import pytest
from tests.conftest import Two
from tests.worlds import NOW, World

from bundel.accounts.access import Refused
from bundel.audit.queries import recent_acts
from bundel.concerns.actions import office
from bundel.concerns.actions.office import Office, OfficeStale, change_office, change_receives, set_receives
from bundel.concerns.queries import ReceivesLine, receives
from bundel.kit.rules import RuleBroken
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Workspace
from bundel.tenancy.queries import find_receiver
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

GOOD = Office(" Steunpunt Lindewaard ", "Voor wie zorg nodig heeft.", "085 000 00 00", "6a1b63", 5, 365)
EVERYTHING = ReceivesLine("", "")
HOME_HELP = ReceivesLine("GM0228", "home_help")


@pytest.fixture
def here(two: Two) -> World:
    return two.here


def change(world: World, changed: Office, *, version: int = 1, role: Role = Role.OWNER) -> Workspace:
    with acting_for(world.workspace.id):
        return change_office(world.actor(role), changed, version=version, now=NOW)


def lines(world: World) -> list[ReceivesLine]:
    with acting_for(world.workspace.id):
        return receives(world.actor(Role.OWNER))


def test_change_office_changes_this_workspace_only(here: World, two: Two) -> None:
    change(here, GOOD)
    stored = Workspace.objects.get(pk=here.workspace.id)
    assert (stored.name, stored.colour, stored.answer_days, stored.retention_days, stored.version) == (
        "Steunpunt Lindewaard",
        "#6A1B63",
        5,
        365,
        2,
    )
    assert Workspace.objects.get(pk=two.there.workspace.id).version == 1
    with acting_for(here.workspace.id):
        assert recent_acts(limit=1)[0][1].act == "concerns.change_office"


def test_change_office_without_a_colour_is_bundels_own(here: World) -> None:
    assert change(here, replace(GOOD, colour="")).colour == ""


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(GOOD, name="  "), "name_empty"),
        (replace(GOOD, colour="#F5A800"), "colour_unreadable"),
        (replace(GOOD, colour="paars"), "colour_unreadable"),
        (replace(GOOD, retention_days=29), "keeping_out_of_bounds"),
        (replace(GOOD, retention_days=3651), "keeping_out_of_bounds"),
        (replace(GOOD, answer_days=0), "answer_out_of_bounds"),
        (replace(GOOD, answer_days=31), "answer_out_of_bounds"),
    ],
)
def test_change_office_refuses_what_cannot_be(here: World, wrong: Office, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        change(here, wrong)
    assert Workspace.objects.get(pk=here.workspace.id).version == 1


def test_change_office_on_an_older_version_shows_the_newer(here: World) -> None:
    change(here, GOOD)
    with pytest.raises(OfficeStale) as stale:
        change(here, replace(GOOD, name="Anders"))
    assert stale.value.workspace.name == "Steunpunt Lindewaard"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_change_office_is_for_owners(here: World, role: Role) -> None:
    with pytest.raises(Refused):
        change(here, GOOD, role=role)
    with acting_for(here.workspace.id), pytest.raises(Refused):
        receives(here.actor(role))


def test_set_receives_replaces_the_table_and_decides_who_receives(here: World, two: Two) -> None:
    with acting_for(here.workspace.id):
        assert set_receives(here.actor(Role.OWNER), [HOME_HELP, HOME_HELP], now=NOW) == 1
    assert lines(here) == [HOME_HELP]
    assert lines(two.there) == [EVERYTHING]
    assert find_receiver("GM0228", "home_help") == here.workspace
    assert find_receiver("GM0228", "transport") == two.there.workspace


def test_change_receives_adds_and_takes_out_one_line(here: World) -> None:
    owner = here.actor(Role.OWNER)
    with acting_for(here.workspace.id):
        assert change_receives(owner, add=HOME_HELP, now=NOW) == 2
        assert change_receives(owner, add=HOME_HELP, now=NOW) == 2
        assert change_receives(owner, drop=EVERYTHING, now=NOW) == 1
        assert change_receives(owner, drop=EVERYTHING, now=NOW) == 1
    assert lines(here) == [HOME_HELP]
    assert str(HOME_HELP) == "GM0228/home_help"
    assert str(EVERYTHING) == "*/*"


def test_receives_has_an_end(here: World) -> None:
    many = [ReceivesLine(f"GM{n:04d}", "") for n in range(office.MOST_LINES + 1)]
    with acting_for(here.workspace.id), pytest.raises(RuleBroken, match="too_many_lines"):
        set_receives(here.actor(Role.OWNER), many, now=NOW)
    assert lines(here) == [EVERYTHING]
