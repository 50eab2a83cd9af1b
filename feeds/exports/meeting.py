"""A DOCX for a leaders' meeting: how the tasks stand, what is late, what is near, office by office.

In the form of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, Times New Roman, margins 20 mm above and below, 30 mm left, 15 mm
right. Number, signature and seal are left to the office.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from feeds.exports.tracking import progress
from models import sheet
from models.following.states import State
from models.questions.followed import Followed

MOST = 200
"""Rows of one list: a longer one is no summary, and the sheet has all of them."""

OPEN: tuple[State, ...] = ("overdue", "due_soon", "not_due", "undated")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a meeting is told: the counts by state, in all and by unit, and the tasks that are late or near."""

    states: Counter[State]
    units: dict[str, Counter[State]]
    overdue: tuple[Followed, ...]
    due_soon: tuple[Followed, ...]


def standing(lines: Iterable[Followed]) -> Standing:
    """`lines` counted; the longest overdue and the soonest due first."""
    states: Counter[State] = Counter()
    units: dict[str, Counter[State]] = {}
    listed: dict[str, list[Followed]] = {"overdue": [], "due_soon": []}
    for line in lines:
        states[line.state] += 1
        for unit in line.units or ("(chưa rõ đơn vị)",):
            units.setdefault(unit, Counter())[line.state] += 1
        if line.state in listed:
            listed[line.state].append(line)
    overdue, soon = (sorted(found, key=lambda f: (f.day or date.max, f.id)) for found in listed.values())
    ordered = dict(sorted(units.items(), key=lambda pair: (-pair[1]["overdue"], -pair[1].total(), pair[0])))
    return Standing(states, ordered, tuple(overdue), tuple(soon))


def write_meeting(found: Standing, path: Path | BinaryIO, *, office: str, on: date) -> None:
    """The summary as DOCX."""
    paper = docx.Document()
    _set_up(paper)
    _letterhead(paper, office, on)
    _centred(paper, "BÁO CÁO", bold=True)
    _centred(paper, "Tổng hợp tình hình thực hiện nhiệm vụ", bold=True)
    _centred(paper, f"(Tính đến ngày {sheet.day(on)})", italic=True)
    _heading(paper, "I. TÌNH HÌNH CHUNG")
    _general(paper, found)
    _heading(paper, "II. NHIỆM VỤ QUÁ HẠN")
    _list(paper, found.overdue, on)
    _heading(paper, "III. NHIỆM VỤ SẮP ĐẾN HẠN")
    _list(paper, found.due_soon, on)
    _heading(paper, "IV. TÌNH HÌNH THEO ĐƠN VỊ")
    _by_unit(paper, found)
    _end(paper)
    paper.core_properties.created = paper.core_properties.modified = datetime.combine(on, datetime.min.time())
    paper.save(made := BytesIO())
    with ZipFile(made) as package, ZipFile(path, "w", ZIP_DEFLATED) as timeless:  # the same summary is the same file
        for part in package.namelist():
            timeless.writestr(ZipInfo(part), package.read(part), ZIP_DEFLATED)


def _set_up(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(3)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    paper.core_properties.author = ""


def _letterhead(paper: Any, office: str, on: date) -> None:
    left, right = _grid(paper, 1, (Mm(62), Mm(103))).rows[0].cells
    _lines(left, ((office.upper() or "…………………", 13, True, False, False), ("Số:      /BC-…", 13, False, False, False)))
    _lines(
        right,
        (
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False, False),
            ("Độc lập - Tự do - Hạnh phúc", 14, True, False, True),
            (f"…………, ngày {on.day:02} tháng {on.month:02} năm {on.year}", 14, False, True, False),
        ),
    )
    paper.add_paragraph()


def _lines(cell: Any, lines: Sequence[tuple[str, int, bool, bool, bool]]) -> None:
    for number, (text, size, bold, italic, underline) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic, run.underline = Pt(size), bold, italic, underline


