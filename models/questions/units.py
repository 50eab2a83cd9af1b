"""Units by a part of their name, those most often given work first."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.folding import bare
from models.tables import Party, Unit, UnitName


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as it is offered: its full name, and its id in the register of offices where it has one."""

    id: int
    name: str
    register_id: str | None
    group: bool


def named(session: Session, asked: str, *, limit: int = 12, settled: bool = False) -> list[Named]:
    """The units that have every word of `asked` in a name, accents and case aside; `settled` ones only, if wanted."""
    words = bare(asked).split()
    if not words:
        return []
    conditions = [UnitName.folded.contains(word, autoescape=True) for word in words]
    found = select(UnitName.unit_id, func.min(func.length(UnitName.folded)).label("length")).where(*conditions)
    near = found.group_by(UnitName.unit_id).order_by("length").limit(limit * 4).subquery()
    used = select(func.count()).where(Party.unit_id == Unit.id).correlate(Unit).scalar_subquery()
    query = select(Unit, used.label("used"), near.c.length).join(near, near.c.unit_id == Unit.id)
    if settled:
        query = query.where(Unit.settled)
    rows = session.execute(query).all()
    ordered = sorted(rows, key=lambda row: (-bool(row.used), row.length, row.Unit.name))
    return [Named(row.Unit.id, row.Unit.name, row.Unit.register_id, row.Unit.is_group) for row in ordered[:limit]]
