"""What people see when something is wrong, and what only the demo shows."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.conftest import Two

from bundel.web.views import errors

pytestmark = pytest.mark.django_db


def test_a_form_that_was_open_too_long_says_how_to_go_on() -> None:
    answer = Client(enforce_csrf_checks=True).post("/volg/", {"code": "1111 2222 3333 4444"})
    assert answer.status_code == 403
    assert "Deze bladzijde stond te lang open" in answer.content.decode()


def test_what_broke_is_no_fault_of_the_reader() -> None:
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Het ligt niet aan jou." in answer.content.decode()


def test_a_database_that_is_away_is_a_matter_of_waiting() -> None:
    try:
        raise OperationalError
    except OperationalError:
        answer = errors.server_error(RequestFactory().get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Wat je verstuurde, komt maar één keer aan." in answer.content.decode()


def test_a_forgotten_password_can_be_asked_anew() -> None:
    assert Client().get(reverse("account_reset_password")).status_code == 200


def test_the_telephone_number_of_the_house_stands_on_every_page(settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, help_phone="085-000 00 99")
    assert "085-000 00 99" in Client().get("/").content.decode()


def test_the_demo_shows_who_to_sign_in_as_and_every_component(settings: Any, two: Two) -> None:
    for path in ("/demo/", "/demo/onderdelen/"):
        assert Client().get(path).status_code == 404
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, mode="demo")
    page = Client().get("/demo/").content.decode()
    for user in two.here.members.values():
        assert user.email in page
    assert Client().get("/demo/onderdelen/").status_code == 200
