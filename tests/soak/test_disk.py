"""A disk that fills up while people tell: a clear word for the operator, and nothing lost that was confirmed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.journeys.test_kills import Walker, tell_until_card
from tests.running import Running, running_bundel

from bundel.cli.failures import Exit

pytestmark = pytest.mark.xdist_group("processes")

SIZE = "220m"
BEFORE, AFTER = "Minder hulp dan eerst", "Geen taxi naar school"
MAKING = ("createworkspace", "bureau", "Bureau", "--owner", "eva@example.org", "--kind", "national_office")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with little room; only root can make one."""
    if os.geteuid() != 0:
        pytest.skip("only root makes a file system of its own")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "bundel", str(folder)], check=False)
    if mounted.returncode != 0:
        pytest.skip("this computer does not let root mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Take all room that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 1_000_000)
        except OSError:
            pass
        try:
            while True:
                file.write(b"\0" * 512)
        except OSError:
            return ballast


def bundel(running: Running, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command of the operator beside the running Bundel."""
    own = {"BUNDEL_VAR": str(running.instance.folder), "BUNDEL_MODE": "production"}
    command = [sys.executable, "-m", "bundel", *arguments]
    return subprocess.run(command, env=os.environ | own, capture_output=True, text=True, timeout=120, check=False)


def told(running: Running) -> list[str]:
    with running.database() as owner:
        return sorted(row[0] for row in owner.execute("select title from card").fetchall())


def tell(running: Running, title: str) -> None:
    walker = Walker(running.address)
    tell_until_card(walker, "De hulp stopt.", title)
    walker.post("/vertel/kaart/", act="send", title=title, text="De hulp ging terug.", consent="others")
    assert "Je verhaal is binnen" in walker.get("/bewijs/")


def test_full_disk_is_told_and_loses_nothing(small_disk: Path) -> None:
    with running_bundel(small_disk, "up", BUNDEL_WEB_PROCESSES="1") as up:
        assert bundel(up, *MAKING).returncode == Exit.DONE
        tell(up, BEFORE)
        ballast = fill(small_disk)
        refused = write_much(up)
        looked = bundel(up, "doctor")
        told_while_full = told(up)
        ballast.unlink()
        tell(up, AFTER)
    assert isinstance(refused, psycopg.errors.DiskFull)
    assert "mend  disk: Only" in looked.stdout
    assert told_while_full == [BEFORE]
    with running_bundel(small_disk, "up", BUNDEL_WEB_PROCESSES="1") as again:
        assert told(again) == [AFTER, BEFORE]


def write_much(running: Running) -> psycopg.Error | None:
    """Make the database ask for more room, as days of work would; what it says to that."""
    try:
        with psycopg.connect(running.instance.database_url("bundel_root")) as root:
            root.execute("create table filling as select repeat('x', 1500) from generate_series(1, 9000)")
    except psycopg.Error as error:
        return error
    return None
