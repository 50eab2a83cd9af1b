"""The tries of a file, one line each: when, where, by which vanthu, what each station took, how it ended."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from batch.fault import Fault
from batch.ledger.runs import Run
from models.tables import Attempt, Ending


def begin_try(connection: Connection, file_id: int, run: Run, now: datetime) -> None:
    """`run` begins to read the file."""
    connection.execute(_BEGIN, {"file_id": file_id, **try_columns(run, now)})


def try_columns(run: Run, now: datetime) -> dict[str, Any]:
    """The columns of a try that begins, but for whose it is."""
    return {"worker": run.worker, "version": run.version, "depth": run.depth, "began_at": now, "seconds": {}}


def end_try(
    connection: Connection,
    worker: str | None,
    file_id: int,
    ended: Ending,
    now: datetime,
    fault: Fault | None = None,
    seconds: dict[str, float] | None = None,
) -> None:
    """What `worker` tried of the file ends so."""
    about: dict[str, Any] = {"by": worker, "of": file_id, "ended": ended, "ended_at": now}
    about |= {"seconds": {station: round(spent, 4) for station, spent in (seconds or {}).items()}}
    about |= {"reason_code": None, "reason_vi": None, "reason_en": None}
    if fault is not None:
        about |= {"reason_code": fault.code, "reason_vi": fault.reason.vi, "reason_en": fault.reason.en}
    connection.execute(_END, about)


def end_tries(connection: Connection, worker: str, ended: Ending, now: datetime) -> None:
    """All that `worker` is at ends so."""
    connection.execute(_END_ALL, {"by": worker, "ended": ended, "ended_at": now})


_ATTEMPTS = Attempt.__table__
_BEGIN = _ATTEMPTS.insert().inline()  # type: ignore[attr-defined]
_OPEN = update(_ATTEMPTS).where(_ATTEMPTS.c.worker == bindparam("by"), _ATTEMPTS.c.ended.is_(None))  # type: ignore[arg-type]
_END_ALL = _OPEN.values(ended=bindparam("ended"), ended_at=bindparam("ended_at"))
_END = _OPEN.where(_ATTEMPTS.c.file_id == bindparam("of")).values(
    {name: bindparam(name) for name in ("ended", "ended_at", "seconds", "reason_code", "reason_vi", "reason_en")}
)
