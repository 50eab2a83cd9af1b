"""Tables of any origin: those that only lay out a letterhead taken apart, those that go on over a page end joined."""

import re
from collections.abc import Iterator

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


# Thông tư 01/2011/TT-BNV and Nghị định 30/2020/NĐ-CP, Phụ lục I: the national title stands beside the issuer, the recipients beside the signature.
_LETTERHEAD = re.compile(r"Độc lập\W+Tự do\W+Hạnh phúc|^\W*Nơi nhận\s*:", re.IGNORECASE | re.MULTILINE)
