"""Runs Bundel: the database, the worker and the web server, until Ctrl-C or SIGTERM."""

import argparse
import errno
import http.client
import importlib.util
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bundel.cli.database import check_database
from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit, Failure
from bundel.cli.processes import run_to_end
from bundel.cli.roles import ensure_roles_and_database
from bundel.cli.supervisor import Program, Supervisor
from bundel.kit.environment import Environment, current

WEB_START_SECONDS = 120.0
# Longer than gunicorn's own time for requests in hand, and than the worker's for jobs: 20 seconds each.
PATIENCE = 25.0

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(arguments: list[str]) -> int:
    """The command `up`."""
    argparse.ArgumentParser(prog="bundel up", description=__doc__).parse_args(arguments)
    return _run(current())


def run_demo(arguments: list[str]) -> int:
    """The command `demo`: `up` with invented people in a folder of its own."""
    description = "Runs Bundel with invented people, under var/demo; no mail leaves."
    argparse.ArgumentParser(prog="bundel demo", description=description).parse_args(arguments)
    if os.environ.get("DATABASE_URL"):
        raise Failure(Exit.SETTINGS, "The demo fills a database of its own with invented people: unset DATABASE_URL.")
    os.environ["BUNDEL_MODE"] = "demo"
    os.environ.setdefault("BUNDEL_VAR", "var/demo")
    return _run(current(), load=[sys.executable, "-m", "bundel", "load-demo"])


def _run(environment: Environment, load: list[str] | None = None) -> int:
    _check_listening(environment)
    for number in SIGNALS:
        signal.signal(number, signal.default_int_handler)
    supervisor = Supervisor(_say)
    try:
        _prepare_database(environment, supervisor)
        loaded = ""
        if load:
            _say("Filling the demo with invented people: the first time this takes a while.")
            loaded = run_to_end(load)
        supervisor.start("worker", _worker())
        supervisor.start("web server", Program(_web_command(), patience=PATIENCE))
        _await_web(environment, supervisor.look_after)
        _say(f"Bundel is at {environment.address} (Ctrl-C ends it).")
        print(loaded, end="", flush=True)
        while True:
            supervisor.look_after()
    except KeyboardInterrupt:
        _say("Bundel ends.")
        return Exit.DONE
    finally:
        # A second Ctrl-C does not leave parts behind: every step of the ending has a time limit.
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        supervisor.stop()


def _prepare_database(environment: Environment, supervisor: Supervisor) -> None:
    if environment.is_embedded:
        supervisor.start("database", EmbeddedServer(environment.instance))
        ensure_roles_and_database(environment.instance)
    check_database(environment.database_url, "DATABASE_URL")
    run_to_end(_python("bundel", "migrate"))


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _worker() -> Program:
    # When we are killed the database ends as well, and a worker that says goodbye would wait half a minute
    # for it. Its jobs are taken up again by the next one.
    return Program(_python("bundel", "worker"), patience=PATIENCE, on_our_death=signal.SIGKILL)


def _web_command() -> list[str]:
    # By path, not by import: a door does not know the settings above it.
    package = importlib.util.find_spec("bundel")
    assert package is not None
    assert package.submodule_search_locations
    settings = Path(package.submodule_search_locations[0]) / "conf" / "gunicorn.py"
    return _python("gunicorn", "--config", str(settings), "bundel.conf.wsgi:application")


def _check_listening(environment: Environment) -> None:
    """Bind once before anything starts: a taken port must not show only after the migrations."""
    where = f"{environment.listen_host}:{environment.listen_port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            environment.listen_host, environment.listen_port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as test:
            test.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            test.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Failure(Exit.PORT, f"{where} is taken by another program: stop that, or set BUNDEL_LISTEN.") from None
        reason = error.strerror or str(error)
        raise Failure(Exit.PORT, f"Bundel cannot listen on {where} ({reason}): set BUNDEL_LISTEN.") from None


def _await_web(environment: Environment, look_after: Callable[[], None]) -> None:
    until = time.monotonic() + WEB_START_SECONDS
    while not _web_answers(environment):
        if time.monotonic() > until:
            raise Failure(Exit.KEEPS_DYING, "The web server does not answer: what it said stands above.")
        look_after()


def _web_answers(environment: Environment) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(environment.listen_host, environment.listen_host)  # noqa: S104 - read, not listened on
    connection = http.client.HTTPConnection(host, environment.listen_port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": environment.host})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _say(sentence: str) -> None:
    print(sentence, flush=True)
