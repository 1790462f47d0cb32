"""Child processes that never outlive the process that started them."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from bundel.cli.failures import Exit, Failure

PR_SET_PDEATHSIG = 1
CAP_DAC_READ_SEARCH = 2


def death_wish(signal_number: int) -> Callable[[], None]:
    """A function for a fresh child: it then gets this signal when the thread that forked it ends.

    Linux only; elsewhere it does nothing. Start children from the main thread.
    """
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def wish() -> None:
        prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:  # it ended before the wish was heard
            os._exit(1)

    return wish


def spawn(
    command: list[str],
    *,
    on_parents_death: signal.Signals = signal.SIGTERM,
    user: int | None = None,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    complaints: IO[bytes] | int | None = None,
    inherited: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, out of reach of the terminal's Ctrl-C.

    As root, `user` is the uid to run as. Its standard output and error go where ours go, unless told;
    of our open files it gets only those `inherited`, under the same numbers.
    """
    if user is None:
        wish = death_wish(on_parents_death)
    else:
        # The change of user clears the wish, so setpriv has to make it after the change.
        command = _as_user(user, on_parents_death) + command
        wish = None
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=complaints,
        env=environment,
        cwd="/" if user is not None else None,
        start_new_session=True,
        pass_fds=inherited,
        preexec_fn=wish,  # noqa: PLW1509 - it makes one system call and takes no lock a thread could hold
    )


def _as_user(user: int, on_parents_death: signal.Signals) -> list[str]:
    setpriv = shutil.which("setpriv", path=f"{os.environ.get('PATH', '')}:{os.defpath}")
    if setpriv is None:
        raise Failure(
            Exit.UNSUPPORTED,
            "The embedded database does not run as root without the program setpriv (package util-linux): "
            "install it, or start Bundel as an ordinary user.",
        )
    command = [setpriv, f"--pdeathsig={on_parents_death.name.removeprefix('SIG')}"]
    command += [f"--reuid={user}", f"--regid={user}", "--clear-groups"]
    if _may_read_everything():
        # Lets the server reach its folder below a closed one (/root), without opening that to anybody.
        command += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return [*command, "--"]


def _may_read_everything() -> bool:
    """Whether root has the capability here: in a container it often has not."""
    lines = Path("/proc/self/status").read_text().splitlines()
    sets = {name: int(value, 16) for name, _, value in (line.partition(":\t") for line in lines if "Cap" in line)}
    return all(sets[name] >> CAP_DAC_READ_SEARCH & 1 for name in ("CapPrm", "CapBnd"))


def end(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn and wait so many seconds for the end; the last word is SIGKILL to all of it."""
    for number, patience in steps:
        if process.poll() is not None:
            break
        process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    # The child leads a group of its own: whatever it left behind ends with it.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def run_to_end(command: list[str]) -> str:
    """Run one of our own commands and return what it printed; it ends when we are interrupted.

    Raises Failure with its exit status, without a sentence: the command has said itself what is wrong.
    """
    process = spawn(command, output=subprocess.PIPE)
    try:
        printed, _ = process.communicate()
    except BaseException:
        end(process, (signal.SIGTERM, 10))
        raise
    if process.returncode != 0:
        status = next((known for known in Exit if known == process.returncode), Exit.UNFINISHED)
        raise Failure(status, "")
    return printed.decode(errors="replace")
