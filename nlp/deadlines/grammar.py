"""A grammar of small named rules, after Duckling's: a pattern of words and pieces, and what it means.

A pattern is a regular expression in which a blank is any gap, <name> stands for a piece (a moment, a frequency, …) and
<name?> for one that may be absent. Pieces are matched one after the other and never tried again, so the work grows with
the length of the text only. Text is matched in lower case.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from models.records import Relative

Piece = Callable[[str, int], tuple[int, Any] | None]
"""Reads a piece at a place of the text: (where it ends, what it means), or None."""

Stands = Literal["anywhere", "opening", "cell", "asked"]
"""Where a phrase is a deadline: in any sentence; where it opens one or follows a label; alone or after a label; only
when it is known to be about time."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a phrase may take its year from: the year its text is about, the date of issue.

    `recurs`: the words by which the sentence is about what recurs ("định kỳ", "báo cáo năm"): a day without a year is
    then every year's, one without a month every month's.
    """

    issued_on: date | None
    year: int | None = None
    recurs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A deadline without its words."""

    kind: Literal["by", "during", "recurring", "relative", "ongoing"]
    start: date | None = None
    end: date | None = None
    boundary: Literal["before", "by"] | None = None
    rrule: str | None = None
    relative: Relative | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`name` in plain words, an `example` of what it reads, the `pattern`, and what its pieces mean together."""

    name: str
    example: str
    pattern: str
    means: Callable[[Mapping[str, Any], Setting], Meaning | None]
    stands: Stands = "anywhere"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a pattern: words to match, or the name of a piece that is read."""

    words: re.Pattern[str] | None
    piece: str = ""
    optional: bool = False


def match(rule: Rule, pieces: Mapping[str, Piece], text: str, start: int) -> tuple[int, dict[str, Any]] | None:
    """(end, pieces by name) of `rule`'s phrase at `start` of `text`, or None. Named groups are pieces, as strings.

    A piece that stands twice in the pattern is told apart by number: "moment", "moment 2".
    """
    found: dict[str, Any] = {}
    at = start
    for step in steps(rule.pattern):
        if step.words:
            words = step.words.match(text, at)
            if words is None:
                return None
            at = words.end()
            if step.words.groups:
                found.update((name, value) for name, value in words.groupdict().items() if value is not None)
        elif read := pieces[step.piece](text, at):
            at, found[step.piece if step.piece not in found else f"{step.piece} 2"] = read
        elif not step.optional:
            return None
    at = _closed(text, start, at)
    if at == start or (at < len(text) and text[at].isalnum() and text[at - 1].isalnum()):
        return None
    return at, found


def _closed(text: str, start: int, end: int) -> int:
    """`end` moved back over blanks and over a bracket that was not opened in the phrase."""
    while end > start and (text[end - 1].isspace() or (text[end - 1] == ")" and "(" not in text[start:end])):
        end -= 1
    return end


@cache
def steps(pattern: str) -> tuple[Step, ...]:
    """The steps of `pattern`, in order."""
    return tuple(_steps(pattern))


def _steps(pattern: str) -> Iterator[Step]:
    for part in re.split(r"(?<!\(\?P)(<[a-z ]+\??>)", pattern):
        if part.startswith("<"):
            yield Step(None, part.strip("<>?"), part.endswith("?>"))
        elif part == " ":
            yield Step(words(r"\s{0,4}"))
        elif part:
            yield Step(words(part))


@cache
def words(pattern: str) -> re.Pattern[str]:
    """`pattern` compiled: a blank is a gap of any kind, " ?" one that may be absent."""
    return re.compile(pattern.replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,4}"))
