"""A table as a value: what it is called, its columns, and its rows as they come. Every format is written from one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.wording import Wording

Shape = Literal["text", "day", "number", "middle"]
"""What stands in a column: words, days, numbers, or short words in the middle of their cell."""

Mark = Literal["bad", "near", "good", "faint"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` names it to programs, `heading` to people, `code` is a standard's name; `width` in letters."""

    key: str
    heading: Wording
    width: float
    shape: Shape = "text"
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell that leads somewhere (`url`) or is set off by its colour (`mark`)."""

    text: str
    url: str | None = None
    mark: Mark | None = None


Cell = str | int | float | date | Shown | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `rows` may come one by one and only once; each has a cell for every column."""

    key: str
    title: Wording
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]

    def plain(self) -> Iterator[tuple[str | int | float | date | None, ...]]:
        """The rows for formats that know no links and colours."""
        for row in self.rows:
            yield tuple(cell.text if isinstance(cell, Shown) else cell for cell in row)
