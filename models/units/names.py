"""Which units a name stands for, and whose orders an office answers for."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.database import add_missing
from models.folding import bare
from models.tables import Unit, UnitLink, UnitName


def answering_to(session: Session, name: str, today: date) -> set[int]:
    """The units that `name` is part of a name of, accents and case aside, and all whose orders they answer for.

    An office answers for what was ordered of those it took over, from the day on which it did.
    """
    return with_predecessors(session, called(session, name), today)


def called(session: Session, name: str) -> set[int]:
    """The units that `name` is part of a name of."""
    found = session.scalars(select(UnitName.unit_id).where(UnitName.folded.contains(bare(name), autoescape=True)))
    return set(found)


def with_predecessors(session: Session, units: set[int], today: date) -> set[int]:
    """`units`, those that are the same by a person's word, and those that they took over, and so on."""
    found, new = set(units), set(units)
    while new:
        links = session.execute(
            select(UnitLink.unit_id, UnitLink.other_id, UnitLink.kind, UnitLink.since).where(
                UnitLink.undone_at.is_(None),
                (UnitLink.other_id.in_(new) & UnitLink.kind.in_(("successor", "same")) & UnitLink.chief)
                | (UnitLink.unit_id.in_(new) & (UnitLink.kind == "same")),
            )
        ).all()
        reached = {
            number
            for unit, other, kind, since in links
            if kind == "same" or since is None or since <= today
            for number in ((unit, other) if kind == "same" else (unit,))
        }
        new = reached - found
        found |= new
    return found


def remember(session: Session, unit: Unit, *names: str) -> None:
    """Know `unit` under these names too."""
    known = names_met(session)
    for name in names:
        key = unit.id, bare(name)
        if key not in known and key[1]:
            if session.get(UnitName, {"unit_id": key[0], "folded": key[1]}) is None:
                add_missing(session, UnitName.__table__, [{"unit_id": key[0], "folded": key[1], "name": name}])
            known.add(key)


def parted(session: Session, unit: Unit, name: str) -> Unit:
    """The unit that `name`, taken for `unit`, stands for by a person's word; `unit` itself where none said so."""
    met = parts_met(session)
    if unit.id not in met:
        met[unit.id] = parts_of(session, [unit.id]).get(unit.id, {})
    other = met[unit.id].get(name)
    return unit if other is None else session.get_one(Unit, other)


def parts_of(session: Session, units: Collection[int]) -> dict[int, dict[str, int]]:
    """By unit and name: the other unit that the name stands for, where a person said so."""
    found: dict[int, dict[str, int]] = {}
    for unit, name, other in session.execute(PARTS, {"units": list(units)}):
        found.setdefault(unit, {})[name or ""] = other
    return found


PARTS = (
    select(UnitLink.unit_id, UnitLink.name, UnitLink.other_id)
    .where(UnitLink.unit_id.in_(bindparam("units", expanding=True)), UnitLink.kind == "part")
    .where(UnitLink.undone_at.is_(None))
    .order_by(UnitLink.id.desc())
)


def names_met(session: Session) -> set[tuple[int, str]]:
    """The names of units that this session knows to be known."""
    met: set[tuple[int, str]] = session.info.setdefault("unit_names", set())
    return met


def parts_met(session: Session) -> dict[int, dict[str, int]]:
    """The answers of `parts_of` that this session had; `models.units.people` forgets them when it changes them."""
    met: dict[int, dict[str, int]] = session.info.setdefault("unit_parts", {})
    return met
