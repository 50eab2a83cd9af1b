"""Tables of any origin: those that only lay out a letterhead taken apart, those that go on over a page end joined."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.transcript import Block, Table


def unframed(table: Table, framed: bool = True) -> Iterator[Block]:
    """`table` itself, or its paragraphs column by column where it only sets a letterhead or a signature side by side.

    Word and web pages set both as tables without lines.
    """
    text = [cell.text for cell in table.cells]
    beside = table.rows <= 6 and any(_LETTERHEAD.search(t) for t in text)
    if not any(text):
        return
    if table.columns == 1 or beside or (not framed and table.rows <= 3):
        for cell in sorted(table.cells, key=lambda cell: (cell.column, cell.row)):
            yield from cell.paragraphs
    else:
        yield table


# Nghị định 30/2020/NĐ-CP, Phụ lục I: the national title stands beside the issuer, the recipients beside the signature.
_LETTERHEAD = re.compile(r"Độc lập\W+Tự do\W+Hạnh phúc|^\W*Nơi nhận\s*:", re.IGNORECASE | re.MULTILINE)


def joined_tables(upper: Table, lower: Table) -> Table | None:
    """`lower`, at the top of a page, as the rest of `upper`, at the foot of the page before; None where it is not."""
    if upper.columns != lower.columns:
        return None
    repeated = _repeated(upper, lower)
    moved = upper.rows - repeated
    rest = tuple(replace(cell, row=cell.row + moved) for cell in lower.cells if cell.row >= repeated)
    return Table(upper.rows + lower.rows - repeated, upper.columns, upper.cells + rest, max(upper.headings, repeated))


def _repeated(upper: Table, lower: Table) -> int:
    """How many rows at the top of both say the same: the heading that is printed again on each page."""
    rows = 0
    for above, below in zip(upper.grid(), lower.grid(), strict=False):
        if [c and c.text.casefold() for c in above] != [c and c.text.casefold() for c in below] or not any(
            c and c.text for c in above
        ):
            break
        rows += 1
    return min(rows, lower.rows - 1)
