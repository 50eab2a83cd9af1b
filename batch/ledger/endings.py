"""How a try ends: the answer, its records and the ledger's line are kept in one transaction, or nothing of it is."""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from batch.fault import CHANGED, Fault, unforeseen
from batch.ledger.leases import Leased, lease
from batch.ledger.places import put_place
from batch.ledger.runs import Run, insisting
from batch.ledger.tries import end_try
from extract.errors import printable
from models import store
from models.database import Database, without_waiting
from models.errors import DatabaseError
from models.records import Dispatch
from models.tables import File, State


@dataclass(frozen=True, slots=True)
class Ended:
    """How a try ended; `state` is None where the lease was lost and the answer was dropped."""

    state: State | None
    fault: Fault | None = None


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
        file = _ours(session, leased, run, now)
        if file is None:
            return None
        about: dict[str, Any] = {"media_type": file.media_type, "pages": file.pages, "kept": file.kept or kept}
        fault = answer if isinstance(answer, Fault) else None
        if isinstance(answer, Dispatch):
            answer = replace(answer, file=replace(answer.file, name=file.name))
            store.save_all(session, [(file, answer)], version=run.version, depth=run.depth, made_at=now)
            about |= {"media_type": answer.file.media_type, "pages": answer.file.pages}
            ended: Literal["done", "failed", "quarantined"] = "done"
        else:
            ended = "failed" if answer.passing and file.attempts < run.tries else "quarantined"
        about |= {"reason_code": None, "reason_vi": None, "reason_en": None}
        if fault is not None:
            about |= {"reason_code": fault.code, "reason_vi": fault.reason.vi, "reason_en": fault.reason.en}
        seconds = {**seconds, "keep": time.perf_counter() - began}
        about |= {"state": ended, "finished_at": now, "seconds": sum(seconds.values())}
        session.flush()
        connection = session.connection()
        with without_waiting(connection):
            connection.execute(_END, {"of": file.id, "worker": None, "leased_until": None, **about})
            end_try(connection, run.worker, file.id, ended, now, fault, seconds)
        return ended


def _ours(session: Session, leased: Leased, run: Run, now: datetime) -> File | None:
    """The file, if this run may keep an answer to it: it has the lease, or had it and nobody has it since."""
    file = session.scalars(_FILE, {"of": leased.file_id}).one_or_none()
    if file is None or file.worker is None:  # the database fell before it had written the lease to its disk
        again = lease(session, leased, run, now)
        return session.get_one(File, again.file_id) if isinstance(again, Leased) else None
    return file if file.worker == run.worker else None


_FILE = select(File).where(File.id == bindparam("of")).with_for_update()
_FILES: Any = File.__table__
_KEPT = ("media_type", "pages", "state", "worker", "leased_until", "finished_at", "seconds", "kept",
         "reason_code", "reason_vi", "reason_en")  # fmt: skip
_END = update(_FILES).where(_FILES.c.id == bindparam("of")).values({name: bindparam(name) for name in _KEPT})


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
            put_place(session, file, path, None, now)

    insisting(work, run.pauses)
