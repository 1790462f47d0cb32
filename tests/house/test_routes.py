"""Every route declares its right; walked as everybody, on one's own data and on a stranger's."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.concerns.bundled import bundled
from tests.conftest import Two
from tests.dossiers.filed import dossier_in
from tests.files.attached import file_in
from tests.gate.neighbours import beside
from tests.guests.asked import guest_in
from tests.worlds import NOW, World

from bundel.accounts.permissions import ActorKind, Permission, permissions_of
from bundel.concerns.actions.taking import start_export
from bundel.concerns.bundles import open_bundles
from bundel.concerns.rules.taking import ExportReason
from bundel.concerns.taken import visible_exports
from bundel.tenancy.fence import acting_for
from bundel.tenancy.rules import Role
from bundel.web.pages import Page

pytestmark = pytest.mark.django_db


def routes() -> dict[str, Page | None]:
    """Every address pattern of the program, with what its view declares."""
    return {pattern: getattr(view.callback, "page", None) for pattern, view in _walk(get_resolver(), "")}


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern).lstrip("^").rstrip("$")
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern)
        else:
            yield pattern, entry


def test_every_route_declares_its_right() -> None:
    assert [pattern for pattern, page in routes().items() if page is None] == []


def address(pattern: str, world: World) -> str:
    """A real address in this world for a pattern of a workspace page."""
    concern = str(world.concerns[0])
    member = str(world.memberships[Role.READER])
    known = {
        "<slug:slug>": world.workspace.slug,
        "<uuid:concern_id>": concern,
        "<uuid:membership_id>": member,
        "<uuid:message_id>": str(world.message),
        "<uuid:invitation_id>": str(world.invitation),
        **({"<uuid:file_id>": str(file_in(world))} if "<uuid:file_id>" in pattern else {}),
        **(beside(world) if re.search("<uuid:(agreement|card|sharing)_id>", pattern) else {}),
    }
    if "<reader:reader>" in pattern:
        known |= {"<reader:reader>": "signaal", "<uuid:subject_id>": concern, "<uuid:link_id>": str(guest_in(world))}
    if "<uuid:dossier_id>" in pattern:
        dossier_id, document_id = dossier_in(world)
        known |= {"<uuid:dossier_id>": dossier_id, "<part:part>": "gesprek", "<uuid:file_id>": document_id}
    if "<uuid:export_id>" in pattern:
        known["<uuid:export_id>"] = export_of(world)
    if "<uuid:bundle_id>" in pattern:
        known["<uuid:bundle_id>"] = str(bundle_of(world))
    for part, value in known.items():
        pattern = pattern.replace(part, value)
    assert "<" not in pattern, f"this test does not know how to fill in {pattern}"
    return f"/{pattern}"


def bundle_of(world: World) -> UUID:
    """A bundle of this world with one card in it, made when a route first asks for it."""
    with acting_for(world.workspace.id):
        owner = world.actor(Role.OWNER)
        made = open_bundles(owner)
        return made[0][0] if made else bundled(owner, world.concerns[0]).id


def export_of(world: World) -> str:
    """Everything of this world in one file, begun when a route first asks for it."""
    with acting_for(world.workspace.id):
        made = visible_exports(world.actor(Role.OWNER))
        if made:
            return str(made[0].id)
        reason = ExportReason.COPY
        return str(start_export(world.actor(Role.OWNER), reason=reason, with_stories=False, now=NOW))


def signed_in(world: World, role: Role) -> Client:
    """A browser in which this member has signed in, second factor and all."""
    client = Client()
    user = world.members[role]
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def workspace_routes() -> dict[str, Page]:
    """The routes inside a workspace that need a membership."""
    return {p: page for p, page in routes().items() if page and page.entrance and p.startswith("w/<slug:slug>/")}


@pytest.mark.parametrize("role", Role)
def test_a_member_reaches_what_the_role_allows_and_nothing_else(two: Two, role: Role) -> None:
    client = signed_in(two.here, role)
    rights = permissions_of(ActorKind.USER, role)
    for pattern, page in workspace_routes().items():
        where = address(pattern, two.here)
        for answer in (client.get(where), client.post(where)):
            assert (answer.status_code != 404) == (page.permission in rights), (pattern, role, answer.status_code)


@pytest.mark.parametrize("role", Role)
def test_a_stranger_finds_nothing(two: Two, role: Role) -> None:
    client = signed_in(two.there, role)
    for pattern in workspace_routes():
        where = address(pattern, two.here)
        assert client.get(where).status_code == 404, (pattern, role)
        assert client.post(where).status_code == 404, (pattern, role)


@pytest.mark.parametrize("role", Role)
def test_a_strangers_record_is_not_found_under_ones_own_workspace(two: Two, role: Role) -> None:
    client = signed_in(two.here, role)
    for pattern in workspace_routes():
        if pattern.count("<") > 1:
            where = address(pattern, two.there).replace(two.there.workspace.slug, two.here.workspace.slug, 1)
            assert client.get(where).status_code in (404, 405), (pattern, role)
            assert client.post(where).status_code in (404, 405), (pattern, role)


def test_the_public_is_sent_to_sign_in_and_sees_no_workspace(two: Two) -> None:
    for pattern in workspace_routes():
        answer = Client().get(address(pattern, two.here))
        assert answer.status_code == 302, pattern
        assert answer["Location"].startswith("/inloggen/"), pattern


def test_every_route_of_a_workspace_answers_somebody(two: Two) -> None:
    clients = [signed_in(two.here, role) for role in Role]
    for pattern in workspace_routes():
        where = address(pattern, two.here)
        answers = {client.get(where).status_code for client in clients}
        if answers <= {404, 405}:
            answers = {client.post(where).status_code for client in clients}
        assert answers & {200, 302}, (pattern, answers)


def test_every_right_of_a_page_is_in_the_table() -> None:
    assert {page.permission for page in routes().values() if page} <= set(Permission)
