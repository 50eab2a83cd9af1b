"""What a file says: pages, paragraphs, lines, words and tables, each word with its place, origin and confidence.

`Transcript.blocks` is the flow of the whole document in reading order, paragraphs rebuilt over line and page ends and
tables merged over pages; every word keeps its own page and box, so any stretch of text leads back to the pages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from extract.parcels.edxml import Declared
from models.records import Box, File, Origin, Problem

Verdict = Literal["sound", "repaired", "stamp_only", "rubbish", "absent"]
"""A text layer is used when sound, or repaired (a broken encoding undone); otherwise the page is read by OCR."""

Role = Literal["body", "furniture", "stamp", "footnote"]
"""`furniture` is page numbers and running heads; `stamp` is a signature's or an incoming-mail stamp's own text."""

Alignment = Literal["left", "centre", "right", "justify"]


class Word(NamedTuple):
    """A blank-free run of letters, NFC. `confidence` is 0 to 1; `read_as` is what was read before a repair.

    `figures` is what is written by hand in the gap before it: for each figure the probabilities of 0 to 9.
    A page has hundreds of words, and a named tuple is made in a quarter of the time.
    """

    text: str
    page: int
    box: Box | None
    confidence: float
    origin: Origin
    read_as: str | None = None
    bold: bool = False
    italic: bool = False
    figures: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one printed line, left to right, its `text` with single blanks, and the `box` around them."""

    words: tuple[Word, ...]
    text: str = field(init=False, repr=False, compare=False)
    box: Box | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", " ".join([w.text for w in self.words]))
        object.__setattr__(self, "box", around([w.box for w in self.words]))

    @property
    def page(self) -> int:
        return self.words[0].page


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that read on from each other. `text` is the words joined by single blanks."""

    lines: tuple[Line, ...]
    role: Role = "body"
    alignment: Alignment | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(w for line in self.lines for w in line.words)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def box(self) -> Box | None:
        """The box of the part on the first page."""
        return around(w.box for w in self.words if w.page == self.page)

    def spans(self) -> Iterator[tuple[int, int, Word]]:
        """(start, end, word) for each word, in offsets of `text`."""
        start = 0
        for word in self.words:
            yield start, start + len(word.text), word
            start += len(word.text) + 1

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that `text[start:end]` touches."""
        return tuple(w for a, b, w in self.spans() if a < end and start < b)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its first row and column (from 0); a merged cell spans several. `box` is its ruled place."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Table:
    """A table, whole over its pages. `headings` counts the heading rows at the top, where the format says so."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    headings: int = 0

    @property
    def page(self) -> int:
        return next(p.page for c in self.cells for p in c.paragraphs)

    def grid(self) -> list[list[Cell | None]]:
        """rows × columns; a merged cell stands at each place that it covers."""
        grid: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    grid[row][column] = cell
        return grid


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a person sees it, `width` × `height` in points after `rotation`.

    `rotation` is in degrees clockwise, what turns the file's page upright.
    """

    number: int
    width: float
    height: float
    rotation: int
    origin: Origin
    verdict: Verdict
    reason: str


SignatureVerdict = Literal["valid", "untrusted", "changed", "broken", "unchecked"]
"""`valid` and `untrusted` signatures fit the file, the latter's authority is not known here; after a `changed` one the
file was written into; a `broken` one does not fit what it was put to; of an `unchecked` one nothing is known."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature in the file, its `verdict`, and a `reason` for a clerk.

    `signed_at` is what an authority's time stamp says where it is `attested`, else what the signer's machine
    said, which may give Vietnam's time as UTC. `authority` issued the signer's certificate.
    """

    signer: str | None
    signed_at: datetime | None
    verdict: SignatureVerdict = "unchecked"
    reason: str = ""
    authority: str | None = None
    attested: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that a file says. `problems` names what could not be read; `declared` is the header of the edXML package
    that the file came in."""

    file: File
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...] = ()
    problems: tuple[Problem, ...] = ()
    declared: Declared | None = None

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph in reading order, those of table cells included."""
        return paragraphs_of(self.blocks)


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs of `blocks` in their order; a table stands as its cells' paragraphs."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in block.cells:
                yield from cell.paragraphs


def around(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box around `boxes`; None when there is none."""
    known = [b for b in boxes if b]
    if len(known) < 2:
        return known[0] if known else None
    lefts, tops, rights, bottoms = zip(*known, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
