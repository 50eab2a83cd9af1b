"""DOCX: what Word shows — numbers of lists written out, tracked deletions left out, tables with merged cells."""

import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from extract.errors import Damaged, TooLarge
from extract.formats.encodings import by_font
from extract.formats.numbering import ListNumbers
from extract.layout.paragraphs import whole_titles
from extract.layout.tables import unframed
from extract.letters import clean
from extract.transcript import Alignment, Block, Cell, Line, Paragraph, Role, Table, Word, paragraphs_of

Element = Any
"""An lxml element: python-docx gives its own classes for some tags, without types."""

LARGEST_UNPACKED = 300 * 2**20
"""Bytes. The text of a 500-page document unpacks to 10 MB, its pictures to some 100 MB; a bomb to gigabytes."""

MOST_PARTS = 10_000
"""Files in the package: a picture is one part, and no dispatch has thousands."""

WIDEST = 100
"""Columns that one cell may span: Word allows 63."""

DEEPEST = 8
"""Tables in tables that are read as such; the cells of those in them are read one after the other."""


def blocks_of_docx(source: Path) -> tuple[Block, ...]:
    """The flow of a document. Raises TooLarge for a ZIP bomb, Damaged for a broken package."""
    try:
        with zipfile.ZipFile(source) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
        if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
            raise TooLarge(source, f"{unpacked / 2**20:.0f} MB, {len(parts)} parts unpacked")
        with source.open("rb") as stream:
            document = Document(stream)
        return whole_titles(_Flow(document).blocks())
    except (zipfile.BadZipFile, PackageNotFoundError, etree.XMLSyntaxError, KeyError, ValueError, EOFError) as error:
        raise Damaged(source, "DOCX") from error
    except (AttributeError, TypeError) as error:  # what python-docx raises over parts that are not what they say
        raise Damaged(source, "DOCX") from error


class _Flow:
    """One document's walk: it counts list numbers as it goes."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbers = ListNumbers(self._part_element("numbering"))

    def blocks(self) -> Iterator[Block]:
        yield from self._running("header")
        yield from self._body(self.document.element.body)
        yield from self._footnotes()
        yield from self._running("footer")

    def _body(self, parent: Element, role: Role = "body", depth: int = 0) -> Iterator[Block]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, role)
            elif child.tag == qn("w:tbl") and depth < DEEPEST:
                table = self._table(child, depth)
                yield from unframed(table, framed=self._framed(child))
            elif child.tag == qn("w:tbl"):
                for row in _children(child, "w:tr"):
                    for entry in _children(row, "w:tc"):
                        yield from self._body(entry, role, depth)
            elif child.tag in _WRAPPERS:
                yield from self._body(child, role, depth)

    def _paragraph(self, element: Element, role: Role) -> Iterator[Block]:
        style = self._style(element)
        lines: list[list[tuple[str, bool, bool]]] = [[]]
        boxes: list[Element] = []
        number = self.numbers.next(*self._list_level(element, style))
        if number:
            lines[-1].append((f"{number} ", False, False))
        for node, run in _printed(element, boxes):
            bold, italic = self._emphasis(run, style)
            for at, text in enumerate(by_font(node, self._font(run, style)).split("\n")):
                if at:
                    lines.append([])
                lines[-1].append((text, bold, italic))
        made = tuple(Line(words) for line in lines if (words := _words(line)))
        if made:
            yield Paragraph(made, role, self._alignment(element, style))
        for box in boxes:
            yield from self._body(box, role)

    def _running(self, name: str) -> Iterator[Paragraph]:
        """The headers or footers of all sections, each once."""
        seen: set[str] = set()
        for section in self.document.sections:
            for kind in (name, f"first_page_{name}", f"even_page_{name}"):
                running = getattr(section, kind)
                if not running.is_linked_to_previous:
                    for block in paragraphs_of(self._body(running._element, "furniture")):
                        if block.text not in seen:
                            seen.add(block.text)
                            yield block

    def _footnotes(self) -> Iterator[Block]:
        notes = self._part_element("footnotes")
        for note in () if notes is None else notes:
            if note.get(qn("w:type")) is None:
                yield from self._body(note, "footnote")

    def _part_element(self, name: str) -> Element | None:
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith(f"/{name}") and not relation.is_external:
                part = relation.target_part
                element = getattr(part, "element", None)
                return etree.fromstring(part.blob, _PARSER) if element is None else element
        return None

    def _table(self, element: Element, depth: int) -> Table:
        cells: list[Cell] = []
        open_cells: dict[int, int] = {}  # column -> place in `cells` of the cell that goes on downwards
        headings = 0
        rows = [row for row in _children(element, "w:tr") if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
        for number, row in enumerate(rows):
            properties = row.find(qn("w:trPr"))
            headings += number == headings and _on(None if properties is None else properties.find(qn("w:tblHeader")))
            column = min(int(_value(properties, "w:gridBefore") or 0), WIDEST)
            for entry in _children(row, "w:tc"):
                inner = entry.find(qn("w:tcPr"))
                wide = min(max(1, int(_value(inner, "w:gridSpan") or 1)), WIDEST)
                merge = None if inner is None else inner.find(qn("w:vMerge"))
                above = open_cells.get(column)
                if merge is not None and merge.get(qn("w:val")) != "restart" and above is not None:
                    upper = cells[above]
                    cells[above] = Cell(
                        upper.row, upper.column, upper.paragraphs, number - upper.row + 1, upper.column_span
                    )
                else:
                    paragraphs = tuple(paragraphs_of(self._body(entry, depth=depth + 1)))
                    cells.append(Cell(number, column, paragraphs, 1, wide))
                    open_cells[column] = len(cells) - 1
                column += wide
        columns = max((c.column + c.column_span for c in cells), default=0)
        return Table(len(rows), columns, tuple(cells), headings)

    def _framed(self, table: Element) -> bool:
        """Whether any line of the table is printed."""
        styles = [table.tblPr, self._styles.get(_value(table.tblPr, "w:tblStyle") or "")]
        borders = [found for part in styles if part is not None for found in part.iter(qn("w:tblBorders"))]
        borders += table.iter(qn("w:tcBorders"))
        return any(side.get(qn("w:val")) not in ("none", "nil", None) for border in borders for side in border)

    @cached_property
    def _styles(self) -> dict[str, Element]:
        return {s.get(qn("w:styleId")): s for s in self.document.styles.element.iter(qn("w:style"))}

    def _style(self, paragraph: Element) -> tuple[Element, ...]:
        """The paragraph's style and those it is based on, nearest first."""
        properties = paragraph.find(qn("w:pPr"))
        name = _value(properties, "w:pStyle") or self._default_style
        chain: list[Element] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.append(self._styles[name])
            name = _value(chain[-1], "w:basedOn") or ""
        return tuple(chain)

    @cached_property
    def _default_style(self) -> str:
        ours = (n for n, s in self._styles.items() if s.get(qn("w:default")) and s.get(qn("w:type")) == "paragraph")
        return next(ours, "")

    def _list_level(self, paragraph: Element, style: tuple[Element, ...]) -> tuple[str | None, int]:
        for owner in (paragraph, *style):
            numbered = owner.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbered is not None and _value(numbered, "w:numId") is not None:
                return _value(numbered, "w:numId"), int(_value(numbered, "w:ilvl") or 0)
        return None, 0

    def _alignment(self, paragraph: Element, style: tuple[Element, ...]) -> Alignment | None:
        for owner in (paragraph, *style):
            aligned = _value(owner.find(qn("w:pPr")), "w:jc")
            if aligned is not None:
                return _ALIGNMENTS.get(aligned)
        return None

    def _font(self, run: Element | None, style: tuple[Element, ...]) -> str:
        for owner in (run, *style):
            fonts = None if owner is None else owner.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            if fonts is not None and (name := fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))):
                return str(name)
        return ""

    def _emphasis(self, run: Element | None, style: tuple[Element, ...]) -> tuple[bool, bool]:
        def stated(tag: str) -> bool:
            for owner in (run, *style):
                mark = None if owner is None else owner.find(f"{qn('w:rPr')}/{qn(tag)}")
                if mark is not None:
                    return _on(mark)
            return False

        return stated("w:b"), stated("w:i")


