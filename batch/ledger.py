"""The ledger of a batch run: who has which file, and how it ended. Each step is one transaction.

A file is leased before it is read and let go of with its answer, in the same transaction that keeps the answer. A run
that dies leaves leases behind; they end by their time, or at once when the process that held them is gone from this
machine.
"""

import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from batch.fault import CHANGED, Fault, unforeseen
from extract.errors import printable
from models import store
from models.database import Database
from models.errors import DatabaseError, DatabaseLocked
from models.records import Dispatch
from models.tables import Depth, File, Place, State
from models.wording import Wording

LEASE = timedelta(minutes=10)
"""How long a file is one run's own; a run that lives renews its leases long before."""

TRIES = 3
"""Runs that meet a passing fault over the same file before it is left to a person."""

PAUSES = (0.05, 0.5, 2.0)
"""Seconds between the tries of a transaction that another run got in the way of."""

DEPTHS: tuple[Depth, ...] = ("fast", "best")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `vanthu ingest`: who it is, which vanthu, how well it reads."""

    worker: str
    version: str
    depth: Depth


@dataclass(frozen=True, slots=True)
class Leased:
    """A file that is this run's to read."""

    path: Path
    sha256: str
    file_id: int


@dataclass(frozen=True, slots=True)
class Known:
    """A file that there is nothing to do for, and why. `ours`: a twin of it is under way in this very run.

    `kept`: its bytes are among the originals.
    """

    state: State
    fault: Fault | None = None
    ours: bool = False
    kept: bool = False


def worker_name() -> str:
    """A name for this process that tells where it runs and that nobody else has."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of `path`; raises OSError."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest(), os.fstat(stream.fileno()).st_size


def take(database: Database, path: Path, run: Run, now: datetime) -> Leased | Known:
    """Lease the file at `path` for `run`, unless it is known, or another's. Raises OSError where it can't be read."""
    sha256, size = digest(path)
    uri = path.absolute().as_uri()
    with database.reading() as session:
        file = _known_at(session, sha256, uri)
        if file is not None and not _open_to(file, run, now):
            return _why(file, run)
    return _insisting(lambda: _lease(database, path, sha256, size, run, now))


def _lease(database: Database, path: Path, sha256: str, size: int, run: Run, now: datetime) -> Leased | Known:
    with database.writing() as session:
        file = session.scalars(select(File).filter_by(sha256=sha256).with_for_update()).one_or_none()
        if file is None:
            file = File(sha256=sha256, name=printable(Path(path.name)), size=size, first_seen=now, state="waiting")
            session.add(file)
            session.flush()
        _place(session, file, path, now)
        if not _open_to(file, run, now):
            return _why(file, run)
        file.state, file.worker, file.leased_until = "leased", run.worker, now + LEASE
        file.attempts, file.version = (file.attempts or 0) + 1, run.version
        file.reason_code = file.reason_vi = file.reason_en = None
        session.flush()
        return Leased(path, sha256, file.id)


def finish(
    database: Database, leased: Leased, answer: Dispatch | Fault, run: Run, now: datetime, seconds: float | None = None
) -> Fault | None:
    """Keep `answer` and let go of the file; an answer to a lost lease is dropped. Returns the fault it ended with.

    An answer that the database refuses is a fault of this file's: it costs no other one.
    """
    if isinstance(answer, Dispatch) and answer.file.sha256 != leased.sha256:
        answer = CHANGED
    try:
        _insisting(lambda: _keep(database, leased, answer, run, now, seconds))
    except DatabaseError:
        raise
    except Exception as error:
        answer = unforeseen(error)
        _keep(database, leased, answer, run, now, seconds)
    return answer if isinstance(answer, Fault) else None


def _keep(
    database: Database, leased: Leased, answer: Dispatch | Fault, run: Run, now: datetime, seconds: float | None
) -> None:
    with database.writing() as session:
        file = session.scalars(select(File).filter_by(id=leased.file_id).with_for_update()).one()
        if file.worker != run.worker:
            return
        if isinstance(answer, Dispatch):
            answer = replace(answer, file=replace(answer.file, name=file.name))
            store.save(session, file, answer, version=run.version, depth=run.depth, made_at=now)
            file.media_type, file.pages, file.state = answer.file.media_type, answer.file.pages, "done"
        else:
            file.state = "failed" if answer.passing and file.attempts < TRIES else "quarantined"
            file.reason_code, file.reason_vi, file.reason_en = answer.code, answer.reason.vi, answer.reason.en
        file.worker = file.leased_until = None
        file.finished_at, file.seconds = now, seconds


def _insisting(work: Callable[[], T]) -> T:
    """`work`, once more after each of `PAUSES` where another run got in its way: a lock, or the same new row."""
    for pause in PAUSES:
        try:
            return work()
        except (DatabaseLocked, IntegrityError):
            time.sleep(pause)
    return work()


def renew(database: Database, run: Run, now: datetime) -> None:
    """Make the leases of `run` last from `now` on."""
    with database.writing() as session:
        session.execute(update(File).where(File.worker == run.worker).values(leased_until=now + LEASE))


def let_go(database: Database, run: Run) -> int:
    """Give back what `run` has not finished, as if it had not been tried; how many files that were."""
    with database.writing() as session:
        given = session.execute(
            update(File)
            .where(File.worker == run.worker)
            .values(state="waiting", worker=None, leased_until=None, attempts=File.attempts - 1)
            .returning(File.id)
        )
        return len(given.all())


def _known_at(session: Session, sha256: str, uri: str) -> File | None:
    return session.scalars(select(File).join(Place).where(File.sha256 == sha256, Place.uri == uri)).one_or_none()


def _place(session: Session, file: File, path: Path, now: datetime) -> None:
    uri = path.absolute().as_uri()
    place = session.scalars(select(Place).filter_by(uri=uri)).one_or_none()
    if place is None:
        session.add(Place(file=file, uri=uri, name=printable(path.absolute()), seen_at=now))
    else:
        place.file, place.seen_at = file, now


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
    host, pid, _ = (worker or "::").rsplit(":", 2)
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _why(file: File, run: Run) -> Known:
    if file.reason_code is None:
        return Known(file.state, ours=file.worker == run.worker, kept=file.kept)
    fault = Fault(file.reason_code, Wording(file.reason_vi or "", file.reason_en or ""), False)
    return Known(file.state, fault, kept=file.kept)
