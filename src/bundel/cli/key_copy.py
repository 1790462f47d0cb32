"""The command `confirm-key-copy`: show that master keys and pepper stand somewhere else as well."""

import argparse
import base64
from datetime import UTC, datetime
from pathlib import Path

from bundel.cli.failures import Exit, Failure
from bundel.kit import keeping
from bundel.kit.environment import Environment, current, format_master_keys

SHEET = """Bundel: keys of {address}

Keep this in a vault, on paper or in a password manager, and never beside the backups.
Without the master keys no story opens. Without the pepper no receipt code works.

BUNDEL_MASTER_KEYS={master_keys}
BUNDEL_PEPPER={pepper}
BUNDEL_SECRET_KEY={secret_key}

Fingerprint: {fingerprint}
Then run `bundel confirm-key-copy` and type the fingerprint from this copy.
"""


def run(arguments: list[str]) -> int:
    """Compare a copy of the keys with those in use; `doctor` asks until it was done."""
    parser = argparse.ArgumentParser(prog="bundel confirm-key-copy", description=__doc__)
    parser.add_argument("copy", nargs="?", type=Path, help="a file with the copy; without it you type its fingerprint")
    parser.add_argument("--sheet", action="store_true", help="print the keys with their fingerprint, to be kept")
    asked = parser.parse_args(arguments)
    environment = current()
    mark = keeping.fingerprint(environment.master_keys, environment.pepper)
    if asked.sheet:
        print(_sheet(environment, mark), end="")
        return Exit.DONE
    if asked.copy:
        _check_file(environment, asked.copy)
    else:
        _check_typed(mark)
    keeping.record_key_copy(environment.instance, mark, now=datetime.now(UTC))
    print("That is a copy of the keys in use.")
    return Exit.DONE


def _sheet(environment: Environment, mark: str) -> str:
    return SHEET.format(
        address=environment.address,
        master_keys=format_master_keys(environment.master_keys),
        pepper=base64.b64encode(environment.pepper).decode(),
        secret_key=environment.secret_key,
        fingerprint=mark,
    )


def _check_file(environment: Environment, copy: Path) -> None:
    own = environment.instance.secrets_file
    if own.exists() and copy.exists() and copy.samefile(own):
        raise Failure(Exit.REFUSED, f"{copy} is the file in use itself: name the copy.")
    text = copy.read_text(errors="replace")
    wanted = [*(key for _, key in environment.master_keys), environment.pepper]
    if not all(base64.b64encode(key).decode() in text for key in wanted):
        raise Failure(Exit.REFUSED, f"{copy} has not all master keys and the pepper that are in use: make a new copy.")


def _check_typed(mark: str) -> None:
    try:
        typed = input("Fingerprint on your copy: ")
    except EOFError:
        typed = ""
    if "".join(typed.split()).upper() != mark.replace(" ", ""):
        raise Failure(
            Exit.REFUSED,
            "That is not the fingerprint of the keys in use: make a new copy (`bundel confirm-key-copy --sheet`).",
        )
