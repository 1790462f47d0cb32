"""Another master key for an instance that is in use, from the terminal."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.cli.keeper import READ, Keeper

from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit
from bundel.cli.roles import ensure_roles_and_database

STORY = "De hulp komt nog maar twee uur. Ik red het huishouden niet meer."
# Wraps one key in a transaction, tells it, and waits to be killed.
SLOW = """
import time
from bundel.cli.database import start_django
start_django()
from bundel.sealing.rotation import wrap_all_anew
for step in wrap_all_anew(batch=1):
    print(step.done, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keeper, Any]:
    """An instance with stories, which is not running."""
    made = Keeper(tmp_path_factory.mktemp("keeper"))
    with EmbeddedServer(made.instance, durable=False) as server:
        ensure_roles_and_database(server.instance)
        return made, made.fill()


@pytest.fixture
def keeper(filled: tuple[Keeper, Any], tmp_path: Path) -> Iterator[tuple[Keeper, Any]]:
    """A running copy of it."""
    subprocess.run(["cp", "-a", f"{filled[0].folder}/.", tmp_path], check=True)
    copy = Keeper(tmp_path)
    with EmbeddedServer(copy.instance, durable=False):
        yield copy, filled[1]


def masters(keeper: Keeper) -> dict[str, int]:
    with psycopg.connect(keeper.instance.database_url("bundel_root")) as connection:
        return dict(connection.execute("select master, count(*) from seal_key group by 1 order by 1").fetchall())


def sheet_fingerprint(keeper: Keeper) -> str:
    (line,) = [x for x in keeper.done("confirm-key-copy", "--sheet").splitlines() if x.startswith("Fingerprint: ")]
    return line.removeprefix("Fingerprint: ")


def test_master_key_is_replaced_in_steps_that_can_be_cut_off(keeper: tuple[Keeper, Any]) -> None:
    bundel, stories = keeper
    first, second = stories["here"][:2]
    assert "the only one" in bundel.refused(Exit.REFUSED, "rotate-key", "--finish")
    before = masters(bundel)
    assert list(before) == ["k1"]
    make_second_key(bundel)
    kill_halfway(bundel)
    assert masters(bundel) == {"k1": before["k1"] - 1, "k2": 1}
    read = bundel.ask(READ, first, second)
    assert read["stories"] == {first: STORY, second: STORY}
    assert "still use an old" in bundel.refused(Exit.REFUSED, "rotate-key", "--finish")
    assert f"{before['k1'] - 1} data keys are wrapped anew" in bundel.done("rotate-key")
    assert masters(bundel) == {"k2": before["k1"]}
    assert "already" in bundel.done("rotate-key")
    finish(bundel)
    assert bundel.instance.secrets()["master_keys"].startswith("k2:")
    assert "," not in bundel.instance.secrets()["master_keys"]
    assert bundel.ask(READ, first)["stories"] == {first: STORY}
    bundel.done("restore", "--check")


def make_second_key(bundel: Keeper) -> None:
    """As `rotate-key` does before it wraps: the file has the new key in front."""
    from bundel.kit.environment import format_master_keys, parse_master_keys
    from bundel.sealing.cipher import new_key

    known = parse_master_keys(bundel.instance.secrets()["master_keys"])
    bundel.instance.replace_master_keys(format_master_keys((("k2", new_key()), *known)))
    assert bundel.instance.secrets_file.stat().st_mode & 0o777 == 0o600


def kill_halfway(bundel: Keeper) -> None:
    slow = subprocess.Popen([sys.executable, "-c", SLOW], env=bundel.environ, stdout=subprocess.PIPE)
    assert slow.stdout is not None
    assert slow.stdout.readline() == b"1\n"
    os.kill(slow.pid, signal.SIGKILL)
    slow.wait()
    slow.stdout.close()


