"""`ingest`: folders and files into the tracking database, each file once."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from batch import ledger, stations
from batch.fault import CHANGED, Fault, refused
from batch.ledger import Known, Leased, Run
from batch.offices import learn_offices
from batch.pool import Pool, Stop, stopping
from batch.report import Failed, Progress, Summary
from batch.walk import walk
from extract.errors import printable
from models.database import Database
from models.errors import DatabaseError
from models.originals import Originals, keep
from models.records import Dispatch
from models.tables import Depth

PARCELS = user_data_path("vanthu") / "parcels"
"""Where the files of mails and archives stay once taken out: the database names each by its path, as any other file."""

Clock = Callable[[], datetime]
"""Gives the present moment, with its zone."""


def ingest(
    sources: Iterable[Path],
    database: Database,
    *,
    clock: Clock,
    jobs: int,
    depth: Depth = "best",
    originals: Originals | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read every file of `sources` that `database` does not know yet, on `jobs` processes; its bytes go to `originals`.

    Raises `models.errors.DatabaseError` when the database gives out; what was read until then is safe, and the files
    under way are read by the next run.
    """
    run = Run(ledger.worker_name(), stations.VERSION, depth)
    tally = _Tally(progress or Progress())
    leases = _Leases(database, run, clock)
    left = 0
    with stopping() as stop, tally.progress, Pool(jobs) as pool:
        try:
            coming = _leased(sources, database, originals, run, clock, tally, stop)
            for leased, answer in pool.over(coming, stations.parse, depth, stop, leases.renew):
                fault = ledger.finish(database, leased, answer, run, clock())
                tally.read(leased.path, fault or answer)
        except BaseException:
            _give_back(database, run)
            raise
        if stop.asked:
            left = ledger.let_go(database, run)
    learn_offices(database)
    return tally.summary(left, stop.asked)


def _leased(
    sources: Iterable[Path],
    database: Database,
    originals: Originals | None,
    run: Run,
    clock: Clock,
    tally: "_Tally",
    stop: Stop,
) -> Iterator[Leased]:
    """The files to read, each leased as it is drawn; all others are told to `tally`."""
    for found in walk(sources, PARCELS):
        if stop.asked:
            return
        if found.what == "passed_over":
            tally.passed_over += 1
        elif isinstance(found.what, Fault):
            tally.failed_at(found.path, found.what)
        else:
            try:
                taken = ledger.take(database, found.path, run, clock())
                changed = originals is not None and not _kept(database, originals, found.path, taken)
            except OSError as error:
                tally.failed_at(found.path, refused(error))
                continue
            if not isinstance(taken, Leased):
                tally.known(found.path, taken)
            elif changed:
                tally.read(found.path, ledger.finish(database, taken, CHANGED, run, clock()) or CHANGED)
            else:
                yield taken


def _kept(database: Database, originals: Originals, path: Path, taken: Leased | Known) -> bool:
    """Keep the original of the file at `path`; False where it is not the file any more that was leased."""
    if isinstance(taken, Leased):
        return keep(database, originals, path, taken.sha256) == taken.sha256
    if not taken.kept and taken.state != "leased":  # read when none were kept
        keep(database, originals, path)
    return True


def _give_back(database: Database, run: Run) -> None:
    """Leave no leases behind if the database still lets us; else they end by their time."""
    try:
        ledger.let_go(database, run)
    except DatabaseError:
        return


@dataclass(slots=True)
class _Leases:
    """Keeps this run's leases from running out while long documents are read."""

    database: Database
    run: Run
    clock: Clock
    renewed: float = field(default_factory=time.monotonic)

    def renew(self) -> None:
        if time.monotonic() - self.renewed > ledger.LEASE.total_seconds() / 4:
            ledger.renew(self.database, self.run, self.clock())
            self.renewed = time.monotonic()


@dataclass(slots=True)
class _Tally:
    """Counts what happens, and shows it as it does."""

    progress: Progress
    began: float = field(default_factory=time.monotonic)
    done: int = 0
    pages: int = 0
    known_before: int = 0
    elsewhere: int = 0
    passed_over: int = 0
    failed: list[Failed] = field(default_factory=list)

    def read(self, path: Path, answer: Dispatch | Fault) -> None:
        if isinstance(answer, Fault):
            self.failed_at(path, answer)
            return
        self.done += 1
        self.pages += answer.file.pages
        self.progress.read(printable(path), answer)

    def failed_at(self, path: Path, fault: Fault) -> None:
        self.failed.append(Failed(printable(path), fault))
        self.progress.failed(printable(path), fault)

    def known(self, path: Path, known: Known) -> None:
        if known.fault is not None:
            self.failed_at(path, known.fault)
        elif known.state == "leased" and not known.ours:
            self.elsewhere += 1
        else:
            self.known_before += 1
            self.progress.known()

    def summary(self, left: int, stopped: bool) -> Summary:
        return Summary(
            done=self.done,
            known=self.known_before,
            elsewhere=self.elsewhere,
            passed_over=self.passed_over,
            pages=self.pages,
            seconds=time.monotonic() - self.began,
            failed=tuple(self.failed),
            left=left,
            stopped=stopped,
        )
