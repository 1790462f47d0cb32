"""Fills a demo with invented workspaces, people and concerns, and prints how to sign in."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from bundel.accounts.access import OPERATOR, PUBLIC, Actor, OpenReason
from bundel.accounts.actions import accept_invitation, create_workspace, invite
from bundel.accounts.demo import PASSWORD, SECOND_FACTOR_SECRET
from bundel.accounts.permissions import ActorKind, needs_second_factor
from bundel.accounts.queries import find_account
from bundel.cli.demo.bundles import bundle_up
from bundel.cli.demo.dossiers import file_dossiers
from bundel.cli.demo.recognition import publish_and_recognise
from bundel.cli.demo.sharing import agree
from bundel.concerns import drafts
from bundel.concerns.actions.following import write_as_person
from bundel.concerns.actions.helping import answer_person, assign_concerns, move_concerns
from bundel.concerns.actions.office import Office, change_office, set_receives
from bundel.concerns.actions.telling import confirm_draft, enter_concern
from bundel.concerns.queries import ReceivesLine, find_receipt, get_concern, open_story
from bundel.concerns.rules.states import State
from bundel.concerns.rules.told import Told
from bundel.concerns.rules.words import Channel, Consent, Decider, ForWhom, LetterBy, Since, Theme
from bundel.kit.days import day_of
from bundel.sealing.cipher import derive
from bundel.sealing.codes import code_from, in_fours, slow_hash
from bundel.tenancy.fence import acting_for
from bundel.tenancy.queries import find_workspace
from bundel.tenancy.rules import Role, WorkspaceKind

Data = dict[str, Any]

HELPING = (Role.PROFESSIONAL, Role.ADVOCATE, Role.OWNER)

# The offices are older than the oldest concern.
OPEN_FOR = timedelta(days=760)

# A place among the concerns that is good to follow from the teller's side: told on the web, with an answer.
SHOWN = "poetsen-zegt-de-computer"


@dataclass
class DemoOffice:
    """A workspace of the demo and who acts there."""

    id: UUID
    members: dict[Role, Actor]

    def helper_for(self, key: str) -> Actor:
        """Somebody here who opens stories and answers; not everybody does everything."""
        helpers = [self.members[role] for role in HELPING if role in self.members]
        return helpers[len(key) % len(helpers)]


def run() -> None:
    """Load the demo once; what is there already stays as its visitors left it.

    Every office and every concern comes whole or not at all, so that a load that was killed halfway goes on
    where it was.
    """
    people, concerns = _read("people.toml"), _read_concerns()
    if not _is_told(concerns[-1]):
        now = timezone.now()
        _make_operator(people["operator"], now)
        offices = {w["slug"]: _find_or_make_office(w, now - OPEN_FOR) for w in people["workspace"]}
        *others, last = concerns
        for concern in others:
            if not _is_told(concern):
                _tell(offices[concern["workspace"]], concern, now)
        owners = {slug: (office.id, office.members[Role.OWNER]) for slug, office in offices.items()}
        agree(people["agreement"], owners, _concern_id, now)
        bundle_up(_read("problems.toml")["problem"], others, owners, _concern_id, now)
        publish_and_recognise(others, owners, _concern_id, now)
        file_dossiers(_read("problems.toml"), others, owners, _concern_id, now)
        _tell(offices[last["workspace"]], last, now)
    _print_log_ins(people)


@cache
def _receipt_hash(key: str) -> bytes:
    return slow_hash(code_from(_secret(key), "receipt"), "receipt")


def _secret(key: str) -> bytes:
    return derive(settings.ENVIRONMENT.pepper, f"demo/{key}")


def _is_told(concern: Data) -> bool:
    return find_receipt(_receipt_hash(concern["key"])) is not None


def _concern_id(key: str) -> UUID:
    found = find_receipt(_receipt_hash(key))
    assert found is not None
    return found[1]


def _read_concerns() -> list[Data]:
    """Every concern of `concerns/`, one file a theme, in the order of the files' names."""
    files = resources.files("bundel.cli.demo").joinpath("concerns").iterdir()
    names = sorted(file.name for file in files if file.name.endswith(".toml"))
    return [concern for name in names for concern in _read(f"concerns/{name}")["concern"]]


def _read(name: str) -> Data:
    return tomllib.loads(resources.files("bundel.cli.demo").joinpath(name).read_text(encoding="utf-8"))


def _make_operator(operator: Data, now: datetime) -> None:
    if find_account(operator["email"]) is not None:
        return
    user = get_user_model()(email=operator["email"], name=operator["name"], is_operator=True, created_at=now)
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, SECOND_FACTOR_SECRET)


def _find_or_make_office(data: Data, now: datetime) -> DemoOffice:
    workspace = find_workspace(data["slug"])
    if workspace is None:
        return _make_office(data, now)
    accounts = {Role(m["role"]): find_account(m["email"]) for m in data["members"]}
    members = {r: Actor(ActorKind.USER, a.id, r, a.name) for r, a in accounts.items() if a is not None}
    return DemoOffice(workspace.id, members)


