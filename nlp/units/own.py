"""An office's own units: known like the register's to every reading inside `own_units`, and to none outside it."""

import csv
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from nlp.units.register import Office, Register, office_of, register

OWN: ContextVar[tuple[Office, ...]] = ContextVar("OWN", default=())


@contextmanager
def own_units(offices: tuple[Office, ...]) -> Iterator[None]:
    """Within it `offices` are known by their names and short names, before those of the register."""
    before = OWN.set(offices)
    try:
        yield
    finally:
        OWN.reset(before)


def read_own(path: Path) -> tuple[Office, ...]:
    """The units of an office's file: CSV with the columns of `local.csv`, or TOML (`[[unit]]`).

    Raises `OSError` where the file can't be read, `ValueError` where it is not of the form.
    """
    if path.suffix.lower() == ".toml":
        rows = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("unit", [])
    else:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise ValueError("no units in it")
    return tuple(map(office_of, rows))


def own_offices() -> tuple[Office, ...]:
    """The units of the `own_units` around it."""
    return OWN.get()


def offices_known() -> Register:
    """The register, with the units of the `own_units` around it."""
    return merged(OWN.get())


def names_known() -> dict[str, tuple[str, ...]]:
    """The names and short names of the `own_units` around it, by their first word."""
    return by_first_word(OWN.get())


@lru_cache(maxsize=4)
def merged(own: tuple[Office, ...]) -> Register:
    """The register with `own` before it."""
    return Register([*own, *register().offices]) if own else register()


@lru_cache(maxsize=4)
def by_first_word(own: tuple[Office, ...]) -> dict[str, tuple[str, ...]]:
    """The names of `own`, long and short, by their first word."""
    names: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(name for office in own for name in (office.name, *office.short) if name.strip()):
        first = name.split()[0]
        names[first] = (*names.get(first, ()), name)
    return names
