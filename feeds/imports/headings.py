"""Which column is what, by its heading's words (`headings.toml`)."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from models.folding import bare

Kind = Literal["tasks", "units"]

NEEDED: dict[Kind, str] = {"tasks": "content", "units": "name"}
"""Without this column a sheet is none of that kind."""


def mapped(headings: Sequence[str], kind: Kind, given: Mapping[str, str] | None = None) -> dict[str, int]:
    """The column (from 0) of each field. `given` says for a field what its heading is, and goes before all else."""
    found: dict[str, int] = {}
    for field, heading in (given or {}).items():
        wanted = plain(heading)
        at = next((n for n, text in enumerate(headings) if plain(text) == wanted), None)
        if at is not None:
            found[field] = at
    scored = [
        (score, -n, field)
        for n, text in enumerate(headings)
        if n not in found.values()
        for field, score in _scores(plain(text), kind)
        if field not in found
    ]
    taken = set(found.values())
    for _, behind, field in sorted(scored, reverse=True):
        if field not in found and -behind not in taken:
            found[field] = -behind
            taken.add(-behind)
    return found


def _scores(heading: str, kind: Kind) -> list[tuple[str, float]]:
    """How well each field fits a heading: the letters of the longest phrase of it that is found there."""
    if not heading:
        return []
    found = []
    for field, (only, phrases) in _wordings()[kind].items():
        score: float = max((len(p) for p in phrases if re.search(rf"\b{re.escape(p)}\b", heading)), default=0)
        if heading in only or heading in phrases:
            score = max(score, len(heading) + 0.5)
        if score:
            found.append((field, score))
    return found


def fields_of(kind: Kind) -> tuple[str, ...]:
    """The fields that a sheet of this kind may have."""
    return tuple(_wordings()[kind])


def plain(heading: str) -> str:
    """A heading as it is compared: without accents, case, signs and what stands in brackets."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", re.sub(r"\([^)]{0,80}\)", " ", bare(heading))).split())


@cache
def _wordings() -> dict[Kind, dict[str, tuple[frozenset[str], tuple[str, ...]]]]:
    text = files("feeds.imports").joinpath("headings.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    return {
        kind: {
            field: (frozenset(map(plain, rows["only"])), tuple(map(plain, rows["phrases"])))
            for field, rows in known[kind].items()
        }
        for kind in NEEDED
    }
