"""Keeps the parts of a running Bundel alive, and ends them in order."""

import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from bundel.cli.failures import Exit, Failure
from bundel.cli.processes import end, spawn

# The wait before the first, second … new start after short lives; one death more and it is no accident.
DELAYS = (0.0, 0.5, 1.0, 2.0)
MEMORY_SECONDS = 60.0
# What worked this long before it ended was well: somebody killed it, or the machine did.
LONG_LIFE_SECONDS = 5.0
TICK_SECONDS = 0.2


class Part(Protocol):
    """Something that runs until it is stopped."""

    @property
    def is_running(self) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Program:
    """A part that is a command of ours, such as the web server."""

    def __init__(
        self,
        command: list[str],
        *,
        patience: float,
        on_our_death: signal.Signals = signal.SIGTERM,
        inherited: tuple[int, ...] = (),
    ) -> None:
        self._command = command
        self._patience = patience
        self._on_our_death = on_our_death
        self._inherited = inherited
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.stop()
        self._process = spawn(self._command, on_parents_death=self._on_our_death, inherited=self._inherited)

    def stop(self) -> None:
        """Ask it to finish what it is doing, and end it when that takes longer than its patience."""
        if self._process is not None:
            end(self._process, (signal.SIGTERM, self._patience))
            self._process = None


class _Watched:
    def __init__(self, name: str, part: Part) -> None:
        self.name = name
        self.part = part
        self.born = time.monotonic()
        self.deaths: deque[float] = deque(maxlen=len(DELAYS) + 1)
        self.start_at: float | None = None


class Supervisor:
    """Starts parts, restarts what dies, and ends them in the reverse order of their start."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._watched: list[_Watched] = []

    def start(self, name: str, part: Part) -> None:
        """Start a part and keep it alive from now on."""
        self._watched.append(_Watched(name, part))
        part.start()

    def look_after(self) -> None:
        """Look once at every part and start what ended. Raises Failure when one ends again and again."""
        for watched in self._watched:
            if watched.part.is_running:
                continue
            if watched.start_at is None:
                watched.start_at = self._note_death(watched)
            if time.monotonic() >= watched.start_at:
                watched.start_at = None
                watched.born = time.monotonic()
                watched.part.start()
        time.sleep(TICK_SECONDS)

    def replace(self, name: str, part: Part) -> None:
        """From now on this part, already started, bears the name; the one before is the caller's to end."""
        watched = next(watched for watched in self._watched if watched.name == name)
        watched.part = part
        watched.born, watched.start_at = time.monotonic(), None
        watched.deaths.clear()

    def restart(self, name: str) -> None:
        """Let a part finish what it is doing, and start it anew."""
        watched = next(watched for watched in self._watched if watched.name == name)
        watched.part.stop()
        watched.part.start()
        watched.born, watched.start_at = time.monotonic(), None

    def stop(self) -> None:
        """End all parts, the last started first."""
        while self._watched:
            self._watched.pop().part.stop()

    def _note_death(self, watched: _Watched) -> float:
        """When the part may start again."""
        now = time.monotonic()
        if now - watched.born > LONG_LIFE_SECONDS:
            watched.deaths.clear()
        watched.deaths.append(now)
        recent = sum(now - death < MEMORY_SECONDS for death in watched.deaths)
        if recent > len(DELAYS):
            raise Failure(
                Exit.KEEPS_DYING,
                f"The {watched.name} ended {recent} times within a minute: what it said stands above.",
            )
        self._say(f"The {watched.name} ended; it starts again.")
        return now + DELAYS[recent - 1]
