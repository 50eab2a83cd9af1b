"""The rows of the units that documents name, found or made for all at once: two questions, not three a name."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import records
from models.database import add_missing
from models.folding import bare
from models.tables import Unit, UnitLink, UnitName
from models.units.names import names_met, parts_met

Key = tuple[str, str, bool, bool]
"""What makes a unit one: its name, within which office or file it means something, whether settled, whether a group."""


def meet(session: Session, named: Iterable[tuple[records.Unit, str]]) -> None:
    """Let this session know the rows of the units that are `named`, each within an office, the new ones made.

    Their names are known afterwards, too; `models.rows.unit_row` and `parted` ask the database no more.
    """
    met = units_met(session)
    spelt = {(unit_key(unit, within), unit.name): unit for unit, within in named}
    wanted = {key: unit for (key, _), unit in spelt.items()}
    missing = [key for key in wanted if key not in met]
    if missing:
        _know(session, missing)
        new = [key for key in missing if key not in met]
        if new:
            add_missing(session, Unit.__table__, [_made(key, wanted[key]) for key in new])
            _know(session, new)
    _name(session, [(met[key].id, name) for key, written in spelt for name in (key[0], written)])


def unit_key(unit: records.Unit, within: str) -> Key:
    """What `unit`, as it stands in a document, is known by."""
    settled = unit.canonical is not None
    return unit.canonical or unit.name, "" if settled else within, settled, unit.group


def units_met(session: Session) -> dict[Key, Unit]:
    """The rows that this session has met: the same few, again and again."""
    met: dict[Key, Unit] = session.info.setdefault("units", {})
    return met


def _know(session: Session, keys: Collection[Key]) -> None:
    """Let this session know those of the units that there are, their names, and which of these are another's."""
    met, names, parts = units_met(session), names_met(session), parts_met(session)
    asked = {"names": list({key[0] for key in keys}), "within": list({key[1] for key in keys})}
    for unit, folded, name, other in session.execute(CALLED, asked):
        met[unit.name, unit.within, unit.settled, unit.is_group] = unit
        names.add((unit.id, folded))
        of_unit = parts.setdefault(unit.id, {})
        if other is not None:
            of_unit[name or ""] = other


CALLED = (
    select(Unit, UnitName.folded, UnitLink.name, UnitLink.other_id)
    .outerjoin(UnitName, UnitName.unit_id == Unit.id)
    .outerjoin(UnitLink, (UnitLink.unit_id == Unit.id) & (UnitLink.kind == "part") & UnitLink.undone_at.is_(None))
    .where(Unit.name.in_(bindparam("names", expanding=True)), Unit.within.in_(bindparam("within", expanding=True)))
    .order_by(UnitLink.id.desc())
)


def _made(key: Key, unit: records.Unit) -> dict[str, Any]:
    name, within, settled, is_group = key
    return {"name": name, "within": within, "settled": settled, "is_group": is_group, "register_id": unit.id}


def _name(session: Session, spelt: list[tuple[int, str]]) -> None:
    known = names_met(session)
    new = {(unit, bare(name)): name for unit, name in spelt}
    new = {key: name for key, name in new.items() if key[1] and key not in known}
    if new:
        rows = [{"unit_id": unit, "folded": folded, "name": name} for (unit, folded), name in sorted(new.items())]
        add_missing(session, UnitName.__table__, rows)
        known.update(new)
