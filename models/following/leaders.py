"""The leader in charge of a task or target: set by a person, shown in the tracking sheet."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NotThere
from models.reviews import By
from models.tables import Leader, Record


def entrust(session: Session, record: int, name: str | None, by: By) -> None:
    """Say who is in charge of a task or target; None: nobody. Raises NotThere."""
    if session.get(Record, record) is None:
        raise NotThere(f"#{record}")
    known = session.get(Leader, record)
    if not name or not name.strip():
        if known is not None:
            session.delete(known)
    elif known is None:
        session.add(Leader(record_id=record, name=name.strip(), who=by.who, at=by.at))
    elif known.name != name.strip():
        known.name, known.who, known.at = name.strip(), by.who, by.at
    session.flush()


def leaders_of(session: Session, records: Collection[int]) -> dict[int, str]:
    """Who is in charge of each of `records`; those that nobody is in charge of are left out."""
    rows = session.execute(select(Leader.record_id, Leader.name).where(Leader.record_id.in_(records)))
    return {record: name for record, name in rows}  # noqa: C416 - rows, not pairs