def finish(bundel: Keeper) -> None:
    assert "Nobody has confirmed" in bundel.refused(Exit.REFUSED, "rotate-key", "--finish")
    fingerprint = sheet_fingerprint(bundel)
    wrong = bundel.run("confirm-key-copy", typed="0000 0000 0000 0000\n")
    assert wrong.returncode == Exit.REFUSED
    right = bundel.run("confirm-key-copy", typed=fingerprint.lower() + "\n")
    assert (right.returncode, right.stderr) == (Exit.DONE, "")
    assert "no backup" in bundel.refused(Exit.BACKUP, "rotate-key", "--finish")
    bundel.done("backup")
    assert "k1 is put away" in bundel.done("rotate-key", "--finish")


def test_rotation_makes_its_own_key_and_a_running_process_knows_it(keeper: tuple[Keeper, Any]) -> None:
    bundel, stories = keeper
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, stories["here"][0]],
        env=bundel.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stdout.readline() == f"{STORY}\n"
    assert "The new master key k2 is made" in bundel.done("rotate-key")
    said, _ = reader.communicate("again\n", timeout=60)
    assert said == f"{STORY}\n"


READER = """
import sys
from datetime import UTC, datetime
from uuid import UUID
from bundel.cli.database import start_django
start_django()
from bundel.accounts.access import Actor, OpenReason
from bundel.accounts.permissions import ActorKind
from bundel.concerns.queries import open_story
from bundel.tenancy.fence import acting_for
from bundel.tenancy.models import Membership, Workspace
from bundel.tenancy.rules import Role
workspace = Workspace.objects.get(slug="hier")
def read():
    with acting_for(workspace.id):
        user = Membership.objects.get(role=Role.OWNER).user
        actor = Actor(ActorKind.USER, user.id, Role.OWNER, user.name)
        told = open_story(actor, UUID(sys.argv[1]), reason=OpenReason.CHECK, now=datetime.now(UTC))
    print(told.story, flush=True)
read()
sys.stdin.readline()
read()
"""


def test_keys_in_the_settings_are_the_operators_to_change(keeper: tuple[Keeper, Any]) -> None:
    bundel, _ = keeper
    own = {"BUNDEL_MASTER_KEYS": bundel.instance.secrets()["master_keys"]}
    said = bundel.done("rotate-key", **own)
    (new,) = [line for line in said.splitlines() if line.startswith("k2:")]
    assert list(masters(bundel)) == ["k1"]
    both = {"BUNDEL_MASTER_KEYS": f"{new},{own['BUNDEL_MASTER_KEYS']}"}
    assert "say --restarted" in bundel.refused(Exit.REFUSED, "rotate-key", **both)
    bundel.done("rotate-key", "--restarted", **both)
    assert list(masters(bundel)) == ["k2"]
    without = bundel.run("rotate-key", BUNDEL_MASTER_KEYS=f"k3:{new[3:]}")
    assert without.returncode == Exit.REFUSED
    lost = bundel.run("rotate-key", "--restarted", BUNDEL_MASTER_KEYS=f"k3:{new[3:]}")
    assert lost.returncode == Exit.UNFINISHED
    assert "open with none of the master keys" in lost.stderr


def test_copy_of_the_keys_is_compared_with_those_in_use(keeper: tuple[Keeper, Any]) -> None:
    bundel, _ = keeper
    own = bundel.instance.secrets_file
    assert "in use itself" in bundel.refused(Exit.REFUSED, "confirm-key-copy", str(own))
    copy = bundel.folder / "sheet.txt"
    copy.write_text(bundel.done("confirm-key-copy", "--sheet"))
    bundel.done("confirm-key-copy", str(copy))
    copy.write_text(copy.read_text().replace("BUNDEL_PEPPER=", "BUNDEL_PEPPER=x")[:200])
    assert "make a new copy" in bundel.refused(Exit.REFUSED, "confirm-key-copy", str(copy))
    assert bundel.run("confirm-key-copy").returncode == Exit.REFUSED
