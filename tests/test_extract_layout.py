"""From lines on pages to the flow of a document."""

import textwrap
from collections.abc import Sequence

import pytest

from extract.layout.flow import lay_out
from extract.layout.tables import joined_tables
from extract.page import PageReading
from extract.transcript import Cell, Line, Paragraph, Table, Word

LEFT, RIGHT, INDENT = 85.0, 540.0, 36.0
LETTER = 6.2
"""Points that a letter takes: a line of 73 letters is full."""


def line(
    text: str,
    x: float,
    top: float,
    *,
    until: float | None = None,
    bold: bool = False,
    page: int = 1,
    height: float = 14.0,
) -> Line:
    """A line from `x`, justified to end at `until`."""
    letter = (until - x) / len(text) if until else LETTER
    words = []
    for word in text.split():
        right = x + letter * len(word)
        words.append(Word(word, page, (x, top, right, top + height), 1.0, "text_layer", bold=bold))
        x = right + letter
    return Line(tuple(words))


def centred(text: str, top: float, middle: float = (LEFT + RIGHT) / 2, *, bold: bool = True) -> Line:
    return line(text, middle - LETTER * len(text) / 2, top, bold=bold)


def page(lines: Sequence[Line], number: int = 1, tables: Sequence[Table] = ()) -> PageReading:
    return PageReading(number, 595.0, 842.0, 0, tuple(lines), tuple(tables))


def body(texts: Sequence[str], top: float = 300.0, number: int = 1, indent: bool = True) -> list[Line]:
    """A justified paragraph, its first line set in."""
    return [
        line(
            text,
            LEFT + (INDENT if indent and n == 0 else 0),
            top + 18 * n,
            until=RIGHT if len(text) > 55 else None,
            page=number,
        )
        for n, text in enumerate(texts)
    ]


PROSE = (
    "Thực hiện kế hoạch duy trì hệ thống quản lý chất lượng năm 2030 của Ủy ban nhân dân tỉnh Hòa Sơn, Sở Khoa học và "
    "Công nghệ tổ chức kiểm tra việc áp dụng tại các cơ quan, đơn vị trên địa bàn tỉnh, bảo đảm hoàn thành trước ngày "
    "30 tháng 9 năm nay, tổng hợp kết quả và báo cáo những nơi chưa đạt yêu cầu để có biện pháp chấn chỉnh kịp thời"
)


def paragraph(prose: str = PROSE, indent: int = 6) -> list[str]:
    """`prose` in the lines that a word processor makes of it, the first set in."""
    return [text.strip() for text in textwrap.wrap(prose, 73, initial_indent=" " * indent)]


FULL = paragraph()[:3]


def texts(readings: Sequence[PageReading], role: str = "body") -> list[str]:
    return [b.text for b in lay_out(readings) if isinstance(b, Paragraph) and b.role == role]


def test_a_letterhead_is_read_left_column_first() -> None:
    lines = [
        centred("ỦY BAN NHÂN DÂN", 60, 165),
        centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 60, 405),
        centred("TỈNH HÒA SƠN", 78, 165),
        centred("Độc lập - Tự do - Hạnh phúc", 78, 405),
        centred("Số: 12/KH-UBND", 110, 165, bold=False),
        centred("Hòa Sơn, ngày 05 tháng 3 năm 2030", 110, 405, bold=False),
        centred("KẾ HOẠCH", 150),
        centred("Kiểm tra hệ thống quản lý chất lượng năm 2030", 168),
        *body([*FULL, "kết quả."], 220),
    ]
    assert texts([page(lines)])[:8] == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH HÒA SƠN",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hòa Sơn, ngày 05 tháng 3 năm 2030",
        "KẾ HOẠCH",
        "Kiểm tra hệ thống quản lý chất lượng năm 2030",
    ]


def test_recipients_stand_beside_the_signature() -> None:
    lines = [
        *body([*FULL, "kết quả./."], 300),
        line("Nơi nhận:", LEFT, 400, bold=True),
        centred("TM. ỦY BAN NHÂN DÂN", 400, 430),
        line("- Như trên;", LEFT, 416),
        centred("KT. CHỦ TỊCH", 418, 430),
        line("- Các sở, ban, ngành, đoàn thể", LEFT, 430),
        line("cấp tỉnh;", LEFT, 444),
        line("- Lưu: VT.", LEFT, 458),
        centred("Trần Văn A", 520, 430),
    ]
    found = texts([page(lines)])
    assert found[0].endswith("kết quả./.")
    assert found[1:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Các sở, ban, ngành, đoàn thể cấp tỉnh;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "Trần Văn A",
    ]


