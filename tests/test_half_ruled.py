"""Tables on scans that are not ruled all round: columns and rows are where the blanks are, or there is no table."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import cv2
import numpy as np
import pytest
from made_pdf import FONTS
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extract.raster.preparation import X_HEIGHT
from extract.raster.ruled import RuledTable, find_tables
from extract.scan import read_image

Page = NDArray[np.uint8]
Rules = Callable[[Page], None]

LEFT, TOP, RIGHT = 100, 200, 1140
EDGES = (LEFT, 170, 560, 850, RIGHT)
ROWS = (
    (("TT",), ("Nội dung công việc",), ("Cơ quan chủ trì",), ("Thời hạn",)),
    (("1",), ("Xây dựng kế hoạch kiểm tra", "việc thực hiện"), ("Sở Nội vụ",), ("Quý II",)),
    (("2",), ("Tổng hợp báo cáo năm",), ("Sở Tài chính", "và Thuế tỉnh"), ("15/12/2030",)),
    (("3",), ("Sơ kết công tác",), ("Văn phòng",), ("20/12/2030",)),
)
PITCH, PADDING = 36, 14
HEIGHTS = [PITCH * max(len(cell) for cell in row) + PADDING for row in ROWS]
TOPS = [TOP + sum(HEIGHTS[:n]) for n in range(len(ROWS) + 1)]


def between_rows(page: Page) -> None:
    for y in TOPS:
        cv2.line(page, (LEFT, y), (RIGHT, y), 0, 2)


def between_columns(page: Page) -> None:
    for x in EDGES:
        cv2.line(page, (x, TOP), (x, TOPS[-1]), 0, 2)


def around(page: Page) -> None:
    cv2.rectangle(page, (LEFT, TOP), (RIGHT, TOPS[-1]), 0, 2)


def around_and_below_the_heading(page: Page) -> None:
    around(page)
    cv2.line(page, (LEFT, TOPS[1]), (RIGHT, TOPS[1]), 0, 2)


def above_and_below_heading_and_at_the_end(page: Page) -> None:
    for y in (TOP, TOPS[1], TOPS[-1]):
        cv2.line(page, (LEFT, y), (RIGHT, y), 0, 2)


def between_columns_and_below_the_heading(page: Page) -> None:
    between_columns(page)
    cv2.line(page, (LEFT, TOPS[1]), (RIGHT, TOPS[1]), 0, 2)


def inside_but_not_at_the_sides(page: Page) -> None:
    between_rows(page)
    for x in EDGES[1:-1]:
        cv2.line(page, (x, TOP), (x, TOPS[-1]), 0, 2)


def at_the_sides_and_above_as_over_a_page_end(page: Page) -> None:
    cv2.line(page, (LEFT, TOP), (RIGHT, TOP), 0, 2)
    for x in (LEFT, RIGHT):
        cv2.line(page, (x, TOP), (x, TOPS[-1]), 0, 2)


RULES = [
    between_rows,
    between_columns,
    around,
    around_and_below_the_heading,
    above_and_below_heading_and_at_the_end,
    between_columns_and_below_the_heading,
    inside_but_not_at_the_sides,
    at_the_sides_and_above_as_over_a_page_end,
]


@pytest.mark.parametrize("rules", RULES)
def test_rules_that_a_table_does_without_are_where_its_blanks_are(rules: Rules) -> None:
    page = _page()
    rules(page)
    (table,) = find_tables(page, X_HEIGHT)
    assert (table.rows, table.columns, len(table.cells)) == (4, 4, 16)
    assert [_filled(table, row) for row in range(4)] == [TOPS[row : row + 2] for row in range(4)]


@pytest.mark.parametrize("rules", [between_rows, around])
def test_a_title_of_a_section_goes_over_the_columns_that_it_crosses(rules: Rules) -> None:
    page = _page(section="I", title="Công tác kiểm tra, giám sát việc thực hiện trên địa bàn toàn tỉnh")
    rules(page)
    (table,) = find_tables(page, X_HEIGHT)
    assert [(c.column, c.column_span) for c in table.cells if c.row == 2] == [(0, 1), (1, 3)]


def test_the_cells_of_a_half_ruled_table_are_read_by_themselves() -> None:
    page = _page()
    between_rows(page)
    reading = read_image(page, 150, 1, "fast")
    (table,) = reading.tables
    assert [[cell.text if cell else None for cell in row] for row in table.grid()] == [
        [" ".join(cell) for cell in row] for row in ROWS
    ]


def prose_between_rules(page: Page) -> None:
    """Rules between paragraphs that fill the width."""
    text = "Các cơ quan, đơn vị tổ chức thực hiện nhiệm vụ được giao và báo cáo kết quả theo quy định hiện hành tại đây"
    for n in range(12):
        _write(page, LEFT + 4, 300 + PITCH * n, text)
    for y in (280, 440, 590, 740):
        cv2.line(page, (LEFT, y), (RIGHT, y), 0, 2)


def letterhead(page: Page) -> None:
    for n, (left, right) in enumerate((("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI"), ("TỈNH AN HẢI", "Độc lập - Tự do"))):
        _write(page, 200, 300 + PITCH * n, left)
        _write(page, 800, 300 + PITCH * n, right)
    cv2.line(page, (250, 400), (420, 400), 0, 2)
    cv2.line(page, (820, 400), (1020, 400), 0, 2)


def frame_around_a_page(page: Page) -> None:
    cv2.rectangle(page, (40, 40), (1200, 1700), 0, 2)
    letterhead(page)
    for n in range(12):
        _write(
            page, LEFT + 4, 500 + PITCH * n, "Các cơ quan, đơn vị tổ chức thực hiện nhiệm vụ được giao theo quy định"
        )


def recipients_beside_a_signature(page: Page) -> None:
    """In a frame, without numbers: two columns, but no rows."""
    for n, left in enumerate(("Nơi nhận:", "- Như trên;", "- Lưu: VT.")):
        _write(page, 130, 1300 + PITCH * n, left)
    for n, right in enumerate(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")):
        _write(page, 700, 1300 + PITCH * n, right)
    cv2.rectangle(page, (LEFT, 1290), (RIGHT, 1500), 0, 2)


@pytest.mark.parametrize("draw", [prose_between_rules, letterhead, frame_around_a_page, recipients_beside_a_signature])
def test_what_is_no_table(draw: Rules) -> None:
    page = np.full((1754, 1240), 255, np.uint8)
    draw(page)
    assert find_tables(page, X_HEIGHT) == ()


def _filled(table: RuledTable, row: int) -> list[int]:
    """Where a row begins and ends, to the rules that were meant, where it lies between their words."""
    top, bottom = next((c.top, c.bottom) for c in table.cells if c.row == row)
    return [min(TOPS, key=lambda meant: abs(meant - place)) for place in (top, bottom)]


def _page(section: str = "", title: str = "") -> Page:
    page = np.full((1754, 1240), 255, np.uint8)
    for x, y, text in _placed(section, title):
        _write(page, x, y, text)
    return page


def _placed(section: str, title: str) -> Iterator[tuple[int, int, str]]:
    """Left, top and text of each line; a section's title stands in place of the second row."""
    for n, (row, top) in enumerate(zip(ROWS, TOPS, strict=False)):
        if section and n == 2:
            yield EDGES[0] + 20, top + 8, section
            yield EDGES[1] + 20, top + 8, title
            continue
        for (left, _), cell in zip(pairwise(EDGES), row, strict=True):
            yield from ((left + 20, top + 8 + PITCH * line, text) for line, text in enumerate(cell))


def _write(page: Page, x: int, y: int, text: str) -> None:
    picture = Image.fromarray(page)
    font = ImageFont.truetype(FONTS / "LiberationSerif-Regular.ttf", 30)
    ImageDraw.Draw(picture).text((x, y), text, font=font, fill=20)
    page[:] = np.array(picture)
