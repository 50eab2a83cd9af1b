"""Prometheus metrics: of a run (`Metrics`), and of the ledger (`LedgerCollector`, for `vanthu serve` too)."""

from collections import Counter as Count
from collections.abc import Iterator
from threading import Thread
from types import TracebackType
from typing import Any, Self

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from batch.seen.progress import Event, Progress
from models import jobs
from models.database import Database
from models.tables import STATES

STATIONS = (0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300)
"""Upper bounds, in seconds, of what a station may take of a file."""


class Metrics(Progress):
    """Counts what a run does, in `registry`; serves it on `port` of `host` while the run goes on, if that is not 0."""

    def __init__(self, registry: CollectorRegistry, host: str = "", port: int = 0) -> None:
        self.registry, self.host, self.port = registry, host, port
        self.server: tuple[Any, Thread] | None = None
        self.files = Counter("vanthu_files", "Files that ended, by how", ["state"], registry=registry)
        self.faults = Counter("vanthu_faults", "Faults, by their code", ["code"], registry=registry)
        self.pages = Counter("vanthu_pages", "Pages of files that were read", registry=registry)
        self.hands = Gauge("vanthu_files_under_way", "Files that the run has in hand", registry=registry)
        self.alive = Gauge("vanthu_last_beat_seconds", "When the run was last seen alive, Unix time", registry=registry)
        self.stations = Histogram(
            "vanthu_station_seconds", "What a station took of a file", ["station"], buckets=STATIONS, registry=registry
        )

    def __enter__(self) -> Self:
        if self.port:
            self.server = start_http_server(self.port, self.host, self.registry)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.server:
            self.server[0].shutdown()
            self.server[0].server_close()
            self.server[1].join()

    def ended(self, event: Event) -> None:
        self.files.labels(event.how).inc()
        if event.fault is not None:
            self.faults.labels(event.fault.code).inc()
        if event.dispatch is not None:
            self.pages.inc(event.dispatch.file.pages)
        for station, seconds in event.seconds.items():
            self.stations.labels(station).observe(seconds)

    def beat(self, under_way: int) -> None:
        self.hands.set(under_way)
        self.alive.set_to_current_time()


class LedgerCollector(Collector):
    """How many files the ledger of `database` has in each state, asked when somebody looks."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked of the database to register it."""
        yield GaugeMetricFamily("vanthu_ledger_files", "Files in the ledger, by state", labels=["state"])

    def collect(self) -> Iterator[Metric]:
        """As Prometheus asks."""
        with self.database.reading() as session:
            found: Count[str] = Count()
            for heap in jobs.heaps(session):
                found[heap.state] += heap.files
        family = GaugeMetricFamily("vanthu_ledger_files", "Files in the ledger, by state", labels=["state"])
        for state in STATES:
            family.add_metric([state], found[state])
        yield family


def registry_of(database: Database) -> CollectorRegistry:
    """A registry with the ledger of `database`, to be mounted or added to."""
    registry = CollectorRegistry()
    registry.register(LedgerCollector(database))
    return registry
