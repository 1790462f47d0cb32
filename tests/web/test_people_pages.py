"""The people of a workspace, and joining it, through the client."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.conftest import Two
from tests.web.test_account_pages import secure, text
from tests.worlds import NOW, PASSWORD, World, make_user

from bundel.accounts import actions
from bundel.accounts.models import User
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Invitation, Membership, Workspace
from bundel.tenancy.queries import find_membership
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

ADDRESS = "nieuw@voorbeeld.example"


@pytest.fixture
def owner(client: Client, two: Two) -> Client:
    """The owner's browser."""
    return browser(client, two.here, Role.OWNER)


def browser(client: Client, world: World, role: Role) -> Client:
    secure(world.members[role])
    client.force_login(world.members[role])
    return client


def url(name: str, *args: object, slug: str = "hier") -> str:
    return reverse(name, args=[slug, *args])


def membership_of(world: World, role: Role) -> UUID:
    with acting_for(world.workspace.id):
        membership = find_membership(world.members[role].id)
    assert membership is not None
    return membership.id


def invite(workspace: Workspace, world: World, email: str = ADDRESS) -> actions.Invited:
    with acting_for(workspace.id):
        return actions.invite(world.actor(Role.OWNER), email=email, role=Role.READER, now=NOW_IS)


NOW_IS = NOW.replace(year=NOW.year + 50)  # far enough that today's clock finds it open


def test_people_shows_who_may_do_what(owner: Client, two: Two) -> None:
    page = text(owner.get(url("people")))
    for member in two.here.members.values():
        assert member.name in page
    assert two.here.members[Role.COACH].email in page
    assert "Een verhaal openen, met een reden" in page
    assert "Logt nog in zonder tweede stap." in page
    assert all(member.name not in page for member in two.there.members.values())


def test_people_hides_addresses_and_acts_from_who_does_not_manage(client: Client, two: Two) -> None:
    page = text(browser(client, two.here, Role.COACH).get(url("people")))
    assert two.here.members[Role.OWNER].email not in page
    assert "Nodig iemand uit" not in page
    assert "Wijzig" not in page


def test_people_is_not_there_for_readers_and_strangers(client: Client, two: Two) -> None:
    assert browser(client, two.here, Role.READER).get(url("people")).status_code == 404
    assert browser(client, two.there, Role.OWNER).get(url("people")).status_code == 404


@pytest.mark.parametrize("extra", [0, 2])
def test_people_takes_as_many_queries_for_few_as_for_many(
    owner: Client, two: Two, extra: int, django_assert_num_queries: Any
) -> None:
    for number in range(extra):
        with acting_for(two.here.workspace.id):
            Membership.objects.create(user=make_user(f"extra-{number}"), role=Role.READER, created_at=NOW)
        invite(two.here.workspace, two.here, f"wacht-{number}@voorbeeld.example")
    with django_assert_num_queries(13):
        owner.get(url("people"))


def test_inviting_somebody(owner: Client, two: Two) -> None:
    assert "Dit gebeurt er hierna" in text(owner.get(url("invite")))
    response = owner.post(url("invite"), {"email": ADDRESS, "role": "advocate"})
    assert response.headers["Location"] == url("people")
    page = text(owner.get(url("people")))
    assert ADDRESS in page
    assert "Wacht op antwoord" in page


def test_inviting_tells_what_is_wrong_and_keeps_what_was_typed(owner: Client, two: Two) -> None:
    page = text(owner.post(url("invite"), {"email": "geen adres"}))
    assert "Dit is geen e-mailadres" in page
    assert "Kies wat deze persoon doet." in page
    assert 'value="geen adres"' in page
    member = two.here.members[Role.COACH].email
    assert "doet al mee" in text(owner.post(url("invite"), {"email": member, "role": "reader"}))


def test_withdrawing_an_invitation(owner: Client, two: Two) -> None:
    invited = invite(two.here.workspace, two.here)
    owner.post(url("withdraw_invitation", invited.id))
    page = text(owner.get(url("people")))
    assert "De uitnodiging werkt niet meer." in page
    assert ADDRESS not in page
    assert "werkt niet meer" in text(owner.get(invited.path))
    assert owner.post(url("withdraw_invitation", UUID(int=1))).status_code == 404


def test_changing_a_role(owner: Client, two: Two) -> None:
    reader = membership_of(two.here, Role.READER)
    assert "Laat Hier-reader stoppen" in text(owner.get(url("member", reader)))
    response = owner.post(url("member", reader), {"role": "coach"})
    assert response.headers["Location"] == url("people")
    with acting_for(two.here.workspace.id):
        assert Membership.objects.get(pk=reader).role == Role.COACH


