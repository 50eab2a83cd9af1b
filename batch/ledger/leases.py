"""Leases: a file is one run's to read, until it has an answer, gives it back, or dies.

A lease is a promise among living runs, so its transaction does not wait for the disk (`Database.writing`). One that the
fall of the database took back leaves a file that nobody has: a run that lives yet takes it again when it has an answer.
"""

import os
import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from batch.fault import Fault
from batch.ledger.arrivals import arrived
from batch.ledger.places import place_columns, put_place, stamp_of
from batch.ledger.runs import Run, gone, insisting
from batch.ledger.tries import begin_try, end_tries, end_try, try_columns
from extract.errors import printable
from models.database import Database
from models.tables import Depth, File, Place, State
from models.wording import Wording

DEPTHS: tuple[Depth, ...] = ("fast", "best")

MOMENT = 2.0
"""Seconds within which a file may change twice and look the same: FAT counts time in steps of two."""


@dataclass(frozen=True, slots=True)
class Leased:
    """A file that is this run's to read."""

    path: Path
    sha256: str
    file_id: int
    attempt: int = 1
    size: int = 0
    stamp: str | None = None
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
    wanted = Leased(path, digits, 0, 1, size, stamp, {"hash": hashed})

    def leased() -> Leased | Known:
        with database.writing(lightly=True) as session:
            return lease(session, wanted, run, now)

    return insisting(leased, run.pauses)


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of `path`; raises OSError."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest(), os.fstat(stream.fileno()).st_size


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
        end_tries(session.connection(), run.worker, "given_back", now)
        return len(given)


def open_to(file: File, run: Run, now: datetime) -> bool:
    """Whether `run` may and should read `file`."""
    if file.state == "leased":
        return file.worker != run.worker and (_over(file.leased_until, now) or gone(file.worker))
    if file.state == "quarantined":
        return file.version != run.version
    if file.state == "done":
        return max((DEPTHS.index(r.depth) for r in file.readings), default=-1) < DEPTHS.index(run.depth)
    return True


def lease(session: Session, wanted: Leased, run: Run, now: datetime) -> Leased | Known:
    """Lease the `wanted` file for `run`, if it is open to it."""
    digits, path, stamp = wanted.sha256, wanted.path, wanted.stamp
    made = arrived(
        session.connection(), _file_columns(wanted, run, now), place_columns(path, stamp, now), try_columns(run, now)
    )
    if made is not None:
        number, place = made
        if place is None:
            put_place(session, session.get_one(File, number), path, stamp, now)  # another file lay here before
        return replace(wanted, file_id=number, attempt=1)
    file = session.scalars(select(File).filter_by(sha256=digits).with_for_update()).one()
    put_place(session, file, path, stamp, now)
    if not open_to(file, run, now):
        return _why(file, run)
    if file.state == "leased":  # whoever had it died: that is not the file's fault, nor another try of it
        end_try(session.connection(), file.worker, file.id, "lost", now)
    else:
        file.attempts += 1
    file.state, file.worker, file.leased_until = "leased", run.worker, now + run.lease
    file.version = run.version
    file.reason_code = file.reason_vi = file.reason_en = None
    begin_try(session.connection(), file.id, run, now)
    return replace(wanted, file_id=file.id, attempt=file.attempts)


def _file_columns(wanted: Leased, run: Run, now: datetime) -> dict[str, Any]:
    """The columns of a file that was never met."""
    return {
        "sha256": wanted.sha256, "name": printable(Path(wanted.path.name)), "size": wanted.size, "first_seen": now,
        "attempts": 1, "state": "leased", "worker": run.worker, "leased_until": now + run.lease, "version": run.version,
        "kept": False,
    }  # fmt: skip


def _known_at(database: Database, uri: str, stamp: str, changed: float, run: Run, now: datetime) -> Known | None:
    with database.asking() as connection:
        place = connection.execute(_MET, {"at": uri, "looks": stamp}).first()
    if place is None or place.seen_at.timestamp() < changed + MOMENT:
        return None
    with database.reading() as session:
        file = session.get_one(File, place.file_id)
        return None if open_to(file, run, now) else _why(file, run)


_MET = select(Place.file_id, Place.seen_at).where(Place.uri == bindparam("at"), Place.stamp == bindparam("looks"))


def _over(until: datetime | None, now: datetime) -> bool:
    return until is None or until < now


def _why(file: File, run: Run) -> Known:
    if file.reason_code is None:
        return Known(file.state, ours=file.worker == run.worker, kept=file.kept, sha256=file.sha256)
    fault = Fault(file.reason_code, Wording(file.reason_vi or "", file.reason_en or ""), False)
    return Known(file.state, fault, kept=file.kept, sha256=file.sha256)
