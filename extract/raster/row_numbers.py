"""The numbers of a table's rows (TT, STT), settled by their order (`in_order`).

A figure that stands alone in a narrow cell is read badly: "L" for 1, "VÀ" for 2, "H" for II. Rows are numbered one
after the other, sections in Roman numerals beside them, so the rows above and below leave one reading.
"""

from collections.abc import Sequence
from dataclasses import replace

from extract.lexicon import bare
from extract.raster.notation import SURE_OF_FORM
from extract.raster.ocr import Token
from extract.raster.ruled import RuledTable

Cell = list[list[Token]]
"""The lines of a cell."""


def in_order(table: RuledTable, cells: Sequence[Cell]) -> list[Cell]:
    """`cells` of `table`, the numbers of its rows settled where those around them leave one reading."""
    column = sorted((c.row, n) for n, c in enumerate(table.cells) if c.column == 0 and c.column_span == 1)
    if not column or not _is_heading(cells[column[0][1]]):
        return list(cells)
    places = [n for row, n in column[1:] if len(cells[n]) == 1 and len(cells[n][0]) == 1]
    said = [cells[n][0][0].text.rstrip(".") for n in places]
    settled = list(cells)
    for n, text, right in zip(places, said, _numbered(said), strict=True):
        if right is not None and right != text:
            token = cells[n][0][0]
            sure = min(token.confidence, SURE_OF_FORM)
            settled[n] = [[replace(token, text=right, read_as=token.read_as or token.text, confidence=sure)]]
    return settled


def _is_heading(cell: Cell) -> bool:
    return bare("".join(token.text for line in cell for token in line).lower()) in ("tt", "stt", "sott", "sothutu")


def _numbered(said: Sequence[str]) -> list[str | None]:
    """What each of the numbers must be; None where it is right, or not sure."""
    found: list[str | None] = []
    row, section = 0, 0
    for at, text in enumerate(said):
        counted = text == str(row + 1)
        first = _first_of(said[at + 1 :])  # what the next row must be numbered, by the numbers below
        if text in _ROMAN:
            section, row = _ROMAN[text], 0 if first == 1 else row
            found.append(None)
        elif _ROMAN.get(text.translate(_STROKES)) == section + 1 and first in (1, row + 1) and not (counted and row):
            section, row = section + 1, 0 if first == 1 else row
            found.append(_NUMERALS[section - 1])
        elif text.isdigit():
            row = int(text)
            found.append(None)
        elif len(text) <= _SHORT and (first == row + 2 or (row and first is None)):
            row += 1
            found.append(str(row))
        else:
            found.append(None)
    return found


def _first_of(below: Sequence[str]) -> int | None:
    """The number of the first of the rows `below`, counted back from the first figure; None where none is found."""
    for at, text in enumerate(below):
        if text.isdigit():
            return int(text) - at if int(text) > at else None
        if text in _ROMAN:
            return None
    return None


_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ROMAN = {numeral: n for n, numeral in enumerate(_NUMERALS, 1)}
_STROKES = str.maketrans({"H": "II", "l": "I", "|": "I", "1": "I", "!": "I", "Ị": "I", "Í": "I", "Ï": "I"})
"""What the strokes of Roman numerals are read as."""

_SHORT = 3
"""Letters that a row's number is read as at most."""
