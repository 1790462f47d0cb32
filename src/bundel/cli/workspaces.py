"""The commands `createworkspace` and `invite`: the operator's first steps, and the way back in."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from bundel.cli.database import database_at_hand, explained, start_django
from bundel.cli.failures import Exit, Failure
from bundel.kit.environment import Environment, current
from bundel.kit.rules import RuleBroken
from bundel.tenancy.rules import Role, WorkspaceKind


def run_create(arguments: list[str]) -> int:
    """The command `createworkspace`."""
    parser = argparse.ArgumentParser(
        prog="bundel createworkspace", description="Make a workspace and invite its first owner."
    )
    parser.add_argument("slug", help="the part of its address, such as spierziekten")
    parser.add_argument("name", help="the name people read")
    parser.add_argument("--owner", required=True, metavar="EMAIL", help="who is invited as owner")
    parser.add_argument("--kind", choices=[kind.value for kind in WorkspaceKind], default=WorkspaceKind.ASSOCIATION)
    _add_language(parser)
    asked = parser.parse_args(arguments)
    with _inside() as environment:
        from bundel.accounts.access import OPERATOR
        from bundel.accounts.actions import create_workspace
        from bundel.tenancy.fence import acting_for

        _check_address(asked.owner)
        workspace_id = uuid4()
        with acting_for(workspace_id):
            invited = create_workspace(
                OPERATOR,
                workspace_id,
                slug=asked.slug,
                name=asked.name,
                kind=WorkspaceKind(asked.kind),
                owner_email=asked.owner,
                language=asked.language,
                now=datetime.now(UTC),
            )
    print(f"The workspace {asked.slug} is made. {asked.owner} gets a mail, or use this link:")
    print(environment.address + invited.path)
    return Exit.DONE


def run_invite(arguments: list[str]) -> int:
    """The command `invite`."""
    parser = argparse.ArgumentParser(prog="bundel invite", description="Invite somebody to a workspace.")
    parser.add_argument("slug", help="the workspace")
    parser.add_argument("email", help="who is invited")
    parser.add_argument("role", choices=[role.value for role in Role])
    _add_language(parser)
    asked = parser.parse_args(arguments)
    with _inside() as environment:
        from bundel.accounts.access import OPERATOR
        from bundel.accounts.actions import invite_as_operator
        from bundel.tenancy.fence import acting_for
        from bundel.tenancy.queries import find_running_workspace

        _check_address(asked.email)
        workspace = find_running_workspace(asked.slug)
        if workspace is None:
            raise Failure(Exit.REFUSED, f"There is no open workspace {asked.slug!r}.")
        with acting_for(workspace.id):
            invited = invite_as_operator(
                OPERATOR,
                email=asked.email,
                role=Role(asked.role),
                language=asked.language,
                now=datetime.now(UTC),
            )
    print(f"{asked.email} is invited and gets a mail, or use this link:")
    print(environment.address + invited.path)
    return Exit.DONE


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=["nl", "en"], default="nl", help="the language of the mail")


@contextmanager
def _inside() -> Iterator[Environment]:
    environment = current()
    with database_at_hand(environment), explained("DATABASE_URL"):
        start_django()
        try:
            yield environment
        except RuleBroken as broken:
            raise Failure(Exit.REFUSED, _in_words(broken)) from broken


def _in_words(broken: RuleBroken) -> str:
    from django.utils.translation import override

    from bundel.accounts.labels import REFUSALS

    with override("en"):
        return str(REFUSALS.get(broken.code, broken.code))


def _check_address(email: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise Failure(Exit.REFUSED, f"{email!r} is not an e-mail address.") from None
