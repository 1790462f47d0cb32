"""A Bundel of its own in a folder, filled and asked from outside: for backups, restores and other keys."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bundel.cli.failures import Exit
from bundel.kit.instance import Instance

ROOT = Path(__file__).resolve().parents[2]

PREPARE = """
import json, sys
from datetime import UTC, datetime
from uuid import UUID
from bundel.cli.database import database_at_hand, start_django
from bundel.kit.environment import current
start_django()
from django.contrib.auth import get_user_model
from bundel.accounts.access import Actor, OpenReason
from bundel.accounts.permissions import ActorKind
from bundel.concerns.actions.following import erase_concern
from bundel.concerns.queries import Filters, list_concerns, open_story, visible_concerns
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Membership, Workspace
from bundel.tenancy.rules import Role
from tests.worlds import NOW, PASSWORD, add_concern, make_world

def owner_of(slug):
    workspace = Workspace.objects.get(slug=slug)
    with acting_for(workspace.id):
        user = Membership.objects.get(role=Role.OWNER).user
    return workspace, user, Actor(ActorKind.USER, user.id, Role.OWNER, user.name)
"""

FILL = """
here, there = make_world("hier", concerns=3), make_world("daar")
answer = {"here": [str(c) for c in here.concerns], "there": [str(c) for c in there.concerns]}
"""

ERASE = """
workspace, user, actor = owner_of("hier")
with acting_for(workspace.id):
    erase_concern(Actor(ActorKind.RECEIPT, UUID(asked[0])), UUID(asked[0]), now=datetime.now(UTC))
answer = None
"""

READ = """
workspace, user, actor = owner_of("hier")
stories = {}
for concern_id in asked:
    with acting_for(workspace.id):
        concern = visible_concerns(actor).filter(pk=UUID(concern_id)).first()
        stories[concern_id] = None
        if concern is not None:
            stories[concern_id] = open_story(actor, concern.id, reason=OpenReason.CHECK, now=datetime.now(UTC)).story
with acting_for(workspace.id):
    inbox = [str(row.id) for row in list_concerns(actor, Filters()).rows]
answer = {"stories": stories, "inbox": inbox}
"""

SIGN_IN = """
from django.test import Client
from django.urls import reverse
workspace, user, actor = owner_of("hier")
told = Client(SERVER_NAME="localhost").post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
answer = [user.check_password(PASSWORD), told.status_code]
"""


class Keeper:
    """The commands of one instance, each run as an operator would."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.instance = Instance(folder / "live")
        self.data = folder / "data"
        self.keys = folder / "keys"
        self.settings = {
            "BUNDEL_VAR": str(self.instance.folder),
            "BUNDEL_MODE": "test",
            "BUNDEL_BACKUPS": str(self.data),
            "BUNDEL_KEY_BACKUPS": str(self.keys),
        } | settings

    @property
    def environ(self) -> dict[str, str]:
        inherited = {n: v for n, v in os.environ.items() if not n.startswith(("BUNDEL_", "DATABASE_", "DJANGO_"))}
        return inherited | self.settings | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}

    def run(self, *arguments: str, typed: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        """A command of `bundel`, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bundel", *arguments],
            env=self.environ | settings,
            input=typed,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def done(self, *arguments: str, **settings: str) -> str:
        """What a command prints that must end well."""
        ended = self.run(*arguments, **settings)
        assert (ended.returncode, ended.stderr) == (Exit.DONE, ""), ended
        return ended.stdout

    def refused(self, status: Exit, *arguments: str, **settings: str) -> str:
        """The one sentence of a command that must not end well."""
        ended = self.run(*arguments, **settings)
        assert ended.returncode == status, ended
        assert ended.stderr.count("\n") == 1, ended.stderr
        return ended.stderr

    def refused_check(self) -> str:
        return self.refused(Exit.BACKUP, "restore", "--check")

    def ask(self, script: str, *asked: str) -> Any:
        """What a script over the subjects' actions and queries answers; the database must be running."""
        source = f"{PREPARE}\nasked = json.loads(sys.argv[1])\nwith database_at_hand(current()):\n"
        source += "".join(f"    {line}\n" for line in script.strip().splitlines()) + "print(json.dumps(answer))\n"
        ended = subprocess.run(
            [sys.executable, "-c", source, json.dumps(asked)],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout.splitlines()[-1])

    def fill(self) -> Any:
        """Two workspaces with stories; the ids of these."""
        self.done("migrate")
        return self.ask(FILL)

    def newest(self, store: Path) -> Path:
        return max(f for f in store.iterdir() if f.name[:2] == "20")
