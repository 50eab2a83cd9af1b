"""Tables that have lost their rows: each cell a paragraph of its own, as a copied or converted text has them.

"TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian | 1 | Tập huấn … | Sở Nội vụ | Tháng 5/2025 | 2 | …", one below the other:
the headings tell the columns, the row numbers the rows; an empty cell has left nothing, so that what a cell holds
(units, a time) tells its column.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from extract.transcript import Block, Cell, Paragraph, Table
from nlp.deadlines import read_deadline
from nlp.language import fold
from nlp.tasks.tables.columns import Role, role_of
from nlp.tasks.tables.orders import only_units
from nlp.tasks.wording import opens_action

LONGEST_CELL = 600
"""Characters."""

FEWEST_COLUMNS = 3


def with_rows(blocks: Sequence[Block], issued_on: date | None) -> tuple[Block, ...]:
    """`blocks`, those paragraphs put together into tables again that are the cells of one."""
    put: list[Block] = []
    at = 0
    while at < len(blocks):
        roles = headings_at(blocks, at)
        found = rebuilt(blocks, at, roles, issued_on) if roles else None
        if found:
            table, at = found
            put.append(table)
        else:
            put.append(blocks[at])
            at += 1
    return tuple(put)


def headings_at(blocks: Sequence[Block], at: int) -> list[Role | None]:
    """The roles of the column headings that stand one below the other from `at` on; none where they don't."""
    first = blocks[at]
    if not isinstance(first, Paragraph) or len(first.text) > LONGEST_NUMBER_HEADING:
        return []
    roles: list[Role | None] = []
    for block in blocks[at:]:
        role = role_of(block.text) if isinstance(block, Paragraph) and len(block.text) <= LONGEST_HEADING else None
        if role is None or (role == "number" and roles):
            break
        roles.append(role)
    if "indicator" in roles and not {"task", "value", "measure"} & set(roles):
        roles[roles.index("indicator")] = "task"  # "Chỉ tiêu | Chủ trì": the table itself tells them apart
    named = set(roles)
    whole = roles[:1] == ["number"] and "task" in named and bool(named & {"lead", "roles"})
    return roles if whole and len(roles) >= FEWEST_COLUMNS else []


LONGEST_HEADING = 60
LONGEST_NUMBER_HEADING = 12
"""Characters of a heading, and of the one over the rows' numbers ("Số thứ tự")."""


@dataclass(slots=True)
class Filling:
    """A row while it is being filled: its number, and its cells by column."""

    label: Paragraph | None
    cells: dict[int, list[Paragraph]] = field(default_factory=dict)
    title: bool = False


def rebuilt(
    blocks: Sequence[Block], at: int, roles: Sequence[Role | None], issued_on: date | None
) -> tuple[Table, int] | None:
    """The table whose headings begin at `at`, and where its last cell ends; None where no rows follow."""
    start = past_numbering(blocks, at + len(roles), len(roles))
    rows: list[Filling] = []
    end = start
    for i in range(start, len(blocks)):
        block = blocks[i]
        if not isinstance(block, Paragraph) or len(block.text) > LONGEST_CELL:
            break
        text = block.text.strip()
        if LABEL.fullmatch(text):
            rows.append(Filling(block))
        elif GROUP.fullmatch(text) and numbers_follow(blocks, i):
            rows.append(Filling(None, {roles.index("task"): [block]}, title=True))
        elif not rows or not placed(block, rows, roles, issued_on, units_follow(blocks, i)):
            if not re.search(r"\w", text):
                continue
            break
        end = i + 1
    lead = [c for c, role in enumerate(roles) if role in ("lead", "roles")]
    if sum(any(c in row.cells for c in lead) for row in rows) < FEWEST_ROWS:
        return None
    heads = [Cell(0, c, (b,)) for c, b in enumerate(blocks[at : at + len(roles)]) if isinstance(b, Paragraph)]
    cells = [cell for r, row in enumerate(rows, 1) for cell in cells_of(row, r, rows[r:], roles)]
    return Table(len(rows) + 1, len(roles), (*heads, *cells), headings=1), end


FEWEST_ROWS = 2

LABEL = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-H])[.)]?")