def test_a_short_line_ends_a_paragraph() -> None:
    lines = [*body([*FULL, "kết quả."], 100), *body([*FULL, "kết quả."], 172)]
    assert len(texts([page(lines)])) == 2


@pytest.mark.parametrize("opening", ["1. Giao", "a) Giao", "- Giao", "Điều 2. Giao", "II. Giao", "2.1. Giao"])
def test_a_point_opens_a_paragraph_even_after_a_full_line(opening: str) -> None:
    first = [*FULL[:2], "đảm hoàn thành đúng thời hạn được giao tại kế hoạch của Ủy ban nhân dân;"]
    lines = [*body(first, 100), *body(paragraph(f"{opening} Sở Nội vụ {PROSE}"), 154)]
    found = texts([page(lines)])
    assert len(found) == 2 and found[1].startswith(opening)


def test_paragraphs_go_on_over_a_page_end_and_furniture_is_left_out() -> None:
    pages = [
        page([centred("1", 30, bold=False), *body(FULL, 700)], 1),
        page([centred("2", 30, bold=False), *body([*paragraph(indent=0)[:2], "kết quả."], 80, 2, indent=False)], 2),
    ]
    found = texts(pages)
    assert len(found) == 1
    assert found[0].endswith("kết quả.")
    assert texts(pages, "furniture") == ["1", "2"]


def test_a_new_point_on_a_new_page_stays_apart() -> None:
    pages = [page(body(FULL, 700)), page(body(paragraph(f"1. Giao {PROSE}"), 80, 2), 2)]
    assert len(texts(pages)) == 2


def test_running_heads_are_those_on_three_pages() -> None:
    pages = [page([line(f"Kế hoạch số 12 - trang {n}", LEFT, 30), *body(FULL, 100, n)], n) for n in (1, 2, 3)]
    assert len(texts(pages, "furniture")) == 3


def test_footnotes_come_after_the_paragraph_that_they_interrupt() -> None:
    note = line("1 Theo số liệu của Cục Thống kê.", LEFT, 780, height=10)
    pages = [
        page([*body(paragraph(PROSE + ", " + PROSE)[:7], 640), note]),
        page(body([*paragraph(indent=0)[:2], "kết quả."], 80, 2, indent=False), 2),
    ]
    assert len(texts(pages)) == 1
    assert texts(pages, "footnote") == ["1 Theo số liệu của Cục Thống kê."]


def test_a_number_broken_at_its_hyphen_is_one_word() -> None:
    lines = body([FULL[0][:57] + " 35/KH-", "UBND ngày 05 tháng 3 năm 2030."], 100)
    assert "35/KH-UBND ngày" in texts([page(lines)])[0]


def test_a_title_over_two_lines_is_one_paragraph() -> None:
    lines = [
        centred("THÔNG BÁO", 100),
        centred("Kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp", 118),
        centred("về tiến độ áp dụng hệ thống quản lý chất lượng", 136),
        *body([*FULL, "kết quả."], 180),
    ]
    found = lay_out([page(lines)])
    assert isinstance(found[1], Paragraph)
    assert found[1].text.endswith("tại cuộc họp về tiến độ áp dụng hệ thống quản lý chất lượng")
    assert found[1].alignment == "centre"


def test_a_heading_that_nearly_fills_its_line_stands_apart() -> None:
    heading = line("3. Các sở, ban, ngành và Ủy ban nhân dân các huyện, thị xã", LEFT + INDENT, 100, until=RIGHT - 45)
    assert len(texts([page([heading, *body([*FULL, "kết quả."], 118)])])) == 2


def test_a_title_whose_first_line_is_full_is_one_paragraph() -> None:
    lines = [
        line(
            "Sửa đổi, bổ sung Kế hoạch duy trì hệ thống quản lý chất lượng năm 2030", LEFT, 100, until=RIGHT, bold=True
        ),
        centred("của Ủy ban nhân dân tỉnh", 118),
        *body([*FULL, "kết quả."], 160),
    ]
    assert texts([page(lines)])[0].endswith("năm 2030 của Ủy ban nhân dân tỉnh")


