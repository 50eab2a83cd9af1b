"""What the columns of a table are: by their headings in any wording, or by what their cells hold where none stand.

The wordings are in `nlp/knowledge/columns.toml`. `read_columns(table, …)` gives one role a column and says how many
rows at the top are headings; a two-row heading is read from its lower row first ("Cơ quan thực hiện" over "Chủ trì").
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from extract.transcript import Cell, Table

Role = Literal[
    "number",
    "task",
    "lead",
    "roles",
    "support",
    "overseer",
    "object",
    "deadline",
    "deliverable",
    "indicator",
    "measure",
    "value",
    "basis",
    "note",
    "step",
]

Grid = list[list[Cell | None]]

HEADING_DEPTH = 5
"""Rows at the top of a table among which its headings are looked for."""

LONGEST_HEADING = 90
"""Characters; a longer cell is prose."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One role (or None) and one title a column; the first `headings` rows are headings."""

    roles: tuple[Role | None, ...]
    titles: tuple[str, ...]
    headings: int

    def of(self, role: Role) -> tuple[int, ...]:
        """The columns of `role`, from the left."""
        return tuple(i for i, r in enumerate(self.roles) if r == role)


def read_columns(table: Table, names_units: Callable[[str], bool], names_time: Callable[[str], bool]) -> Columns | None:
    """The columns of `table`, or None where neither headings nor cells tell them apart.

    `names_units` and `names_time` say whether a cell's text is nothing but units, or a time.
    """
    grid = table.grid()
    columns = headed(grid, table.headings)
    return (
        with_units(with_aims(columns, grid), grid, names_units)
        if columns
        else by_content(grid, names_units, names_time)
    )


def headed(grid: Grid, known: int) -> Columns | None:
    """The columns by a heading row, which the format tells (`known` rows) or which is the first that reads as one."""
    for first in range(min(HEADING_DEPTH, len(grid))):
        roles = row_roles(grid, first)
        named = [role for role, _ in {(r, id(c)) for r, c in zip(roles, grid[first], strict=True) if r}]
        if len(named) < 2 or (not {"task", "indicator", "step"} & set(named) and len(named) < 3):
            continue
        last = max(heading_end(grid, first), known)
        titles = tuple(title(grid, first, last, c) for c in range(len(grid[0])))
        leaves = tuple(role_of(text_of(grid[last - 1][c])) or role_of(titles[c]) for c in range(len(grid[0])))
        return Columns(settle(leaves, titles), titles, past_numbering(grid, last))
    return None


def with_aims(columns: Columns, grid: Grid) -> Columns:
    """`columns`, the one of tasks made one of indicators where it is headed so and its cells state aims.

    "Chỉ tiêu | Chủ trì" over "Tỷ lệ văn bản ký số đạt 100%": a target to be followed up, not a thing to do.
    """
    for i, role in enumerate(columns.roles):
        if role == "task" and AIM_TITLE.match(plain(columns.titles[i])):
            texts = [
                c.text for row in grid[columns.headings :] if (c := row[i]) and c.column_span == 1 and c.text.strip()
            ]
            if share(lambda text: bool(AIM_STATED.search(text)), texts) > 0.5:
                return replace(columns, roles=(*columns.roles[:i], "indicator", *columns.roles[i + 1 :]))
    return columns


AIM_TITLE = re.compile(
    r"(?!.*(?:nhiệm vụ|giải pháp|công việc))(?:tên |nội dung |các )?(?:chỉ tiêu|mục tiêu|chỉ số)(?!\w)"
)
AIM_STATED = re.compile(r"\d\s?%|(?:đạt|tối thiểu|ít nhất|không quá|trên|dưới|từ|có)\s+\d", re.IGNORECASE)


ROLE_IN_CELL = re.compile(r"(?:trưởng đoàn|chủ trì|phối hợp|thành viên|đơn vị thực hiện)[^:\n]{0,30}:", re.IGNORECASE)
"""A cell that says who does what: "Trưởng đoàn: …; Thành viên: …"."""