def _centred(paper: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def _heading(paper: Any, text: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(9)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(text).bold = True


def _prose(paper: Any, text: str) -> None:
    paragraph = paper.add_paragraph(text)
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _general(paper: Any, found: Standing) -> None:
    total, done = found.states.total(), found.states["done"] + found.states["done_late"]
    _prose(paper, f"Tổng số nhiệm vụ đang theo dõi: {sheet.figure(total)}, giao cho {len(found.units)} đơn vị.")
    share = f" ({sheet.figure(round(100 * done / total, 1))}%)" if total else ""
    late = f", trong đó {sheet.figure(found.states['done_late'])} nhiệm vụ hoàn thành sau hạn"
    _prose(paper, f"Đã hoàn thành: {sheet.figure(done)}{share}{late if found.states['done_late'] else ''}.")
    told = [(state, found.states[state]) for state in OPEN if found.states[state]]
    if told:
        _prose(
            paper,
            "Chưa hoàn thành: "
            + "; ".join(f"{sheet.figure(n)} nhiệm vụ {sheet.DUE[state][0].vi}" for state, n in told)
            + ".",
        )
    if found.states["superseded"]:
        _prose(paper, f"Không tiếp tục theo dõi do văn bản bị thay thế: {sheet.figure(found.states['superseded'])}.")


LIST = (
    ("STT", 12),
    ("Nội dung nhiệm vụ", 53),
    ("Văn bản giao", 27),
    ("Thời hạn", 26),
    ("Chủ trì", 30),
    ("Tiến độ", 17),
)


def _list(paper: Any, lines: Sequence[Followed], on: date) -> None:
    if not lines:
        _prose(paper, "Không có.")
        return
    table = _table(paper, LIST)
    for number, line in enumerate(lines[:MOST], 1):
        late = f"\n(quá {(on - line.day).days} ngày)" if line.day and line.day < on else ""
        _row(
            table,
            LIST,
            (
                str(number),
                line.content,
                line.source.number or f"#{line.source.id}",
                sheet.day(line.day) + late,
                "; ".join(line.units),
                progress(line.reached) or "",
            ),
        )
    if len(lines) > MOST:
        _prose(paper, f"… và {sheet.figure(len(lines) - MOST)} nhiệm vụ khác (xem bảng theo dõi).")


BY_UNIT = (
    ("STT", 12),
    ("Đơn vị", 61),
    ("Tổng số", 18),
    ("Hoàn thành", 22),
    ("Quá hạn", 18),
    ("Sắp đến hạn", 18),
    ("Khác", 16),
)


def _by_unit(paper: Any, found: Standing) -> None:
    if not found.units:
        _prose(paper, "Không có.")
        return
    table = _table(paper, BY_UNIT)
    for number, (unit, states) in enumerate(list(found.units.items())[:MOST], 1):
        done, late, near = states["done"] + states["done_late"], states["overdue"], states["due_soon"]
        rest = states.total() - done - late - near
        _row(table, BY_UNIT, (str(number), unit, *(str(n) for n in (states.total(), done, late, near, rest))))


def _table(paper: Any, columns: Sequence[tuple[str, int]]) -> Any:
    table = _grid(paper, 1, tuple(Mm(width) for _, width in columns), bordered=True)
    header = table.rows[0]
    repeated = OxmlElement("w:tblHeader")  # the heading stands on every page that the table runs over
    repeated.set(qn("w:val"), "true")
    header._tr.get_or_add_trPr().append(repeated)
    for cell, (text, _) in zip(header.cells, columns, strict=True):
        _lines(cell, ((text, 12, True, False, False),))
    return table


def _row(table: Any, columns: Sequence[tuple[str, int]], texts: Sequence[str]) -> None:
    row = table.add_row()
    kept = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(kept)
    for cell, text, (name, width) in zip(row.cells, texts, columns, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        if width < 30 and name != "Văn bản giao":
            paragraph.alignment = ALIGN.CENTER
        paragraph.add_run(_clean(text)).font.size = Pt(12)


def _grid(paper: Any, rows: int, widths: Sequence[Any], *, bordered: bool = False) -> Any:
    table = paper.add_table(rows, len(widths))
    table.autofit = False
    if bordered:
        table.style = "Table Grid"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def _end(paper: Any) -> None:
    paper.add_paragraph()
    left, right = _grid(paper, 1, (Mm(80), Mm(85))).rows[0].cells
    left.paragraphs[0].paragraph_format.space_after = Pt(0)
    named = left.paragraphs[0].add_run("Nơi nhận:")
    named.bold = named.italic = True
    named.font.size = Pt(12)
    for text in ("- Như trên;", "- Lưu: VT."):
        left.add_paragraph().add_run(text).font.size = Pt(11)
    _lines(right, (("THỦ TRƯỞNG CƠ QUAN", 14, True, False, False), ("(Ký, ghi rõ họ tên)", 13, False, True, False)))


def _clean(text: str) -> str:
    """Text that XML takes."""
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text)
