"""Runs Bundel: the database, the worker and the web server, until Ctrl-C or SIGTERM."""

import argparse
import os
import signal
import sys
import time
from datetime import UTC, datetime
from types import FrameType

from bundel.cli.database import check_database
from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit, Failure
from bundel.cli.nightly import NightlyBackup
from bundel.cli.processes import run_to_end
from bundel.cli.restart import ASK, RunNote
from bundel.cli.roles import ensure_roles_and_database
from bundel.cli.serving import WebServer, WebServers, await_ready, worker
from bundel.cli.supervisor import Supervisor
from bundel.kit.environment import Environment, current

WEB_START_SECONDS = 120.0

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

WEB = "web server"
WORKER = "worker"


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
    # The port comes first: a taken one must not show only after the migrations.
    servers = WebServers(environment)
    try:
        note = RunNote(environment.instance)
        try:
            return _Run(environment, servers, note).until_told_to_end(load)
        finally:
            note.close()
    finally:
        servers.close()


class _Run:
    """One running Bundel: its parts, and the change of web server and worker to newer code."""

    def __init__(self, environment: Environment, servers: WebServers, note: RunNote) -> None:
        self._environment = environment
        self._servers = servers
        self._note = note
        self._supervisor = Supervisor(_say)
        self._web = servers.make()
        self._nightly = NightlyBackup(environment, now=datetime.now(UTC))
        self._is_asked = False
        for number in SIGNALS:
            signal.signal(number, signal.default_int_handler)
        signal.signal(ASK, self._ask)

    def until_told_to_end(self, load: list[str] | None) -> int:
        try:
            self._prepare_database()
            loaded = ""
            if load:
                _say("Filling the demo with invented people: the first time this takes a while.")
                loaded = run_to_end(load)
            self._supervisor.start(WORKER, worker())
            self._supervisor.start(WEB, self._web)
            self._await(self._web)
            _say(f"Bundel is at {self._environment.address} (Ctrl-C ends it).")
            print(loaded, end="", flush=True)
            while True:
                self._supervisor.look_after()
                self._nightly.look(datetime.now(UTC))
                if self._is_asked:
                    self._is_asked = False
                    self._note.went_round(self._change())
        except KeyboardInterrupt:
            _say("Bundel ends.")
            return Exit.DONE
        finally:
            # A second Ctrl-C does not leave parts behind: every step of the ending has a time limit.
            for number in (*SIGNALS, ASK):
                signal.signal(number, signal.SIG_IGN)
            self._nightly.stop()
            self._supervisor.stop()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._is_asked = True

    def _prepare_database(self) -> None:
        environment = self._environment
        if environment.is_embedded:
            self._supervisor.start("database", EmbeddedServer(environment.instance))
            ensure_roles_and_database(environment.instance)
        check_database(environment.database_url, "DATABASE_URL")
        _migrate()

    def _change(self) -> str:
        """Go over to the code on the disk; what went wrong, in a sentence, and then the old web server stays."""
        _say("Bundel goes over to the code on the disk.")
        try:
            _migrate()
        except Failure:
            return "The database could not be brought up to date; the old code goes on. See what `bundel up` says."
        # The worker first: the new web server may ask for jobs that only the new code knows.
        self._supervisor.restart(WORKER)
        new = self._servers.make()
        new.start()
        try:
            self._await(new)
        except Failure as failure:
            new.discard()
            return f"{failure.sentence} The old web server goes on."
        except BaseException:
            new.discard()
            raise
        old, self._web = self._web, new
        self._supervisor.replace(WEB, new)
        old.discard()
        _say("Bundel runs the code on the disk.")
        return ""

    def _await(self, web: WebServer) -> None:
        until = time.monotonic() + WEB_START_SECONDS
        is_new = web is not self._web

        def go_on() -> bool:
            self._supervisor.look_after()
            return time.monotonic() < until and (web.is_running or not is_new)

        await_ready(web, go_on)


def _migrate() -> None:
    run_to_end([sys.executable, "-m", "bundel", "migrate"])


def _say(sentence: str) -> None:
    print(sentence, flush=True)