def past_numbering(blocks: Sequence[Block], at: int, width: int) -> int:
    """The place after a line of numbers of columns: (1), (2), (3), …"""
    texts = [b.text.strip(" ()") for b in blocks[at : at + width] if isinstance(b, Paragraph)]
    return at + width if texts == [str(n) for n in range(1, width + 1)] else at


GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)]\s+\S.{0,80}")
"""A title over rows: "I. Kinh tế số"."""


def numbers_follow(blocks: Sequence[Block], at: int) -> bool:
    """Whether the number of a row stands after `at`."""
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    return isinstance(following, Paragraph) and LABEL.fullmatch(following.text.strip()) is not None


def units_follow(blocks: Sequence[Block], at: int) -> bool:
    """Whether the cell after `at` holds units."""
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    return isinstance(following, Paragraph) and only_units(following.text)


def placed(
    block: Paragraph,
    rows: list[Filling],
    roles: Sequence[Role | None],
    issued_on: date | None,
    before_units: bool,
) -> bool:
    """Put `block` into the column it belongs to; False where it is no cell of this table any more.

    A further action after a filled row is one more row of it, whose number is merged: units follow it (`before_units`).
    """
    text = block.text.strip()
    row = rows[-1]
    task = roles.index("task")
    if task not in row.cells:
        row.cells[task] = [block]
        return True
    filled = max(row.cells)
    kind = kind_of(text, roles, filled, issued_on)
    free = range(filled + 1, len(roles))
    column = next((c for fits in (kind, OTHER) for c in free if roles[c] in fits), None)
    if filled > task and kind is OTHER and NEXT_POINT.match(text):
        return False
    if filled == task and not kind & UNITS:
        row.cells[task].append(block)
    elif kind is OTHER and before_units and opens_action(fold(text)):
        rows.append(Filling(None, {task: [block]}))
    elif column is not None and (kind is not OTHER or roles[column] in kind):
        row.cells[column] = [block]
    elif filled > task and opens_action(fold(text)):
        rows.append(Filling(None, {task: [block]}))
    elif len(text) > LONGEST_REST:
        return False
    else:
        row.cells[filled].append(block)
    return True


LONGEST_REST = 200
"""Characters of a paragraph that may be more of the cell before it."""

NEXT_POINT = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s|Điều \d|Nơi nhận|Ghi chú")
"""What begins after a table."""


UNITS: frozenset[Role | None] = frozenset({"lead", "roles", "support", "overseer"})
TIME: frozenset[Role | None] = frozenset({"deadline"})
OTHER: frozenset[Role | None] = frozenset({"deliverable", "note", "basis", "object", "measure", "value", None})


def kind_of(text: str, roles: Sequence[Role | None], filled: int, issued_on: date | None) -> frozenset[Role | None]:
    """The roles of the columns that a cell with `text` may stand in."""
    if only_units(text) or STARTS_WITH_UNITS.match(text):
        return UNITS
    if read_deadline(text, issued_on) or (NO_DAY.match(fold(text)) and "deadline" in roles[filled + 1 : filled + 3]):
        return TIME
    return OTHER


STARTS_WITH_UNITS = re.compile(
    r"(?:Các (?:sở|Sở|cơ quan|đơn vị|phòng)|Cơ quan|UBND|Sở|Công an|Phòng|Ban)\b.{0,200}$", re.DOTALL
)

NO_DAY = re.compile(r"(?:theo|sau khi|khi|ngay|đột xuất|hằng|hàng|định kỳ|trong)\s")
"""How a cell of times begins that names no day."""


def cells_of(row: Filling, at: int, below: Sequence[Filling], roles: Sequence[Role | None]) -> Iterator[Cell]:
    """The cells of `row`, the `at`-th of the table; a row with a text only is a title over all columns.

    A time or supporting units hold for the rows `below` without a number that have none: their cells were merged.
    """
    if row.label:
        yield Cell(at, 0, (row.label,))
    alone = (row.label is not None or row.title) and len(row.cells) == 1
    for column, paragraphs in row.cells.items():
        span = 1
        while roles[column] in ("support", "deadline") and len(below) >= span:
            if below[span - 1].label or column in below[span - 1].cells:
                break
            span += 1
        width = len(roles) - column if alone else 1
        yield Cell(at, column, tuple(paragraphs), row_span=span, column_span=width)
