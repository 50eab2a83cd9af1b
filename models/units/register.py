"""What the register of offices knows, learned for the units that documents named.

The register itself is not this package's: its facts come as plain values, from who has it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.database import add_missing
from models.tables import Unit, UnitLink
from models.units.names import remember


@dataclass(frozen=True, slots=True)
class Office:
    """An office while it had this name: its full name, short names, validity; successors the chief one first."""

    name: str
    id: str | None = None
    short: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    parent: str | None = None


def to_learn(session: Session) -> list[str]:
    """The full names of offices that the register was not asked about yet."""
    return list(session.scalars(select(Unit.name).where(Unit.settled, ~Unit.is_group, ~Unit.learned).order_by(Unit.id)))


def learn(session: Session, asked: Iterable[str], offices: Iterable[Office]) -> None:
    """Take in what the register says of the offices that it was `asked` about; some it does not know."""
    for office in offices:
        unit = _unit(session, office.name)
        unit.valid_from, unit.valid_to = office.valid_from, office.valid_to
        unit.register_id = unit.register_id or office.id
        remember(session, unit, office.name, *office.short)
        since = None
        if office.valid_to is not None:
            since = date.fromordinal(office.valid_to.toordinal() + 1)
        for n, name in enumerate(office.successors):
            _link(session, unit, _unit(session, name), "successor", since=since, chief=n == 0)
        if office.parent is not None:
            _link(session, unit, _unit(session, office.parent), "parent")
    for name in asked:
        _unit(session, name).learned = True
    session.flush()


def _unit(session: Session, name: str) -> Unit:
    known = {"name": name, "within": "", "settled": True, "is_group": False}
    row = session.scalars(select(Unit).filter_by(**known)).one_or_none()
    if row is None:
        add_missing(session, Unit.__table__, [known])
        row = session.scalars(select(Unit).filter_by(**known)).one()
        remember(session, row, name)
    return row


def _link(
    session: Session, unit: Unit, other: Unit, kind: str, *, since: date | None = None, chief: bool = True
) -> None:
    known = select(UnitLink).filter_by(unit_id=unit.id, other_id=other.id, kind=kind)
    if unit is not other and session.scalars(known).first() is None:
        session.add(UnitLink(unit_id=unit.id, other_id=other.id, kind=kind, since=since, chief=chief))
        session.flush()
