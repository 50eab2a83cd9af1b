"""A list of units: their full names, short names, identifiers, and what they are under."""

from dataclasses import dataclass

from feeds.imports.sheets import Sheet
from feeds.imports.tasks import Doubt, day_of
from models.units import Office
from models.wording import Wording


@dataclass(frozen=True, slots=True)
class Units:
    """What a list holds."""

    offices: tuple[Office, ...]
    doubts: tuple[Doubt, ...]


def units(sheet: Sheet) -> Units:
    """The offices of a list; a row without a name, or with the name of one before it, is none."""
    found: dict[str, Office] = {}
    doubts: list[Doubt] = []
    for row in sheet.rows:
        name = row.text("name")
        if name is None or name in found:
            told = Wording("không có tên đơn vị, hoặc tên đã có ở trên", "no name, or one that stands above already")
            doubts.append(Doubt(sheet.name, row.number, "name", told))
            continue
        short = row.text("short")
        successor = row.text("successor")
        found[name] = Office(
            name=name,
            id=row.text("id"),
            short=tuple(part.strip() for part in short.split(";") if part.strip()) if short else (),
            valid_from=day_of(row, "valid_from"),
            valid_to=day_of(row, "valid_to"),
            successors=(successor,) if successor else (),
            parent=row.text("parent"),
        )
    return Units(tuple(found.values()), tuple(doubts))
