"""The command `rotate-key`: a new master key for all stories, while Bundel runs; stopped, it goes on where it was."""

import argparse
import base64
import re
import sys
from datetime import UTC, datetime, timedelta

from bundel.cli.backup_store import find_backup, read_manifest
from bundel.cli.database import database_at_hand, explained, start_django
from bundel.cli.failures import Exit, Failure
from bundel.kit import keeping
from bundel.kit.environment import Environment, current, format_master_keys

BAR_WIDTH = 40
PROMISE_DAYS = 30


def run(arguments: list[str]) -> int:
    """Make a new master key and wrap all data keys with it; `--finish` puts the old one away."""
    parser = argparse.ArgumentParser(prog="bundel rotate-key", description=__doc__)
    parser.add_argument("--finish", action="store_true", help="put away the old keys, once nothing uses them")
    parser.add_argument(
        "--restarted", action="store_true", help="with BUNDEL_MASTER_KEYS: every Bundel was restarted with the new key"
    )
    asked = parser.parse_args(arguments)
    environment = current()
    with database_at_hand(environment), explained("DATABASE_URL"):
        start_django()
        from bundel.sealing.rotation import count_all_by_master

        current_name = environment.master_keys[0][0]
        waiting = sum(count for name, count in count_all_by_master().items() if name != current_name)
        if asked.finish:
            _finish(environment, waiting)
        else:
            _rotate(environment, waiting, restarted=asked.restarted)
    return Exit.DONE


def _rotate(environment: Environment, waiting: int, *, restarted: bool) -> None:
    if not waiting and len(environment.master_keys) > 1:
        print(f"All stories use {environment.master_keys[0][0]} already: put the old key away with --finish.")
        return
    if not waiting:
        keys = (_new_key(environment), *environment.master_keys)
        if environment.keys_file is None:
            _tell_setting(keys)
            return
        # A running Bundel reads this file anew before it uses a key.
        environment.instance.replace_master_keys(format_master_keys(keys))
        print(f"The new master key {keys[0][0]} is made.", flush=True)
    elif environment.keys_file is None and not restarted:
        raise Failure(
            Exit.REFUSED,
            "A Bundel that does not know the new key cannot open what is wrapped with it: restart each with this "
            "BUNDEL_MASTER_KEYS, then say --restarted.",
        )
    _wrap_all()
    print("Now copy the new key (`bundel confirm-key-copy --sheet`), confirm it, make a backup, and say --finish.")


def _new_key(environment: Environment) -> tuple[str, bytes]:
    from bundel.sealing.cipher import new_key

    numbers = [int(n) for name, _ in environment.master_keys for n in re.findall(r"^k(\d+)$", name)]
    return f"k{max(numbers, default=len(environment.master_keys)) + 1}", new_key()


def _tell_setting(keys: tuple[tuple[str, bytes], ...]) -> None:
    name, key = keys[0]
    print(f"Here is a new master key. Put it in front in BUNDEL_MASTER_KEYS, with a comma after it:\n\n{name}:", end="")
    print(f"{base64.b64encode(key).decode()}\n")
    print("Restart every Bundel with that, then run `bundel rotate-key --restarted`.")
    print("With several machines: put it behind the old one first, restart all, and only then in front.")


def _wrap_all() -> None:
    from bundel.sealing.rotation import Progress, wrap_all_anew

    progress = Progress(0, 0, 0)
    for progress in wrap_all_anew():
        _draw(progress.done + progress.broken, progress.total)
    if sys.stderr.isatty() and progress.total:
        print(file=sys.stderr)
    print(f"{progress.done} data keys are wrapped anew.", flush=True)
    if progress.broken:
        raise Failure(
            Exit.UNFINISHED,
            f"{progress.broken} data keys open with none of the master keys here: add the key they were made with.",
        )


def _draw(done: int, total: int) -> None:
    if sys.stderr.isatty():
        filled = BAR_WIDTH * done // max(total, 1)
        bar = "#" * filled + "." * (BAR_WIDTH - filled)
        print(f"\r[{bar}] {done} of {total}", end="", file=sys.stderr, flush=True)


def _finish(environment: Environment, waiting: int) -> None:
    (name, key), *old = environment.master_keys
    if not old:
        raise Failure(Exit.REFUSED, f"There is no old master key: {name} is the only one.")
    if waiting:
        raise Failure(Exit.REFUSED, f"{waiting} data keys still use an old master key: run `bundel rotate-key`.")
    known = keeping.read(environment.instance).key_copy
    if known is None or known.fingerprint != keeping.fingerprint(environment.master_keys, environment.pepper):
        raise Failure(Exit.REFUSED, "Nobody has confirmed a copy of the new key: run `bundel confirm-key-copy`.")
    if read_manifest(find_backup(environment.key_backups)).masters.keys() - {name}:
        raise Failure(Exit.REFUSED, "The newest backup of the keys still needs an old master key: run `bundel backup`.")
    names = ", ".join(n for n, _ in old)
    if environment.keys_file is None:
        print(f"Nothing uses {names} any more: take it out of BUNDEL_MASTER_KEYS and restart every Bundel.")
    else:
        environment.instance.replace_master_keys(format_master_keys(((name, key),)))
        print(f"{names} is put away: Bundel has {name} only.")
    remaining = ((name, key),)
    keeping.record_key_copy(
        environment.instance, keeping.fingerprint(remaining, environment.pepper), now=datetime.now(UTC)
    )
    until = datetime.now(UTC).date() + timedelta(days=PROMISE_DAYS)
    print(f"Older backups of the keys need the old one: keep it in its vault until {until}, then destroy it.")
