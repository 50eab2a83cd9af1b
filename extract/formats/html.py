"""HTML: headings, paragraphs, lists with their numbers, tables with their spans; menus and scripts left out."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from extract.errors import Damaged
from extract.formats.numbering import letter, roman
from extract.formats.plain import paragraph
from extract.layout.tables import unframed
from extract.letters import clean
from extract.transcript import Block, Cell, Line, Paragraph, Table, Word

DEEPEST = 200
"""Nested elements: real pages stay below 60, and what is deeper is there to exhaust a reader."""


def blocks_of_html(content: bytes, source: Path) -> tuple[Block, ...]:
    """The flow of a page. Raises Damaged where nothing of it can be parsed."""
    try:
        parser = html.HTMLParser(encoding=_charset(content), huge_tree=False)
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise Damaged(source, "HTML") from error
    body = root.find("body")
    return tuple(_Flow().blocks(root if body is None else body))


_META = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def _charset(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        declared = _META.search(content[:4096])
        return declared[1].decode() if declared else "cp1258"
    return "utf-8"


_DROPPED = {
    "script",
    "style",
    "nav",
    "aside",
    "footer",
    "noscript",
    "template",
    "form",
    "button",
    "select",
    "svg",
    "iframe",
    "head",
    "object",
    "del",
}
_BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "main",
    "header",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "pre",
    "figure",
    "figcaption",
    "center",
    "address",
    "hr",
    "body",
    "html",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "fieldset",
}
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_ITALIC = {"i", "em", "cite"}


class _Flow:
    """Words gathered while walking down the tree, given out as a paragraph at the end of each block."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, bool, bool]] = []

    def blocks(
        self, element: html.HtmlElement, depth: int = 0, bold: bool = False, italic: bool = False
    ) -> Iterator[Block]:
        if not isinstance(element.tag, str) or element.tag in _DROPPED or depth > DEEPEST or _hidden(element):
            return
        if element.tag == "table":
            yield from self.flush()
            yield from unframed(_table(element, depth))
            return
        if element.tag in _BLOCKS or element.tag == "br":
            yield from self.flush()
        bold, italic = bold or element.tag in _BOLD, italic or element.tag in _ITALIC
        if element.tag == "li":
            self.pieces.append((_marker(element) + " ", bold, italic))
        self.pieces.append((element.text or "", bold, italic))
        for child in element:
            yield from self.blocks(child, depth + 1, bold, italic)
            self.pieces.append((child.tail or "", bold, italic))
        if element.tag in _BLOCKS:
            yield from self.flush()

    def flush(self) -> Iterator[Paragraph]:
        words = _words(self.pieces)
        self.pieces = []
        if words:
            yield Paragraph((Line(words),))


def _words(pieces: list[tuple[str, bool, bool]]) -> tuple[Word, ...]:
    """The words of styled pieces; a word takes the style that its first letter has."""
    letters = [(sign, bold, italic) for text, bold, italic in pieces for sign in text]
    text = "".join(sign for sign, _, _ in letters)
    words: list[Word] = []
    for found in re.finditer(r"\S+", text):
        _, bold, italic = letters[found.start()]
        words += paragraph(word, bold, italic).words if (word := clean(found[0])).strip() else ()
    return tuple(words)


def _hidden(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "mso-hide:all" in style or element.get("hidden") is not None


def _marker(entry: html.HtmlElement) -> str:
    """What a browser prints before a list's entry."""
    parent = entry.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    start = int(parent.get("start") or 1) if (parent.get("start") or "1").isdigit() else 1
    number = start + sum(1 for sibling in entry.itersiblings("li", preceding=True))
    style = parent.get("type") or "1"
    text = {"a": letter(number), "A": letter(number).upper(), "i": roman(number).lower(), "I": roman(number)}.get(style)
    return f"{text or number}."


def _table(element: html.HtmlElement, depth: int) -> Table:
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    headings = 0
    for number, row in enumerate(rows):
        entries = row.xpath("./td|./th")
        headings += number == headings and bool(entries) and all(entry.tag == "th" for entry in entries)
        column = 0
        for entry in entries:
            while (number, column) in taken:
                column += 1
            tall = min(_span(entry, "rowspan"), len(rows) - number)
            wide = _span(entry, "colspan")
            taken |= {(number + i, column + j) for i in range(tall) for j in range(wide)}
            inner = tuple(_paragraphs(_Flow().blocks(entry, depth + 1)))
            cells.append(Cell(number, column, inner, tall, wide))
            column += wide
    columns = max((c.column + c.column_span for c in cells), default=0)
    return Table(len(rows), columns, tuple(cells), headings)


def _paragraphs(blocks: Iterator[Block]) -> Iterator[Paragraph]:
    """A table in a cell stands as its cells' paragraphs."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in block.cells:
                yield from cell.paragraphs


def _span(entry: html.HtmlElement, name: str) -> int:
    text = entry.get(name) or "1"
    return max(1, min(int(text), 100)) if text.isdecimal() and len(text) < 5 else 1
