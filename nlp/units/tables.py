"""The tables of `knowledge/units/` that names are read by, as phrases; and the dictionary of Vietnamese words."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.language import fold
from nlp.units.places import places

CENTRAL = 9
"""Rank of a body of the whole country."""

SHORTEST = 3
"""Letters of a short form that are too few to know an office by ("CP", "TTg")."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of the tables: `role` is head, title, each, noun, qualifier, link, domain, not_head, tail, topic, …"""

    text: str
    role: str
    rank: int = 0
    goes_on: str = "none"
    alone: str = ""


@cache
def compounds() -> frozenset[str]:
    """The words of two to four syllables of underthesea's word list, as phrases are compared."""
    folded = fold((files("underthesea") / "corpus" / "data" / "Viet74K.txt").read_text(encoding="utf-8"))
    return frozenset(" ".join(line.split()) for line in folded.splitlines() if 1 <= line.count(" ") <= 3)


def read_phrases() -> Iterator[Phrase]:
    """Every row of every table, each spelling by itself."""
    for row in rows("heads.csv"):
        yield Phrase(row["head"], "head", int(row["rank"]), row["goes_on"], row["bare"])
    for row in rows("central.csv"):
        for name in (row["name"], *(short for short in row["short"].split("|") if len(short) > SHORTEST)):
            if not name.startswith("Bộ "):  # those are read with their lists: "Bộ Nội vụ, Tài chính"
                yield Phrase(name, "head", CENTRAL, "none", "yes")
    for row in rows("titles.csv"):
        yield Phrase(row["title"], "title", alone=row["alone"])
    for row in rows("domains.csv"):
        for name in (row["domain"], *filter(None, row["short"].split("|"))):
            for text in {name, name.replace(" - ", "-"), name.replace(" - ", ", ")}:
                yield Phrase(text, "domain")
    for row in rows("groups.csv"):
        yield Phrase(row["phrase"], row["role"], alone=row["alone"])
    for row in rows("words.csv"):
        yield Phrase(row["phrase"], row["role"])
    for place in places():
        if place.level == "province":
            yield Phrase(place.name, "province")
    for row in rows("stops.csv"):
        yield Phrase(row["word"], "stop")


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table of `knowledge/units/`; lines that begin with # are remarks."""
    text = (files("nlp") / "knowledge" / "units" / table).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
