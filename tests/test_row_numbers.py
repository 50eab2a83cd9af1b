"""The numbers of a scanned table's rows: what their order says of those that were read badly."""

import pytest

from extract.raster.ocr import Token
from extract.raster.row_numbers import in_order
from extract.raster.ruled import RuledCell, RuledTable

COLUMNS = [
    ("a figure read as letters", "TT L VÀ 3 4", "TT 1 2 3 4"),
    ("the last one", "STT 1 2 dã", "STT 1 2 3"),
    ("a section of two strokes", "TT I 1 2 H 3 4", "TT I 1 2 II 3 4"),
    ("sections that begin anew", "TT 1 1 2 H 1 2", "TT I 1 2 II 1 2"),
    ("right as it is", "TT 1 2 3 4 5 6 7 8 9 10 11 12", "TT 1 2 3 4 5 6 7 8 9 10 11 12"),
    ("right with sections", "Stt I 1 2 II 3 III 4", "Stt I 1 2 II 3 III 4"),
    ("rows that leave one out", "TT 1 4 x 9", "TT 1 4 x 9"),
    ("a word of its own", "TT 1 2 Tổng", "TT 1 2 Tổng"),
    ("a figure is no other figure", "TT 1 7 3", "TT 1 7 3"),
    ("no numbers of rows", "Tháng L VÀ 3 4", "Tháng L VÀ 3 4"),
    ("nothing to go by", "TT a b c", "TT a b c"),
]


def table(said: str) -> tuple[RuledTable, list[list[list[Token]]]]:
    rows = said.split()
    cells = tuple(RuledCell(n, 0, 1, 1, 0, 20 * n, 30, 20 * n + 20) for n in range(len(rows)))
    texts = [[[Token(text, 2, 20 * n, 20, 20 * n + 14, 0.5, (1, 1, 1))]] for n, text in enumerate(rows)]
    return RuledTable(len(rows), 1, cells, 0, 0, 30, 20 * len(rows)), texts


@pytest.mark.parametrize(("_", "read", "right"), COLUMNS, ids=[c[0] for c in COLUMNS])
def test_rows(_: str, read: str, right: str) -> None:
    settled = [cell[0][0] for cell in in_order(*table(read))]
    assert [token.text for token in settled] == right.split()
    changed = [t for t, text in zip(settled, read.split(), strict=True) if t.text != text]
    assert all(t.read_as and t.confidence <= 0.85 for t in changed)


def test_a_table_without_cells_of_one_column() -> None:
    wide = RuledTable(1, 2, (RuledCell(0, 0, 1, 2, 0, 0, 60, 20),), 0, 0, 60, 20)
    assert in_order(wide, [[]]) == [[]]
