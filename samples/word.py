"""A paper as a Word file, by python-docx: letterhead and signature stand in tables without rules, as offices do it."""

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Cell

from samples.paper import Centred, Grid, Paper
from samples.pdf import MOTTO


def to_docx(paper: Paper) -> bytes:
    """The DOCX file."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    head = document.add_table(1, 2)
    fill(head.cell(0, 0), [*paper.offices, f"Số: {paper.number}"], bold=paper.offices)
    fill(head.cell(0, 1), [*MOTTO, f"{paper.place}, {paper.dated}"], bold=MOTTO)
    for text in (paper.kind or "", paper.subject):
        centred(document, text)
    for part in paper.body:
        if isinstance(part, Grid):
            ruled(document, part)
        elif isinstance(part, Centred):
            centred(document, part.text)
        else:
            paragraph = document.add_paragraph()
            paragraph.add_run(part.removeprefix("**")).bold = part.startswith("**")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    foot = document.add_table(1, 2)
    fill(foot.cell(0, 0), ["Nơi nhận:", *(f"- {r}" for r in paper.recipients)], bold=("Nơi nhận:",), centre=False)
    fill(foot.cell(0, 1), [*paper.signature, "", "", paper.signer], bold=(*paper.signature, paper.signer))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def centred(document: DocumentType, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def fill(cell: _Cell, lines: list[str], bold: tuple[str, ...], centre: bool = True) -> None:
    for at, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if not at else cell.add_paragraph()
        paragraph.add_run(line).bold = line in bold
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.LEFT


def ruled(document: DocumentType, grid: Grid) -> None:
    table = document.add_table(1 + len(grid.rows), len(grid.heading), style="Table Grid")
    for at, row in enumerate((grid.heading, *grid.rows)):
        for column, text in enumerate(row):
            table.cell(at, column).text = text or ""