def test_small_letters_go_on_after_a_short_line() -> None:
    lines = [line("V/v góp ý dự thảo quy trình mẫu", 140, 60), line("dùng chung cho cấp xã", 160, 78), *body(FULL, 120)]
    assert texts([page(lines)])[0] == "V/v góp ý dự thảo quy trình mẫu dùng chung cho cấp xã"


def cell(row: int, column: int, text: str, number: int = 1, **spans: int) -> Cell:
    paragraphs = (Paragraph((line(text, 100.0 * column, 20.0 * row, page=number),)),) if text else ()
    return Cell(
        row, column, paragraphs, box=(100.0 * column, 20.0 * row, 100.0 * column + 99, 20.0 * row + 19), **spans
    )


def table(rows: Sequence[Sequence[str]], number: int = 1) -> Table:
    cells = tuple(cell(r, c, text, number) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(len(rows), len(rows[0]), cells)


HEADING = ["TT", "Nhiệm vụ", "Thời hạn"]


def grid(found: Table | None) -> list[list[str]]:
    assert found is not None
    return [[c.text if c else "" for c in row] for row in found.grid()]


def test_a_table_goes_on_over_a_page_end_its_heading_once() -> None:
    upper, lower = table([HEADING, ["1", "Rà soát", "30/6"]]), table([HEADING, ["2", "Báo cáo", "15/12"]], 2)
    whole = joined_tables(upper, lower)
    assert grid(whole) == [HEADING, ["1", "Rà soát", "30/6"], ["2", "Báo cáo", "15/12"]]
    assert whole is not None and whole.headings == 1


def test_a_row_goes_on_over_a_page_end() -> None:
    upper = table([HEADING, ["1", "Rà soát tài liệu và", "30/6"]])
    lower = table([["", "gửi báo cáo", ""], ["2", "Báo cáo", "15/12"]], 2)
    assert grid(joined_tables(upper, lower)) == [
        HEADING,
        ["1", "Rà soát tài liệu và gửi báo cáo", "30/6"],
        ["2", "Báo cáo", "15/12"],
    ]


def test_tables_of_other_columns_are_others() -> None:
    assert joined_tables(table([HEADING]), table([["a", "b"]], 2)) is None
    narrow = Table(1, 3, tuple(Cell(0, c, (), box=(40.0 * c, 0, 40.0 * c + 39, 20)) for c in range(3)))
    assert joined_tables(table([HEADING]), narrow) is None


def test_tables_stand_where_they_stand_in_the_flow() -> None:
    cells = (
        Cell(0, n, (Paragraph((line("a", x, 210),)),), box=(x, 200, x + 200, 220)) for n, x in enumerate((85, 300))
    )
    middle = Table(1, 2, tuple(cells))
    lines = [*body([*FULL, "hết."], 100), *body([*FULL, "hết."], 240)]
    kinds = [type(b).__name__ for b in lay_out([page(lines, tables=[middle])])]
    assert kinds == ["Paragraph", "Table", "Paragraph"]


def test_a_frame_with_one_text_is_no_table() -> None:
    stamp = Table(2, 2, (Cell(0, 0, (Paragraph((line("ĐẾN", 90, 210),)),), box=(85, 200, 300, 220)),))
    assert "ĐẾN" in texts([page(body([*FULL, "hết."], 100), tables=[stamp])])


def test_the_national_title_stands_apart_however_close() -> None:
    lines = [
        line("HĐND TỈNH HÒA SƠN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 85, 60),
        line("VĂN PHÒNG", 110, 78),
        line("Độc lập - Tự do - Hạnh phúc", 260, 78),
    ]
    gap = 14.0
    words = [
        w._replace(box=(w.box[0] + gap * (n > 3), w.box[1], w.box[2] + gap * (n > 3), w.box[3]))
        for n, w in enumerate(lines[0].words)
        if w.box
    ]
    found = texts([page([Line(tuple(words)), *lines[1:]])])
    assert found[:2] == ["HĐND TỈNH HÒA SƠN", "VĂN PHÒNG"]
