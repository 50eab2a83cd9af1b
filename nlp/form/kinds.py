"""Kinds of documents ("tên loại văn bản"): by title, by abbreviation in the notation."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from nlp.form.lines import fold
from nlp.form.numbers import abbreviation

LETTER = "Công văn"
"""A letter has no printed kind (Nghị định 30/2020/NĐ-CP, Điều 7)."""


CONSOLIDATED = "Văn bản hợp nhất"


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of `knowledge/kinds.toml`."""

    name: str
    abbreviations: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    title: bool = True
    party: bool = False


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, longest names first."""
    rows = tomllib.loads(files("nlp").joinpath("knowledge/kinds.toml").read_text("utf-8"))["kind"]
    known = [
        Kind(
            row["name"],
            tuple(row["abbreviations"]),
            tuple(row.get("other", ())),
            row.get("title", True),
            row.get("party", False),
        )
        for row in rows
    ]
    return tuple(sorted(known, key=lambda k: -len(k.name)))


@cache
def titles() -> re.Pattern[str]:
    """A kind's name in capitals, at the start of a line: the title of a document or of an annex."""
    names = "|".join(k.name.upper().replace(" ", r"\s+") for k in kinds() if k.title)
    return re.compile(rf"(?P<kind>{names})(?!\w)")


def kind_titled(text: str) -> str | None:
    """The kind whose name in capitals `text` is, though a scan took its marks or a letter ("NG Ị ĐỊN")."""
    names = {k.name: fold(k.name) for k in kinds() if k.title and len(fold(k.name)) >= 6}
    best = process.extractOne(fold(text), names, scorer=fuzz.ratio, score_cutoff=85)
    return best[2] if best else None


def kind_of_notation(notation: str, party: bool = False) -> str | None:
    """The kind that `notation` names ("KH-UBND": "Kế hoạch"), None where it names none, as a letter's."""
    short = abbreviation(notation)
    found = [k for k in kinds() if short in k.abbreviations]
    if not found or notation == short:
        return None
    # TT is Thông tư of a ministry and Thông tri of the Party
    return min(found, key=lambda k: (k.party != party, len(k.name))).name


def kind_named(name: str) -> str | None:
    """The kind as the table writes it, from any case: "KẾ HOẠCH", "kế hoạch"."""
    folded = " ".join(name.lower().split())
    for kind in kinds():
        if folded == kind.name.lower() or folded in (o.lower() for o in kind.other):
            return kind.name
    return None
