"""How much one address may ask: a number of requests a minute, counted in this process and written nowhere."""

from collections import Counter
from threading import Lock

REQUESTS = 120
SECONDS = 60
LONGEST_BODY = 64 * 1024


class Limiter:
    """Counts by address within the running minute; each web process counts for itself."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def seconds_to_wait(self, address: str, now: float) -> int:
        """Count a request; 0 when it may go on, else how long until it may."""
        minute = int(now // SECONDS)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, Counter()
            self._counts[address] += 1
            return 0 if self._counts[address] <= REQUESTS else SECONDS - int(now % SECONDS)
