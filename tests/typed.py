"""Transcripts made of typed lines, for tests of what stands on a page: no boxes, every word sure."""

from datetime import UTC, datetime

from extract.transcript import Alignment, Line, Page, Paragraph, Role, Signature, Transcript, Word
from models.records import Box, File, Origin

DIGITAL: Origin = "text_layer"


def paragraph(
    *lines: str,
    origin: Origin = DIGITAL,
    confidence: float = 1.0,
    role: Role = "body",
    bold: bool = False,
    alignment: Alignment | None = None,
) -> Paragraph:
    """One paragraph, a line a string."""
    made = tuple(
        Line(tuple(Word(word, 1, None, confidence, origin, bold=bold) for word in line.split())) for line in lines
    )
    return Paragraph(made, role=role, alignment=alignment)


def word(text: str, box: Box, confidence: float = 0.96, origin: Origin = "ocr", figures: str = "") -> Word:
    """A word with its box; `figures` is what is written by hand before it, each figure nearly sure."""
    shown = tuple(tuple(0.955 if n == int(f) else 0.005 for n in range(10)) for f in figures)
    return Word(text, 1, box, confidence, origin, figures=shown)


def transcript(
    *blocks: str | Paragraph,
    name: str = "van-ban.pdf",
    origin: Origin = DIGITAL,
    signed: datetime | None = None,
) -> Transcript:
    """A transcript of one page: a string is a paragraph of one line."""
    made = tuple(b if isinstance(b, Paragraph) else paragraph(b, origin=origin) for b in blocks)
    return Transcript(
        file=File(name=name, sha256="0" * 64, media_type="application/pdf", pages=1),
        pages=(Page(1, 595.0, 842.0, 0, origin, "sound", ""),),
        blocks=made,
        signatures=(Signature("Ủy ban nhân dân tỉnh Lâm Sơn", signed),) if signed else (),
    )


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]
