"""What the register of offices knows of the units in the database, handed over as plain values."""

from collections.abc import Iterator

from models import units
from models.database import Database
from models.units import Office


def learn_offices(database: Database) -> int:
    """Let the database know validity, short names and successors of the offices that were named since last time; how
    many these were."""
    with database.reading() as session:
        asked = units.to_learn(session)
    if asked:
        known = [office for name in asked for office in known_office(name)]
        with database.writing() as session:
            units.learn(session, asked, known)
    return len(asked)


def known_office(name: str) -> Iterator[Office]:
    """What the register knows of the office with the full name `name`; nothing where it knows none."""
    from nlp.units.canonical import Context, placed  # here: the language need not load where nothing is new
    from nlp.units.places import FIRST, LAST
    from nlp.units.register import register

    offices = register()
    body, place, written = placed(name, Context(), offices)
    found = offices.at(body)
    if found is None or (found.levels and not written and body != name):
        return
    where = f" {place.full if place else written}" if found.levels and written else ""
    yield Office(
        name=name,
        id=found.id(place) if place and place.code else None,
        short=tuple(f"{short}{where}" for short in found.short),
        valid_from=None if found.valid_from == FIRST else found.valid_from,
        valid_to=None if found.valid_to == LAST else found.valid_to,
        successors=tuple(f"{after.name}{where}" for after in offices.successors(found)),
    )
