"""One question for everything: handles, words of cards, and for who may, whole words of a name."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from bundel.accounts.access import Actor, allows
from bundel.accounts.permissions import Permission
from bundel.audit.actions import Entry, record
from bundel.concerns.models import NameMark
from bundel.concerns.queries import FOUND_AT_MOST, ConcernRow, as_rows, visible_concerns
from bundel.concerns.rules.handles import as_handle
from bundel.sealing.keys import word_marks


def search_concerns(actor: Actor, text: str, *, now: datetime) -> list[ConcernRow]:
    """Concerns found by handle, by words of the card, or (for who may) by whole words of a name; newest first.

    Who is found by name was seen by somebody: that leaves a row in the audit, with ids and without the name.
    """
    wanted: set[UUID] = set(_found_in_cards(text))
    if handle := as_handle(text):
        wanted.update(visible_concerns(actor).filter(handle=handle).values_list("id", flat=True))
    if allows(actor, Permission.NAMES_SEARCH):
        named = _found_by_name(word_marks(text))
        wanted.update(named)
        if named:
            ids = sorted(str(concern_id) for concern_id in named)
            record(Entry(now, actor.kind.value, actor.id, "concerns.search_names", detail={"ids": list(ids)}))
    concerns = visible_concerns(actor).filter(pk__in=wanted)
    return as_rows(concerns.order_by("-received_at", "-id")[:FOUND_AT_MOST])


def _found_in_cards(text: str) -> Iterable[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select concern_id from search_cards(%s, %s)", [text, FOUND_AT_MOST * 4])
        return [row[0] for row in cursor.fetchall()]


def _found_by_name(marks: list[bytes]) -> set[UUID]:
    if not marks:
        return set()
    found: set[UUID] | None = None
    for mark in marks:
        having = set(NameMark.objects.filter(mark=mark).values_list("concern_id", flat=True)[: FOUND_AT_MOST * 4])
        found = having if found is None else found & having
    return found or set()
