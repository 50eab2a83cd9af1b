"""Numbers as lists print them: letters, Roman numerals, and the counters of Word's multi-level lists."""

import re
from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn

from extract.letters import clean


def letter(number: int) -> str:
    """1 is a, 26 z, 27 aa, as word processors count."""
    return "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """4 is IV."""
    text = ""
    for value, signs in _ROMAN:
        text += signs * (number // value)
        number %= value
    return text


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class ListNumbers:
    """Counts the paragraphs of Word's automatic lists (`numbering` is the root of numbering.xml, None without one)."""

    def __init__(self, numbering: Any | None) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._load(numbering)

    def next(self, number_id: str | None, level: int) -> str:
        """What Word prints before the next paragraph of a list's level ("1.", "a)", "-"); "" outside of lists."""
        if number_id is None or number_id not in self._list_of:
            return ""
        shape = self._list_of[number_id]
        levels = self._levels.get(shape, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(shape, {})
        for restarted, start in self._restarts.pop(number_id, {}).items():
            counts[restarted] = start - 1
        counts[level] = counts.get(level, _start(levels[level]) - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        text = _attribute(levels[level], "w:lvlText") or ""
        if (_attribute(levels[level], "w:numFmt") or "decimal") == "bullet":
            return _BULLETS.get(text, clean(text)) or "-"
        return re.sub(r"%([1-9])", lambda found: self._printed(levels, counts, int(found[1]) - 1), text)

    @staticmethod
    def _printed(levels: dict[int, Any], counts: dict[int, int], level: int) -> str:
        if level not in levels:
            return ""
        number = counts.get(level, _start(levels[level]))
        kind = _attribute(levels[level], "w:numFmt") or "decimal"
        return _FORMATS.get(kind, str)(number) if number > 0 else str(number)

    def _load(self, numbering: Any) -> None:
        for shape in numbering.iter(qn("w:abstractNum")):
            levels = {int(level.get(qn("w:ilvl"))): level for level in shape.iter(qn("w:lvl"))}
            self._levels[shape.get(qn("w:abstractNumId"))] = levels
        for number in numbering.iter(qn("w:num")):
            number_id = number.get(qn("w:numId"))
            self._list_of[number_id] = _attribute(number, "w:abstractNumId") or ""
            starts = {
                int(override.get(qn("w:ilvl"))): int(start)
                for override in number.iter(qn("w:lvlOverride"))
                if (start := _attribute(override, "w:startOverride")) is not None
            }
            if starts:
                self._restarts[number_id] = starts


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "lowerRoman": lambda number: roman(number).lower(),
    "upperRoman": roman,
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda number: "",
}
# Courier's o and Word's own dashes, where Symbol and Wingdings are not used.
_BULLETS = {"o": "•", "–": "-", "": "-"}


def _start(level: Any) -> int:
    return int(_attribute(level, "w:start") or 1)


def _attribute(parent: Any, tag: str) -> str | None:
    child = parent.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))
