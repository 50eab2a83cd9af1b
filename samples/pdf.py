"""A paper as a digital PDF, by reportlab, in Liberation Serif (the metrics of Times, with Vietnamese letters)."""

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from samples.paper import Centred, Grid, Paper

FONTS = Path("/usr/share/fonts/truetype/liberation2")  # fonts-liberation itself has no Vietnamese before Debian 13
FACES = {"Serif": "Regular", "Serif-Bold": "Bold", "Serif-Italic": "Italic", "Serif-BoldItalic": "BoldItalic"}
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 15 * mm, 20 * mm, 20 * mm  # Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I.2


def style(name: str = "body", **changes: object) -> ParagraphStyle:
    """Body text is 13.5 points, justified, its first line drawn in by 1 cm."""
    base = {"fontName": "Serif", "fontSize": 13.5, "leading": 18, "alignment": TA_JUSTIFY, "spaceAfter": 4}
    return ParagraphStyle(name, **{**base, **changes})  # type: ignore[arg-type]


def centred(size: float = 13, font: str = "Serif-Bold", after: float = 0) -> ParagraphStyle:
    return style("centred", fontName=font, fontSize=size, leading=size * 1.25, alignment=TA_CENTER, spaceAfter=after)


def to_pdf(paper: Paper) -> bytes:
    """The PDF file; the same bytes every time."""
    for face, file in FACES.items():
        pdfmetrics.registerFont(TTFont(face, FONTS / f"LiberationSerif-{file}.ttf"))
    pdfmetrics.registerFontFamily("Serif", *FACES)
    size = landscape(A4) if paper.orientation == "landscape" else A4
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer, pagesize=size, leftMargin=LEFT, rightMargin=RIGHT, topMargin=TOP, bottomMargin=BOTTOM,
        title=paper.subject, invariant=1,
    )  # fmt: skip
    width = size[0] - LEFT - RIGHT - 12
    cut = paper.body.index("\f") if "\f" in paper.body else len(paper.body)
    story = [*letterhead(paper, width), *flow(paper.body[:cut], width), *signature(paper, width)]
    if annex := paper.body[cut + 1 :]:
        story += [PageBreak(), *flow(annex, width)]
    document.build(story, onLaterPages=page_number)
    return buffer.getvalue()


def page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Serif", 13)
    canvas.drawCentredString(document.pagesize[0] / 2, document.pagesize[1] - 14 * mm, str(document.page))


def letterhead(paper: Paper, width: float) -> list[Flowable]:
    if not paper.number:
        return []
    above, own = paper.offices
    one_name = (
        above == "ỦY BAN NHÂN DÂN"
    )  # the name of one office in two lines, both bold; else the office above, plain
    left: list[Flowable] = [
        Paragraph(escape(above), centred(12, "Serif-Bold" if one_name else "Serif")),
        Paragraph(escape(own), centred(12)),
        HRFlowable(width="35%", color="black", spaceAfter=6),
    ]
    left.append(Paragraph(f"Số: {escape(paper.number)}", centred(13, "Serif")))
    if paper.kind is None:
        left.append(Paragraph(escape(paper.subject), centred(12, "Serif")))
    right: list[Flowable] = [Paragraph(MOTTO[0], centred(12)), Paragraph(MOTTO[1], centred(13))]
    right += [HRFlowable(width="60%", color="black", spaceAfter=6)]
    right.append(Paragraph(escape(f"{paper.place}, {paper.dated}"), centred(13, "Serif-Italic")))
    story: list[Flowable] = [columns(left, right, width, 0.45), Spacer(1, 12)]
    if paper.urgency:
        story.insert(0, Paragraph(escape(paper.urgency), centred(13)))
    if paper.kind:
        story += [Paragraph(escape(paper.kind), centred(14)), Paragraph(escape(paper.subject), centred(14))]
        story += [HRFlowable(width="30%", color="black", spaceBefore=4, spaceAfter=10)]
    for at, addressee in enumerate(paper.addressees):
        lead = "Kính gửi: " if not at else ""
        story.append(Paragraph(escape(f"{lead}- {addressee}" if len(paper.addressees) > 1 else lead + addressee),
                               style(leftIndent=60 if not at else 122, firstLineIndent=0)))  # fmt: skip
    return story


def columns(left: list[Flowable], right: list[Flowable], width: float, share: float) -> Table:
    layout = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
              ("RIGHTPADDING", (0, 0), (-1, -1), 0)]  # fmt: skip
    return Table([[left, right]], colWidths=[width * share, width * (1 - share)], style=TableStyle(layout))


def flow(parts: tuple[str | Grid | Centred, ...], width: float) -> list[Flowable]:
    story: list[Flowable] = []
    for part in parts:
        if isinstance(part, Grid):
            story.append(ruled(part, width))
        elif isinstance(part, Centred):
            story.append(Paragraph(escape(part.text), centred(14, after=4)))
        elif part.startswith("**"):
            story.append(Paragraph(f"<b>{escape(part[2:])}</b>", style(firstLineIndent=28)))
        else:
            story.append(Paragraph(escape(part), style(firstLineIndent=28)))
    return story


def ruled(grid: Grid, width: float) -> Table:
    cell = style("cell", fontSize=11.5, leading=14, spaceAfter=0, alignment=0)
    head = centred(11.5)
    rows: list[list[Flowable | str]] = [[Paragraph(escape(text), head) for text in grid.heading]]
    rules: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    rules += [(name, (0, 0), (-1, -1), 0.7, "black") for name in RULES[grid.rules]]
    for at, row in enumerate(grid.rows, start=1):
        rows.append([Paragraph(escape(text), cell) if text else "" for text in row])
        if not any(row[2:]) and None not in row:
            rules.append(("SPAN", (1, at), (-1, at)))
            rows[at][1] = Paragraph(f"<b>{escape(row[1] or '')}</b>", cell)
        rules += [("SPAN", (column, at - 1), (column, at)) for column, text in enumerate(row) if text is None]
    return Table(rows, colWidths=[width * w for w in grid.widths], repeatRows=1, style=TableStyle(rules), spaceBefore=6)


RULES = {
    "all": ("GRID",),
    "rows": ("LINEABOVE", "LINEBELOW"),
    "columns": ("LINEBEFORE", "LINEAFTER"),
    "frame": ("BOX",),
}
"""reportlab's names for the rules that a table has."""


def signature(paper: Paper, width: float) -> list[Flowable]:
    if not paper.signer:
        return []
    small = style("small", fontSize=11, leading=13, alignment=0, spaceAfter=0)
    left: list[Flowable] = [Paragraph("<b><i>Nơi nhận:</i></b>", small)]
    left += [Paragraph(escape(f"- {recipient}"), small) for recipient in paper.recipients]
    right: list[Flowable] = [Paragraph(escape(line), centred(13.5)) for line in paper.signature]
    right += [Spacer(1, 66), Paragraph(escape(paper.signer), centred(13.5))]
    return [Spacer(1, 10), KeepTogether([columns(left, right, width, 0.48)])]
