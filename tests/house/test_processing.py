"""Every table says what it is for: why, on which ground, whose, for how long, and who sees it (GDPR 30)."""

import pytest
from django.apps import apps
from django.db import connection

from bundel.kit.processing import Ground, Keep, People, Processing, Purpose, Receiver
from bundel.privacy import labels
from bundel.privacy.queries import processing_register
from bundel.privacy.register import BY_NAME
from bundel.privacy.rules import Broken, HoldReason

HOW = (
    "tell what this table is for: give its model a class attribute `processing = Processing(…)` "
    "(bundel.kit.processing), and its words in TABLES of bundel.privacy.labels"
)


@pytest.mark.django_db
def test_every_table_is_in_the_register() -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert tables - {line.table for line in processing_register()} == set(), HOW


def test_every_line_of_the_register_has_words() -> None:
    assert {line.table for line in processing_register()} - set(labels.TABLES) == set(), HOW


def test_the_register_names_no_table_that_is_gone() -> None:
    tables = {line.table for line in processing_register()}
    assert set(labels.TABLES) - tables == set()
    ours = {m._meta.db_table for m in apps.get_models() if isinstance(getattr(m, "processing", None), Processing)}
    assert ours & set(BY_NAME) == set()


def test_every_sealed_column_is_a_column() -> None:
    for model in apps.get_models():
        said = getattr(model, "processing", None)
        if isinstance(said, Processing):
            assert set(said.sealed) <= {f.name for f in model._meta.get_fields()}, model


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (labels.KEEPS, Keep),
        (labels.PURPOSES, Purpose),
        (labels.GROUNDS, Ground),
        (labels.PEOPLE, People),
        (labels.RECEIVERS, Receiver),
        (labels.HOLD_REASONS, HoldReason),
        (labels.REFUSALS, Broken),
    ],
)
def test_every_code_has_words(words: dict[object, object], codes: type[Keep]) -> None:
    assert set(words) == set(codes)
