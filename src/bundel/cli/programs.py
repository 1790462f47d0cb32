"""PostgreSQL's own programs for a server of any version: from the wheel when new enough, else the computer's."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bundel.cli.binaries import program
from bundel.cli.failures import DISK_FULL, Exit, Failure
from bundel.cli.processes import end, spawn

Find = Callable[[str], Path]


def programs_for(server: int) -> Find:
    """Finds `pg_dump`, `pg_restore` and `psql`, all of one version that knows this major version of the server.

    Raises Failure when there is none: an older `pg_dump` refuses a newer server.
    """
    tried = []
    for find in (program, _on_path):
        try:
            version = _major(find("pg_dump"))
        except Failure:
            continue
        if version >= server:
            return find
        tried.append(str(version))
    found = f"the newest here is of {max(tried)}" if tried else "there is none here"
    raise Failure(
        Exit.UNSUPPORTED,
        f"The database is PostgreSQL {server} and its backup needs pg_dump {server} or newer ({found}): "
        f"install the package postgresql-client-{server}.",
    )


def _on_path(name: str) -> Path:
    found = shutil.which(name)
    if found is None:
        raise Failure(Exit.UNSUPPORTED, f"There is no program {name} here.")
    return Path(found)


def _major(pg_dump: Path) -> int:
    told = subprocess.run([pg_dump, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", told)
    if found is None:
        raise Failure(Exit.UNSUPPORTED, f"{pg_dump} does not run here.")
    return int(found[1])


def connection_of(url: str) -> tuple[list[str], dict[str, str]]:
    """Arguments and environment with which a program reaches this database; the password shows in no list."""
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", ""))
    return [f"--dbname={make_conninfo('', **parts)}"], {
        "PGPASSWORD": password,
        "LC_ALL": "C",
        "PATH": os.environ.get("PATH", os.defpath),
    }


def run_program(command: list[str], environment: Mapping[str, str], what: str) -> str:
    """Run to the end; what it printed. `what` begins the sentence of a Failure: "The backup failed"."""
    process = spawn(command, environment=environment, output=subprocess.PIPE, complaints=subprocess.PIPE)
    try:
        said, complaints = process.communicate()
    except BaseException:
        end(process)
        raise
    if process.returncode != 0:
        raise program_failed(what, complaints)
    return said.decode(errors="replace")


def program_failed(what: str, complaints: bytes) -> Failure:
    """The failure behind what a program of PostgreSQL complained of."""
    said = complaints.decode(errors="replace")
    if "No space left on device" in said:
        return Failure(Exit.DISK_FULL, DISK_FULL)
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["no reason given"]
    # The first error is the cause of the others; without one, the last line is the conclusion.
    line = next((line for line in lines if re.search(r"error:|ERROR:|FATAL:|^bundel:", line)), lines[-1])
    reason = re.sub(r"^.*?(error|ERROR|FATAL|bundel): +", "", line)
    return Failure(Exit.BACKUP, f"{what} ({reason.rstrip('.')}).")
