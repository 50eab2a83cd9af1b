"""Excel's task lists: values as Excel shows them, title lines apart from the table, merged cells, bombs."""

import datetime
import time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from extract import read
from extract.errors import Damaged, TooLarge
from extract.formats.encodings import to_tcvn3
from extract.transcript import Paragraph, Table

HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]


def saved(book: Workbook, folder: Path) -> Path:
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def grid(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text if cell else "" for cell in row) for row in table.grid()]


def task_list(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["C1"] = "UBND TỈNH SÔNG LAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet["C2"] = "Độc lập - Tự do - Hạnh phúc"
    sheet["A4"] = "DANH MỤC NHIỆM VỤ NĂM 2030"
    sheet.merge_cells("A4:D4")
    for column, text in enumerate(HEAD, 1):
        sheet.cell(6, column, text)
    rows = [
        (1, "Rà soát tài liệu\nĐánh giá nội bộ", "Văn phòng", datetime.date(2030, 3, 5)),
        (2, "Khắc phục điểm không phù hợp", "Thanh tra tỉnh", "Quý III"),
    ]
    for number, row in enumerate(rows, 7):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    sheet.merge_cells("C8:C9")
    sheet["A9"], sheet["B9"], sheet["D9"] = 3, "Báo cáo kết quả", "Quý IV"
    hidden = book.create_sheet("nháp")
    hidden["A1"], hidden.sheet_state = "không ai thấy", "hidden"
    return saved(book, folder)


def test_a_task_list(tmp_path: Path) -> None:
    transcript = read(task_list(tmp_path))
    *above, table = transcript.blocks
    assert [b.text for b in above if isinstance(b, Paragraph)] == [
        "UBND TỈNH SÔNG LAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "DANH MỤC NHIỆM VỤ NĂM 2030",
    ]
    assert isinstance(table, Table)
    assert grid(table) == [
        tuple(HEAD),
        ("1", "Rà soát tài liệu\nĐánh giá nội bộ", "Văn phòng", "05/03/2030"),
        ("2", "Khắc phục điểm không phù hợp", "Thanh tra tỉnh", "Quý III"),
        ("3", "Báo cáo kết quả", "Thanh tra tỉnh", "Quý IV"),
    ]


def test_a_blank_row_does_not_end_a_table(tmp_path: Path) -> None:
    book = Workbook()
    for number in (1, 2, 4):
        for column, text in enumerate(HEAD, 1):
            book.active.cell(number, column, f"{text} {number}")
    (table,) = read(saved(book, tmp_path)).blocks
    assert isinstance(table, Table) and table.rows == 3


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (5, "General", "5"),
        (5000.0, "#,##0", "5000"),
        (4.2, "General", "4,2"),
        (0.25, "0%", "25%"),
        (0.855, "0.0%", "85,5%"),
        (5, "00", "05"),
        (datetime.datetime(2030, 3, 5, 8, 30), "dd/mm/yyyy hh:mm", "05/03/2030"),
        ("=1+1", "General", ""),  # never worked out by the program that wrote it: absent, not guessed
        ("35/KH-UBND", "@", "35/KH-UBND"),
    ],
)
def test_values(tmp_path: Path, value: object, form: str, shown: str) -> None:
    book = Workbook()
    book.active["A1"] = "Giá trị"
    book.active["A2"], book.active["A2"].number_format = value, form
    texts = [p.text for p in read(saved(book, tmp_path)).paragraphs()]
    assert texts[1:] == ([shown] if shown else [])


def test_an_old_font(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = to_tcvn3("Sở Nội vụ chủ trì")
    book.active["A1"].font = Font(name=".VnTime")
    assert [p.text for p in read(saved(book, tmp_path)).paragraphs()] == ["Sở Nội vụ chủ trì"]


def test_a_cell_merged_over_the_whole_sheet(tmp_path: Path) -> None:
    import zipfile

    book = Workbook()
    book.active["A1"] = "a"
    book.active.merge_cells("A1:B2")
    source = saved(book, tmp_path)
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as bomb:
        for part in package.infolist():
            bomb.writestr(part.filename, package.read(part).replace(b"A1:B2", b"A1:XFD1048576"))
    start = time.process_time()
    with pytest.raises(TooLarge):
        read(tmp_path / "b.xlsx")
    assert time.process_time() - start < 5


def test_a_cell_in_the_last_place(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Sở Nội vụ", "xa"
    start = time.process_time()
    assert [p.text for p in read(saved(book, tmp_path)).paragraphs()] == ["Sở Nội vụ"]
    assert time.process_time() - start < 5


@pytest.mark.parametrize("keep", [2000, 4000])
def test_a_broken_package(tmp_path: Path, keep: int) -> None:
    source = task_list(tmp_path)
    source.write_bytes(source.read_bytes()[:keep])
    with pytest.raises(Damaged):
        read(source)
