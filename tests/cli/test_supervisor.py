"""Parts that are kept alive, and ended in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bundel.cli import supervisor as module
from bundel.cli.failures import Exit, Failure
from bundel.cli.processes import run_to_end, spawn
from bundel.cli.supervisor import Program, Supervisor

# Writes its number, and when it is asked to end, its name.
CHILD = """
import os, signal, sys, time
from pathlib import Path
notes, name = Path(sys.argv[1]), sys.argv[2]
def end(*_):
    with notes.open("a") as file: file.write(name + " ended\\n")
    os._exit(0)
signal.signal(signal.SIGTERM, end)
(notes.parent / name).write_text(str(os.getpid()))
time.sleep(60)
"""


def child(notes: Path, name: str, patience: float = 5) -> Program:
    return Program([sys.executable, "-c", CHILD, str(notes), name], patience=patience)


def number(notes: Path, name: str) -> int:
    """The process id of a child, once it listens to signals."""
    file = notes.parent / name
    wait_until(lambda: file.exists() and file.read_text() != "")
    return int(file.read_text())


def wait_until(is_so: Callable[[], bool], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def look_on(supervisor: Supervisor) -> None:
    for _ in range(100):
        supervisor.look_after()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    running = Supervisor(said.append)
    yield running
    running.stop()


def test_parts_end_in_the_reverse_order_of_their_start(supervisor: Supervisor, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    for name in ("first", "second", "third"):
        supervisor.start(name, child(notes, name))
        number(notes, name)
    supervisor.stop()
    assert notes.read_text() == "third ended\nsecond ended\nfirst ended\n"


def test_killed_part_starts_again_at_once(supervisor: Supervisor, said: list[str], tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    supervisor.start("part", child(notes, "part"))
    first = number(notes, "part")
    (tmp_path / "part").unlink()
    os.kill(first, signal.SIGKILL)
    began = time.monotonic()
    while not (tmp_path / "part").exists():
        supervisor.look_after()
    assert time.monotonic() - began < 3
    assert number(notes, "part") != first
    assert said == ["The part ended; it starts again."]


def test_part_that_dies_five_times_a_minute_is_given_up(
    supervisor: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DELAYS", (0.0, 0.0, 0.1, 0.1))
    supervisor.start("part", Program([sys.executable, "-c", ""], patience=1))
    with pytest.raises(Failure, match="ended 5 times within a minute") as given_up:
        look_on(supervisor)
    assert given_up.value.status == Exit.KEEPS_DYING
    assert len(said) == 4


def test_part_that_does_not_listen_is_killed_with_its_children(tmp_path: Path) -> None:
    deaf = (
        "import os, signal, sys, time; from pathlib import Path\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pid = os.fork()\n"
        "pid and Path(sys.argv[1]).write_text(str(pid))\n"
        "time.sleep(60)\n"
    )
    part = Program([sys.executable, "-c", deaf, str(tmp_path / "grandchild")], patience=0.3)
    part.start()
    wait_until(lambda: (tmp_path / "grandchild").exists() and (tmp_path / "grandchild").read_text() != "")
    part.stop()
    assert not part.is_running
    wait_until(lambda: not is_alive(int((tmp_path / "grandchild").read_text())))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    parent = (
        "import sys, time\n"
        "from bundel.cli.processes import spawn\n"
        "print(spawn(['sleep', '60']).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    started = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE)
    assert started.stdout is not None
    pid = int(started.stdout.readline())
    started.kill()
    started.wait()
    started.stdout.close()
    wait_until(lambda: not is_alive(pid))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the user")
def test_child_of_root_runs_as_the_user_it_was_given() -> None:
    process = spawn(["id", "-u"], user=65521, output=subprocess.PIPE)
    printed, _ = process.communicate()
    assert printed == b"65521\n"


def test_run_to_end_gives_what_was_printed_or_the_status() -> None:
    assert run_to_end([sys.executable, "-c", "print('done')"]) == "done\n"
    with pytest.raises(Failure) as failed:
        run_to_end([sys.executable, "-c", "raise SystemExit(8)"])
    assert (failed.value.status, failed.value.sentence) == (Exit.DISK_FULL, "")
    with pytest.raises(Failure) as killed:
        run_to_end([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    assert killed.value.status == Exit.UNFINISHED
