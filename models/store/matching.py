"""Which record of a new reading is which known one: by what it says and where it stands, not by its id.

A better reading mends letters, moves a point or finds one more; the row, and with it all that hangs on it, stays.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from models import rows, tables
from models.folding import bare

SURE = 100.0
ALIKE = 82.0
"""Likeness of the words, of 100, from which two records are one wherever they stand."""

ALIKE_IN_PLACE = 55.0
"""The same, for two that stand in the same place ("III > 1 > a")."""


def match(known: Sequence[tables.Record], found: Sequence[rows.Kept]) -> list[tables.Record | None]:
    """For each record `found`, the row it is; None where it is new. No row is given twice."""
    pairs = sorted(_pairs(known, found), reverse=True)
    given: dict[int, tables.Record] = {}
    taken: set[int] = set()
    for _, there, here in pairs:
        if -here not in given and -there not in taken:
            given[-here] = known[-there]
            taken.add(-there)
    return [given.get(n) for n in range(len(found))]


def _pairs(known: Sequence[tables.Record], found: Sequence[rows.Kept]) -> list[tuple[float, int, int]]:
    """(how sure, -row, -record) of those that can be one; of two alike, the earlier goes first."""
    if not known or not found:
        return []
    said = [rows.last_said(row) for row in known]
    shown = [row.content for row in known]
    ours = [bare(r.content) for r in found]
    likeness = process.cdist([bare(r.content) for r in said], ours, scorer=fuzz.ratio)
    corrected = process.cdist([bare(text) for text in shown], ours, scorer=fuzz.ratio)
    pairs = []
    for i, (row, before) in enumerate(zip(known, said, strict=True)):
        for j, record in enumerate(found):
            alike = float(max(likeness[i][j], corrected[i][j]))
            in_place = row.path == record.path
            if row.key.partition("~")[0] == record.id:
                alike = SURE
            elif alike < (ALIKE_IN_PLACE if in_place else ALIKE):
                continue
            sure = alike + 20 * in_place + 15 * figures(before, record) + 2 * (row.standing == "live")
            pairs.append((sure - abs(i - j) / 1000, -i, -j))
    return pairs


def figures(one: rows.Kept, other: rows.Kept) -> float:
    """How much the figures of two records agree: one sentence may give several targets, each with its number."""
    names = [n for n in ("measure", "value", "of", "unit") if hasattr(one, n)]
    if not names:
        return float(one.deadline == other.deadline) if hasattr(one, "deadline") and hasattr(other, "deadline") else 0.0
    return float(sum(getattr(one, n) == getattr(other, n, None) for n in names)) / len(names)
