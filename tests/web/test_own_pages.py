"""An account of one's own, all one's concerns under it, and the end of both, as a browser does it."""

import json
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries
from tests.conftest import Two
from tests.web.test_follow import answer, tell
from tests.worlds import PASSWORD, make_user

from bundel.accounts.access import ACTIONS
from bundel.accounts.models import User
from bundel.audit.queries import recent_acts
from bundel.concerns.models import Concern, OwnConcern
from bundel.jobs.registry import run_job
from bundel.notices.models import OutboxMail
from bundel.tenancy.fence import INSTANCE, acting_for, seen_by
from bundel.tenancy.rules import Role

pytestmark = pytest.mark.django_db

OTHER_CODE = "7331902248150036"
ADDRESS = "noor.nieuw@voorbeeld.example"


def text(response: Any) -> str:
    """The page as it came over the wire."""
    return str(response.content.decode())


def run_waiting_jobs(name: str) -> int:
    """Run every queued job of this name, as the worker would; how many."""
    waiting = list(ProcrastinateJob.objects.filter(task_name=name).order_by("id"))
    for job in waiting:
        run_job(ACTIONS[name], **job.args)
    return len(waiting)


@pytest.fixture
def user(two: Two) -> User:
    """Somebody with an account, a member of nothing."""
    return make_user("noor")


@pytest.fixture
def person(client: Client, user: User) -> Client:
    """That somebody, signed in."""
    cache.clear()
    client.force_login(user)
    return client


@pytest.fixture
def gathered(person: Client, two: Two) -> list[UUID]:
    """What that somebody told at two offices, put together under the account."""
    ids = [tell(two.here), tell(two.there, OTHER_CODE, card_title="Geen vervoer", story="De bus rijdt niet meer.")]
    for code in ("4829106733159042", OTHER_CODE):
        assert person.post("/mijn/signalen/", {"code": code})["Location"] == "/mijn/signalen/"
    return ids


def links_of(user: User) -> dict[UUID, UUID]:
    """The links of an account, by concern, read as the account itself."""
    with seen_by(user.id):
        return dict(OwnConcern.objects.values_list("concern_id", "id"))


def newcomers_link() -> str:
    """The path in the newest mail."""
    mail = OutboxMail.objects.order_by("-at").first()
    assert mail is not None
    line = next(line for line in mail.text.splitlines() if line.startswith("http"))
    return "/" + line.split("/", 3)[3]


def test_an_account_is_made_with_the_link_from_the_mail(client: Client, two: Two) -> None:
    cache.clear()
    assert client.post("/account/nieuw/", {"email": ADDRESS.upper()})["Location"] == "/account/nieuw/mail/"
    assert "Kijk in je mail" in text(client.get("/account/nieuw/mail/"))
    run_waiting_jobs("notices.send_notice")
    link = newcomers_link()
    assert ADDRESS not in link
    assert ADDRESS in text(client.get(link))
    assert "te kort" in text(client.post(link, {"name": "Noor", "password": "kort"}))
    done = client.post(link, {"name": "Noor", "password": PASSWORD})
    assert done["Location"] == "/inloggen/?next=/mijn/signalen/"
    signed = client.post(done["Location"], {"login": ADDRESS, "password": PASSWORD, "next": "/mijn/signalen/"})
    assert signed["Location"] == "/mijn/signalen/"
    assert "Er staat nog niets bij je account" in text(client.get("/mijn/signalen/"))


def test_who_has_an_account_is_told_so_by_mail_only(client: Client, user: User) -> None:
    cache.clear()
    assert client.post("/account/nieuw/", {"email": user.email})["Location"] == "/account/nieuw/mail/"
    run_waiting_jobs("notices.send_notice")
    assert newcomers_link() == "/inloggen/"


def test_a_link_works_once_and_not_when_it_was_made_up(client: Client, two: Two) -> None:
    cache.clear()
    client.post("/account/nieuw/", {"email": ADDRESS})
    run_waiting_jobs("notices.send_notice")
    link = newcomers_link()
    for _ in range(2):
        client.post(link, {"name": "Noor", "password": PASSWORD})
    assert User.objects.filter(email=ADDRESS).count() == 1
    gone = client.get("/account/nieuw/abcdef/")
    assert gone.status_code == 410
    assert "Deze link werkt niet meer" in text(gone)


