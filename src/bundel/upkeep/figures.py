"""Figures for a monitor: what this instance counted since it started, and how it stands now."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from bundel.upkeep.rules import Standing

# The bars of our own pages lie at 10, 25 and 80 ms.
STEPS = (0.005, 0.01, 0.025, 0.05, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 10.0)

requests = Counter("bundel_requests", "Requests by route and answer.", ["route", "method", "status"])
job_results = Counter(
    "bundel_job_results", "Runs of jobs by how they ended; an error is tried again.", ["job", "result"]
)
seconds = Histogram("bundel_request_seconds", "Time a request took.", ["route"], buckets=STEPS)


class Now(Collector):
    """How the instance stands at this moment."""

    def __init__(self, standing: Standing, connections: dict[str, int]) -> None:
        self._standing = standing
        self._connections = connections

    def collect(self) -> Iterator[Metric]:
        now = self._standing
        yield _gauge("jobs", "Jobs in the queue.", "state", self._jobs())
        yield GaugeMetricFamily("bundel_oldest_job_seconds", "Wait of the oldest due job.", now.oldest_job_seconds)
        yield _gauge("mails", "Mails.", "state", {"waiting": now.mails_waiting, "failed": now.mails_failed})
        yield _gauge("mail_problems", "Mails that met a problem.", "problem", dict(now.mail_problems))
        yield GaugeMetricFamily("bundel_disk_free_bytes", "Room left under BUNDEL_VAR.", now.disk_free)
        yield GaugeMetricFamily("bundel_ready", "1 when nothing is missing.", int(not now.missing))
        backup = now.last_backup.timestamp() if now.last_backup else 0
        yield GaugeMetricFamily("bundel_last_backup_timestamp_seconds", "The last good backup; 0 is never.", backup)
        yield _gauge("connections", "Connections to the database.", "state", self._connections)
        yield _gauge("memory_bytes", "Proportional memory (PSS).", "part", _memory())

    def _jobs(self) -> dict[str, int]:
        now = self._standing
        return {"waiting": now.jobs_waiting, "running": now.jobs_running, "dead": now.jobs_dead}


def _gauge(name: str, what: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"bundel_{name}", what, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def page(standing: Standing, connections: dict[str, int]) -> bytes:
    """The page a monitor reads, in Prometheus's text form: counts of all our processes together."""
    registry: CollectorRegistry = REGISTRY
    if _folder() is not None:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no type here
    current = CollectorRegistry()
    current.register(Now(standing, connections))
    return generate_latest(registry) + generate_latest(current)


def _folder() -> Path | None:
    named = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(named) if named else None


def _memory() -> dict[str, int]:
    """Of the processes that count with us and still live, by part; empty where the system does not tell."""
    folder = _folder()
    numbers = {n for f in folder.glob("*.db") for n in re.findall(r"_(\d+)\.db$", f.name)} if folder else set()
    found: dict[str, int] = {}
    for number in numbers | {str(os.getpid())}:
        process = Path("/proc") / number
        try:
            part = "worker" if b"\0worker" in (process / "cmdline").read_bytes() else "web"
            pss = re.search(r"^Pss:\s+(\d+) kB", (process / "smaps_rollup").read_text(), re.MULTILINE)
        except OSError:
            continue
        found[part] = found.get(part, 0) + int(pss[1] if pss else 0) * 1024
    return found
