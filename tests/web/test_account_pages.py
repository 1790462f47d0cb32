"""Signing in, one's own account, and the post of the demo, through the client."""

from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.worlds import NOW, PASSWORD, make_user

from bundel.accounts.links import password_path
from bundel.accounts.models import User
from bundel.audit.queries import recent_acts
from bundel.notices.models import OutboxMail
from bundel.tenancy.fence import INSTANCE, acting_for
from bundel.tenancy.models import Membership, Workspace
from bundel.tenancy.rules import Role, WorkspaceKind

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "paars schaap danst op dinsdag"


@pytest.fixture
def user() -> User:
    """Somebody with an account, in no workspace yet."""
    return make_user("noor")


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    """A browser in which that somebody signed in with the password, a moment ago."""
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    return client


def join(user: User, slug: str, role: Role = Role.READER) -> Workspace:
    kind = WorkspaceKind.ASSOCIATION
    workspace = Workspace.objects.create(slug=slug, name=slug.capitalize(), kind=kind, created_at=NOW)
    with acting_for(workspace.id):
        Membership.objects.create(user=user, role=role, created_at=NOW)
    return workspace


def secure(user: User) -> str:
    """Give somebody a second factor; returns its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def instance_acts() -> list[tuple[str, object]]:
    with acting_for(INSTANCE):
        return [(trace.act, trace.subject_id) for _, trace in recent_acts()]


def jobs() -> list[tuple[str, str]]:
    return [(job.task_name, job.args.get("kind", "")) for job in ProcrastinateJob.objects.order_by("id")]


def text(response: Any) -> str:
    """The page as it came over the wire."""
    return str(response.content.decode())


def test_signing_in_leaves_a_trace_and_opens_the_only_workspace(client: Client, user: User) -> None:
    join(user, "hier")
    response = client.post("/inloggen/", {"login": user.email.upper(), "password": PASSWORD})
    assert response.headers["Location"] == "/mijn/"
    assert client.get("/mijn/").headers["Location"] == reverse("today", args=["hier"])
    assert instance_acts() == [("accounts.sign_in", user.id)]


@pytest.mark.parametrize("known", [True, False])
def test_a_failed_sign_in_says_the_same_for_everybody(client: Client, user: User, known: bool) -> None:
    email = user.email if known else "niemand@voorbeeld.example"
    response = client.post("/inloggen/", {"login": email, "password": "verkeerd"})
    assert "horen niet bij elkaar" in text(response)
    assert 'role="alert"' in text(response)
    assert instance_acts() == [("accounts.fail_sign_in", user.id if known else None)]


def test_guessing_a_password_stops_after_a_few_times(client: Client, user: User) -> None:
    cache.clear()
    for _ in range(5):
        client.post("/inloggen/", {"login": user.email, "password": "verkeerd"})
    response = client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    assert "te vaak geprobeerd" in text(response)


def test_an_empty_form_says_what_to_fill_in(client: Client) -> None:
    page = text(client.post("/inloggen/", {}))
    assert "Vul dit nog in: E-mailadres." in page
    assert "2 dingen kloppen nog niet" in page


def test_asking_for_mail_after_mail_stops_after_a_few_times(client: Client, user: User) -> None:
    cache.clear()
    answers = [client.post("/wachtwoord/vergeten/", {"email": user.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Even wachten" in text(answers[-1])


def test_there_is_no_open_sign_up(client: Client) -> None:
    assert client.get("/inloggen/signup/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_signing_in_with_a_second_step(client: Client, user: User) -> None:
    secret = secure(user)
    stored = Authenticator.objects.get(user=user).data["secret"]
    assert stored != secret
    assert get_adapter().decrypt(stored) == secret
    response = client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    assert response.headers["Location"] == "/inloggen/code/"
    wrong = client.post("/inloggen/code/", {"code": "000000"})
    assert "Deze code klopt niet" in text(wrong)
    right = client.post("/inloggen/code/", {"code": code_of(secret)})
    assert right.headers["Location"] == "/mijn/"
    assert [act for act, _ in instance_acts()] == ["accounts.sign_in", "accounts.fail_second_factor"]


def test_a_role_that_opens_stories_is_sent_to_the_second_step(signed_in: Client, user: User) -> None:
    join(user, "hier", Role.ADVOCATE)
    response = signed_in.get(reverse("people", args=["hier"]))
    assert response.headers["Location"] == "/mijn/account/tweede-stap/aan/"


def test_turning_the_second_step_on_and_off(
    signed_in: Client, user: User, django_capture_on_commit_callbacks: Any
) -> None:
    page = signed_in.get("/mijn/account/tweede-stap/aan/")
    assert 'src="data:image/svg+xml;base64,' in text(page)
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post("/mijn/account/tweede-stap/aan/", {"code": code_of(secret)})
    assert response.headers["Location"] == "/mijn/account/noodcodes/"
    codes = signed_in.get("/mijn/account/noodcodes/")
    assert "Er zijn nog 10 codes over." in text(codes)
    assert "Staat aan" in text(signed_in.get("/mijn/account/tweede-stap/"))
    assert signed_in.get("/mijn/account/noodcodes/bestand/").headers["Content-Type"].startswith("text/plain")
    assert ("notices.write_to_account", "second_factor_changed") in jobs()
    assert signed_in.post("/mijn/account/tweede-stap/uit/").headers["Location"] == "/mijn/account/tweede-stap/"
    acts = [act for act, _ in instance_acts()]
    assert acts.count("accounts.add_second_factor") == 2
    assert acts[0] == "accounts.remove_second_factor"


def test_a_wrong_first_code_is_explained(signed_in: Client) -> None:
    signed_in.get("/mijn/account/tweede-stap/aan/")
    assert "Deze code klopt niet" in text(signed_in.post("/mijn/account/tweede-stap/aan/", {"code": "1"}))


def test_new_emergency_codes_replace_the_old(signed_in: Client, user: User) -> None:
    secure(user)
    assert "oude noodcodes" in text(signed_in.get("/mijn/account/noodcodes/nieuw/"))
    signed_in.post("/mijn/account/noodcodes/nieuw/")
    assert "Er zijn nog 10 codes over." in text(signed_in.get("/mijn/account/noodcodes/"))


def test_safety_asks_once_more_who_one_is(client: Client, user: User) -> None:
    client.force_login(user)
    response = client.get("/mijn/account/tweede-stap/aan/")
    assert response.headers["Location"].startswith("/mijn/account/nog-een-keer/?next=")
    page = response.headers["Location"]
    assert "wachtwoord nog een keer" in text(client.get(page))
    assert "Dit wachtwoord klopt niet" in text(client.post(page, {"password": "verkeerd"}))
    done = client.post(page, {"password": PASSWORD})
    assert done.headers["Location"] == "/mijn/account/tweede-stap/aan/"


def test_safety_may_be_proved_by_a_code(client: Client, user: User) -> None:
    secret = secure(user)
    client.force_login(user)
    page = "/mijn/account/tweede-stap/nog-een-keer/?next=/mijn/account/tweede-stap/uit/"
    assert "Gebruik liever je wachtwoord" in text(client.get(page))
    done = client.post(page, {"code": code_of(secret)})
    assert done.headers["Location"] == "/mijn/account/tweede-stap/uit/"
    assert "Zet de tweede stap uit" in text(client.get("/mijn/account/tweede-stap/uit/"))


def test_changing_the_password(signed_in: Client, user: User) -> None:
    wrong = signed_in.post(
        "/mijn/account/wachtwoord/", {"oldpassword": "nee", "password1": "kort", "password2": "anders"}
    )
    assert "niet je wachtwoord van nu" in text(wrong)
    assert "Dit wachtwoord is te kort." in text(wrong)
    right = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = signed_in.post("/mijn/account/wachtwoord/", right)
    assert response.headers["Location"] == "/mijn/account/"
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert "Je wachtwoord is veranderd." in text(signed_in.get("/mijn/account/"))
    assert jobs() == [("notices.write_to_account", "password_changed")]


@pytest.mark.parametrize("known", [True, False])
def test_asking_for_a_new_password_looks_the_same_for_everybody(client: Client, user: User, known: bool) -> None:
    email = user.email if known else "niemand@voorbeeld.example"
    response = client.post("/wachtwoord/vergeten/", {"email": email})
    assert response.headers["Location"] == "/wachtwoord/vergeten/mail/"
    assert "Kijk in je mail" in text(client.get("/wachtwoord/vergeten/mail/"))
    assert jobs() == ([("notices.write_to_account", "password_reset")] if known else [])


def test_choosing_a_new_password_works_once(client: Client, user: User) -> None:
    link = password_path(user)
    page = client.get(link).headers["Location"]
    assert "Kies een nieuw wachtwoord" in text(client.get(page))
    done = client.post(page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert done.headers["Location"] == "/wachtwoord/klaar/"
    assert "Log in met je nieuwe wachtwoord" in text(client.get("/wachtwoord/klaar/"))
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert "Deze link werkt niet meer" in text(Client().get(link))


def test_the_list_of_devices_signs_out_elsewhere(signed_in: Client, user: User) -> None:
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    other.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    page = text(signed_in.get("/mijn/account/apparaten/"))
    assert "Firefox op Windows" in page
    assert "Dit apparaat" in page
    signed_in.post("/mijn/account/apparaten/")
    assert "Je bent alleen hier ingelogd." in text(signed_in.get("/mijn/account/apparaten/"))
    assert other.get("/mijn/").headers["Location"].startswith("/inloggen/")


def test_signing_out_takes_a_second_look(signed_in: Client) -> None:
    assert "Wil je uitloggen?" in text(signed_in.get("/uitloggen/"))
    signed_in.post("/uitloggen/")
    assert signed_in.get("/mijn/").headers["Location"].startswith("/inloggen/")


def test_an_account_that_is_off_says_so(client: Client, user: User) -> None:
    User.objects.filter(pk=user.id).update(is_active=False)
    response = client.post("/inloggen/", {"login": user.email, "password": PASSWORD}, follow=True)
    assert "Dit account staat uit" in text(response)


def test_the_profile_changes_name_and_language(signed_in: Client, user: User) -> None:
    empty = signed_in.post("/mijn/account/", {"name": " ", "language": "nl"})
    assert "Vul je naam in." in text(empty)
    response = signed_in.post("/mijn/account/", {"name": "Noor de Tester", "language": "en"})
    assert response.headers["Location"] == "/mijn/account/"
    assert response.cookies["bundel_language"].value == "en"
    user.refresh_from_db()
    assert (user.name, user.language) == ("Noor de Tester", "en")


@pytest.mark.parametrize("count", [0, 2, 3])
def test_my_workspaces_takes_as_many_queries_for_few_as_for_many(
    signed_in: Client, user: User, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        join(user, f"ruimte-{number}")
    with django_assert_num_queries(7):
        page = text(signed_in.get("/mijn/"))
    assert page.count("Stop hiermee") == count
    assert ("Je doet nog nergens mee" in page) == (count == 0)


def test_the_post_of_the_demo_is_in_the_demo_only(client: Client) -> None:
    OutboxMail.objects.create(
        address="noor@voorbeeld.example",
        subject="Er is nieuws",
        text="Kijk op\n\nhttp://localhost:8000/volg/\n",
        language="nl",
        at=NOW,
    )
    assert client.get("/demo/postvak/").status_code == 404
    with override_settings(ENVIRONMENT=replace(settings.ENVIRONMENT, mode="demo")):
        page = text(client.get("/demo/postvak/"))
    assert 'href="http://localhost:8000/volg/"' in page
    assert "noor@voorbeeld.example" in page


def test_an_empty_post_says_what_fills_it(client: Client) -> None:
    with override_settings(ENVIRONMENT=replace(settings.ENVIRONMENT, mode="demo")):
        assert "Nog geen post" in text(client.get("/demo/postvak/"))
