"""Provinces, districts and communes with the time in which each was valid.

Three levels until 30 June 2025, two since (Quyết định 19/2025/QĐ-TTg). The table `knowledge/units/admin_units.csv.xz`
is drawn from github.com/thanglequoc/vietnamese-provinces-database (MIT licence, © 2021 Thang Le Quoc). Which place went
into which is read, when asked for, from underthesea's mapping.
"""

import csv
import json
import lzma
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from nlp.language import fold

KINDS = ("thành phố", "tỉnh", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Place:
    """`kind` and `name` make the full name ("tỉnh", "Sóc Trăng"); `level` is province, district or commune.

    `code` is the General Statistics Office's.
    """

    code: str
    kind: str
    name: str
    parent: str | None
    level: str
    valid_from: date = FIRST
    valid_to: date = LAST

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}"

    def valid(self, on: date | None) -> bool:
        return on is None or self.valid_from <= on <= self.valid_to


@cache
def places() -> tuple[Place, ...]:
    """Every place of the table, the older first."""
    packed = (files("nlp") / "knowledge" / "units" / "admin_units.csv.xz").read_bytes()
    lines = lzma.decompress(packed).decode().splitlines()
    return tuple(
        Place(
            code=row["code"],
            kind=kind,
            name=row["name"][len(kind) + 1 :],
            parent=row["parent_code"] or None,
            level=row["level"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else FIRST,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else LAST,
        )
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
        for kind in (next(k for k in KINDS if row["name"].lower().startswith(k + " ")),)
    )


@cache
def by_name() -> dict[str, tuple[Place, ...]]:
    """The places of each name without its kind, as `key` writes it; all periods."""
    found: dict[str, list[Place]] = {}
    for place in places():
        found.setdefault(key(place.name), []).append(place)
    return {name: tuple(same) for name, same in found.items()}


def key(name: str) -> str:
    """`name` as names are compared: small letters, tones placed one way, single blanks."""
    return " ".join(fold(name).split())


def find_place(name: str, on: date | None = None, within: Place | None = None) -> Place | None:
    """The place of a name with or without its kind ("tỉnh Sóc Trăng", "Sóc Trăng"), valid `on` a date.

    None where there is none, or several and neither the kind nor the larger place tells which. Without a kind a
    province comes before a district, a district before a commune.
    """
    words = key(name)
    kind = next((k for k in KINDS if words.startswith(k + " ")), None)
    bare = words[len(kind) + 1 :] if kind else words
    same = [p for p in by_name().get(bare, ()) if p.valid(on) and kind in (None, p.kind)]
    same = [p for p in same if within is None or within.code in (p.code, *(each.code for each in above(p)))]
    for level in ("province", "district", "commune"):
        at_level = [p for p in same if p.level == level]
        if at_level:  # a province may have changed its code; other places of one name are others
            latest = max(at_level, key=lambda p: p.valid_to)
            return latest if level == "province" or len({p.code for p in at_level}) == 1 else None
    return None


def above(place: Place) -> tuple[Place, ...]:
    """The larger places that `place` is in, the next larger first."""
    parent = by_code().get((place.parent or "", place.valid_to))
    return (parent, *above(parent)) if parent else ()


@cache
def by_code() -> dict[tuple[str, date], Place]:
    """The places by code and the last day of the period; a place that stands is also found from the period before."""
    found = {(place.code, place.valid_to): place for place in places()}
    for place in places():
        found.setdefault((place.code, LAST), place)
    return found


@cache
def successions() -> dict[str, tuple[str, ...]]:
    """For each province and commune before 1 July 2025, what it went into, by full names ("xã A, huyện B, tỉnh C")."""
    mapping = json.loads((files("underthesea") / "address" / "data" / "mapping.json").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for old, new in mapping["province_mapping"].items():
        found[key(mapping["old_province_names"][old]["name"])] = (mapping["province_names"][new]["name"],)
    for row in mapping["ward_mapping"]:
        if row["old_ward"] and row["new_ward"]:
            old = key(f"{row['old_ward']}, {row['old_district']}, {row['old_province']}")
            new = f"{row['new_ward']}, {row['new_province']}"
            found[old] = tuple(dict.fromkeys((*found.get(old, ()), new)))
    return found
