"""What the register of offices knows of the units in the database, handed over as plain values."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from batch.ledger import PAUSES, insisting
from models import units
from models.database import Database
from models.units import Office

if TYPE_CHECKING:
    from nlp.units import Office as Known
    from nlp.units.places import Place


def learn_offices(database: Database, own: "tuple[Known, ...]" = ()) -> int:
    """Let the database know validity, short names, parents and successors of the offices named since last time, and
    those of these, and so on; how many offices the register, with an office's `own` units, was asked about."""
    asked_of: set[str] = set()
    while True:
        with database.reading() as session:
            asked = [name for name in units.to_learn(session) if name not in asked_of]
        if not asked:
            return len(asked_of)
        asked_of.update(asked)
        from nlp.units import own_units  # here: the language need not load where nothing is new

        with own_units(own):
            known = [office for name in asked for office in known_office(name)]

        def taken_in(asked: list[str] = asked, known: list[Office] = known) -> None:
            with database.writing() as session:
                units.learn(session, asked, known)

        insisting(taken_in, PAUSES)  # another run may be learning the same


def known_office(name: str) -> Iterator[Office]:
    """What the register knows of the office with the full name `name`; nothing where it knows none.

    An office ends with its own law, or with its province or commune: what that went into has the same office.
    """
    from nlp.units.canonical import Context, placed
    from nlp.units.own import offices_known
    from nlp.units.places import FIRST, LAST

    offices = offices_known()
    body, place, written = placed(name, Context(), offices)
    found = offices.at(body)
    if found is None or (found.levels and not written and body != name):
        return
    local = bool(found.levels and written)
    where = f" {place.full if place and place.level == 'province' else written}" if local else ""
    until, successors = found.valid_to, tuple(f"{after.name}{where}" for after in offices.successors(found))
    if local and place is not None and place.valid_to < until:
        until, successors = place.valid_to, tuple(f"{body} {after}" for after in _went_into(place))
    yield Office(
        name=name,
        id=found.id(place) if place and place.code else None,
        short=tuple(f"{short}{where}" for short in found.short),
        valid_from=None if found.valid_from == FIRST else found.valid_from,
        valid_to=None if until == LAST else until,
        successors=tuple(after for after in successors if after != name),
        parent=_parent(body, place) if local and place is not None else None,
    )


def _went_into(place: "Place") -> tuple[str, ...]:
    """The full names of what a place that is no more went into."""
    from nlp.units.places import above, key, successions

    old = key(", ".join(each.full for each in (place, *above(place))))
    return tuple(
        ", ".join(part[:1].lower() + part[1:] for part in after.split(", ")) for after in successions().get(old, ())
    )


def _parent(body: str, place: "Place") -> str | None:
    """Under whom a local office is: a department under the committee of its place, a committee under the next one."""
    from nlp.units.places import above

    if body.startswith(DEPARTMENTS):
        levels = (place, *above(place))
    elif body == COMMITTEE:
        levels = above(place)
    else:
        return None
    return f"{COMMITTEE} {', '.join(each.full for each in levels)}" if levels else None


COMMITTEE = "Ủy ban nhân dân"
DEPARTMENTS = ("Sở ", "Phòng ")