_WRAPPERS = {qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")}
_LEFT_OUT = {qn(tag) for tag in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr")}
_LEFT_OUT.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
_ALIGNMENTS: dict[str, Alignment] = {
    "left": "left",
    "start": "left",
    "center": "centre",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def _printed(
    element: Element, boxes: list[Element], run: Element | None = None
) -> Iterator[tuple[str, Element | None]]:
    """(text, run) of what is printed below `element`; the contents of text boxes are put into `boxes`."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == qn("w:txbxContent"):
            boxes.append(child)
        elif child.tag == qn("w:t"):
            yield (child.text or "").replace("\n", " "), run
        elif child.tag == qn("w:sym"):
            yield chr(int(child.get(qn("w:char")) or "F0B7", 16)), run
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag], run
        elif child.tag == qn("w:r"):
            if not _on(child.find(f"{qn('w:rPr')}/{qn('w:vanish')}")):
                yield from _printed(child, boxes, child)
        else:
            yield from _printed(child, boxes, run)


def _words(pieces: list[tuple[str, bool, bool]]) -> tuple[Word, ...]:
    """The words of styled pieces; a word takes the style of its first letter."""
    words: list[Word] = []
    word, style = "", (False, False)
    for text, bold, italic in [*pieces, (" ", False, False)]:
        for sign in text:
            if sign.isspace():
                words += (
                    Word(part, 1, None, 1.0, "text_layer", bold=style[0], italic=style[1])
                    for part in clean(word).split()
                )
                word = ""
            else:
                style = style if word else (bold, italic)
                word += sign
    return tuple(words)


def _children(element: Element, tag: str) -> Iterator[Element]:
    """Children named `tag`, those in content controls and insertions included."""
    for child in element:
        if child.tag == qn(tag):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _value(parent: Element | None, tag: str) -> str | None:
    child = None if parent is None else parent.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))


def _on(mark: Element | None) -> bool:
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false", "off", "none")
