"""Where files are met. A file may lie in many places; what lies at one may become another file."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from batch.ledger.runs import Run, insisting
from extract.errors import printable
from models.database import Database
from models.tables import Attempt, File, Place, Reading


def stamp_of(path: Path) -> tuple[str, float]:
    """How the file at `path` looks from outside, and when it last changed, in seconds; raises OSError."""
    found = path.stat()
    return f"{found.st_size}:{found.st_mtime_ns}", found.st_mtime


def place_columns(path: Path, stamp: str | None, now: datetime) -> dict[str, object]:
    """The columns of a place, but for whose it is."""
    path = path.absolute()
    return {"uri": path.as_uri(), "name": printable(path), "seen_at": now, "stamp": stamp}


def put_place(session: Session, file: File, path: Path, stamp: str | None, now: datetime) -> None:
    """Note that `file` is at `path`, whatever was there before."""
    place = session.scalars(select(Place).filter_by(uri=path.absolute().as_uri())).one_or_none()
    if place is None:
        session.add(Place(file=file, **place_columns(path, stamp, now)))
        return
    before = place.file
    place.file, place.seen_at, place.stamp = file, now, stamp
    if before is not file:
        session.flush()
        _forget(session, before)


def moving(database: Database, path: Path, to: Path, now: datetime, run: Run) -> None:
    """Note that the file at `path` is about to be at `to` as well: one of the two holds, whenever the run dies."""

    def work() -> None:
        with database.writing() as session:
            place = session.scalars(select(Place).filter_by(uri=path.absolute().as_uri())).one_or_none()
            if place is not None:
                put_place(session, place.file, to, place.stamp, now)

    insisting(work, run.pauses)


def moved(database: Database, path: Path, run: Run) -> None:
    """Note that there is no file at `path` any more."""

    def work() -> None:
        with database.writing() as session:
            session.execute(delete(Place).where(Place.uri == path.absolute().as_uri()))

    insisting(work, run.pauses)


def _forget(session: Session, file: File) -> None:
    """Let go of a file that is nowhere any more and of which nothing was read: half a copy, or one that was mended."""
    somewhere = select(Place.id).where(Place.file_id == file.id).exists()
    read = select(Reading.id).where(Reading.file_id == file.id).exists()
    if file.state != "leased" and not session.scalar(select(somewhere | read)):
        session.execute(delete(Attempt).where(Attempt.file_id == file.id))
        session.delete(file)
