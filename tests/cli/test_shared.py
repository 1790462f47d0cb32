"""One test server for several programs."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from bundel.cli.shared import SharedServer
from bundel.kit.instance import Instance

USER = """
import sys, time
from pathlib import Path
from bundel.cli.shared import SharedServer
from bundel.kit.instance import Instance
SharedServer(Instance(Path(sys.argv[1]))).start()
print("in", flush=True)
time.sleep(60)
"""


def is_up(instance: Instance) -> bool:
    try:
        psycopg.connect(instance.database_url("bundel_app")).close()
    except psycopg.OperationalError:
        return False
    return True


def is_gone(instance: Instance, seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while (instance.cluster / "postmaster.pid").exists():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_server_stays_until_its_last_user_leaves_or_is_killed(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    others = [subprocess.Popen([sys.executable, "-c", USER, str(tmp_path)], stdout=subprocess.PIPE) for _ in range(2)]
    with SharedServer(instance):
        for other in others:
            assert other.stdout is not None
            assert other.stdout.readline() == b"in\n"
        assert is_up(instance)
    time.sleep(1.2)  # longer than the keeper needs to look
    assert is_up(instance)
    for other in others:
        assert other.stdout is not None
        other.send_signal(signal.SIGKILL)
        other.wait()
        other.stdout.close()
    assert is_gone(instance)
    with SharedServer(instance):
        assert is_up(instance)
    assert is_gone(instance)


def test_user_who_comes_while_it_ends_gets_a_new_one(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    for pause in (0.0, 0.5):
        with SharedServer(instance):
            assert is_up(instance)
        time.sleep(pause)
    assert is_gone(instance)