def test_the_last_owner_stays_owner(owner: Client, two: Two) -> None:
    membership = membership_of(two.here, Role.OWNER)
    page = text(owner.post(url("member", membership), {"role": "reader"}))
    assert "Dit is de laatste eigenaar" in page
    response = owner.post(url("end_membership", membership), follow=True)
    assert "Dit is de laatste eigenaar" in text(response)


def test_an_owner_who_steps_down_goes_to_the_own_workspaces(owner: Client, two: Two) -> None:
    owner.post(url("member", membership_of(two.here, Role.READER)), {"role": "owner"})
    membership = membership_of(two.here, Role.OWNER)
    assert owner.post(url("member", membership), {"role": "reader"}).headers["Location"] == "/mijn/"
    assert owner.get(url("people")).status_code == 404


def test_ending_a_membership_can_be_undone(owner: Client, two: Two) -> None:
    reader = membership_of(two.here, Role.READER)
    response = owner.post(url("end_membership", reader), follow=True)
    assert "Hier-reader doet niet meer mee." in text(response)
    assert "Maak ongedaan" in text(response)
    response = owner.post(url("restore_membership", reader), follow=True)
    assert "Ongedaan gemaakt" in text(response)
    assert owner.post(url("end_membership", reader)).status_code == 302


def test_somebody_of_another_workspace_is_not_found(owner: Client, two: Two) -> None:
    foreign = membership_of(two.there, Role.READER)
    assert owner.get(url("member", foreign)).status_code == 404
    assert owner.post(url("end_membership", foreign)).status_code == 404
    assert owner.post(url("restore_membership", foreign)).status_code == 404


def test_ending_ones_own_membership_leads_out(owner: Client, two: Two) -> None:
    owner.post(url("member", membership_of(two.here, Role.READER)), {"role": "owner"})
    response = owner.post(url("end_membership", membership_of(two.here, Role.OWNER)))
    assert response.headers["Location"] == "/mijn/"


def test_leaving_a_workspace_takes_a_second_look(client: Client, two: Two) -> None:
    client.force_login(two.here.members[Role.READER])
    assert "Wil je stoppen met Hier?" in text(client.get(url("leave_workspace")))
    page = text(client.post(url("leave_workspace"), follow=True))
    assert "Je doet niet meer mee met Hier." in page
    assert client.get(url("leave_workspace")).status_code == 404


def test_the_last_owner_cannot_leave(owner: Client, two: Two) -> None:
    assert "Dit is de laatste eigenaar" in text(owner.post(url("leave_workspace"), follow=True))


def test_joining_with_a_new_account(client: Client, two: Two) -> None:
    invited = invite(two.here.workspace, two.here)
    assert "Doe mee met Hier" in text(client.get(invited.path))
    poor = text(client.post(invited.path, {"name": "", "password": "kort"}))
    assert "Vul je naam in." in poor
    assert not User.objects.filter(email=ADDRESS).exists()
    response = client.post(invited.path, {"name": "Noor", "password": PASSWORD})
    assert response.headers["Location"] == "/mijn/"
    page = text(client.get("/mijn/", follow=True))
    assert "Welkom! Je doet nu mee met Hier." in page
    response = client.post("/inloggen/", {"login": ADDRESS, "password": PASSWORD})
    assert response.headers["Location"] == "/mijn/"
    assert client.get(invited.path).status_code == 410


def test_joining_with_an_account_one_has(client: Client, two: Two) -> None:
    user = make_user("noor")
    invited = invite(two.here.workspace, two.here, user.email)
    page = text(client.get(invited.path))
    assert f"/inloggen/?next={invited.path}" in page
    client.force_login(user)
    assert "Ja, ik doe mee" in text(client.get(invited.path))
    assert client.post(invited.path).headers["Location"] == "/mijn/"
    with acting_for(two.here.workspace.id):
        assert find_membership(user.id) is not None


def test_joining_with_another_account_is_explained(client: Client, two: Two) -> None:
    invited = invite(two.here.workspace, two.here)
    client.force_login(make_user("ander"))
    assert "voor een ander adres" in text(client.get(invited.path))
    client.post(invited.path)
    with acting_for(two.here.workspace.id):
        assert Invitation.objects.get(pk=invited.id).accepted_at is None


def test_a_guessed_link_finds_nothing(client: Client, two: Two) -> None:
    invited = invite(two.here.workspace, two.here)
    assert client.get(invited.path.replace(invited.token, "geraden")).status_code == 404
    assert client.get(invited.path.replace("/hier/", "/daar/")).status_code == 410
    assert client.get(invited.path.replace("/hier/", "/nergens/")).status_code == 404
