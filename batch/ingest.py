"""`ingest`: folders and files into the tracking database, each file once; and the folders watched, if that is asked."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from batch import ledger
from batch.engines import engine_of, stations
from batch.engines.fetched import Original
from batch.engines.running import Beats, Stop, over, stopping
from batch.engines.stations import Terms
from batch.fault import CHANGED, Fault, refused
from batch.folders.moving import Elsewhere, rename
from batch.folders.walk import Found, Manner, inside, walk
from batch.folders.watch import Watch
from batch.ledger import Ended, Known, Leased, Run, insisting
from batch.offices import learn_offices
from batch.seen.progress import Event, Progress
from batch.seen.summary import Summary, Tally
from batch.settings import Settings, load
from extract.errors import printable
from models import jobs
from models.database import Database
from models.errors import DatabaseError
from models.originals import Originals, keep
from models.records import Dispatch

Clock = Callable[[], datetime]
"""Gives the present moment, with its zone."""

PASSING_PAUSE = 15.0
"""Seconds until a watch tries a file again over which a passing fault came up; each pause is four times the last."""


def ingest(
    sources: Iterable[Path],
    database: Database,
    *,
    clock: Clock,
    settings: Settings | None = None,
    originals: Originals | None = None,
    progress: Progress | None = None,
    watch: bool = False,
) -> Summary:
    """Read every file of `sources` that `database` does not know yet; its bytes go to `originals`.

    With `watch` it goes on as files come, until somebody asks it to stop. Raises `models.errors.DatabaseError` when the
    database, the originals or the engine give out for longer than the pauses of the settings; what was read until then
    is safe, and the files under way are read by the next run.
    """
    intake = _intake(tuple(sources), database, clock, settings or load(), originals, progress or Progress())
    terms, left = intake.terms, 0
    with (
        stopping() as stop,
        intake.tally.progress,
        engine_of(intake.settings.batch.engine, intake.settings.batch.jobs, terms) as engine,
    ):
        beats = Beats(page=intake.tally.progress.page, pauses=intake.run.pauses)
        beats.each = lambda: intake.beat(beats.under_way)
        try:
            for done in over(
                engine,
                intake.watched(stop) if watch else intake.walked(stop),
                stations.parse,
                terms,
                stop,
                beats,
                intake.original if engine.remote else lambda work: None,
            ):
                intake.finish(done.work, done.answer, done.seconds)
        except BaseException:
            intake.give_back()
            raise
        if stop.asked:
            left = ledger.let_go(database, intake.run, clock())
    learn_offices(database, terms.units)
    return intake.tally.summary(left, stop.asked and not watch)


def _intake(
    sources: tuple[Path, ...],
    database: Database,
    clock: Clock,
    settings: Settings,
    originals: Originals | None,
    progress: Progress,
) -> "_Intake":
    batch, limits = settings.batch, settings.limits
    run = Run(
        ledger.worker_name(),
        stations.VERSION,
        settings.reading.depth,
        timedelta(seconds=batch.lease_seconds),
        batch.tries,
        batch.pauses,
    )
    elsewhere = Elsewhere(batch.move_done, batch.move_failed)
    elsewhere.prepared(sources)
    reading = settings.reading
    terms = Terms(reading.depth, roots=reading.roots(), units=reading.own(), **limits.model_dump())
    return _Intake(sources, database, clock, settings, originals, run, Tally(progress), elsewhere, terms)


class DiskFull(DatabaseError):
    """There is no room for what reading takes: the run stops, and is told as one whose database gave out."""


@dataclass(frozen=True, slots=True)
class _Work:
    """A leased file, and how it was found."""

    leased: Leased
    found: Found

    @property
    def path(self) -> Path:
        return self.leased.path


@dataclass(slots=True)
class _Parcel:
    """A mail, an archive or a PDF with files attached, some of whose files are under way."""

    under_way: int = 0
    met: bool = False
    well: bool = True


@dataclass(slots=True)
class _Intake:
    """One run: what it takes in, and what becomes of that."""

    sources: Sequence[Path]
    database: Database
    clock: Clock
    settings: Settings
    originals: Originals | None
    run: Run
    tally: Tally
    elsewhere: Elsewhere
    terms: Terms
    renewed: float = field(default_factory=time.monotonic)
    parcels: dict[Path, _Parcel] = field(default_factory=dict)
    watch: Watch | None = None

    def walked(self, stop: Stop) -> Iterator[_Work]:
        """The files to read, each leased as it is drawn; all others are told to the tally."""
        manner = Manner(self.settings.originals.parcels, self.elsewhere.folders)
        for found in walk(self.sources, manner=manner):
            if stop.asked:
                return
            yield from self._met(found)

    def watched(self, stop: Stop) -> Iterator[_Work | None]:
        """The same without end, and None when there is nothing just now."""
        batch = self.settings.batch
        self.watch = Watch(
            self.sources,
            self.settings.originals.parcels,
            batch.watch_seconds,
            batch.settle_seconds,
            self.elsewhere.folders,
        )
        for found in self.watch(self._waiting):
            if stop.asked:
                return
            if found is None:
                yield None
            else:
                yield from self._met(found)

    def _waiting(self) -> Iterable[Path]:
        """Where the files are that nobody has tried, or that are to be tried again."""

        def asked() -> list[Path]:
            with self.database.reading() as session:
                return jobs.waiting_at(session)

        return insisting(asked, self.run.pauses)

    def _met(self, found: Found) -> Iterator[_Work]:
        if found.what == "passed_over":
            self.tally.passed_over += 1
        elif found.what == "parcel":
            self._parcel_met(found)
        else:
            try:
                yield from self._taken(found)
            except OSError as error:
                self._unreachable(found, refused(error))

    def _taken(self, found: Found) -> Iterator[_Work]:
        """The file that was found, leased, unless that is not to be. Raises OSError."""
        if isinstance(found.what, Fault) and not found.path.is_file():
            self._unreachable(found, found.what)
            return
        taken = ledger.take(self.database, found.path, self.run, self.clock())
        if isinstance(taken, Known):
            if self.originals and not taken.kept and taken.state != "leased":  # read when none were kept
                keep(self.database, self.originals, found.path)
            for attached in inside(found, taken.sha256, self.settings.originals.parcels, known=True):
                yield from self._met(attached)
            self._known(found, taken)
            return
        attachments = list(inside(found, taken.sha256, self.settings.originals.parcels))
        if attachments:
            found = replace(found, parcel=found.path)
        work = _Work(taken, found)
        if found.parcel:
            self.parcels.setdefault(found.parcel, _Parcel()).under_way += 1
        for attached in attachments:
            yield from self._met(attached)
        if self._put(taken) != taken.sha256:
            self.finish(work, CHANGED, {})
        elif isinstance(found.what, Fault):
            self.finish(work, found.what, {})
        else:
            yield work
        if attachments:
            self._parcel_met(found)

    def _put(self, leased: Leased) -> str:
        """Keep the original; the SHA-256 of what was kept. Raises OSError."""
        if self.originals is None:
            return leased.sha256
        originals = self.originals
        return insisting(lambda: originals.put(leased.path, leased.sha256), self.run.pauses)

    def original(self, work: _Work) -> Original | None:
        """Where another machine finds the file."""
        return Original(self.originals.url, work.leased.sha256) if self.originals else None

    def finish(self, work: _Work, answer: Dispatch | Fault, seconds: dict[str, float]) -> None:
        """Keep what became of a file. Raises DiskFull where the disk is still full after all pauses."""
        if isinstance(answer, Fault) and answer.code == "disk_full":
            raise DiskFull(answer.reason)
        kept = self.originals is not None and answer is not CHANGED
        ended = ledger.finish(self.database, work.leased, answer, self.run, self.clock(), seconds, kept=kept)
        read = answer if isinstance(answer, Dispatch) and ended.fault is None else None
        to = self._ended(work, ended)
        self.tally.ended(
            Event(
                printable(work.path),
                ended.state if ended.state in ("done", "failed", "quarantined") else "lost",
                work.leased.sha256,
                read,
                ended.fault if ended.state else None,
                work.leased.attempt,
                {**work.leased.seconds, **seconds},
                printable(to) if to else None,
            )
        )

    def _ended(self, work: _Work, ended: Ended) -> Path | None:
        """Move a file that has ended out of the way, where that is asked, or have it tried again."""
        if ended.state == "failed" and self.watch:
            self.watch.again(work.found.parcel or work.path, PASSING_PAUSE * 4 ** (work.leased.attempt - 1))
        if work.found.parcel:
            parcel = self.parcels[work.found.parcel]
            parcel.under_way -= 1
            parcel.well &= ended.state == "done"
            self._parcel_ended(work.found.parcel, work.found.source)
            return None
        return self._moved(work.path, work.found.source, ended.state)

    def _moved(self, path: Path, source: Path, state: str | None) -> Path | None:
        """Move the file at `path` to where its state belongs; where it is now, if it moved."""
        to = self.elsewhere.target(path, source, well=state == "done") if state in ("done", "quarantined") else None
        if to is None:
            return None
        try:
            ledger.moving(self.database, path, to, self.clock(), self.run)
            rename(path, to)
            ledger.moved(self.database, path, self.run)
        except OSError as error:
            ledger.moved(self.database, to, self.run)
            self.tally.ended(Event(printable(path), "unreachable", fault=refused(error)))
            return None
        return to

    def _parcel_met(self, found: Found) -> None:
        self.parcels.setdefault(found.path, _Parcel()).met = True
        self._parcel_ended(found.path, found.source)

    def _parcel_ended(self, path: Path, source: Path) -> None:
        """Move a parcel when all its files have ended."""
        parcel = self.parcels[path]
        if parcel.met and not parcel.under_way:
            del self.parcels[path]
            self._moved(path, source, "done" if parcel.well else "quarantined")

    def _known(self, found: Found, known: Known) -> None:
        name = printable(found.path)
        if known.fault is not None:
            if found.parcel:
                self.parcels.setdefault(found.parcel, _Parcel()).well = False
            else:
                self._moved(found.path, found.source, known.state)
            self.tally.ended(Event(name, "failed", fault=known.fault))
        elif known.state == "leased" and not known.ours:
            if self.watch:
                self.watch.again(found.path, PASSING_PAUSE)
            self.tally.ended(Event(name, "elsewhere"))
        else:
            if known.state == "done" and not found.parcel:
                self._moved(found.path, found.source, "done")
            self.tally.ended(Event(name, "known"))

    def _unreachable(self, found: Found, fault: Fault) -> None:
        """A file or folder that does not even tell what it holds."""
        if self.watch:
            self.watch.again(found.path, PASSING_PAUSE)
        if found.path.is_file():
            ledger.unreachable(self.database, found.path, fault, self.run, self.clock())
        self.tally.ended(Event(printable(found.path), "unreachable", fault=fault))

    def beat(self, under_way: int) -> None:
        """A few times a second: keep the leases from running out while long documents are read."""
        self.tally.progress.beat(under_way)
        if time.monotonic() - self.renewed > self.run.lease.total_seconds() / 4:
            ledger.renew(self.database, self.run, self.clock())
            self.renewed = time.monotonic()

    def give_back(self) -> None:
        """Leave no leases behind if the database still lets us; else they end by their time."""
        try:
            ledger.let_go(self.database, self.run, self.clock())
        except DatabaseError:
            return