def with_units(columns: Columns, grid: Grid, names_units: Callable[[str], bool]) -> Columns:
    """`columns`, the one of units found by its cells where no heading says who leads."""
    if {"lead", "roles"} & set(columns.roles) or "task" not in columns.roles:
        return columns
    for i, role in enumerate(columns.roles):
        texts = [c.text for row in grid[columns.headings :] if (c := row[i]) and c.column_span == 1 and c.text.strip()]
        labelled = share(lambda t: bool(ROLE_IN_CELL.search(t)), texts) >= 0.5
        if (role is None and share(names_units, texts) >= 0.6) or (role in (None, "support") and labelled):
            roles = (*columns.roles[:i], "roles", *columns.roles[i + 1 :])
            return Columns(roles, columns.titles, columns.headings)
    return columns


def row_roles(grid: Grid, row: int) -> list[Role | None]:
    """The role each cell of `row` names; a cell over all columns is a title, not a heading."""
    cells = grid[row]
    title = len({id(c) for c in cells if c}) < 2
    return [None if title else role_of(text_of(c)) for c in cells]


def heading_end(grid: Grid, first: int) -> int:
    """The row after the heading that begins at `first`: cells spread over several rows or columns make it deeper."""
    end = first + 1
    for cell in grid[first]:
        if cell and len(text_of(cell)) <= LONGEST_HEADING:
            end = max(end, min(cell.row + cell.row_span, first + 3))
    wide = any(cell and 1 < cell.column_span < len(grid[first]) for cell in grid[first])
    if wide and end == first + 1 and end < len(grid):
        below = [text_of(c) for c in grid[end]]
        if sum(bool(role_of(t)) or bool(YEAR_TITLE.fullmatch(plain(t))) for t in below) >= 2:
            end += 1
    return min(end, len(grid))


def title(grid: Grid, first: int, last: int, column: int) -> str:
    """The heading texts over `column`, from the top, each once."""
    texts: list[str] = []
    for row in range(first, last):
        text = " ".join(text_of(grid[row][column]).split())
        if text and text not in texts:
            texts.append(text)
    return " ".join(texts)


def past_numbering(grid: Grid, row: int) -> int:
    """The row after a line that numbers the columns: (1) (2) (3) …, or A B 1 2."""
    if row >= len(grid):
        return row
    texts = [text_of(c).strip(" ()=-+") for c in grid[row]]
    filled = [t for t in texts if t]
    return row + 1 if len(filled) > 2 and all(re.fullmatch(r"\d{1,2}|[A-H]", t) for t in filled) else row


YEAR_TITLE = re.compile(r"(?:(?:đến )?năm |giai đoạn )?20\d\d(?: 20\d\d)?|quý (?:i{1,3}|iv|[1-4])|tháng \d{1,2}")


def settle(roles: tuple[Role | None, ...], titles: tuple[str, ...]) -> tuple[Role | None, ...]:
    """Roles that depend on the columns beside them.

    Beside a column of indicators, "Đơn vị" is the unit of measure, and "Kết quả", "Kế hoạch" or a year is the value.
    """
    settled = list(roles)
    indicators = "indicator" in roles and "task" not in roles
    for i, text in enumerate(map(plain, titles)):
        if YEAR_TITLE.fullmatch(text) or (
            indicators and re.search(r"\b20\d\d\b", text) and roles[i] in (None, "deadline", "number")
        ):
            settled[i] = "value" if indicators else settled[i]
        if indicators and roles[i] == "lead" and text == "đơn vị":
            settled[i] = "measure"
        if indicators and roles[i] == "deliverable":
            settled[i] = "value"
        if indicators and text in ("kế hoạch", "mục tiêu") and "indicator" in (*roles[:i], *roles[i + 1 :]):
            settled[i] = "value"
    if "indicator" not in roles and {"task", "measure", "value"} <= set(roles) and counts_aims(settled, titles):
        settled = ["indicator" if r == "task" else r for r in settled]
    if "indicator" in roles and "task" not in roles and not {"value", "measure"} & set(settled):
        settled = ["task" if r == "indicator" else r for r in settled]
    if "task" not in settled and "indicator" not in settled and "deliverable" in settled and "lead" in settled:
        settled[settled.index("deliverable")] = "task"
    if (
        "lead" not in settled
        and "roles" not in settled
        and "overseer" in settled
        and {"task", "deadline"} <= set(settled)
    ):
        only = [
            i
            for i, r in enumerate(settled)
            if r == "overseer" and re.search(r"lãnh đạo|đồng chí|người", plain(titles[i]))
        ]
        if only:
            settled[only[0]] = "lead"
    return tuple(settled)


