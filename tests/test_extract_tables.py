"""Tables on digital pages that are not ruled all round, and what only looks like one."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdf import HEIGHT, canvas, put, put_lines, wrapped
from pdfplumber.table import edges_to_intersections, intersections_to_cells, merge_edges
from reportlab.pdfgen.canvas import Canvas

from extract.layout.flow import lay_out
from extract.pdf.content import content
from extract.pdf.document import opened
from extract.pdf.drawings import Ruling
from extract.pdf.ruled import NEAR, cells_of, edge_of
from extract.pdf.textlayer import judge, read_text_layer
from extract.transcript import Block, Table

Draw = Callable[[Canvas], None]

PROSE = (
    "Sở Khoa học và Công nghệ chủ trì, phối hợp với các đơn vị có liên quan hướng dẫn, đôn đốc các cơ quan hành chính "
    "nhà nước trên địa bàn tỉnh duy trì, cải tiến hệ thống quản lý chất lượng; báo cáo kết quả trước ngày 15/12/2030."
)
ROWS = [
    ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"),
    ("1", "Rà soát tài liệu của hệ thống", "Văn phòng", "30/6/2030"),
    ("2", "Đánh giá nội bộ", "Thanh tra tỉnh", "Quý III/2030"),
    ("3", "Khắc phục điểm không phù hợp", "Các phòng, ban", "Quý IV/2030"),
]
EDGES = (85, 115, 300, 420, 530)
HIGH = 24


def texts(on: Canvas, top: float, rows: list[tuple[str, ...]]) -> None:
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            put(on, EDGES[column] + 5, top + HIGH * number + 5, text)


def level(on: Canvas, y: float, x0: float = EDGES[0], x1: float = EDGES[-1]) -> None:
    on.line(x0, HEIGHT - y, x1, HEIGHT - y)


def upright(on: Canvas, x: float, top: float, bottom: float) -> None:
    on.line(x, HEIGHT - top, x, HEIGHT - bottom)


@pytest.fixture
def flow(tmp_path: Path) -> Callable[[Draw], tuple[Block, ...]]:
    def laid_out(draw: Draw) -> tuple[Block, ...]:
        on = canvas(tmp_path / "a.pdf")
        draw(on)
        on.save()
        with opened(tmp_path / "a.pdf") as document:
            found = content(document, 1)
        return lay_out([read_text_layer(found, judge(found))])

    return laid_out


def cells(blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return [tuple(cell.text if cell else "" for cell in row) for row in table.grid()]


def only_level(on: Canvas) -> None:
    for number in range(len(ROWS) + 1):
        level(on, 200 + HIGH * number)


def only_level_cell_by_cell(on: Canvas) -> None:
    for number in range(len(ROWS) + 1):
        for x0, x1 in pairwise(EDGES):
            level(on, 200 + HIGH * number, x0, x1)


def open_at_the_sides(on: Canvas) -> None:
    only_level(on)
    for x in EDGES[1:-1]:
        upright(on, x, 200, 200 + HIGH * len(ROWS))


def only_blanks(on: Canvas) -> None:
    pass


@pytest.mark.parametrize("rules", [only_level, only_level_cell_by_cell, open_at_the_sides, only_blanks])
def test_tables_that_are_not_ruled_all_round(flow: Callable[[Draw], tuple[Block, ...]], rules: Draw) -> None:
    def draw(on: Canvas) -> None:
        put_lines(on, 85, 100, wrapped(PROSE, 440))
        rules(on)
        texts(on, 200, ROWS)
        put_lines(on, 85, 330, wrapped(PROSE, 440))

    blocks = flow(draw)
    assert cells(blocks) == ROWS
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Table", "Paragraph"]


def test_two_tables_with_open_sides_stay_two(flow: Callable[[Draw], tuple[Block, ...]]) -> None:
    def draw(on: Canvas) -> None:
        for top in (100, 320):
            for number in range(3):
                level(on, top + HIGH * number)
            for x in EDGES[1:-1]:
                upright(on, x, top, top + 2 * HIGH)
            texts(on, top, ROWS[:2])
        put_lines(on, 85, 200, wrapped(PROSE, 440))

    assert [type(block).__name__ for block in flow(draw)] == ["Table", "Paragraph", "Table"]


def test_rows_of_several_lines_that_only_blanks_align(flow: Callable[[Draw], tuple[Block, ...]]) -> None:
    def draw(on: Canvas) -> None:
        put_lines(on, 85, 60, wrapped(PROSE, 440))
        texts(on, 150, ROWS[:1])
        put(on, 90, 170, "1")
        put_lines(on, 120, 170, ["Rà soát tài liệu của", "hệ thống quản lý"], pitch=15)
        put(on, 305, 170, "Văn phòng")
        put(on, 90, 205, "2")
        put(on, 120, 205, "Đánh giá nội bộ")
        put_lines(on, 305, 205, ["Thanh tra tỉnh và", "Sở Nội vụ"], pitch=15)
        put(on, 425, 205, "Quý III/2030")

    assert cells(flow(draw)) == [
        ROWS[0],
        ("1", "Rà soát tài liệu của hệ thống quản lý", "Văn phòng", ""),
        ("2", "Đánh giá nội bộ", "Thanh tra tỉnh và Sở Nội vụ", "Quý III/2030"),
    ]


def letterhead(on: Canvas) -> None:
    put(on, 180, 60, "ỦY BAN NHÂN DÂN", centred=True)
    put(on, 180, 76, "TỈNH SÔNG LAM", centred=True, font="Bold")
    put(on, 410, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centred=True, size=12)
    put(on, 410, 76, "Độc lập - Tự do - Hạnh phúc", centred=True, font="Bold")
    put(on, 180, 100, "Số: 35/KH-UBND", centred=True)
    put(on, 410, 100, "Sông Lam, ngày 05 tháng 3 năm 2030", centred=True, font="Italic")
    for y in (94, 117, 123):
        level(on, y, 100, 260)


def signature(on: Canvas) -> None:
    for number, line in enumerate(["Nơi nhận:", "- Như trên;", "- Sở Nội vụ;", "- Lưu: VT, TT1."]):
        put(on, 85, 600 + 15 * number, line, size=11)
    for number, line in enumerate(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]):
        put(on, 420, 600 + 18 * number, line, centred=True, font="Bold")


def numbered_points(on: Canvas) -> None:
    put(on, 85, 200, "TT huyện ủy      báo cáo      như sau:")
    for number in range(3):
        put(on, 85, 220 + 20 * number, f"{number + 1}. Ủy ban nhân dân huyện: {number + 5} đơn vị")


def separators(on: Canvas) -> None:
    for number in range(4):
        level(on, 200 + 70 * number)
        put_lines(on, 85, 210 + 70 * number, wrapped(PROSE, 440)[:3])


def centred_rows(on: Canvas) -> None:
    """The number in the middle of its row's height: what is above it may be the row before's."""
    texts(on, 150, ROWS[:1])
    for number in range(2):
        put_lines(on, 120, 175 + 45 * number, ["Rà soát tài liệu của", "hệ thống quản lý", "chất lượng"], pitch=15)
        put(on, 90, 190 + 45 * number, str(number + 1))
        put(on, 305, 190 + 45 * number, "Văn phòng")


@pytest.mark.parametrize("draw", [letterhead, signature, numbered_points, separators, centred_rows])
def test_what_is_no_table(flow: Callable[[Draw], tuple[Block, ...]], draw: Draw) -> None:
    assert not [block for block in flow(draw) if isinstance(block, Table)]


PLACES = st.sampled_from([0.0, 20.0, 40.0, 60.0, 80.0])
RULINGS = st.builds(
    lambda a, b, c, level: Ruling(min(a, b), c, max(a, b), c) if level else Ruling(c, min(a, b), c, max(a, b)),
    *(PLACES, PLACES, PLACES, st.booleans()),
).filter(lambda r: r.x0 < r.x1 or r.top < r.bottom)


@given(st.lists(RULINGS, max_size=30, unique=True))
def test_cells_are_those_that_pdfplumber_finds(rulings: list[Ruling]) -> None:
    crossings = edges_to_intersections(merge_edges(list(map(edge_of, rulings)), *[NEAR] * 4), NEAR, NEAR)
    assert cells_of(rulings) == intersections_to_cells(crossings)


def test_a_fine_grid_has_its_cells_at_once() -> None:
    lines = [Ruling(0, 5.0 * y, 300, 5.0 * y) for y in range(61)] + [
        Ruling(5.0 * x, 0, 5.0 * x, 300) for x in range(61)
    ]
    assert len(cells_of(lines)) == 3600