def _make_office(data: Data, now: datetime) -> DemoOffice:
    office = DemoOffice(uuid4(), {})
    owner = next(m for m in data["members"] if m["role"] == Role.OWNER)
    with acting_for(office.id):
        invited = create_workspace(
            OPERATOR,
            office.id,
            slug=data["slug"],
            name=data["name"],
            kind=WorkspaceKind(data["kind"]),
            owner_email=owner["email"],
            now=now,
        )
        office.members[Role.OWNER] = _join(owner, invited.id, invited.token, now)
        for member in data["members"]:
            if member is not owner:
                role = Role(member["role"])
                asked = invite(office.members[Role.OWNER], email=member["email"], role=role, now=now)
                office.members[role] = _join(member, asked.id, asked.token, now)
        _furnish(office, data, now)
    return office


def _join(member: Data, invitation_id: UUID, token: str, now: datetime) -> Actor:
    role = Role(member["role"])
    known = find_account(member["email"])
    actor = Actor(ActorKind.USER, known.id) if known else PUBLIC
    accept_invitation(
        actor,
        invitation_id,
        token=token,
        name=member["name"],
        password_hash=make_password(PASSWORD),
        now=now,
    )
    account = find_account(member["email"])
    assert account is not None
    if needs_second_factor(role) and not is_mfa_enabled(account):
        TOTP.activate(account, SECOND_FACTOR_SECRET)
    return Actor(ActorKind.USER, account.id, role, account.name)


def _furnish(office: DemoOffice, data: Data, now: datetime) -> None:
    owner = office.members[Role.OWNER]
    office_settings = Office(data["name"], data["about"], data["telephone"], data["colour"], 3, 730)
    change_office(owner, office_settings, version=1, now=now)
    lines = [ReceivesLine(place, theme) for place in data["municipalities"] or [""] for theme in data["themes"] or [""]]
    set_receives(owner, lines, now=now)


def _tell(office: DemoOffice, data: Data, now: datetime) -> None:
    told_at = now - timedelta(days=data["told_days_ago"], minutes=len(data["key"]) * 7)
    told = _told(data, day_of(now))
    secret, receipt_hash = _secret(data["key"]), _receipt_hash(data["key"])
    if told.channel is Channel.WEB and drafts.find_draft(secret, now=told_at) is None:
        drafts.start_draft(secret, told, workspace_id=office.id, now=told_at)
    with acting_for(office.id):
        if told.channel is Channel.WEB:
            concern_id = confirm_draft(PUBLIC, secret, receipt_hash=receipt_hash, now=told_at)
        else:
            concern_id = enter_concern(office.members[Role.OWNER], told, receipt_hash=receipt_hash, now=told_at)
        _follow_up(office, concern_id, data, now)


def _told(data: Data, today: date) -> Told:
    letter = data["letter"]

    def ago(name: str) -> date | None:
        return today - timedelta(days=letter[name]) if name in letter else None

    return Told(
        municipality_code=data["municipality_code"],
        story=data["story"],
        theme=Theme(data["theme"]),
        decides=Decider(data["decides"]),
        since=Since(data["since"]),
        letter_got=letter["got"],
        letter_dated_on=ago("dated_days_ago"),
        letter_received_on=ago("received_days_ago"),
        letter_by=LetterBy(letter["by"]) if "by" in letter else None,
        for_whom=ForWhom(data["for_whom"]),
        wish=data["wish"],
        reachable=data["reachable"],
        contact=f"{data['key'][:40]}@teller.example" if data["reachable"] else "",
        contact_name=next((p for p in data["personal"] if p.istitle() and " " in p), ""),
        card_title=data["card_title"],
        card_text=data["card_text"],
        consent=Consent(data["consent"]),
        channel=Channel(data["channel"]),
        language=data.get("language", "nl"),
    )


def _follow_up(office: DemoOffice, concern_id: UUID, data: Data, now: datetime) -> None:
    helper = office.helper_for(data["key"])
    person = Actor(ActorKind.RECEIPT, concern_id)
    for opened in data.get("opened", []):
        at = now - timedelta(days=opened["days_ago"], hours=2)
        open_story(helper, concern_id, reason=OpenReason(opened["reason"]), now=at)
    for message in data["messages"]:
        at = now - timedelta(days=message["days_ago"], hours=1)
        if message["from"] == "person":
            write_as_person(person, concern_id, text=message["text"], now=at)
        else:
            version = get_concern(helper, concern_id).version
            asks = message["text"].rstrip().endswith("?")
            answer_person(helper, concern_id, text=message["text"], asks_person=asks, version=version, now=at)
    state = State(data["state"])
    if state is not State.RECEIVED:
        assign_concerns(office.members[Role.OWNER], [concern_id], user_id=helper.id, now=now)
        moved_at = now - timedelta(days=min([m["days_ago"] for m in data["messages"]], default=1))
        move_concerns(helper, [concern_id], state=state, now=moved_at)


def _print_log_ins(people: Data) -> None:
    print("Invented people to sign in as:\n")
    for workspace in people["workspace"]:
        print(f"  {workspace['name']}")
        for member in workspace["members"]:
            print(f"    {member['email']:<44} {member['role']}")
    print(f"\n  Password of all: {PASSWORD}")
    print(f"  The six digits of the second step: {settings.ENVIRONMENT.address}/demo/")
    print(f"  A receipt code to follow somebody's story: {in_fours(code_from(_secret(SHOWN), 'receipt'))}\n")
