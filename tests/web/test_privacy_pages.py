"""The pages of privacy through the client: what goes, the terms, the register, a leak, danger, and for everybody."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.web.test_account_pages import text
from tests.web.test_desk_pages import browser, url
from tests.worlds import World, add_concern

from bundel.accounts.access import OpenReason
from bundel.audit.models import AuditRow
from bundel.concerns.glass import own_requests
from bundel.concerns.models import Concern
from bundel.concerns.queries import open_story, opened_by
from bundel.concerns.rules.glass import GlassState
from bundel.concerns.rules.states import State
from bundel.kit.processing import Keep
from bundel.notices.models import Notice
from bundel.privacy.models import Hold
from bundel.privacy.queries import terms_of
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Workspace
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(two: Two) -> Client:
    return browser(two.here, Role.PRIVACY_OFFICER)


@pytest.fixture
def owner(two: Two) -> Client:
    return browser(two.here, Role.OWNER)


@pytest.fixture
def coach(two: Two) -> Client:
    return browser(two.here, Role.COACH)


def ended(world: World, days_ago: int) -> tuple[UUID, str]:
    concern_id = add_concern(world)
    with acting_for(world.workspace.id):
        closed_at = timezone.now() - timedelta(days=days_ago)
        Concern.objects.filter(pk=concern_id).update(state=State.CLOSED, closed_at=closed_at)
        return concern_id, Concern.objects.get(pk=concern_id).handle


def handle_of(world: World, concern_id: UUID) -> str:
    with acting_for(world.workspace.id):
        return Concern.objects.get(pk=concern_id).handle


# What goes, and what waits


def test_retention_shows_what_goes_and_by_which_handle(two: Two, officer: Client) -> None:
    _id, handle = ended(two.here, 740)
    _other, far = ended(two.here, 100)
    page = text(officer.get(url("retention")))
    assert handle in page
    assert far not in page
    plan = {p.kind: p for p, _name, _start in officer.get(url("retention")).context["plan"]}
    assert (plan[Keep.CONCERN].tonight, plan[Keep.CONCERN].month) == (1, 1)


def test_retention_costs_as_many_questions_for_three_as_for_one(
    two: Two, officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ended(two.here, 740)
    with django_assert_num_queries(44):
        officer.get(url("retention"))
    ended(two.here, 741)
    ended(two.here, 742)
    with django_assert_num_queries(44):
        officer.get(url("retention"))


def test_a_hold_is_placed_and_turned_back(two: Two, owner: Client) -> None:
    concern_id, handle = ended(two.here, 740)
    held = owner.post(
        url("retention"), {"act": "hold", "kind": "concern", "subject": concern_id, "reason": "complaint", "months": 3}
    )
    assert held.status_code == 302
    page = owner.get(url("retention"))
    (hold, what, _why, who) = page.context["holds"][0]
    assert (what, who, page.context["ending"]) == (handle, "Hier-owner", [])
    owner.post(url("retention"), {"act": "resume", "hold": hold.id})
    assert owner.get(url("retention")).context["holds"] == []


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "hold", "kind": "concern", "subject": "", "reason": "complaint", "months": 3},
        {"act": "hold", "kind": "draft", "subject": "", "reason": "complaint", "months": 3},
        {"act": "hold", "kind": "audit", "subject": "", "reason": "complaint", "months": 13},
        {"act": "resume", "hold": "nothing"},
        {"act": "resume", "hold": "00000000-0000-0000-0000-000000000001"},
    ],
)
def test_a_hold_that_cannot_be_leaves_nothing(two: Two, owner: Client, sent: dict[str, Any]) -> None:
    assert owner.post(url("retention"), sent).status_code in (200, 302)
    with acting_for(two.here.workspace.id):
        assert Hold.objects.count() == 0


def test_the_terms_are_chosen_within_their_limits(two: Two, owner: Client) -> None:
    form = owner.get(url("retention_terms")).context["form"]
    days = {name: str(field.initial) for name, field in form.fields.items()}
    assert "draft" not in days
    assert owner.post(url("retention_terms"), days | {"invitation": "7", "audit": "729"}).status_code == 200
    assert owner.post(url("retention_terms"), days | {"message": "3650"}).status_code == 200
    assert owner.post(url("retention_terms"), days | {"invitation": "7"}).status_code == 302
    assert terms_of(Workspace.objects.get(pk=two.here.workspace.id))[Keep.INVITATION] == 7


def test_the_register_says_what_is_kept_in_words(officer: Client) -> None:
    page = text(officer.get(url("processing")))
    for words in ("Toestemming (AVG 6(1)(a) en 9(2)(a))", "Op slot, met een eigen sleutel.", "Berichten tussen"):
        assert words in page
    assert "name_mark" not in page


# A leak


def opened(world: World, role: Role = Role.PROFESSIONAL) -> UUID:
    concern_id = add_concern(world, reachable=True, contact="anna@voorbeeld.example", contact_name="=Anna")
    with acting_for(world.workspace.id):
        open_story(world.actor(role), concern_id, reason=OpenReason.HELP, now=timezone.now())
    return concern_id


def asked(**changes: str) -> dict[str, str]:
    now = timezone.localtime()
    span = {"since": now - timedelta(hours=2), "until": now + timedelta(hours=1), "noticed": now - timedelta(hours=10)}
    return {name: f"{moment:%Y-%m-%dT%H:%M}" for name, moment in span.items()} | {"member": "", "handle": ""} | changes


def test_breach_tells_who_saw_what_and_whom_it_concerns(two: Two, officer: Client) -> None:
    handle = handle_of(two.here, opened(two.here))
    page = officer.get(url("breach"), asked())
    report = page.context["report"]
    assert [(line.who, line.what, line.handles) for line in report.lines] == [
        ("Hier-professional", "opende een verhaal", [handle])
    ]
    assert (report.people, report.reachable, report.clock.hours_left) == (1, 1, 61)
    assert "Autoriteit Persoonsgegevens" in text(page)
    assert "anna@" not in text(page)


def test_breach_narrows_to_a_person_and_to_a_signal(two: Two, officer: Client) -> None:
    first, _second = opened(two.here), opened(two.here, Role.ADVOCATE)
    advocate = str(two.here.members[Role.ADVOCATE].id)
    handle = handle_of(two.here, first)
    lines = officer.get(url("breach"), asked(member=advocate)).context["report"].lines
    assert [line.who for line in lines] == ["Hier-advocate"]
    lines = officer.get(url("breach"), asked(handle=handle)).context["report"].lines
    assert [line.handles for line in lines] == [[handle]]
    elsewhere = handle_of(two.there, two.there.concerns[0])
    for wrong in (elsewhere, "BCD-FGH-JKL", "x"):
        page = officer.get(url("breach"), asked(handle=wrong))
        assert page.context["report"] is None
        assert page.context["form"].errors


@pytest.mark.parametrize(
    "wrong", [{"until": "2020-01-01T10:00"}, {"since": "2020-01-01T10:00"}, {"noticed": ""}, {"since": "gisteren"}]
)
def test_breach_asks_again_when_the_moments_cannot_be(officer: Client, wrong: dict[str, str]) -> None:
    page = officer.get(url("breach"), asked(**wrong))
    assert page.context["report"] is None
    assert officer.post(url("breach_file"), asked(**wrong)).status_code == 200


def test_breach_says_when_the_clock_ran_out(two: Two, officer: Client) -> None:
    noticed = timezone.localtime() - timedelta(hours=80)
    page = officer.get(url("breach"), asked(noticed=f"{noticed:%Y-%m-%dT%H:%M}"))
    assert "De 72 uur zijn voorbij" in text(page)
    assert "Niemand zag iets" in text(page)


def test_breach_file_is_a_table_and_leaves_a_trace(two: Two, officer: Client) -> None:
    handle = handle_of(two.here, opened(two.here))
    answer = officer.post(url("breach_file"), asked())
    assert answer["Content-Type"].startswith("text/csv")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Wanneer,Wie,Wat,Waarom,Signalen"
    assert rows[1].endswith(f"Hier-professional,opende een verhaal,om te helpen,{handle}")
    with acting_for(two.here.workspace.id):
        assert AuditRow.objects.filter(act="privacy.export_breach_report").count() == 1


def test_no_cell_of_the_file_is_a_sum(two: Two, officer: Client) -> None:
    member = two.here.members[Role.PROFESSIONAL]
    member.name = "=1+1"
    member.save()
    opened(two.here)
    assert ",'=1+1," in officer.post(url("breach_file"), asked()).content.decode()


def test_what_was_erased_since_is_counted_and_not_named(two: Two, officer: Client) -> None:
    concern_id = opened(two.here)
    with acting_for(two.here.workspace.id):
        Concern.objects.filter(pk=concern_id).delete()
    report = officer.get(url("breach"), asked()).context["report"]
    assert (report.people, report.erased, report.lines[0].handles) == (1, 1, [])


def test_who_was_found_by_name_was_seen(two: Two, officer: Client, owner: Client) -> None:
    concern_id = add_concern(two.here, reachable=True, contact="x@voorbeeld.example", contact_name="Xantippe")
    owner.get(url("search"), {"q": "Xantippe"})
    report = officer.get(url("breach"), asked()).context["report"]
    assert [(line.what, line.handles) for line in report.lines] == [
        ("vond iemand op naam", [handle_of(two.here, concern_id)])
    ]


# In danger


def ask(client: Client, world: World) -> Any:
    handle = handle_of(world, world.concerns[0])
    return client.post(url("break_glass"), {"handle": handle.lower().replace("-", " "), "reason": "life"})


def request_of(world: World, role: Role) -> Any:
    with acting_for(world.workspace.id):
        return own_requests(world.actor(role), now=timezone.now())[0]


def test_the_glass_breaks_with_two_people(two: Two, coach: Client, owner: Client) -> None:
    assert ask(coach, two.here).status_code == 302
    glass = request_of(two.here, Role.COACH)
    assert glass.state is GlassState.ASKED
    refused = coach.post(url("break_glass_story"), {"glass": glass.id})
    assert refused.status_code == 302
    assert glass.handle in text(owner.get(url("break_glass_requests")))
    owner.post(url("break_glass_requests"), {"glass": glass.id, "act": "allow"})
    assert "Open het verhaal" in text(coach.get(url("break_glass")))
    story = coach.post(url("break_glass_story"), {"glass": glass.id})
    assert "Ik red het huishouden niet meer." in text(story)
    with acting_for(two.here.workspace.id):
        trace = opened_by(two.here.actor(Role.OWNER), two.here.concerns[0])[0]
        assert (trace.actor_id, trace.reason) == (two.here.members[Role.COACH].id, "danger")
        row = AuditRow.objects.get(act="concerns.open_story")
        assert row.detail == {"allowed_by": str(two.here.members[Role.OWNER].id)}
        kinds = sorted(Notice.objects.filter(kind__startswith="glass").values_list("kind", flat=True))
        assert kinds == ["glass_asked", "glass_asked", "glass_used"]


def test_nobody_allows_it_to_oneself(two: Two, officer: Client) -> None:
    ask(officer, two.here)
    glass = request_of(two.here, Role.PRIVACY_OFFICER)
    assert "Een ander moet antwoorden." in text(officer.get(url("break_glass_requests")))
    officer.post(url("break_glass_requests"), {"glass": glass.id, "act": "allow"})
    assert request_of(two.here, Role.PRIVACY_OFFICER).state is GlassState.ASKED


def test_a_no_opens_nothing(two: Two, coach: Client, owner: Client) -> None:
    ask(coach, two.here)
    glass = request_of(two.here, Role.COACH)
    owner.post(url("break_glass_requests"), {"glass": glass.id, "act": "refuse"})
    assert request_of(two.here, Role.COACH).state is GlassState.REFUSED
    assert coach.post(url("break_glass_story"), {"glass": glass.id}).status_code == 302


def test_asking_says_what_is_wrong(two: Two, coach: Client) -> None:
    for sent in ({"handle": "BCD-FGH-JKL", "reason": "life"}, {"handle": "", "reason": "life"}, {"handle": "x"}):
        assert coach.post(url("break_glass"), sent).context["form"].errors
    assert coach.get(url("break_glass") + "?signaal=K7M-4QX-2RD").context["form"]["handle"].value() == "K7M-4QX-2RD"


def test_without_an_id_nothing_is_answered(two: Two, owner: Client, coach: Client) -> None:
    assert owner.post(url("break_glass_requests"), {"act": "allow"}).status_code == 302
    assert coach.post(url("break_glass_story"), {"glass": "x"}).status_code == 302


def test_a_concern_leads_who_may_not_open_it_to_the_glass(two: Two, coach: Client) -> None:
    handle = handle_of(two.here, two.here.concerns[0])
    assert f"?signaal={handle}" in coach.get(url("concern", two.here.concerns[0])).content.decode()


# For everybody


def test_the_privacy_statement_is_of_each_organisation(two: Two) -> None:
    assert "Hier" in text(Client().get(reverse("privacy")))
    here = two.here.workspace
    here.responsible, here.privacy_contact, here.retention_days = "Stichting Hier", "privacy@hier.example", 400
    here.save()
    page = text(Client().get(reverse("privacy_of", args=["hier"])))
    for words in (
        "Verantwoordelijk is Stichting Hier.",
        "privacy@hier.example",
        "400 dagen na de dag dat het klaar was",
    ):
        assert words in page
    assert Client().get(reverse("privacy_of", args=["nergens"])).status_code == 404


def test_the_cookie_page_names_every_cookie_that_is_set(two: Two, owner: Client) -> None:
    page = text(Client().get(reverse("cookies")))
    owner.post(url("retention"), {"act": "resume", "hold": "00000000-0000-0000-0000-000000000001"})
    for name in (*owner.cookies, settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert name in page


def test_security_txt_follows_the_setting(two: Two) -> None:
    missing = Client().get("/.well-known/security.txt")
    assert missing.status_code == 404
    assert b"BUNDEL_SECURITY_CONTACT" in missing.content
    environment = settings.ENVIRONMENT
    with override_settings(ENVIRONMENT=replace(environment, security_contact="mailto:veilig@voorbeeld.example")):
        found = Client().get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in found.content.decode().splitlines())
    assert lines["Contact"] == "mailto:veilig@voorbeeld.example"
    expires = datetime.fromisoformat(lines["Expires"])
    assert timedelta(days=178) < expires - timezone.now() < timedelta(days=365)
    assert lines["Canonical"].endswith("/.well-known/security.txt")


def test_accessibility_says_what_is_known_and_what_is_not() -> None:
    page = text(Client().get(reverse("accessibility")))
    assert "EN 301 549" in page
    assert "Wat we nog niet weten" in page
