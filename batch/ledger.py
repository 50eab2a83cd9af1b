"""The ledger of a batch run: who has which file, and how it ended. Each step is one transaction.

A file is leased before it is read and let go of with its answer, in the same transaction that keeps the answer. A run
that dies leaves leases behind; they end by their time, or at once when the process that held them is gone from this
machine. Every try of a file is kept (`models.tables.Attempt`), and `models.jobs` tells of them.
"""

import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from batch.fault import CHANGED, Fault, unforeseen
from extract.errors import printable
from models import store
from models.database import Database
from models.errors import (
    Collided,
    DatabaseError,
    DatabaseLocked,
    DatabaseUnreachable,
    DatabaseUnwritable,
    OriginalsUnusable,
)
from models.records import Dispatch
from models.tables import Attempt, Depth, Ending, File, Place, Reading, State
from models.wording import Wording

LEASE = timedelta(minutes=10)
"""How long a file is one run's own; a run that lives renews its leases long before."""

TRIES = 3
"""Tries of a file over which a passing fault came up before it is left to a person."""

PAUSES = (0.05, 0.5, 2.0)
"""Seconds between the tries of a transaction that another run, a full disk or a restarted server got in the way of."""

DEPTHS: tuple[Depth, ...] = ("fast", "best")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `vanthu ingest`: who it is, which vanthu, how well it reads, how patient it is."""

    worker: str
    version: str
    depth: Depth
    lease: timedelta = LEASE
    tries: int = TRIES
    pauses: tuple[float, ...] = PAUSES


@dataclass(frozen=True, slots=True)
class Leased:
    """A file that is this run's to read."""

    path: Path
    sha256: str
    file_id: int
    attempt: int = 1
    seconds: dict[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Known:
    """A file that there is nothing to do for, and why. `ours`: a twin of it is under way in this very run.

    `kept`: its bytes are among the originals.
    """

    state: State
    fault: Fault | None = None
    ours: bool = False
    kept: bool = False
    sha256: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a try ended; `state` is None where the lease was lost and the answer was dropped."""

    state: State | None
    fault: Fault | None = None


def worker_name() -> str:
    """A name for this process that tells where it runs and that nobody else has."""
    return f"{_machine()}:{os.getpid()}:{_started(os.getpid())}-{uuid.uuid4().hex[:8]}"


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of `path`; raises OSError."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest(), os.fstat(stream.fileno()).st_size


def stamp_of(path: Path) -> tuple[str, float]:
    """How the file at `path` looks from outside, and when it last changed, in seconds; raises OSError."""
    found = path.stat()
    return f"{found.st_size}:{found.st_mtime_ns}", found.st_mtime


def take(database: Database, path: Path, run: Run, now: datetime) -> Leased | Known:
    """Lease the file at `path` for `run`, unless it is known, or another's. Raises OSError where it can't be read.

    A file that looks as it did when it was met there last is not read through again to be known.
    """
    stamp, changed = stamp_of(path)
    uri = path.absolute().as_uri()
    known = insisting(lambda: _known_at(database, uri, stamp, changed, run, now), run.pauses)
    if known is not None:
        return known
    began = time.perf_counter()
    digits, size = digest(path)
    hashed = time.perf_counter() - began
    taken = insisting(lambda: _lease(database, path, digits, size, stamp, run, now), run.pauses)
    return replace(taken, seconds={"hash": hashed}) if isinstance(taken, Leased) else taken


def _known_at(database: Database, uri: str, stamp: str, changed: float, run: Run, now: datetime) -> Known | None:
    with database.reading() as session:
        place = session.scalars(select(Place).filter_by(uri=uri, stamp=stamp)).one_or_none()
        if place is None or place.seen_at.timestamp() < changed + MOMENT or _open_to(place.file, run, now):
            return None
        return _why(place.file, run)


MOMENT = 2.0
"""Seconds within which a file may change twice and look the same: FAT counts time in steps of two."""


def _lease(
    database: Database, path: Path, digits: str, size: int, stamp: str, run: Run, now: datetime
) -> Leased | Known:
    with database.writing() as session:
        file = session.scalars(select(File).filter_by(sha256=digits).with_for_update()).one_or_none()
        if file is None:
            return _lease_new(session, path, digits, size, stamp, run, now)
        _place(session, file, path, stamp, now)
        if not _open_to(file, run, now):
            return _why(file, run)
        if file.state == "leased":  # whoever had it died: that is not the file's fault, nor another try of it
            _end_attempts(session, file.worker, "lost", now, file.id)
        else:
            file.attempts += 1
        file.state, file.worker, file.leased_until = "leased", run.worker, now + run.lease
        file.version = run.version
        file.reason_code = file.reason_vi = file.reason_en = None
        _begin_attempt(session, file.id, run, now)
        return Leased(path, digits, file.id, file.attempts)


def _lease_new(session: Session, path: Path, digits: str, size: int, stamp: str, run: Run, now: datetime) -> Leased:
    """Lease a file that was never met: three inserts, for a folder has many of them."""
    row = {
        "sha256": digits, "name": printable(Path(path.name)), "size": size, "first_seen": now, "attempts": 1,
        "state": "leased", "worker": run.worker, "leased_until": now + run.lease, "version": run.version,
    }  # fmt: skip
    file_id: int = session.execute(_NEW_FILE, row).scalar_one()
    uri = path.absolute().as_uri()
    if session.execute(_PLACE_KNOWN, {"at": uri}).first():  # what lay here before was another file
        _place(session, session.get_one(File, file_id), path, stamp, now)
    else:
        place = {"file_id": file_id, "uri": uri, "name": printable(path.absolute()), "seen_at": now, "stamp": stamp}
        session.execute(_NEW_PLACE, place)
    _begin_attempt(session, file_id, run, now)
    return Leased(path, digits, file_id)


_FILES, _PLACES = File.__table__, Place.__table__
_NEW_FILE = _FILES.insert().returning(_FILES.c.id)  # type: ignore[attr-defined]
_NEW_PLACE = _PLACES.insert()  # type: ignore[attr-defined]
_NEW_ATTEMPT = Attempt.__table__.insert()  # type: ignore[attr-defined]
_PLACE_KNOWN = select(_PLACES.c.id).where(_PLACES.c.uri == bindparam("at"))


def _begin_attempt(session: Session, file_id: int, run: Run, now: datetime) -> None:
    about = {"worker": run.worker, "version": run.version, "depth": run.depth, "began_at": now, "seconds": {}}
    session.execute(_NEW_ATTEMPT, {"file_id": file_id, **about})


def finish(
    database: Database,
    leased: Leased,
    answer: Dispatch | Fault,
    run: Run,
    now: datetime,
    seconds: dict[str, float] | None = None,
    *,
    kept: bool = False,
) -> Ended:
    """Keep `answer` and let go of the file; an answer to a lost lease is dropped.

    An answer that the database refuses is a fault of this file's: it costs no other one. `kept`: the file's bytes are
    among the originals now.
    """
    if isinstance(answer, Dispatch) and answer.file.sha256 != leased.sha256:
        answer = CHANGED
    spent = {**leased.seconds, **(seconds or {})}
    try:
        state = insisting(lambda: _keep(database, leased, answer, run, now, spent, kept), run.pauses)
    except DatabaseError:
        raise
    except Exception as error:
        answer = unforeseen(error)
        state = _keep(database, leased, answer, run, now, spent, kept)
    return Ended(state, answer if isinstance(answer, Fault) else None)


def _keep(
    database: Database,
    leased: Leased,
    answer: Dispatch | Fault,
    run: Run,
    now: datetime,
    seconds: dict[str, float],
    kept: bool,
) -> State | None:
    began = time.perf_counter()
    with database.writing() as session:
        file = session.scalars(select(File).filter_by(id=leased.file_id).with_for_update()).one_or_none()
        if file is None or file.worker != run.worker:
            return None
        if isinstance(answer, Dispatch):
            answer = replace(answer, file=replace(answer.file, name=file.name))
            store.save(session, file, answer, version=run.version, depth=run.depth, made_at=now)
            file.media_type, file.pages = answer.file.media_type, answer.file.pages
            ended: Literal["done", "failed", "quarantined"] = "done"
        else:
            ended = "failed" if answer.passing and file.attempts < run.tries else "quarantined"
            file.reason_code, file.reason_vi, file.reason_en = answer.code, answer.reason.vi, answer.reason.en
        file.state, file.worker, file.leased_until, file.kept = ended, None, None, file.kept or kept
        seconds = {**seconds, "keep": time.perf_counter() - began}
        file.finished_at, file.seconds = now, sum(seconds.values())
        _end_attempts(session, run.worker, ended, now, file.id, answer, seconds)
        return ended


def _end_attempts(
    session: Session,
    worker: str | None,
    ended: Ending,
    now: datetime,
    file_id: int | None = None,
    answer: Dispatch | Fault | None = None,
    seconds: dict[str, float] | None = None,
) -> None:
    """The tries of `worker` (over one file, or all) that are under way end so."""
    ending = update(Attempt).where(Attempt.worker == worker, Attempt.ended.is_(None))
    if file_id is not None:
        ending = ending.where(Attempt.file_id == file_id)
    values: dict[str, object] = {"ended": ended, "ended_at": now}
    if isinstance(answer, Fault):
        values |= {"reason_code": answer.code, "reason_vi": answer.reason.vi, "reason_en": answer.reason.en}
    if seconds:
        values["seconds"] = {station: round(spent, 4) for station, spent in seconds.items()}
    session.execute(ending.values(**values), execution_options={"synchronize_session": False})


def unreachable(database: Database, path: Path, fault: Fault, run: Run, now: datetime) -> None:
    """Record a file that is there and can't be read: until its bytes are known, its place stands for them."""
    uri = path.absolute().as_uri()
    key = sha256(uri.encode()).hexdigest()

    def work() -> None:
        with database.writing() as session:
            file = session.scalars(select(File).filter_by(sha256=key)).one_or_none()
            if file is None:
                file = File(sha256=key, name=printable(Path(path.name)), size=0, first_seen=now, attempts=0)
                session.add(file)
            file.state, file.attempts, file.version = "failed", (file.attempts or 0) + 1, run.version
            file.reason_code, file.reason_vi, file.reason_en = fault.code, fault.reason.vi, fault.reason.en
            file.finished_at = now
            _place(session, file, path, None, now)

    insisting(work, run.pauses)


def insisting(work: Callable[[], T], pauses: tuple[float, ...]) -> T:
    """`work`, once more after each of `pauses` where a fault that may pass got in its way.

    That is a lock, another run with the same new row, a server that is restarted, a disk that is full.
    """
    for pause in pauses:
        try:
            return work()
        except (DatabaseLocked, DatabaseUnreachable, DatabaseUnwritable, OriginalsUnusable, Collided):
            time.sleep(pause)
    return work()


def renew(database: Database, run: Run, now: datetime) -> None:
    """Make the leases of `run` last from `now` on."""

    def work() -> None:
        with database.writing() as session:
            session.execute(update(File).where(File.worker == run.worker).values(leased_until=now + run.lease))

    insisting(work, run.pauses)


def let_go(database: Database, run: Run, now: datetime) -> int:
    """Give back what `run` has not finished, as if it had not been tried; how many files that were."""
    with database.writing() as session:
        given = session.execute(
            update(File)
            .where(File.worker == run.worker)
            .values(state="waiting", worker=None, leased_until=None, attempts=File.attempts - 1)
            .returning(File.id)
        ).all()
        _end_attempts(session, run.worker, "given_back", now)
        return len(given)


def moving(database: Database, path: Path, to: Path, now: datetime, run: Run) -> None:
    """Note that the file at `path` is about to be at `to` as well: one of the two holds, whenever the run dies."""

    def work() -> None:
        with database.writing() as session:
            place = session.scalars(select(Place).filter_by(uri=path.absolute().as_uri())).one_or_none()
            if place is not None:
                _place(session, place.file, to, place.stamp, now)

    insisting(work, run.pauses)


def moved(database: Database, path: Path, run: Run) -> None:
    """Note that there is no file at `path` any more."""

    def work() -> None:
        with database.writing() as session:
            session.execute(delete(Place).where(Place.uri == path.absolute().as_uri()))

    insisting(work, run.pauses)


def _place(session: Session, file: File, path: Path, stamp: str | None, now: datetime) -> None:
    uri = path.absolute().as_uri()
    place = session.scalars(select(Place).filter_by(uri=uri)).one_or_none()
    if place is None:
        session.add(Place(file=file, uri=uri, name=printable(path.absolute()), seen_at=now, stamp=stamp))
        return
    before = place.file
    place.file, place.seen_at, place.stamp = file, now, stamp
    if before is not file:
        session.flush()
        _forget(session, before)


def _forget(session: Session, file: File) -> None:
    """Let go of a file that is nowhere any more and of which nothing was read: half a copy, or one that was mended."""
    somewhere = select(Place.id).where(Place.file_id == file.id).exists()
    read = select(Reading.id).where(Reading.file_id == file.id).exists()
    if file.state != "leased" and not session.scalar(select(somewhere | read)):
        session.execute(delete(Attempt).where(Attempt.file_id == file.id))
        session.delete(file)


def _open_to(file: File, run: Run, now: datetime) -> bool:
    """Whether `run` may and should read `file`."""
    if file.state == "leased":
        return file.worker != run.worker and (_over(file.leased_until, now) or _gone(file.worker))
    if file.state == "quarantined":
        return file.version != run.version
    if file.state == "done":
        return max((DEPTHS.index(r.depth) for r in file.readings), default=-1) < DEPTHS.index(run.depth)
    return True


def _over(until: datetime | None, now: datetime) -> bool:
    return until is None or until < now


def _gone(worker: str | None) -> bool:
    """Whether `worker` was a process of this machine that is no more."""
    machine, pid, own = (worker or "::").rsplit(":", 2)
    return machine == _machine() and _started(int(pid)) != own.split("-")[0]


def _machine() -> str:
    """This machine's name; in a container, which counts processes by itself, with a mark of its own."""
    space = Path("/proc/self/ns/pid").stat().st_ino
    return socket.gethostname() if space == HOST_SPACE else f"{socket.gethostname()}/{space}"


HOST_SPACE = 0xEFFFFFFC
"""The number of a Linux machine's own space of process ids (PROC_PID_INIT_INO)."""


def _started(pid: int) -> str:
    """When the process `pid` began, in the machine's own ticks; nothing where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


def _why(file: File, run: Run) -> Known:
    if file.reason_code is None:
        return Known(file.state, ours=file.worker == run.worker, kept=file.kept, sha256=file.sha256)
    fault = Fault(file.reason_code, Wording(file.reason_vi or "", file.reason_en or ""), False)
    return Known(file.state, fault, kept=file.kept, sha256=file.sha256)
