"""HTML: headings, paragraphs, lists with their numbers, tables with their spans; menus and scripts left out."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from extract.errors import Damaged, TooLarge
from extract.formats.numbering import letter, roman
from extract.formats.plain import paragraph
from extract.layout.tables import unframed
from extract.letters import clean
from extract.transcript import Block, Cell, Line, Paragraph, Table, Word, paragraphs_of

DEEPEST = 2048
"""Nested elements: real pages stay below 60. The parser goes no deeper, and drops whatever follows."""

NESTED = 8
"""Tables in tables that are read as such; those in them are read line by line."""


def blocks_of_html(content: bytes, source: Path) -> tuple[Block, ...]:
    """The flow of a page. Raises Damaged where nothing of it can be parsed, TooLarge where the parser dropped some."""
    try:
        parser = html.HTMLParser(encoding=_charset(content), huge_tree=True)
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise Damaged(source, "HTML") from error
    if any(fault.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for fault in parser.error_log):
        raise TooLarge(source, f"HTML: > {DEEPEST} elements in each other")
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
    "table",
}
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_ITALIC = {"i", "em", "cite"}


class _Flow:
    """Words gathered while walking down the tree, given out as a paragraph at the end of each block."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, bool, bool]] = []

    def blocks(self, root: html.HtmlElement, tables: int = 0) -> Iterator[Block]:
        """The flow of `root`, which stands in so many `tables`; without recursion, elements may nest as they like."""
        bold = italic = 0  # how many of the elements around are
        left_out = None
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                apart = tag == "table" and tables < NESTED
                unseen = tag in _DROPPED or _hidden(element)
                if apart and not unseen:
                    yield from self.flush()
                    yield from unframed(_table(element, tables + 1))
                if apart or unseen:
                    left_out = element
                    walk.skip_subtree()
                    continue
                if tag in _BLOCKS or tag == "br":
                    yield from self.flush()
                bold, italic = bold + (tag in _BOLD), italic + (tag in _ITALIC)
                if tag == "li":
                    self.pieces.append((_marker(element) + " ", bool(bold), bool(italic)))
                self.pieces.append((element.text or "", bool(bold), bool(italic)))
                continue
            if event == "end" and element is not left_out:
                if tag in _BLOCKS:
                    yield from self.flush()
                bold, italic = bold - (tag in _BOLD), italic - (tag in _ITALIC)
            if element is not root:
                self.pieces.append((element.tail or "", bool(bold), bool(italic)))

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


def _table(element: html.HtmlElement, tables: int) -> Table:
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
            inner = tuple(paragraphs_of(_Flow().blocks(entry, tables)))
            cells.append(Cell(number, column, inner, tall, wide))
            column += wide
    columns = max((c.column + c.column_span for c in cells), default=0)
    return Table(len(rows), columns, tuple(cells), headings)


def _span(entry: html.HtmlElement, name: str) -> int:
    text = entry.get(name) or "1"
    return max(1, min(int(text), 100)) if text.isdecimal() and len(text) < 5 else 1
