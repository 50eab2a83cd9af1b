"""Questions about the ledger, and trying again: what became of each file, why, and what each station took of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, selectinload

from models.tables import STATES, Attempt, Depth, Ending, File, Place, State


@dataclass(frozen=True, slots=True)
class Job:
    """A file in the ledger. `reason_vi` and `reason_en` say why it failed; `seconds` is what its last try took."""

    id: int
    name: str
    sha256: str
    state: State
    size: int
    pages: int | None
    attempts: int
    worker: str | None
    reason_code: str | None
    reason_vi: str | None
    reason_en: str | None
    first_seen: datetime
    finished_at: datetime | None
    seconds: float | None
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """One try of a file; under way while `ended` is None. `seconds` by station."""

    began_at: datetime
    ended_at: datetime | None
    ended: Ending | None
    worker: str
    version: str
    depth: Depth
    reason_code: str | None
    reason_vi: str | None
    reason_en: str | None
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class History:
    """What a file went through."""

    job: Job
    tries: tuple[Try, ...]
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heap:
    """How many files ended so for this reason; `reason_code` is None where there is none to give."""

    state: State
    reason_code: str | None
    reason_vi: str | None
    reason_en: str | None
    files: int


def heaps(session: Session) -> list[Heap]:
    """The ledger by state and reason, the reasons with most files first."""
    rows = session.execute(
        select(File.state, File.reason_code, func.min(File.reason_vi), func.min(File.reason_en), func.count()).group_by(
            File.state, File.reason_code
        )
    )
    return sorted((Heap(*row) for row in rows), key=lambda h: (STATES.index(h.state), -h.files, h.reason_code or ""))


def listed(session: Session, states: Sequence[State] = STATES, *, limit: int | None = None) -> list[Job]:
    """The files in one of `states`, by state, the newest first."""
    query = (
        select(File)
        .where(File.state.in_(states))
        .options(selectinload(File.places))
        .order_by(File.state, File.first_seen.desc(), File.id.desc())
    )
    return [_job(file) for file in session.scalars(query.limit(limit))]


def history(session: Session, reference: str) -> list[History]:
    """What the files went through that `reference` names: a path, a file's name, the first digits of a SHA-256."""
    files = session.scalars(select(File).where(_named(reference)).options(selectinload(File.places)).order_by(File.id))
    return [
        History(
            _job(file),
            tuple(
                Try(
                    a.began_at, a.ended_at, a.ended, a.worker, a.version, a.depth,
                    a.reason_code, a.reason_vi, a.reason_en, a.seconds,
                )
                for a in session.scalars(select(Attempt).filter_by(file_id=file.id).order_by(Attempt.id))
            ),
            tuple(dict.fromkeys(r.document_id for r in file.readings)),
        )
        for file in files
    ]  # fmt: skip


def retry(session: Session, references: Iterable[str] | None = None) -> int:
    """Have files that failed or were set aside tried again, by the next run or by a watch; how many those are.

    `references` name them as `history` takes it; None: all of them.
    """
    chosen = update(File).where(File.state.in_(("failed", "quarantined")))
    if references is not None:
        chosen = chosen.where(or_(*(_named(reference) for reference in references)))
    again = chosen.values(state="waiting", attempts=0, reason_code=None, reason_vi=None, reason_en=None)
    return len(session.execute(again.returning(File.id), execution_options={"synchronize_session": False}).all())


def waiting_at(session: Session, limit: int = 1000) -> list[Path]:
    """Where the files lie that wait to be read."""
    uris = session.scalars(select(Place.uri).join(File).where(File.state == "waiting").order_by(File.id).limit(limit))
    return [path_of(uri) for uri in uris]


def path_of(uri: str) -> Path:
    """The path that a place's `uri` stands for, byte for byte."""
    return Path(unquote_to_bytes(urlsplit(uri).path).decode("utf-8", "surrogateescape"))


def _named(reference: str) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [File.name == reference]
    if len(reference) >= SHORTEST and all(c in "0123456789abcdef" for c in reference):
        conditions.append(File.sha256.startswith(reference))
    uri = Path(reference).absolute().as_uri()
    conditions.append(File.id.in_(select(Place.file_id).where(Place.uri == uri)))
    return or_(*conditions)


SHORTEST = 8
"""Digits of a SHA-256 that are taken for one."""


def _job(file: File) -> Job:
    return Job(
        file.id, file.name, file.sha256, file.state, file.size, file.pages, file.attempts, file.worker,
        file.reason_code, file.reason_vi, file.reason_en, file.first_seen, file.finished_at, file.seconds,
        tuple(place.name for place in file.places),
    )  # fmt: skip
