"""How the web server runs: a few processes that share what was loaded once, a few threads in each."""

import gc
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from bundel.cli.processes import death_wish
from bundel.conf import logs
from bundel.kit.environment import current

_environment = current()

# The addresses come on the command line: `bundel up` holds them, and hands them over.
workers = _environment.web_processes

# Threads rather than one request a process: a slow phone that reads a page, or argon2 that is computing,
# does not keep the others waiting. Each thread holds one connection to the database for as long as it
# lives, so processes x threads is what the database sees: 2 x 4 of PostgreSQL's 100.
worker_class = "gthread"
threads = 4
keepalive = 5

# A worker that is stuck for a minute is replaced; one that is told to end finishes what it has in hand.
timeout = 60
graceful_timeout = 20

# The program and its word lists are loaded once and shared between the processes, and the collector is
# told to leave them alone: it would otherwise write in every page, and each process get its own copy.
preload_app = True
gc.disable()

# A heartbeat on a slow disk stops the worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()  # noqa: S108 - gunicorn makes files of its own in it

# Only a proxy that the operator vouches for may say who the visitor is and that the line is safe.
forwarded_allow_ips = "*" if _environment.trusts_proxy else ""

# Addresses can tell who somebody is (a receipt, a card), so visits are not written down.
accesslog = None
errorlog = "-"
loglevel = "warning"
logconfig_dict = logs.configuration(for_people=_environment.mode == "demo" or sys.stderr.isatty())

# Nobody steers the running server; `bundel up` starts and ends it.
control_socket_disable = True


_end_with_master = death_wish(signal.SIGTERM)


def when_ready(server: Any) -> None:
    """Before the first worker is forked."""
    from django.db import connections  # noqa: PLC0415 - Django is set up only after preloading
    from django.urls import get_resolver  # noqa: PLC0415

    # Pages are loaded here, once, and not in every worker with its first visitor waiting.
    _ = get_resolver().url_patterns
    # A connection opened while loading would be shared by all workers, and mix up their answers.
    connections.close_all()
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """In each new worker."""
    gc.enable()
    # After a kill of the master its workers would keep the port, and go on serving.
    _end_with_master()
