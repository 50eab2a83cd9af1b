"""One unit as it is known: its names, while it stood, what took over from it and what it took over."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import Unit, UnitLink, UnitName


@dataclass(frozen=True, slots=True)
class Office:
    """A unit. `before` and `after` are (id, name) of what it took over from and what took over from it."""

    id: int
    name: str
    register_id: str | None
    group: bool
    valid_from: date | None
    valid_to: date | None
    names: tuple[str, ...]
    before: tuple[tuple[int, str], ...]
    after: tuple[tuple[int, str], ...]


def office(session: Session, number: int) -> Office | None:
    """The unit with this id."""
    unit = session.get(Unit, number)
    if unit is None:
        return None
    names = session.scalars(select(UnitName.name).where(UnitName.unit_id == number).order_by(UnitName.name)).all()
    successors = (UnitLink.kind == "successor", UnitLink.undone_at.is_(None))
    after = session.execute(
        select(Unit.id, Unit.name)
        .join(UnitLink, UnitLink.other_id == Unit.id)
        .where(UnitLink.unit_id == number, *successors)
    ).all()
    before = session.execute(
        select(Unit.id, Unit.name)
        .join(UnitLink, UnitLink.unit_id == Unit.id)
        .where(UnitLink.other_id == number, *successors)
    ).all()
    return Office(
        id=unit.id,
        name=unit.name,
        register_id=unit.register_id,
        group=unit.is_group,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        names=tuple(name for name in names if name != unit.name),
        before=tuple((row[0], row[1]) for row in before),
        after=tuple((row[0], row[1]) for row in after),
    )
