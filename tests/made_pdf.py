"""PDF pages made for tests: text in a font that has Vietnamese, at places the test knows."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
FONTS = Path("/usr/share/fonts/truetype/liberation2")  # the older fonts-liberation has no Vietnamese


@cache
def fonts() -> None:
    for name in ("Regular", "Bold", "Italic"):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"LiberationSerif-{name}.ttf"))


def canvas(path: Path, **options: object) -> Canvas:
    fonts()
    return Canvas(str(path), pagesize=A4, **options)


def put(
    on: Canvas,
    x: float,
    top: float,
    text: str,
    *,
    font: str = "Regular",
    size: float = 13,
    centred: bool = False,
) -> None:
    """`text` with its line's top edge about `top` points below the page's."""
    on.setFont(font, size)
    draw = on.drawCentredString if centred else on.drawString
    draw(x, HEIGHT - top - 0.8 * size, text)


def put_lines(on: Canvas, x: float, top: float, lines: Sequence[str], pitch: float = 18, indent: float = 0) -> None:
    """Lines below each other; the first is set in by `indent`."""
    for number, line in enumerate(lines):
        put(on, x + (0 if number else indent), top + number * pitch, line)


def wrapped(text: str, width: float, size: float = 13, indent: float = 0) -> list[str]:
    """`text` broken into lines no wider than `width`, as a word processor does."""
    fonts()
    lines: list[str] = []
    line = ""
    for word in text.split():
        grown = f"{line} {word}".strip()
        room = width - (0 if lines else indent)
        if line and pdfmetrics.stringWidth(grown, "Regular", size) > room:
            lines.append(line)
            grown = word
        line = grown
    return [*lines, line]


def letter(path: Path, **options: object) -> Path:
    """A page with one sentence."""
    on = canvas(path, **options)
    put_lines(on, 85, 100, ["Sở Nội vụ chủ trì, phối hợp với các đơn vị có liên quan"])
    on.save()
    return path


def locked(path: Path) -> Path:
    return letter(path, encrypt="mat-khau")


def doubling(path: Path, levels: int) -> Path:
    """A page of a form that draws a form twice, and so on for `levels`: two kilobytes that unpack to 2**levels."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page % _named(5),
        _stream(b"/X Do", b""),
        *(_stream(b"/X Do /X Do", form + b" /Resources " + _named(6 + level)) for level in range(levels)),
        _stream(b"0 0 9 9 re f", form),
    ]
    made = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    path.write_bytes(b"%PDF-1.7\n" + made + b"trailer << /Root 1 0 R /Size %d >>\n%%%%EOF\n" % (len(objects) + 1))
    return path


def _named(number: int) -> bytes:
    return b"<< /XObject << /X %d 0 R >> >>" % number


def _stream(content: bytes, entries: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)