def test_asking_for_accounts_stops_after_a_few_times(client: Client, two: Two) -> None:
    cache.clear()
    answers = [client.post("/account/nieuw/", {"email": ADDRESS}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_an_empty_address_is_explained(client: Client, two: Two) -> None:
    assert "Vul je e-mailadres in." in text(client.post("/account/nieuw/", {"email": ""}))


def test_concerns_of_two_offices_stand_on_one_page(person: Client, gathered: list[UUID], two: Two) -> None:
    answer(two.there, gathered[1], "Er komt een andere bus.")
    page = text(person.get("/mijn/signalen/"))
    assert "Minder hulp in huis" in page
    assert "Geen vervoer" in page
    assert "Bij Daar, nummer" in page
    assert page.count("Nieuw bericht") == 1


def test_a_wrong_code_adds_nothing_and_guessing_stops(person: Client, user: User) -> None:
    answers = [person.post("/mijn/signalen/", {"code": "1111 2222 3333 4444"}) for _ in range(11)]
    assert "Deze code kennen we niet" in text(answers[0])
    assert [a.status_code for a in answers] == [200] * 10 + [429]
    assert links_of(user) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_few_as_for_many(
    person: Client, user: User, two: Two, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        tell(two.here, f"482910673315904{n}")
        person.post("/mijn/signalen/", {"code": f"482910673315904{n}"})
    with django_assert_num_queries(11):
        page = text(person.get("/mijn/signalen/"))
    assert page.count("Haal van mijn lijst") == number


def test_following_needs_no_code_and_ends_with_the_session(person: Client, user: User, gathered: list[UUID]) -> None:
    link = links_of(user)[gathered[1]]
    assert person.post(f"/mijn/signalen/{link}/")["Location"] == "/volg/mijn/"
    assert "Geen vervoer" in text(person.get("/volg/mijn/"))
    person.post("/uitloggen/")
    assert person.get("/volg/mijn/")["Location"] == "/volg/"


def test_what_is_taken_off_the_list_stays_with_its_code(person: Client, user: User, gathered: list[UUID]) -> None:
    link = links_of(user)[gathered[0]]
    assert person.post(f"/mijn/signalen/{link}/eraf/")["Location"] == "/mijn/signalen/"
    assert set(links_of(user)) == {gathered[1]}
    assert person.post("/volg/", {"code": "4829106733159042"})["Location"] == "/volg/mijn/"


def test_nobody_else_sees_or_opens_the_links(person: Client, user: User, gathered: list[UUID], two: Two) -> None:
    link = links_of(user)[gathered[0]]
    stranger = Client()
    stranger.force_login(two.here.members[Role.OWNER])
    for path in (f"/mijn/signalen/{link}/", f"/mijn/signalen/{link}/eraf/"):
        assert stranger.post(path).status_code == 404
    assert "Er staat nog niets" in text(stranger.get("/mijn/signalen/"))
    with acting_for(two.here.workspace.id):
        assert OwnConcern.objects.count() == 0
    assert OwnConcern.objects.count() == 0


def test_an_operator_has_no_signals_and_the_public_signs_in(client: Client, two: Two) -> None:
    assert client.get("/mijn/signalen/")["Location"].startswith("/inloggen/")
    client.force_login(make_user("beheer", is_operator=True))
    assert client.get("/mijn/signalen/").status_code == 404


def test_everything_is_taken_along_in_one_file(person: Client, gathered: list[UUID], two: Two) -> None:
    answer(two.here, gathered[0], "We bellen je morgen.")
    response = person.get("/mijn/signalen/meenemen/")
    with ZipFile(BytesIO(response.content)) as archive:
        data, page = json.loads(archive.read("alles.json")), archive.read("alles.html").decode()
    assert {d["received_by"] for d in data} == {"Hier", "Daar"}
    assert "De bus rijdt niet meer." in page
    assert "We bellen je morgen." in page
    assert [m["text"] for d in data for m in d["messages"]] == ["We bellen je morgen."]


def test_everything_is_erased_in_every_office_in_one_act(person: Client, user: User, gathered: list[UUID]) -> None:
    assert "Minder hulp in huis, bij Hier" in text(person.get("/mijn/signalen/wissen/"))
    progress = person.post("/mijn/signalen/wissen/")["Location"]
    assert progress == "/mijn/signalen/wissen/voortgang/?van=2"
    assert "0 van 2 gewist" in text(person.get(progress))
    assert "Wordt gewist" in text(person.get("/mijn/signalen/"))
    assert run_waiting_jobs("concerns.erase_own_concern") == 2
    assert "Alles is gewist" in text(person.get(progress))
    assert links_of(user) == {}
    assert person.post("/volg/", {"code": "4829106733159042"}).status_code == 200
    assert run_waiting_jobs("concerns.erase_own_concern") == 2  # a job that comes twice does no harm


def test_a_job_erases_only_what_the_account_itself_asked(user: User, two: Two) -> None:
    concern_id = two.here.concerns[0]
    run_job(
        ACTIONS["concerns.erase_own_concern"],
        workspace_id=str(two.here.workspace.id),
        concern_id=str(concern_id),
        account_id=str(user.id),
    )
    with acting_for(two.here.workspace.id):
        assert Concern.objects.filter(pk=concern_id).exists()


def test_the_audit_never_says_whose_concern_it_was(gathered: list[UUID], user: User) -> None:
    with acting_for(INSTANCE):
        subjects = {t.subject_id for _, t in recent_acts() if t.act == "concerns.gather_concern"}
    assert subjects == set(links_of(user).values())


def test_an_account_is_erased_and_what_was_told_stays(person: Client, user: User, gathered: list[UUID]) -> None:
    assert "Account wissen?" in text(person.get("/mijn/account/wissen/"))
    assert person.post("/mijn/account/wissen/")["Location"] == "/"
    assert person.get("/mijn/")["Location"].startswith("/inloggen/")
    user.refresh_from_db()
    assert (user.name, user.is_active, user.email) == ("", False, f"{user.id}@gewist.invalid")
    assert run_waiting_jobs("concerns.forget_gathered") == 1
    assert links_of(user) == {}
    assert person.post("/volg/", {"code": OTHER_CODE})["Location"] == "/volg/mijn/"
    assert "horen niet bij elkaar" in text(person.post("/inloggen/", {"login": user.email, "password": PASSWORD}))


def test_who_still_takes_part_stops_there_first(client: Client, two: Two) -> None:
    client.force_login(two.here.members[Role.READER])
    assert "Stop hiermee" in text(client.get("/mijn/account/wissen/"))
    assert client.post("/mijn/account/wissen/")["Location"] == "/mijn/account/wissen/"
    assert two.here.members[Role.READER].is_active