def counts_aims(roles: Sequence[Role | None], titles: Sequence[str]) -> bool:
    """Whether a table of things, units and numbers sets aims ("Kế hoạch năm 2031"), and estimates no costs."""
    said = [plain(title) for title in titles]
    return not any(COSTS.search(title) for title in said) and any(
        role == "value" and SET.search(title) for role, title in zip(roles, said, strict=True)
    )


SET = re.compile(r"chỉ tiêu|kế hoạch|mục tiêu|phấn đấu|\b20\d\d\b")
COSTS = re.compile(r"đơn giá|thành tiền|kinh phí|dự toán|giá trị|số tiền")


def by_content(grid: Grid, names_units: Callable[[str], bool], names_time: Callable[[str], bool]) -> Columns | None:
    """The columns of a table whose headings stand on another page, or nowhere."""
    width = len(grid[0]) if grid else 0
    if width < 3 or len(grid) < 1:
        return None
    texts = [
        [" ".join(c.text.split()) for row in grid if (c := row[i]) and c.column_span < width and c.text.strip()]
        for i in range(width)
    ]
    units = [share(names_units, column) for column in texts]
    times = [share(names_time, column) for column in texts]
    length = [sum(map(len, column)) / max(len(column), 1) for column in texts]
    task = max(range(width), key=lambda i: length[i] * (units[i] < 0.5) * (times[i] < 0.5))
    of_units = [i for i in range(width) if units[i] >= 0.6 and i != task and texts[i]]
    of_time = [i for i in range(width) if times[i] >= 0.6 and i != task and texts[i]]
    if length[task] < 30 or not of_units:
        return None
    roles: list[Role | None] = [None] * width
    roles[task] = "task"
    for role, column in zip(("lead", "support"), of_units, strict=False):
        roles[column] = cast(Role, role)
    if of_time:
        roles[of_time[-1]] = "deadline"
    for i, cells in enumerate(texts):
        if roles[i] is None and cells and share(lambda t: bool(ENUMERATOR.fullmatch(t)), cells) >= 0.6:
            roles[i] = "number"
    return Columns(tuple(roles), ("",) * width, 0)


ENUMERATOR = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVXLC]{1,6}|[A-Za-zđĐ])[.)]?|[-+*•]")


def share(holds: Callable[[str], bool], texts: list[str]) -> float:
    """The part of `texts` that `holds` is true of."""
    return sum(map(holds, texts)) / len(texts) if texts else 0.0


def role_of(heading: str) -> Role | None:
    """The role that a heading names: "Thời gian dự kiến hoàn thành" is a deadline; None for what is no heading."""
    if len(heading) > LONGEST_HEADING:
        return None
    text = plain(heading)
    whole, parts = wordings()
    if text in whole:
        return whole[text]
    found = [(len(phrase), -order, role) for phrase, (order, role) in parts.items() if f" {phrase} " in f" {text} "]
    return max(found)[2] if found else None


@cache
def wordings() -> tuple[dict[str, Role], dict[str, tuple[int, Role]]]:
    """Whole headings, and phrases of headings with their role and its place in the table."""
    table = tomllib.loads((files("nlp") / "knowledge" / "columns.toml").read_text("utf-8"))
    whole = {phrase: cast(Role, role) for role, row in table.items() for phrase in row.get("only", ())}
    parts = {
        phrase: (order, cast(Role, role))
        for order, (role, row) in enumerate(table.items())
        for phrase in row.get("phrases", ())
    }
    return whole, parts


def plain(heading: str) -> str:
    """A heading in lower case, without footnote marks and signs."""
    text = unicodedata.normalize("NFC", re.sub(r"\[\d+\]|\(\d+\)|(?<=[^\W\d_])\d\b", " ", heading)).lower()
    return " ".join(re.findall(r"[^\W_]+", text))


def text_of(cell: Cell | None) -> str:
    """What a cell says; "" where there is none."""
    return cell.text if cell else ""
