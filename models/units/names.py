"""Which units a name stands for, and whose orders an office answers for."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    known: set[tuple[int, str]] = session.info.setdefault("unit_names", set())
    for name in names:
        key = unit.id, bare(name)
        if key not in known and key[1]:
            if session.get(UnitName, {"unit_id": key[0], "folded": key[1]}) is None:
                session.add(UnitName(unit_id=key[0], folded=key[1], name=name))
            known.add(key)


def parted(session: Session, unit: Unit, name: str) -> Unit:
    """The unit that `name`, taken for `unit`, stands for by a person's word; `unit` itself where none said so."""
    other = session.scalars(
        select(Unit)
        .join(UnitLink, UnitLink.other_id == Unit.id)
        .where(
            UnitLink.unit_id == unit.id,
            UnitLink.kind == "part",
            UnitLink.name == name,
            UnitLink.undone_at.is_(None),
        )
    ).first()
    return other or unit
