"""The four roles and the databases of the embedded server."""

import argparse
import os
import subprocess
from pathlib import Path

from bundel.cli.binaries import program
from bundel.cli.failures import DISK_FULL, Exit, Failure
from bundel.kit.instance import Instance

ROLES_FILE = Path(__file__).with_name("roles.sql")


def ensure_roles_and_database(instance: Instance, database: str = "bundel") -> None:
    """Make or mend the roles, and the database when it is absent; the same file serves a server of one's own.

    The embedded server of `instance` must be running. Raises Failure.
    """
    secrets = instance.secrets()
    environment = {
        "PATH": os.defpath,
        "PGPASSWORD": secrets["password_bundel_root"],
        "BUNDEL_OWNER_PASSWORD": secrets["password_bundel_owner"],
        "BUNDEL_APP_PASSWORD": secrets["password_bundel_app"],
        "BUNDEL_BACKUP_PASSWORD": secrets["password_bundel_backup"],
        "BUNDEL_DATABASE": database,
    }
    command = [str(program("psql")), "--no-psqlrc", "--host", str(instance.socket_folder)]
    command += ["--username=bundel_root", "--dbname=postgres", "--file", str(ROLES_FILE)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode == 0:
        return
    if "No space left on device" in ended.stderr:
        raise Failure(Exit.DISK_FULL, DISK_FULL)
    reason = (ended.stderr.strip().splitlines() or ["no reason given"])[0]
    raise Failure(Exit.UNREACHABLE, f"The roles of the database could not be made ({reason}).")


def run(arguments: list[str]) -> int:
    """The command `roles`: the SQL for a server of one's own, to be piped into psql."""
    argparse.ArgumentParser(prog="bundel roles", description=run.__doc__).parse_args(arguments)
    print(ROLES_FILE.read_text(), end="")
    return Exit.DONE
