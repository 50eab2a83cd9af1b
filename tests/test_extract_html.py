"""HTML: what a reader of the page sees, in order; no menus, no scripts."""

from pathlib import Path

import pytest

from extract.errors import Damaged, TooLarge
from extract.formats.html import blocks_of_html
from extract.transcript import Paragraph, Table

PAGE = Path("tin.html")


def texts(body: str) -> list[str]:
    return [b.text if isinstance(b, Paragraph) else "TABLE" for b in blocks_of_html(body.encode(), PAGE)]


def cells(body: str) -> list[str]:
    """The texts of all cells and paragraphs, those of tables in tables too."""
    blocks = blocks_of_html(body.encode(), PAGE)
    return [p.text for b in blocks for p in ([b] if isinstance(b, Paragraph) else paragraphs(b))]


def paragraphs(table: Table) -> list[Paragraph]:
    return [paragraph for cell in table.cells for paragraph in cell.paragraphs]


def test_flow() -> None:
    body = """<html><head><title>x</title><script>var a=1</script></head><body><nav>Trang chủ</nav>
    <h1>Kiểm tra <b>hệ thống</b></h1><p>Sở Nội vụ<br>báo cáo</p><div>Đã kiểm tra 78/78
    đơn vị</div><p style="display: none">ẩn</p><footer>Bản quyền</footer></body></html>"""
    assert texts(body) == ["Kiểm tra hệ thống", "Sở Nội vụ", "báo cáo", "Đã kiểm tra 78/78 đơn vị"]


def test_lists_have_their_numbers() -> None:
    body = "<ol start=3><li>Rà soát</li><li>Cập nhật</li></ol><ol type=a><li>Một</li></ol><ul><li>Hai</li></ul>"
    assert texts(body) == ["3. Rà soát", "4. Cập nhật", "a. Một", "- Hai"]


def test_tables_keep_their_spans() -> None:
    body = """<table><tr><th rowspan=2>TT</th><th colspan=2>Nhiệm vụ</th></tr>
    <tr><th>Nội dung</th><th>Thời hạn</th></tr>
    <tr><td>1</td><td>Rà soát</td><td>30/6</td></tr></table>"""
    (table,) = blocks_of_html(body.encode(), PAGE)
    assert isinstance(table, Table)
    assert (table.rows, table.columns, table.headings) == (3, 3, 2)
    assert [[c.text if c else None for c in row] for row in table.grid()] == [
        ["TT", "Nhiệm vụ", "Nhiệm vụ"],
        ["TT", "Nội dung", "Thời hạn"],
        ["1", "Rà soát", "30/6"],
    ]


def test_a_letterhead_set_as_a_table_is_read_column_by_column() -> None:
    body = """<table><tr><td>UBND TỈNH A</td>
    <td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</td></tr>
    <tr><td>Số: 12/QĐ-UBND</td><td>A, ngày 01 tháng 02 năm 2030</td></tr></table>"""
    assert texts(body)[:2] == ["UBND TỈNH A", "Số: 12/QĐ-UBND"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1258"])
def test_encodings(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>Kê hoach</p></body></html>'
    assert [b.text for b in blocks_of_html(page.encode(encoding), PAGE) if isinstance(b, Paragraph)] == ["Kê hoach"]


def test_nothing_to_read_is_damage() -> None:
    with pytest.raises(Damaged):
        blocks_of_html(b"<!-- -->", PAGE)


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<section><p><span>"])
def test_words_are_read_however_deep_they_stand(opening: str) -> None:
    said = " ".join(cells("<p>Kính gửi</p>" + opening * 300 + "Sở Nội vụ báo cáo" + "<p>trước ngày 15/12"))
    assert said.replace("- ", "") == "Kính gửi Sở Nội vụ báo cáo trước ngày 15/12"


@pytest.mark.parametrize("nested", [2, 8, 9, 100])
def test_tables_in_tables_lose_no_cell(nested: int) -> None:
    rows = "".join(f"<table><tr><td>Việc {n}</td><td>Sở {n}</td></tr><tr><td>a</td><td>" for n in range(nested))
    said = " ".join(cells(rows + "hết" + "</td></tr></table>" * nested))
    assert all(f"Việc {n} Sở {n}" in said for n in range(nested))
    assert said.endswith("hết")


@pytest.mark.parametrize("opening", ["<div>", "<ul><li>", "<table><tr><td>"])
def test_what_is_deeper_than_the_parser_goes_is_told(opening: str) -> None:
    with pytest.raises(TooLarge, match="2048"):
        blocks_of_html(b"<p>a</p></x>" * 5000 + opening.encode() * 5000 + b"b", PAGE)
