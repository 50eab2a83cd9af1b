"""What people know of units: two are the same, one is two, one took over from another. Each can be undone."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.errors import AlreadyUndone, NotThere, Refused
from models.reviews import By
from models.tables import KindOfLink, Party, Unit, UnitLink
from models.units.names import parts_met, remember
from models.wording import Wording


def merge(session: Session, unit: int, other: int, by: By) -> int:
    """Say that two units are one: what is due for one is due for the other. The step's id."""
    return _link(session, unit, other, "same", by).id


def succeed(session: Session, unit: int, successor: int, since: date, by: By) -> int:
    """Say that `successor` took over from `unit`. The step's id."""
    link = _link(session, unit, successor, "successor", by)
    link.since = since
    return link.id


def split(session: Session, unit: int, name: str, full_name: str, by: By) -> int:
    """Say that what was written as `name` is not `unit` but another one, `full_name`. The step's id."""
    known = select(Unit).filter_by(name=full_name, within="", settled=True, is_group=False)
    if session.scalars(known).first() is not None:
        raise Refused(Wording(f"đã có đơn vị “{full_name}”", f"there is a unit “{full_name}” already"))
    other = Unit(name=full_name, settled=True, is_group=False)
    session.add(other)
    session.flush()
    remember(session, other, full_name, name)
    link = _link(session, unit, other.id, "part", by)
    link.name = name
    _move(session, unit, other.id, name)
    return link.id


def undo(session: Session, step: int, by: By) -> None:
    """Take a person's step back."""
    link = session.get(UnitLink, step, with_for_update=True, populate_existing=True)
    if link is None or link.who is None:
        raise NotThere(f"#{step}")
    if link.undone_at is not None:
        raise AlreadyUndone(step)
    link.undone_by, link.undone_at = by.who, by.at
    if link.kind == "part" and link.name is not None:
        _move(session, link.other_id, link.unit_id, link.name)
    session.flush()


def _link(session: Session, unit: int, other: int, kind: KindOfLink, by: By) -> UnitLink:
    if unit == other or session.get(Unit, unit) is None or session.get(Unit, other) is None:
        raise NotThere(f"#{unit}, #{other}")
    link = UnitLink(unit_id=unit, other_id=other, kind=kind, who=by.who, at=by.at, why=by.why)
    session.add(link)
    session.flush()
    return link


def _move(session: Session, unit: int, to: int, name: str) -> None:
    parts_met(session).clear()
    session.execute(update(Party).where(Party.unit_id == unit, Party.name == name).values(unit_id=to))
    session.expire_all()
