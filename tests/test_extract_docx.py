"""DOCX: what Word shows, in the order in which it is read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extract.formats.docx import blocks_of_docx
from extract.formats.numbering import letter, roman
from extract.transcript import Block, Paragraph, Table


@pytest.fixture
def blocks(tmp_path: Path) -> Callable[[Any], tuple[Block, ...]]:
    def read(document: Any) -> tuple[Block, ...]:
        path = tmp_path / "a.docx"
        document.save(str(path))
        return blocks_of_docx(path)

    return read


def texts(found: tuple[Block, ...]) -> list[str]:
    return [b.text for b in found if isinstance(b, Paragraph)]


def numbered(document: Any, levels: list[tuple[str, str]]) -> str:
    """A list of `levels`, each (format, text); its id."""
    numbering = document.part.numbering_part.element
    shape = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    name = str(900 + len(numbering))
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}">{shape}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'))
    return name


def point(document: Any, text: str, list_id: str, level: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')
    )


def test_numbers_of_lists_are_written_out(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    articles = numbered(
        document, [("decimal", "Điều %1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-")]
    )
    for text, level in [
        ("Phạm vi", 0), ("Một", 1), ("Hai", 1), ("Ý đầu", 2), ("Ý sau", 2), ("Chấm", 3), ("Tổ chức", 0), ("Lại một", 1),
    ]:  # fmt: skip
        point(document, text, articles, level)
    parts = numbered(document, [("upperRoman", "%1."), ("decimal", "%1.%2.")])
    point(document, "Mục đích", parts)
    point(document, "Cụ thể", parts, 1)
    assert texts(blocks(document)) == [
        "Điều 1. Phạm vi", "1. Một", "2. Hai", "a) Ý đầu", "b) Ý sau", "- Chấm", "Điều 2. Tổ chức", "1. Lại một",
        "I. Mục đích", "I.1. Cụ thể",
    ]  # fmt: skip


def test_style_and_alignment(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    title = document.add_paragraph()
    title.add_run("KẾ HOẠCH").bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    (paragraph,) = blocks(document)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.alignment == "centre"
    assert all(word.bold for word in paragraph.words)
    assert paragraph.box is None


def test_a_word_over_several_runs_is_one(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    paragraph = document.add_paragraph("Số: 12/")
    paragraph.add_run("KH").bold = True
    paragraph.add_run("-UBND ngày")
    assert texts(blocks(document)) == ["Số: 12/KH-UBND ngày"]


def test_tracked_deletions_are_gone_and_insertions_there(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    paragraph = document.add_paragraph("trước ngày ")._p
    w = nsdecls("w")
    paragraph.append(parse_xml(f"<w:del {w}><w:r><w:delText>15/6</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {w}><w:r><w:t>30/6</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:r {w}><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"))
    assert texts(blocks(document)) == ["trước ngày 30/6"]


def test_text_boxes_come_after_their_paragraph_once(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    paragraph = document.add_paragraph("Kính gửi")._p
    box = "<w:txbxContent><w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p></w:txbxContent>"
    spaces = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph.append(
        parse_xml(
            f'<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert texts(blocks(document)) == ["Kính gửi", "HỎA TỐC"]


def test_fonts_from_before_unicode(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    run = document.add_paragraph().add_run("Céng hßa x\u00b7 héi, ng\u00adêi d©n")
    run.font.name = ".VnTime"
    assert texts(blocks(document)) == ["Cộng hòa xã hội, người dân"]


def test_a_title_typed_in_several_paragraphs_is_one(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    for text in ("KẾ HOẠCH", "Kiểm tra hệ thống quản lý chất lượng", "của các cơ quan hành chính nhà nước năm 2030"):
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("thực hiện")
    assert texts(blocks(document)) == [
        "KẾ HOẠCH",
        "Kiểm tra hệ thống quản lý chất lượng của các cơ quan hành chính nhà nước năm 2030",
        "thực hiện",
    ]


def framed(document: Any, rows: int, columns: int) -> Any:
    table = document.add_table(rows, columns)
    table.style = "Table Grid"
    return table


def test_merged_cells_and_heading_rows(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    table = framed(document, 4, 3)
    for row, values in enumerate(
        [("TT", "Nhiệm vụ", ""), ("", "Nội dung", "Thời hạn"), ("1", "a", "b"), ("2", "c", "d")]
    ):
        for column, text in enumerate(values):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    (found,) = blocks(document)
    assert isinstance(found, Table)
    assert (found.rows, found.columns, found.headings) == (4, 3, 2)
    assert [[c.text if c else None for c in row] for row in found.grid()] == [
        ["TT", "Nhiệm vụ", "Nhiệm vụ"],
        ["TT", "Nội dung", "Thời hạn"],
        ["1", "a", "b"],
        ["2", "c", "d"],
    ]


def test_a_letterhead_is_no_table(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    table.cell(1, 0).text, table.cell(1, 1).text = "Số: 5/KH-SNV", "Độc lập - Tự do - Hạnh phúc"
    assert texts(blocks(document)) == [
        "SỞ NỘI VỤ",
        "Số: 5/KH-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]


def test_tables_in_cells_are_their_paragraphs(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    table = framed(document, 2, 2)
    inner = table.cell(0, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "một", "hai"
    (found,) = blocks(document)
    assert isinstance(found, Table)
    assert found.cells[0].text == "một\nhai"


@pytest.mark.parametrize("nested", [8, 9, 30])
def test_tables_in_tables_lose_no_word(blocks: Callable[[Any], tuple[Block, ...]], nested: int) -> None:
    document = Document()
    cell = framed(document, 2, 2).cell(0, 0)
    for number in range(nested):
        inner = cell.add_table(1, 2)
        inner.cell(0, 0).text = f"việc {number}"
        cell = inner.cell(0, 1)
    cell.text = "hết"
    (found,) = blocks(document)
    assert isinstance(found, Table)
    assert found.cells[0].text.split("\n") == [*(f"việc {number}" for number in range(nested)), "hết"]


def test_headers_are_furniture(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Trang 1"
    document.add_paragraph("Nội dung")
    assert [(b.role, b.text) for b in blocks(document) if isinstance(b, Paragraph)] == [
        ("furniture", "Trang 1"),
        ("body", "Nội dung"),
    ]


def test_line_breaks_are_lines(blocks: Callable[[Any], tuple[Block, ...]]) -> None:
    document = Document()
    document.add_paragraph().add_run("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")
    (found,) = blocks(document)
    assert isinstance(found, Paragraph)
    assert [line.text for line in found.lines] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (49, "XLIX")])
def test_roman(number: int, text: str) -> None:
    assert roman(number) == text


@pytest.mark.parametrize(("number", "text"), [(1, "a"), (26, "z"), (27, "aa"), (28, "bb")])
def test_letter(number: int, text: str) -> None:
    assert letter(number) == text
