"""The register of offices: what each is called, since when, until when, and what took over from it.

The tables are `knowledge/units/central.csv` (bodies of the whole country) and `local.csv` (bodies that each province,
district or commune has).
An office adds its own units in a file of the same columns (`nlp.units.own`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from unicodedata import combining, normalize

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from nlp.units.abbreviations import spelt_out
from nlp.units.places import FIRST, LAST, Place, key
from nlp.units.tables import rows

NEAR = 85.0
"""Likeness, of 100, from which a damaged name is taken for a known one; and at most `DAMAGED` letters may differ."""

DAMAGED = 2

PLAIN = str.maketrans("đ", "d")


@dataclass(frozen=True, slots=True)
class Office:
    """An office while it had this name. `levels` are empty for a body of the whole country; a local one has a place."""

    name: str
    levels: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    valid_from: date = FIRST
    valid_to: date = LAST
    successors: tuple[str, ...] = ()
    source: str = ""

    def valid(self, on: date | None) -> bool:
        return on is None or self.valid_from <= on <= self.valid_to

    def id(self, place: Place | None = None) -> str:
        """A stable id: letters without marks, after the place's code ("51.so-noi-vu")."""
        slug = "-".join(key(self.name).translate(PLAIN).replace(",", "").replace(" - ", " ").split())
        plain = "".join(c for c in normalize("NFD", slug) if not combining(c))
        return f"{place.code}.{plain}" if place else plain


class Register:
    """The offices by every name they are known by."""

    def __init__(self, offices: Sequence[Office]) -> None:
        self.offices = tuple(offices)
        self.by_name: dict[str, list[Office]] = {}
        for office in self.offices:
            for name in dict.fromkeys(map(key, (office.name, *office.short, spelt_out(office.name)))):
                self.by_name.setdefault(name, []).append(office)

    def at(self, name: str, on: date | None = None, level: str | None = None) -> Office | None:
        """The office of that name, on that date and level where given; the latest where several were."""
        named = self.by_name.get(key(name)) or self.by_name.get(key(spelt_out(name))) or []
        same = [o for o in named if o.valid(on) and (level is None or level in o.levels)]
        return max(same, key=lambda o: o.valid_to, default=None)

    def successors(self, office: Office) -> tuple[Office, ...]:
        """What took over from `office`, the chief one first; empty where nothing did."""
        after = None if office.valid_to == LAST else date.fromordinal(office.valid_to.toordinal() + 1)
        found = (self.at(name, after) or self.at(name) for name in office.successors)
        return tuple(o for o in found if o)

    def predecessors(self, office: Office) -> tuple[Office, ...]:
        return tuple(o for o in self.offices if office.name in o.successors)

    def today(self, office: Office, on: date) -> tuple[Office, ...]:
        """Who does the work of `office` on a date: itself while it stood, else its successors, theirs, and so on."""
        if office.valid(on) or not office.successors or on < office.valid_from:
            return (office,)
        return tuple(dict.fromkeys(last for after in self.successors(office) for last in self.today(after, on)))

    def near(self, name: str, on: date | None = None) -> Office | None:
        """The one office whose name `name` is, but for a damaged letter or two; None where none or several are near."""
        damaged = key(name)
        found = process.extract(
            damaged, list(self.by_name), processor=None, scorer=fuzz.ratio, score_cutoff=NEAR, limit=5
        )
        offices = {
            office
            for known, _, _ in found
            if Levenshtein.distance(damaged, known) <= DAMAGED and len(known) > 4 * DAMAGED
            for office in self.by_name[known]
            if office.valid(on)
        }
        return offices.pop() if len({o.name for o in offices}) == 1 else None


def office_of(row: Mapping[str, object]) -> Office:
    """An office from a row of a table, where lists are parted by |, or are lists."""

    def parts(column: str) -> tuple[str, ...]:
        value = row.get(column) or ()
        return tuple(value.split("|")) if isinstance(value, str) else tuple(map(str, value))  # type: ignore[call-overload]

    def day(column: str, default: date) -> date:
        value = row.get(column)
        return value if isinstance(value, date) else date.fromisoformat(str(value)) if value else default

    if not row.get("name"):
        raise ValueError(f"a unit without a name: {dict(row)}")
    return Office(
        name=str(row["name"]),
        levels=parts("levels"),
        short=parts("short"),
        valid_from=day("valid_from", FIRST),
        valid_to=day("valid_to", LAST),
        successors=parts("successors"),
        source=str(row.get("source") or ""),
    )


@cache
def register() -> Register:
    """The project's own register; made once a process."""
    return Register([*read("central.csv"), *read("local.csv")])


def read(table: str) -> Iterator[Office]:
    """The offices of a table of `knowledge/units/`."""
    return map(office_of, rows(table))
