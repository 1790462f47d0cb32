"""The parts of a running Bundel that `up` and `demo` start as processes of their own."""

import importlib

from bundel.cli.database import explained, start_django
from bundel.cli.failures import Exit


def run_worker(_arguments: list[str]) -> int:
    """The command `worker`: jobs and schedule, until SIGTERM."""
    start_django()
    with explained("DATABASE_URL"):
        # By name: doors do not import each other, and the worker's door is `jobs`.
        importlib.import_module("bundel.jobs.worker").run()
    return Exit.DONE


def run_load_demo(_arguments: list[str]) -> int:
    """The command `load-demo`: the invented people, and their log-ins on the standard output."""
    start_django()
    from bundel.cli.demo.load import run

    with explained("DATABASE_URL"):
        run()
    return Exit.DONE
