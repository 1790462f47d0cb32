"""The API of the legal clock: the answers of the filter, problems one can mend, and an honest description."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bundel.accounts.addresses import network_of
from bundel.api import limits, routes
from bundel.engines.deadlines.facts import FACTS, PROCEDURES
from bundel.engines.deadlines.filter import prepare

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/deadlines"
OBJECTION: dict[str, Any] = {
    "id": "a-1",
    "procedure": "objection",
    "facts": {"made_known": "2025-11-20", "made_known_by": "post"},
    "today": "2025-12-02",
}
REQUESTS: list[dict[str, Any]] = [
    OBJECTION,
    {**OBJECTION, "id": None, "today": None},
    {**OBJECTION, "id": {"any": ["thing"]}, "facts": {}},
    {**OBJECTION, "facts": None, "law": "something unheard of"},
    {"procedure": "application", "law": "wmo", "facts": {"received": "2026-05-05", "notice_received": "2026-06-02"}},
    {"procedure": "objection", "law": "wia", "facts": {"made_known": "2026-06-05", "medical": True}},
    {"procedure": "repair", "facts": {"asked_on": "2026-11-05", "term_weeks": 2}},
    {"procedure": "hearing", "facts": {"hearing_on": "2026-12-15", "unheard_of": 1}},
]


@pytest.fixture(autouse=True)
def fresh_limiter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_limiter", limits.Limiter())


def post(client: Client, body: Any, address: str = ADDRESS, **headers: str) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(address, text, content_type="application/json", headers=headers)


def assert_problem(answered: Any, status: int) -> dict[str, Any]:
    assert answered.status_code == status
    assert answered["Content-Type"] == "application/problem+json"
    assert answered["API-Version"] == "1.0.0"
    told: dict[str, Any] = answered.json()
    assert set(told) == {"type", "status", "title", "detail"}
    assert told["status"] == status
    assert told["detail"]
    return told


@pytest.mark.parametrize("body", REQUESTS)
def test_deadlines_answers_what_the_filter_answers(client: Client, body: dict[str, Any]) -> None:
    for query, arguments in (("", []), ("?path=1", ["--path"])):
        answered = post(client, body, ADDRESS + query)
        assert answered.status_code == 200
        assert answered.json() == json.loads(json.dumps(prepare(arguments)(body)))


def test_deadlines_needs_no_database_no_cookie_and_sets_none(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answered = Client(enforce_csrf_checks=True).post(ADDRESS, OBJECTION, content_type="application/json")
    assert answered.status_code == 200
    assert answered["API-Version"] == "1.0.0"
    assert answered["Cache-Control"] == "no-store"
    assert not answered.cookies


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "required"),
        ("{", "parse"),
        ("[1]", ""),
        ("null", "procedure must be one of"),
        (b"\xff\xfe", "parse"),
        ({}, "procedure must be one of"),
        ({"procedure": "divorce"}, "procedure must be one of"),
        ({"procedure": ["objection"]}, "procedure must be one of"),
        ({**OBJECTION, "facts": []}, "facts must be an object"),
        ({**OBJECTION, "facts": {"made_known": "2026-02-31"}}, "a day that exists"),
        ({**OBJECTION, "facts": {"made_known": 5}}, "a day that exists"),
        ({**OBJECTION, "facts": {"term_weeks": 10**9}}, "whole number"),
        ({**OBJECTION, "facts": {"committee": "maybe"}}, "true or false"),
        ({**OBJECTION, "today": "tomorrow"}, "today must be a day"),
        ({**OBJECTION, "law": 5}, "law must be a text"),
        ("[" * 20_000, ""),
    ],
)
def test_deadlines_says_what_to_mend(client: Client, body: Any, says: str) -> None:
    assert says in assert_problem(post(client, body), 400)["detail"]


def test_deadlines_refuses_a_path_it_does_not_understand(client: Client) -> None:
    assert "path" in assert_problem(post(client, OBJECTION, ADDRESS + "?path=perhaps"), 400)["detail"]


def test_deadlines_refuses_what_is_too_large(client: Client) -> None:
    fits = {**OBJECTION, "id": "x" * (limits.LONGEST_BODY - 300)}
    assert post(client, fits).status_code == 200
    assert_problem(post(client, {**OBJECTION, "id": "x" * limits.LONGEST_BODY}), 413)


def test_deadlines_takes_post_only(client: Client) -> None:
    answered = client.get(ADDRESS)
    assert_problem(answered, 405)
    assert answered["Allow"] == "POST"
    assert client.post("/api/v1/openapi.json")["Allow"] == "GET, HEAD"


def test_a_page_elsewhere_may_ask(client: Client) -> None:
    asked = client.options(ADDRESS, headers={"Origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "POST" in asked["Access-Control-Allow-Methods"]
    assert post(client, OBJECTION)["Access-Control-Expose-Headers"] == "API-Version, Retry-After"


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/deadlines/", "/api/v1/deadline", "/api/v1/x/y"])
def test_another_address_is_a_problem_too(client: Client, address: str) -> None:
    if address == "/api/v1/":
        assert client.get(address).status_code == 404
    else:
        assert_problem(client.get(address), 404)


def test_one_address_may_ask_so_much_a_minute(client: Client) -> None:
    for _ in range(limits.REQUESTS):
        assert client.post(ADDRESS, "", content_type="application/json").status_code == 400
    refused = post(client, OBJECTION)
    assert_problem(refused, 429)
    assert 0 < int(refused["Retry-After"]) <= limits.SECONDS


def test_the_limit_counts_each_address_and_each_minute_by_itself() -> None:
    limiter = limits.Limiter()
    for _ in range(limits.REQUESTS):
        assert limiter.seconds_to_wait("192.0.2.1", 600.5) == 0
    assert limiter.seconds_to_wait("192.0.2.1", 615.0) == 45
    assert limiter.seconds_to_wait("192.0.2.2", 615.0) == 0
    assert limiter.seconds_to_wait("192.0.2.1", 660.0) == 0


def test_a_home_network_counts_as_one(rf: Any) -> None:
    asked = [rf.get("/", REMOTE_ADDR=address) for address in ("2001:db8::1", "2001:db8::ffff", "192.0.2.1")]
    assert [network_of(each) for each in asked] == ["2001:db8::/64", "2001:db8::/64", "192.0.2.1"]


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    answered = client.get("/api/v1/openapi.json")
    assert answered.status_code == 200
    assert answered["API-Version"] == "1.0.0"
    assert answered["Access-Control-Allow-Origin"] == "*"
    made: dict[str, Any] = answered.json()
    return made


def test_openapi_follows_the_design_rules(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.")
    assert document["info"]["version"] == "1.0.0"
    assert all(document["info"]["contact"][part] for part in ("name", "email", "url"))
    assert [server["url"] for server in document["servers"]] == [f"{settings.ENVIRONMENT.address}/api/v1"]
    assert set(document["paths"]) == {"/deadlines", "/openapi.json"}
    known = {tag["name"] for tag in document["tags"]}
    for path, operations in document["paths"].items():
        assert not path.endswith("/")
        for method, operation in operations.items():
            assert set(operation["tags"]) <= known
            assert operation["operationId"]
            assert method in {"get", "post"}
            assert method == "get" or "400" in operation["responses"]
            for status, response in operation["responses"].items():
                if status.startswith("2"):
                    assert "API-Version" in response["headers"]
                else:
                    assert list(response["content"]) == ["application/problem+json"]


def test_openapi_names_every_procedure_and_every_fact(document: dict[str, Any]) -> None:
    shapes = document["components"]["schemas"]
    asked = shapes["Request"]["properties"]
    assert asked["procedure"]["enum"] == list(PROCEDURES)
    assert set(asked["facts"]["properties"]) == set(FACTS)
    assert {"status", "title", "detail"} <= set(shapes["Problem"]["properties"])


def test_openapi_says_what_must_be_there_and_what_may_be_null(client: Client, document: dict[str, Any]) -> None:
    asked = document["components"]["schemas"]["Request"]
    assert document["openapi"].startswith("3.1")
    assert asked["required"] == ["procedure"]
    assert "null" not in asked["properties"]["procedure"].get("type", "")
    facts = asked["properties"]["facts"]["properties"]
    assert all("null" in shape["type"] for shape in facts.values())
    nothing = {**OBJECTION, "law": None, "today": None, "facts": dict.fromkeys(facts)}
    assert post(client, nothing).status_code == 200


def test_every_answer_carries_the_headers_of_the_design_rules(client: Client) -> None:
    for answered in (post(client, OBJECTION), post(client, {}), client.get("/api/v1/nothing")):
        assert answered["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answered["Content-Security-Policy"]
        assert answered["X-Content-Type-Options"] == "nosniff"
        assert answered["X-Frame-Options"] == "DENY"
        assert answered["API-Version"] == "1.0.0"


def test_openapi_refers_only_to_what_is_there(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(document["components"]["schemas"])


def test_an_answer_has_just_the_fields_openapi_names(client: Client, document: dict[str, Any]) -> None:
    shapes = document["components"]["schemas"]
    answer = post(client, OBJECTION).json()
    assert set(answer) == set(shapes["Answer"]["properties"])
    assert set(answer["explanation"][0]) == set(shapes["Step"]["properties"])
    way = post(client, OBJECTION, ADDRESS + "?path=1").json()
    assert set(way) == set(shapes["Way"]["properties"])
    assert set(way["path"][0]) == set(shapes["PathStep"]["properties"])


def test_the_api_does_not_know_the_pages() -> None:
    sources = Path(routes.__file__).parent.glob("*.py")
    assert not [source.name for source in sources if "bundel.web" in source.read_text()]
