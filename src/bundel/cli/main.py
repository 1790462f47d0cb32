"""Finds the command that was named, and turns every foreseen failure into one sentence and a status."""

import importlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from bundel.cli.failures import Exit, Failure, explain
from bundel.cli.filters import FILTERS, run_filter
from bundel.kit.environment import BadEnvironment


@dataclass(frozen=True)
class Command:
    """One command: the function that runs it, loaded only when it is asked for, and its line in the help."""

    function: str
    help: str


COMMANDS = {
    "up": Command("bundel.cli.up:run", "Run Bundel here until Ctrl-C: web server, worker and database."),
    "restart": Command("bundel.cli.restart:run", "Let a running Bundel go over to new code, without losing a request."),
    "demo": Command("bundel.cli.up:run_demo", "The same with invented people, in a folder of its own."),
    "doctor": Command("bundel.cli.doctor:run", "Say what is wrong and how to mend it."),
    "migrate": Command("bundel.cli.database:run_migrate", "Bring the database up to date (`up` does it too)."),
    "backup": Command("bundel.cli.backup:run", "Make a backup of the data, and one of the keys apart from it."),
    "restore": Command("bundel.cli.restore:run", "Put a backup back; with `--check` only prove that it can be."),
    "rotate-key": Command("bundel.cli.rotation:run", "Wrap the keys of all stories with a new master key."),
    "confirm-key-copy": Command("bundel.cli.key_copy:run", "Show that you have a copy of the master key and pepper."),
    "upgrade-database": Command("bundel.cli.upgrade:run", "Bring the embedded database to a newer PostgreSQL."),
    "createworkspace": Command("bundel.cli.workspaces:run_create", "Make a workspace and invite its first owner."),
    "invite": Command("bundel.cli.workspaces:run_invite", "Invite somebody to a workspace."),
    "audit": Command("bundel.cli.audit:run", "`audit verify`: prove that nothing was taken out of the audit."),
    "roles": Command("bundel.cli.roles:run", "Print the SQL that makes the roles on a server of your own."),
}
# Started by `up` and `demo`; a person has no need of them.
PARTS = {
    "worker": Command("bundel.cli.parts:run_worker", ""),
    "load-demo": Command("bundel.cli.parts:run_load_demo", ""),
    "prove-restored": Command("bundel.cli.restore_check:run_proof", ""),
}
FILTER_HELP = {
    "deadlines": "Last days under Dutch law, with the sum.",
    "deidentify": "Mark what tells who somebody is.",
    "draft": "Write a letter to an authority from a sample.",
    "flags": "Find words that ask for a second look before others see a text.",
    "letters": "Read a letter from an authority: decision or not, its dates, its clause.",
    "protect": "Hide small numbers in tables.",
    "readability": "Tell how hard a Dutch text is to read.",
    "similar": "Find the texts that tell of the same problem.",
}


def run(arguments: list[str]) -> int:
    """Run a command line; returns the exit status (`bundel.cli.failures.Exit` lists them all)."""
    try:
        return _dispatch(arguments)
    except Failure as failure:
        return _fail(failure)
    except BadEnvironment as error:
        for problem in error.problems:
            _complain(problem)
        return Exit.SETTINGS
    except BrokenPipeError:
        # Who reads our output has had enough; what is still in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.UNFINISHED
    except OSError as error:
        explained = explain(error)
        if explained is None:
            raise
        return _fail(explained)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _dispatch(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(_help())
        return Exit.USAGE
    name, rest = arguments[0], arguments[1:]
    if name in ("help", "--help", "-h"):
        print(_help(), end="")
        return Exit.DONE
    if name == "--version":
        print(f"bundel {version('bundel')}")
        return Exit.DONE
    if name in FILTERS:
        return run_filter(name, rest, sys.stdin.buffer, sys.stdout)
    command = (COMMANDS | PARTS).get(name)
    if command is None:
        raise Failure(Exit.USAGE, f"There is no command {name!r}: `bundel help` lists them.")
    return load(command.function)(rest)


def load(function: str) -> Callable[[list[str]], int]:
    """The function behind `package.module:name`."""
    module, _, name = function.partition(":")
    found: Callable[[list[str]], int] = getattr(importlib.import_module(module), name)
    return found


def _help() -> str:
    lines = ["usage: bundel COMMAND [--help]", "", "Commands"]
    lines += [f"  {name:<16} {command.help}" for name, command in COMMANDS.items()]
    lines += ["", "Filters: one JSON object a line in, one out, in the same order"]
    lines += [f"  {name:<16} {FILTER_HELP[name]}" for name in FILTERS]
    lines += ["", "Exit status"]
    lines += [f"  {status.value:<16} {status.meaning}" for status in Exit]
    return "\n".join(lines) + "\n"


def _fail(failure: Failure) -> int:
    # Without a sentence it comes from a command of ours that has spoken already.
    if failure.sentence:
        _complain(failure.sentence)
    return failure.status


def _complain(sentence: str) -> None:
    print(f"bundel: {sentence}", file=sys.stderr)
