"""The web server as `bundel up` runs it: one listening socket that outlives each server behind it."""

import errno
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bundel.cli.failures import Exit, Failure
from bundel.cli.supervisor import Program
from bundel.kit.environment import Environment

# Longer than gunicorn's own time for requests in hand, and than the worker's for jobs: 20 seconds each.
PATIENCE = 25.0
ASK_SECONDS = 30.0
BACKLOG = 2048


class Listener:
    """The address that people reach, held from before the database starts until `bundel up` ends.

    A web server gets it handed over. While one is replaced, or was killed, who knocks waits in the
    kernel's queue; two servers with a socket each (SO_REUSEPORT) would lose what waits at the one that ends.
    """

    def __init__(self, host: str, port: int) -> None:
        """Raises Failure when the address is taken or may not be listened on."""
        where = f"{host}:{port}"
        try:
            family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            self.socket = socket.socket(family, kind)
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.socket.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                taken = f"{where} is taken by another program: stop that, or set BUNDEL_LISTEN."
                raise Failure(Exit.PORT, taken) from None
            reason = error.strerror or str(error)
            raise Failure(Exit.PORT, f"Bundel cannot listen on {where} ({reason}): set BUNDEL_LISTEN.") from None

    def close(self) -> None:
        """Leave the address to others."""
        self.socket.close()


class WebServer(Program):
    """One gunicorn on the listener, with a door of its own behind which only we ask whether it is ready."""

    def __init__(self, listener: Listener, door: Path, host: str) -> None:
        self._listener = listener
        self._door = door
        self._host = host
        self._inner = socket.socket(socket.AF_UNIX)
        self._inner.bind(str(door))
        fds = (listener.socket.fileno(), self._inner.fileno())
        # By path, not by import: a door does not know the settings above it.
        package = find_spec("bundel")
        assert package is not None
        assert package.submodule_search_locations
        settings = Path(package.submodule_search_locations[0]) / "conf" / "gunicorn.py"
        command = [sys.executable, "-m", "gunicorn", "--config", str(settings)]
        command += [word for fd in fds for word in ("--bind", f"fd://{fd}")]
        super().__init__([*command, "bundel.conf.wsgi:application"], patience=PATIENCE, inherited=fds)

    def start(self) -> None:
        self._listener.socket.listen(BACKLOG)
        super().start()

    def discard(self) -> None:
        """Stop it for good, and forget its own door."""
        self.stop()
        self._inner.close()
        self._door.unlink(missing_ok=True)

    def is_ready(self) -> bool:
        """Whether this very server, and not the one it replaces, says that it can serve."""
        return self.wrong() == []

    def wrong(self) -> list[str] | None:
        """What `/ready` says is missing; None while there is no answer."""
        connection = http.client.HTTPConnection(self._host, timeout=ASK_SECONDS)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(ASK_SECONDS)
        try:
            connection.sock.connect(str(self._door))
            connection.request("GET", "/ready")
            found = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()
        return [str(word) for word in found["wrong"]]


class WebServers:
    """Makes web servers on one listener, each with a door in one private folder that is gone afterwards."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._listener = Listener(environment.listen_host, environment.listen_port)
        # In memory where that exists: a full disk must not stop the counting, or the heartbeats beside it.
        memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - mkdtemp makes it ours alone
        self._folder = Path(tempfile.mkdtemp(prefix="bundel-", dir=memory))
        self._made = 0
        (self._folder / "figures").mkdir()
        # Read by the processes we start: where they add up what they count.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(self._folder / "figures")

    def make(self) -> WebServer:
        """A web server that is not started yet."""
        self._made += 1
        return WebServer(self._listener, self._folder / f"web{self._made}", self._environment.host)

    def close(self) -> None:
        """When all of them have stopped."""
        self._listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def worker() -> Program:
    """The process that does the jobs."""
    # When we are killed the database ends as well, and a worker that says goodbye would wait half a minute
    # for it. Its jobs are taken up again by the next one.
    command = [sys.executable, "-m", "bundel", "worker"]
    return Program(command, patience=PATIENCE, on_our_death=signal.SIGKILL)


def await_ready(server: WebServer, go_on: Callable[[], bool]) -> None:
    """Until the server is ready, for as long as `go_on()` says so. Raises Failure with what is missing."""
    wrong = server.wrong()
    while wrong != []:
        if not go_on():
            why = "does not answer" if wrong is None else f"is not ready ({', '.join(wrong)})"
            raise Failure(Exit.KEEPS_DYING, f"The web server {why}: what it said stands above.")
        wrong = server.wrong()
