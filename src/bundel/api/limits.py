"""How much one address may ask: a number of requests a minute, counted in this process and written nowhere."""

import ipaddress
from collections import Counter
from threading import Lock

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

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


def network_of(request: HttpRequest) -> str:
    """The address that asks; a whole home network in IPv6 counts as one."""
    text: str = get_adapter().get_client_ip(request)
    address = ipaddress.ip_address(text)
    return text if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
